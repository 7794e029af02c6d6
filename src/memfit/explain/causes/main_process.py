"""The runner's main process climbs: it keeps console output, or it works on coverage."""

import re

from memfit.explain.causes import remedies
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import own_frame, relative
from memfit.explain.causes.statement import blame, sampled, state
from memfit.explain.courses import Course
from memfit.explain.naming import name
from memfit.explain.output import matching
from memfit.explain.series import minimum, value_at
from memfit.model.finding import Basis, Evidence, Finding, Remedy
from memfit.model.recording import How, Role
from memfit.units import format_bytes

LOGS = "main-process-logs"
COVERAGE = "coverage-in-main"

MOST = 0.4
"""Share of what the main process held that must have come while or after the tests ran."""

LEAST = 32 << 20
"""Bytes that it must have grown by: a main process of any size moves by some megabytes."""

PRINTED = 0.02
"""Share of the growth that must have been printed for console output to be the reason. The runner
keeps each line several times over, with its task, its time and its stack."""

MUCH = 0.25
"""The same where coverage, which grows while files run too, is the other reason: from here on output
is the likelier one."""

_RUNNERS = {"vitest", "jest", "mocha", "node --test"}
_MESSAGES = re.compile(rb"MessagePort::OnMessage|LibuvStreamWrap::OnUvRead|ParseJson")


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if the main process of a runner with workers grew."""
    each = _main(context)
    if each is None:
        return ()
    during, after = _gains(each, context)
    if during + after < max(MOST * each.held, LEAST):
        return ()
    printed = sum(len(chunk.data) + chunk.dropped for chunk in context.recording.output)
    covered = coverage_is_on(context)
    loud = printed >= PRINTED * max(during, 1)
    if covered and (after >= during or not loud):
        causes: tuple[str, ...] = (COVERAGE,)
    elif covered:
        causes = (LOGS, COVERAGE) if printed >= MUCH * during else (COVERAGE, LOGS)
    else:
        causes = (LOGS,)
    basis = Basis.INFERRED if len(causes) == 1 and (covered or loud) else Basis.CONJECTURE
    found = (_finding(cause, context, each, during, after, printed, basis) for cause in causes)
    return tuple(finding for finding in found if finding is not None)


def against(context: Context) -> str | None:
    """Say what the main process held, where it is not what grew."""
    mains = [
        process for process in context.recording.processes
        if process.role is Role.MAIN and process.peak is not None
    ]  # fmt: skip
    if find(context) or not mains or context.recording.runner not in _RUNNERS:
        return None
    largest = max(process.peak.bytes for process in mains if process.peak is not None)
    return f"the main process peaked at {format_bytes(largest)}"


def coverage_is_on(context: Context) -> bool:
    """Say whether the run measured coverage: by its configuration, else by its command line."""
    suite = context.recording.suite
    configured = suite.config.get("coverage") if suite is not None else None
    if configured is not None:
        return bool(configured) and configured not in {"off", "false"}
    return any(
        word == "--coverage" or word.startswith(("--coverage=true", "--coverage.enabled"))
        for process in context.recording.processes
        if process.role is Role.MAIN
        for word in process.command
    )


def _main(context: Context) -> Course | None:
    """Return the main process, where test files ran in other isolates."""
    if context.recording.runner not in _RUNNERS or not context.recording.files:
        return None
    return next((each for each in context.courses if context.is_main(each)), None)


def _gains(each: Course, context: Context) -> tuple[int, int]:
    """Return what came and stayed while files ran, and after the last one."""
    files = context.recording.files
    first = min(file.started for file in files)
    ends = [file.ended if file.ended is not None else each.until for file in files]
    last = min(max(ends), each.until)
    base = value_at(each.level, first) or 0
    middle = minimum(each.level, last, each.until) if last < each.until else each.held
    middle = min(middle if middle is not None else each.held, each.held)
    return max(middle - base, 0), max(each.held - middle, 0)


def _finding(
    cause: str, context: Context, each: Course, during: int, after: int, printed: int, basis: Basis
) -> Finding | None:
    who = name(each.process) if each.process is not None else "the main process"
    # Where both are possible, either may be the reason of all of it: what is printed after the tests, too.
    explains = during + after
    if cause == LOGS:
        sentence = (
            f"the heap of {who} grew by {format_bytes(during)} while test files ran elsewhere and "
            f"by {format_bytes(after)} after the last one (sampled); {_printed(printed, during)}"
        )
        phase = "tests"
    else:
        sentence = (
            f"the heap of {who} grew by {format_bytes(during)} while test files ran elsewhere and "
            f"by {format_bytes(after)} after the last one (sampled), with coverage on"
        )
        phase = "coverage" if after >= during else "tests"
    evidence = [
        sampled("heap of the main process that came while files ran", during, each),
        sampled("heap that came after the last file", after, each),
        Evidence("bytes printed", printed, How.EXACT, "output.jsonl"),
    ]
    line = next(matching(context.recording.output, _MESSAGES), None)
    if cause == LOGS and line is not None:
        evidence.append(
            Evidence("V8's fatal stack receives a message from a worker at", line.at, How.EXACT, "output.log")
        )  # fmt: skip
    module = _printer(context) if cause == LOGS else None
    return state(
        context, cause, sentence, blame(each, phase=phase, module=module), tuple(evidence),
        explains=explains, remedies=_remedies(cause, context), basis=basis,
        experiment=_JEST_QUIET if cause == LOGS and context.recording.runner == "jest" else None,
    )  # fmt: skip


def _printed(printed: int, during: int) -> str:
    """Say what was printed, and what that means where it was little."""
    said = f"{format_bytes(printed)} was printed"
    if printed >= PRINTED * during:
        return f"{said}, and the runner keeps what tests print"
    return f"only {said}, but the runner may keep what tests print without showing it"


def _printer(context: Context) -> str | None:
    """Return the project's module that was seen printing most often."""
    isolates = context.recording.isolates
    stacks = [
        stack
        for isolate in isolates
        for stack in isolate.stacks
        if any("console" in file for _, file, _ in stack.frames)
    ]
    frame = own_frame(stacks, without=[file.file for file in context.recording.files])
    return relative(frame[1], context.recording) if frame is not None else None


_JEST_QUIET = "run with --silent, or without the output: the main process must stay flat"

_LESS_OUTPUT = Remedy(
    "less-output", "Print less in tests", "mock the logger, or set its level, in the set-up file"
)
_CONSOLE = {
    # vitest's main process is sent every line, silent or not; jest's silent workers keep none, and
    # what its `verbose` prints at once may still wait for the main process to read it.
    "vitest": Remedy(
        "console-not-kept",
        "Let tests print directly instead of through the runner (silent does not help)",
        "test: { disableConsoleIntercept: true } in vitest.config",
    ),
    "jest": Remedy(
        "console-not-kept",
        "Drop what tests print instead of keeping it until their file is reported",
        "silent: true in jest.config",
    ),
}
_NARROWED = {
    "vitest": "test: { coverage: { include: ['src/**'], exclude: [generated and bundled files] } } in vitest.config",
    "jest": "collectCoverageFrom and coveragePathIgnorePatterns in jest.config",
}
_PROVIDER = {
    "vitest": "test: { coverage: { provider: 'v8' } } in vitest.config, or 'istanbul'",
    "jest": "coverageProvider: 'v8' in jest.config, or 'babel'",
}
_SHARDED = {
    "vitest": "vitest run --coverage --reporter=blob --shard=1/4, then vitest --merge-reports --coverage",
    "jest": "jest --coverage --shard=1/4, then merge the reports with nyc",
}


def _remedies(cause: str, context: Context) -> tuple[Remedy, ...]:
    runner = context.recording.runner or ""
    if cause == LOGS:
        return (*([_CONSOLE[runner]] if runner in _CONSOLE else []), _LESS_OUTPUT)
    if runner not in _NARROWED:
        return remedies.release(
            "Measure only the files that matter", "leave out generated and bundled files"
        )
    return (
        Remedy("narrow-coverage", "Measure only the files that matter", _NARROWED[runner]),
        Remedy(
            "other-coverage-provider",
            "Try the other provider; which is lighter depends on the project",
            _PROVIDER[runner],
        ),
        Remedy("split-coverage", "Shard the run and merge the reports", _SHARDED[runner]),
    )
