"""One test takes the memory: an assertion that compares or prints a lot, or a loop without end.

What tells the two apart is the code that ran while the heap climbed. Without a stack it is the
speed: a matcher copies as fast as memory can be written, a render or timer loop does not.
"""

import re

from memfit.explain.causes import remedies
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import is_own, own_frame, place, relative
from memfit.explain.causes.statement import blame, sampled, state, stream
from memfit.explain.courses import Course, Part
from memfit.explain.naming import name
from memfit.explain.spans import PartKind
from memfit.model.finding import Basis, Evidence, Finding, Remedy
from memfit.model.isolate import Stack
from memfit.model.recording import How
from memfit.units import format_bytes, format_seconds

MATCHER = "matcher-spike"
RUNAWAY = "runaway-test"

MOST = 0.5
"""Share of what the isolate held that must have come in the one test."""

FAST = 100 << 20
"""Bytes a second from which on a climb without a stack is taken for a matcher's."""

_MATCHER_FILES = re.compile(
    r"(?:@vitest/(?:expect|utils|pretty-format|snapshot)|@jest/(?:expect-utils|expect)"
    r"|jest-(?:diff|matcher-utils|snapshot)|[/\\]expect[/\\](?:build|dist)|pretty-format"
    r"|[/\\](?:chai|deep-eql|loupe|diff|fast-deep-equal|samsam)[/\\]"
    r"|node:assert|node:internal/(?:assert|util/(?:comparisons|inspect)))"
)
_CONSOLE = re.compile(r"@jest/console|node:internal/console")
"""What prints values that nobody compares."""

_INNERMOST = 8
"""Frames that say what runs; those further out are the runner's own."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding of the test that took most of what an isolate held; both if undecided."""
    found = _heaviest(context)
    if found is None:
        return ()
    each, part, size = found
    stacks = _stacks(each, part)
    if not context.ending.kind.of_memory and not _compared(stacks):
        return ()  # a test may well use much for a moment
    if stacks:
        causes: tuple[str, ...] = (MATCHER,) if _compared(stacks) else (RUNAWAY,)
    elif each.isolate.runtime == "python":
        # Its assertions compare in place; what they print is cut.
        causes = (RUNAWAY,)
    else:
        fast = size >= FAST * max(part.end - part.start, 0.1)
        causes = (MATCHER, RUNAWAY) if fast else (RUNAWAY, MATCHER)
    basis = Basis.INFERRED if len(causes) == 1 else Basis.CONJECTURE
    findings = (_finding(cause, context, each, part, size, stacks, basis) for cause in causes)
    return tuple(finding for finding in findings if finding is not None)


def against(context: Context) -> str | None:
    """Say what the dearest test brought, where that is too little."""
    tests = [
        (part.gain, each) for each in context.courses for part in each.parts
        if part.kind is PartKind.TEST
    ]  # fmt: skip
    if not tests or _heaviest(context) is not None:
        return None
    gain, each = max(tests, key=lambda pair: pair[0])
    return f"the dearest single test left {format_bytes(gain)} of {format_bytes(each.held)}"


def _heaviest(context: Context) -> tuple[Course, Part, int] | None:
    """Return the test that brought more than half of what its isolate held, with its bytes."""
    ended = context.ending.kind.of_memory
    best: tuple[Course, Part, int] | None = None
    for each in context.courses:
        for part in each.parts:
            if part.kind is not PartKind.TEST:
                continue
            # What a test gave back matters only where nothing else ended the run.
            size = part.gain if ended else part.rise
            peak = each.held if ended else max(each.held, part.rise)
            if size >= MOST * peak and (best is None or size > best[2]):
                best = (each, part, size)
    return best


def _stacks(each: Course, part: Part) -> tuple[Stack, ...]:
    return tuple(
        stack
        for stack in each.isolate.stacks
        if part.start <= stack.at <= part.end and stack.frames
    )


def _compared(stacks: tuple[Stack, ...]) -> bool:
    """Say whether most of what ran was a matcher, or printed values for one."""
    return bool(stacks) and 2 * sum(map(_in_matcher, stacks)) >= len(stacks)


def _in_matcher(stack: Stack) -> bool:
    files = [file for _, file, _ in stack.frames[:_INNERMOST]]
    inner = next((n for n, file in enumerate(files) if _MATCHER_FILES.search(file)), None)
    # A matcher may be given a function to call: then what runs is that, as in toThrow.
    called = inner is not None and any(map(is_own, files[:inner]))
    return inner is not None and not called and not any(map(_CONSOLE.search, files))


def _finding(
    cause: str,
    context: Context,
    each: Course,
    part: Part,
    size: int,
    stacks: tuple[Stack, ...],
    basis: Basis,
) -> Finding | None:
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    length = part.end - part.start
    file = relative(part.file or "", context.recording)
    never = "" if part.over else ", and never ended"
    running = _running(cause, stacks, context)
    sentence = (
        f"the test {part.test!r} in {file} took the heap of {who} up by {format_bytes(size)} "
        f"(sampled) in {format_seconds(length)}{never}{running}"
    )
    evidence = [
        sampled("heap that came in the test", size, each),
        Evidence("seconds that the test had run", round(length, 3), How.SAMPLED, stream(each)),
        sampled("held in all", each.held, each),
    ]
    if stacks:
        matching = sum(_in_matcher(stack) for stack in stacks)
        evidence += [
            sampled("stacks read while the heap climbed", len(stacks), each),
            sampled("of those, inside a matcher or a printer of values", matching, each),
        ]
    frame = own_frame(stacks)
    culprit = blame(
        each, file=file, test=part.test, phase="tests",
        module=relative(frame[1], context.recording) if frame else None,
    )  # fmt: skip
    return state(
        context, cause, sentence, culprit, tuple(evidence),
        explains=size, remedies=_remedies(cause, context), basis=basis,
        experiment=_alone(context) if cause == RUNAWAY else None,
    )  # fmt: skip


_BY_NAME = {
    "pytest": "pytest -k", "mocha": "mocha --fgrep", "node --test": "node --test --test-name-pattern",
}  # fmt: skip


def _alone(context: Context) -> str | None:
    """Return the experiment in the runner's own spelling; None where the catalogue's fits."""
    option = _BY_NAME.get(context.recording.runner or "")
    return f"run that test alone ({option}): it must die in the same way" if option else None


def _running(cause: str, stacks: tuple[Stack, ...], context: Context) -> str:
    """Name the code that ran while the heap climbed."""
    if not stacks:
        return ""
    if cause == MATCHER:
        inner = next(
            (frame for stack in reversed(stacks) for frame in stack.frames[:_INNERMOST]
             if _MATCHER_FILES.search(frame[1])), None,
        )  # fmt: skip
        return f"; {inner[0] or 'a matcher'} was running" if inner else ""
    frame = own_frame(stacks)
    return f"; {place(frame, context.recording)} was running" if frame is not None else ""


def _remedies(cause: str, context: Context) -> tuple[Remedy, ...]:
    if cause == RUNAWAY:
        return remedies.release(
            "End the loop: a mock that returns a new object on each call makes effects run again",
            "return one object from the mock; bound the loop; wait with a count, not forever",
        )
    found = [
        Remedy(
            "cheap-equality",
            "Compare large values without the matcher",
            "expect(a.equals(b)).toBe(true) for Buffers; compare a hash or a length first",
        ),
    ]
    version = remedies.major(context.recording)
    if context.recording.runner == "vitest" and version is not None and version < 5:
        found.append(
            Remedy("upgrade-runner", "vitest 5 compares and prints large values with far less", "npm i -D vitest@5")
        )  # fmt: skip
    return tuple(found)
