"""What a run began or planned and never finished, whatever it says of itself.

A false alarm costs as much as a miss, so whatever else explains a file without an end is looked
at first: a runner that stops at the first failure, one that runs its tests inside of a test, a
file that another worker took over, a stream that is damaged, a watch mode that starts again.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from memfit.classes import dataclass
from memfit.explain.running import BETWEEN, Inside
from memfit.model.recording import Recording, Role
from memfit.model.suite import FileRun, Outcome, RunnerReport

NODE_TEST = re.compile(r"node\b.*test")
"""Runners that give each file a process of its own, which may exit when it likes."""

_BAIL = re.compile(r"--bail(=(?!0$|false$).*)?|-b|-x\w*|--exitfirst|--maxfail(=.*)?|--fail-?fast")
_WATCHES = re.compile(r"--watch(-?all|-path)?(=(?!false$).*)?", re.IGNORECASE)
_FILTER = re.compile(
    r"(-t|--testNamePattern|--test-name-pattern|-g|--grep|-f|--fgrep|-k|-m|--deselect|--lf|--sw)(=.*)?"
)
"""Options by which tests are left out; what has none left may not start."""

_TORN = re.compile(r"from inside (end in a torn|cannot be read|are unreadable)|\.jsonl is cut at ")
"""Damage, or a full disk, by which the line that tells of an end may have been lost."""

_ONCE = {"run", "list", "init", "--run", "--watch=false", "--no-watch"}
"""Words by which vitest does not watch where it has a terminal."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is missing at the end of a run.

    Attributes:
        files: Test files that started and never ended, by start.
        unstarted: Files that were planned and never started.
        pending: Tests that a report counts and of which it says nothing.
        counted: The report that counts fewer files ended than there are; None if none does.
    """

    files: tuple[FileRun, ...] = ()
    unstarted: tuple[str, ...] = ()
    pending: int = 0
    counted: RunnerReport | None = None

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return bool(self.files or self.unstarted or self.pending or self.counted)


def find_unfinished(recording: Recording, inside: Inside) -> Unfinished:
    """Return what is missing although the command ended by itself.

    Returns:
        Empty if nothing is, and also where the runner may have left it out on purpose.
    """
    end = recording.end
    if end is None or end.ended_by is not None or _starts_again(recording):
        return Unfinished()
    reports = recording.suite.reports if recording.suite is not None else ()
    red = any(report.green is False for report in reports)
    failed = red or any(run.outcome is Outcome.FAILED for run in recording.files)
    if failed and _stops_at_a_failure(recording):
        return Unfinished()
    files = tuple(_never_ended(recording, inside))
    if red:
        # The runner says that something is wrong: what it did not run, it may have given up.
        return Unfinished(files)
    pending = max((report.tests_pending or 0 for report in reports), default=0)
    counted = next(filter(_counts_fewer, reports), None)
    gave_up = failed and end.exit_code != 0
    unstarted = () if gave_up else tuple(_never_started(recording, inside, reports))
    return Unfinished(files, unstarted, pending, counted)


def claims(recording: Recording) -> str | None:
    """Say what the runner claims of a run that did not finish, or None if it admits a failure.

    A claim of success in one report is not taken back by a failure in another: a program reads
    the one, a person the other.
    """
    end, suite = recording.end, recording.suite
    reports = suite.reports if suite is not None else ()
    green = next((report for report in reports if report.green), None)
    if end is not None and end.exit_code == 0:
        said = f" and its report says success ({_source(green)})" if green is not None else ""
        return f"the command exited 0{said}"
    if end is None or (green is None and any(report.green is False for report in reports)):
        return None
    code = f"the command exited {end.exit_code}"
    if green is not None:
        return f"{code}, but its report says success ({_source(green)})"
    return f"{code}, and no report of its says what failed"


def _source(report: RunnerReport) -> str:
    return report.source if report.source != "output" else "its output"


def _counts_fewer(report: RunnerReport) -> bool:
    ended, files = report.files_ended, report.files
    return ended is not None and files is not None and ended < files


def _never_ended(recording: Recording, inside: Inside) -> Iterator[FileRun]:
    torn = any(map(_TORN.search, (*recording.damage, *recording.notes)))
    ended: dict[str, float] = {}
    for run in recording.files:
        if run.ended is not None:
            ended[run.file] = max(run.started, ended.get(run.file, 0.0))
    for run in recording.files:
        if run.ended is not None or _within_a_test(run, inside) or _idle_at_exit(run, inside):
            continue
        # Another worker took the file over, and came to its end.
        if ended.get(run.file, -1.0) >= inside.stop(run) - 0.05:
            continue
        if _killed(run, inside) or not torn:
            yield run


def _within_a_test(run: FileRun, inside: Inside) -> bool:
    """Say whether a process that runs test files itself started this one: a test of a runner."""
    process = inside.process_of(run)
    seen: set[int] = set()
    while process is not None and process.parent is not None and process.key not in seen:
        seen.add(process.key)
        process = inside.processes.get(process.parent)
        if process is not None and process.key in inside.with_files:
            return True
    return False


def _idle_at_exit(run: FileRun, inside: Inside) -> bool:
    """Say whether nothing of a file was left when its isolate said that it exits."""
    isolate = inside.isolates.get(run.isolate)
    if isolate is None or isolate.ended is None:
        return False
    if isolate.runner is not None and NODE_TEST.search(isolate.runner):
        return True  # the runner takes the exit of a file's process for its end
    if any(test.ended is None for test in run.tests):
        return False
    last = isolate.labels[-1] if isolate.labels else None
    if last is None or last.file != run.file:
        return bool(run.tests) or last is not None
    return not last.test and last.hook in {"", BETWEEN}


def _killed(run: FileRun, inside: Inside) -> bool:
    process = inside.process_of(run)
    return process is not None and process.signal is not None


def _never_started(
    recording: Recording, inside: Inside, reports: tuple[RunnerReport, ...]
) -> Iterator[str]:
    """Yield planned files that did not start, where it is certain that they would be known."""
    planned = recording.suite.planned if recording.suite is not None else None
    if not planned or not recording.files or any(map(_accounts_for_all, reports)):
        return
    if _some_worker_was_not_seen(recording, inside) or _may_skip_files(recording):
        return
    if any(_within_a_test(runs[0], inside) for runs in inside.files_of.values()):
        return  # their plans are mixed up with those of the run itself
    directory = recording.directory
    started = {_absolute(run.file, directory) for run in recording.files}
    names = {path.rpartition("/")[2] for path in started}
    for path in dict.fromkeys(planned):
        if _absolute(path, directory) in started:
            continue
        # One of the two may be relative to a root of its own.
        tail = f"/{path.lstrip('./')}"
        known = tail.rpartition("/")[2] in names
        if not (known and any(each.endswith(tail) for each in started)):
            yield path


def _accounts_for_all(report: RunnerReport) -> bool:
    """Say whether a report tells of every file, or the runner came to a summary without files."""
    if report.files is not None:
        return report.files_ended == report.files
    return report.green is True and report.tests is not None


def _some_worker_was_not_seen(recording: Recording, inside: Inside) -> bool:
    return any(
        process.role is Role.WORKER and process.execs and process.key not in inside.of_process
        for process in recording.processes
    )


def _may_skip_files(recording: Recording) -> bool:
    """Say whether planned files need not start: mocha starts those only that have tests to run."""
    if any(isolate.runner == "mocha" for isolate in recording.isolates):
        return True
    commands = _runner_commands(recording)
    return any(_FILTER.fullmatch(word) for words in commands for word in words[1:])


def _absolute(path: str, directory: str) -> str:
    return str(PurePosixPath(directory, path.removeprefix("file://")))


def _starts_again(recording: Recording) -> bool:
    """Say whether the runner watches for changes: it may cancel a run and start another."""
    config = _config(recording)
    if config.get("watch") is True or config.get("watch_all") is True:
        return True
    terminal = any(chunk.stream == "terminal" for chunk in recording.output)
    terminal = terminal and not recording.environment.get("CI")
    return any(_watches(words, terminal=terminal) for words in _runner_commands(recording))


def _watches(words: tuple[str, ...], *, terminal: bool) -> bool:
    if any(map(_WATCHES.fullmatch, words)):
        return True
    for index, word in enumerate(words):
        program = PurePosixPath(word).name.removesuffix(".mjs").removesuffix(".js")
        if program in {"vitest", "mocha", "_mocha"}:
            rest = words[index + 1 :]
            if rest[:1] in {("watch",), ("dev",)} or "-w" in rest:
                return True
            return program == "vitest" and terminal and _ONCE.isdisjoint(rest)
    return False


def _stops_at_a_failure(recording: Recording) -> bool:
    if _config(recording).get("bail") not in {None, False, "", "0"}:
        return True
    commands = _runner_commands(recording)
    return any(_BAIL.fullmatch(word) for words in commands for word in words[1:])


def _config(recording: Recording) -> Mapping[str, object]:
    return recording.suite.config if recording.suite is not None else {}


def _runner_commands(recording: Recording) -> Iterator[tuple[str, ...]]:
    yield recording.command
    for process in recording.processes:
        if process.role in {Role.MAIN, Role.WRAPPER}:
            yield process.command
