"""What an isolate did, stretch by stretch: importing a file, running a test, hooks, nothing."""

from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import Final

from memfit.model.isolate import Label
from memfit.model.suite import FileRun


class PartKind(StrEnum):
    """What an isolate was doing."""

    START = "start"  # before its first file
    COLLECT = "collect"  # a file is imported, up to its first test
    TEST = "test"
    AROUND = "around"  # between and after the tests of a file: hooks
    BETWEEN = "between"  # between two files
    AFTER = "after"  # after its last file
    IDLE = "idle"  # after the last test of a file that has not ended, in no hook


Span = tuple[PartKind, float, float, str | None, str | None]
"""What it was, from when to when, the test file and the test."""

_NEVER: Final = float("inf")
_IMPORTING: Final = {"", "collect"}
_RUNS_NOTHING: Final = {"", "suite"}


def spans_of(files: tuple[FileRun, ...], start: float, labels: tuple[Label, ...]) -> list[Span]:
    """Divide an isolate's life; the last stretch ends at infinity.

    Args:
        files: Its files, by their start.
        start: When it began.
        labels: What ran in it.
    """
    spans: list[Span] = []
    kind, at = PartKind.START, start
    for file in files:
        if file.started > at:
            spans.append((kind, at, file.started, None, None))
        end = file.ended if file.ended is not None else _NEVER
        spans.extend(_within(file, end, labels))
        kind, at = PartKind.BETWEEN, end
    if at < _NEVER:
        spans.append((PartKind.AFTER if files else PartKind.START, at, _NEVER, None, None))
    return spans


def _within(file: FileRun, end: float, labels: tuple[Label, ...]) -> list[Span]:
    spans: list[Span] = []
    kind, at = PartKind.COLLECT, file.started
    first = file.tests[0].started if file.tests else end
    if at < (hooked := _first_hook(file, labels)) < first:
        spans.append((kind, at, hooked, file.file, None))
        kind, at = PartKind.AROUND, hooked
    for test in file.tests:
        if test.started > at:
            spans.append((kind, at, test.started, file.file, None))
        # Tests that run beside each other share the time; the earlier one is named.
        begun, over = max(test.started, at), min(end, test.ended or end)
        if over > begun:
            spans.append((PartKind.TEST, begun, over, file.file, test.name))
        kind, at = PartKind.AROUND, max(at, over)
    if at < end:
        if file.tests and file.ended is None and not _hooked(file, at, labels):
            kind = PartKind.IDLE
        spans.append((kind, at, end, file.file, None))
    return spans


def _hooked(file: FileRun, start: float, labels: tuple[Label, ...]) -> bool:
    """Say whether a hook or a test of a file was told of at an instant or later."""
    begin = max(bisect_right(labels, start, key=lambda label: label.at) - 1, 0)
    return any(
        label.test or label.hook not in _RUNS_NOTHING
        for label in labels[begin:]
        if label.at >= file.started
    )


def _first_hook(file: FileRun, labels: tuple[Label, ...]) -> float:
    """Return when the first hook of a file began: by then it was imported."""
    begin = bisect_left(labels, file.started, key=lambda label: label.at)
    for label in labels[begin:]:
        if label.at > (file.ended if file.ended is not None else _NEVER) or label.test:
            break
        if label.hook not in _IMPORTING:
            return label.at
    return _NEVER
