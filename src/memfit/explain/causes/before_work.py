"""A base that a process holds before its work begins: a first test file, or a builder's phases."""

from itertools import takewhile

from memfit.classes import dataclass
from memfit.explain.causes import remedies
from memfit.explain.causes.context import BUILDERS, Context
from memfit.explain.causes.frames import module_of
from memfit.explain.causes.statement import blame, state, stream
from memfit.explain.courses import Course
from memfit.explain.naming import name
from memfit.explain.phases import SET_UP
from memfit.explain.program import own_rss
from memfit.explain.series import value_at
from memfit.model.finding import Evidence, Finding, Remedy
from memfit.model.isolate import Stack
from memfit.model.recording import How, Series
from memfit.units import format_bytes

CAUSE = "baseline-over-limit"

MOST = 0.6
"""Share of what is to be explained that must have been there before the work began."""

HEAVY = 64 << 20
"""Bytes that must have been there; less is what any runner or builder needs for itself."""

_LOADER = "node:internal/modules/"
_QUEUE = "node:internal/process/task_queues"


@dataclass(frozen=True, slots=True)
class _Begin:
    """When the work began, or that it never did.

    Attributes:
        at: When; the instant that matters where it never did.
        until: The same in words.
        loads: What loads things before it, in words.
    """

    at: float
    until: str
    loads: str


def find(context: Context) -> Finding | None:
    """Return the finding if a process held most of it before the run's work began."""
    each = max(context.courses, key=_resident, default=None)
    if each is None or each.files or each.process is None:
        return None
    builds = context.recording.runner in BUILDERS
    began = _build(context, each) if builds else _first_file(context, each)
    if began is None:
        return None
    before = _stayed(each, each.level if context.heap_died else own_rss(each.process), began.at)
    if before < max(MOST * context.needed, HEAVY):
        return None
    source = stream(each) if context.heap_died else "samples.jsonl"
    evidence = [Evidence(f"held {began.until}", before, How.SAMPLED, source)]
    if context.tree_hit_limit and context.limit is not None:
        limit = context.limit
        evidence.append(Evidence("limit", limit.bytes, How.EXACT, limit.source))
    return state(
        context, CAUSE,
        f"{name(each.process)} held {format_bytes(before)} (sampled) {began.until}: what is loaded "
        f"before the {began.loads}, takes most of what there is",
        blame(each, phase=SET_UP, module=module_of(each, context.recording)),
        tuple(evidence), explains=before,
        remedies=_remedies(context, each, before, builds=builds),
    )  # fmt: skip


def _resident(each: Course) -> int:
    return (value_at(own_rss(each.process), each.until) or 0) if each.process is not None else 0


def _stayed(each: Course, level: Series, began: float) -> int:
    """Return what was held when the work began and did not fall below it until memory ran out."""
    at = min(began, each.until)
    later = [
        value for when, value in zip(level.at, level.value, strict=True) if at <= when <= each.until
    ]
    return min([value_at(level, at) or 0, *later])


def _first_file(context: Context, each: Course) -> _Begin | None:
    if context.recording.runner is None:
        return None
    files = context.recording.files
    return _Begin(
        min((file.started for file in files), default=each.until),
        "before the first test file began" if files else "and no test file had begun",
        "tests, by set-up files, the configuration or imports",
    )


def _build(context: Context, each: Course) -> _Begin | None:
    """Return when a builder entered its first phase; None if that is not known.

    Most builders name a phase when it is over, and any of them can be told to say nothing: without
    a phase only stacks can tell that it was still loading its configuration.
    """
    suite = context.recording.suite
    loads = "build, by the configuration, its plugins or imports"
    if suite is not None and suite.stretches:
        first = min(suite.stretches, key=lambda stretch: stretch.started)
        return _Begin(first.started, f"before its first phase {first.name!r} began", loads)
    stacks = [stack for stack in each.isolate.stacks if stack.at <= each.until]
    if 2 * sum(map(_is_loading, stacks)) <= len(stacks):
        return None
    return _Begin(each.until, "while its modules were loaded, and no phase had begun", loads)


def _is_loading(stack: Stack) -> bool:
    """Say whether a module was running because it was loaded: Node's loader is below it."""
    files = [file for _, file, _ in stack.frames]
    # What lies below is whoever awaits it.
    running = takewhile(lambda file: file != _QUEUE, files)
    return any(file.startswith(_LOADER) for file in running)


def _remedies(context: Context, each: Course, before: int, *, builds: bool) -> tuple[Remedy, ...]:
    room = (
        remedies.ceiling(int(before * 1.5) >> 20, "Raise the ceiling above what it needs", context.recording, each.isolate)
        if context.heap_died else ()
    )  # fmt: skip
    if builds:
        less = remedies.release(
            "Load less before the build begins",
            "let a plugin look up what a page asks for, instead of holding all there is",
        )
        return (*less, *room)
    return room or remedies.release(
        "Load large data in the tests that use it, or raise the limit above what is held",
        "a fixture of the tests that need it, instead of the set-up of the whole run",
    )
