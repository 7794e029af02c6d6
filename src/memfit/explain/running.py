"""What ran where: the file, test and hook of an isolate at an instant, in data and in words."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from memfit.classes import dataclass
from memfit.explain.naming import shorten_path
from memfit.model.isolate import Isolate, Label
from memfit.model.recording import Process, Recording
from memfit.model.suite import FileRun

IMPORTING = "collect"
"""The label of a file that is being imported."""

BETWEEN = "suite"
"""The label of a file between its tests."""

LONGEST = 100
"""Characters of a test's name in a sentence."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What an isolate did at an instant.

    Attributes:
        isolate: Its name.
        file: The test file, or None if none was under way.
        test: The test that ran, else the last that had run in that file, or None.
        hook: The hook, or the part of the file that is no test, or None.
        in_test: Whether `test` was still running.
    """

    isolate: str
    file: str | None
    test: str | None = None
    hook: str | None = None
    in_test: bool = False


class Inside:
    """A recording's isolates and files, found by process, by name and by instant."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.isolates = {isolate.name: isolate for isolate in recording.isolates}
        self.processes = {process.key: process for process in recording.processes}
        self.of_process: dict[int, list[Isolate]] = defaultdict(list)
        for isolate in recording.isolates:
            if isolate.process is not None:
                self.of_process[isolate.process].append(isolate)
        self.files_of: dict[str, list[FileRun]] = defaultdict(list)
        for run in recording.files:
            self.files_of[run.isolate].append(run)
        self.with_files = {run.process for run in recording.files if run.process is not None}

    @cached_property
    def last(self) -> float:
        """When the recording's last reading was taken."""
        recording = self._recording
        if recording.end is not None:
            return recording.end.at
        seen = [recording.usage.at, *(each.used.at for each in recording.isolates)]
        return max((at[-1] for at in seen if at), default=0.0)

    def process_of(self, run: FileRun) -> Process | None:
        """Return the process of a file, or None if it is not known."""
        return self.processes.get(run.process) if run.process is not None else None

    def stop(self, run: FileRun) -> float:
        """Return when a file ended, or when what ran it was gone."""
        if run.ended is not None:
            return run.ended
        isolate, process = self.isolates.get(run.isolate), self.process_of(run)
        ends = [process.ended if process else None, self.last]
        if isolate is not None:
            ends.append(isolate.ended)
            # A thread may be gone long before its process; ticks of one that lives go on.
            if isolate.thread and isolate.ended is None and len(isolate.used):
                ends.append(isolate.used.at[-1])
        ends += self._next_start(run)
        return max(min(end for end in ends if end is not None), run.started)

    def _next_start(self, run: FileRun) -> list[float]:
        """Return when the isolate of a file went on to another one, if it did."""
        runs = self.files_of[run.isolate]
        after = bisect_right(runs, run.started, key=lambda each: each.started)
        return [each.started for each in runs[after : after + 1]]

    def under_way(self, isolate: str, at: float) -> FileRun | None:
        """Return the file that an isolate ran at an instant, or None."""
        begun = [run for run in self.files_of.get(isolate, ()) if run.started <= at]
        open_ = [run for run in begun if run.ended is None or run.ended >= at]
        return max(open_, key=lambda run: run.started, default=None)

    def doing(self, isolate: str, at: float) -> Doing:
        """Return what an isolate did at an instant."""
        run = self.under_way(isolate, at)
        if run is None:
            return Doing(isolate, None)
        return self.doing_in(run, at)

    def doing_in(self, run: FileRun, at: float) -> Doing:
        """Return what was done of a file at an instant; at its end, what was done last."""
        label = next(reversed(self.labels_of(run, at)), None)
        running = [test for test in run.tests if test.started <= at]
        last = running[-1] if running else None
        hook = label.hook or None if label else None
        if label is not None and label.test:
            return Doing(run.isolate, run.file, label.test, hook, in_test=True)
        unended = last is not None and (last.ended is None or last.ended > at)
        # A label tells more than a test that was begun, but not every runner gives labels.
        in_test = unended and hook in {None, "beforeEach", "afterEach"}
        return Doing(run.isolate, run.file, last.name if last else None, hook, in_test)

    def lately(self, process: int, at: float) -> list[Doing]:
        """Return what the isolates of a process did at an instant, those without a file last."""
        done = [self.doing(isolate.name, at) for isolate in self.of_process.get(process, ())]
        return sorted(done, key=lambda doing: doing.file is None)

    def labels_of(self, run: FileRun, until: float) -> list[Label]:
        """Return the labels of a file by an instant, oldest first."""
        labels = self._labels.get((run.isolate, run.file), [])
        first = bisect_left(labels, run.started, key=_at)
        return labels[first : bisect_right(labels, until, key=_at)]

    @cached_property
    def _labels(self) -> dict[tuple[str, str], list[Label]]:
        found: dict[tuple[str, str], list[Label]] = defaultdict(list)
        for isolate in self.isolates.values():
            for label in isolate.labels:
                found[isolate.name, label.file].append(label)
        return found


def _at(label: Label) -> float:
    return label.at


def in_words(doing: Doing, directory: str) -> str:
    """Say what an isolate did, to follow on "while it was" or to stand for itself.

    Args:
        doing: What it did; with a file.
        directory: The working directory, which is left out of paths.
    """
    file = shorten_path(doing.file or "", directory)
    test = f'"{cut_name(doing.test)}"' if doing.test else None
    if doing.hook == IMPORTING:
        return f"importing {file}"
    if test is not None and doing.in_test:
        where = f"hook {doing.hook} of " if doing.hook and doing.hook != BETWEEN else ""
        return f"in {where}test {test} of {file}"
    after = f", after test {test}" if test is not None else ""
    if doing.hook and doing.hook != BETWEEN:
        return f"in hook {doing.hook} of {file}{after}"
    return f"in {file}{after}"


def what_ran(done: Sequence[Doing], directory: str) -> str:
    """Say what the isolates of one process did; empty if no test file was under way."""
    busy = [in_words(doing, directory) for doing in done if doing.file is not None]
    return listed(busy, 2)


def listed(words: Iterable[str], most: int) -> str:
    """Write a list of at most so many, and how many more there are.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    every = list(words)
    shown = ", ".join(every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def cut_name(name: str) -> str:
    """Cut a test's name so that a sentence stays readable."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
