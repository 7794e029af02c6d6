"""The table of who held the memory at the peak."""

from collections.abc import Sequence

from rich.table import Table

from memfit.explain.holders import by_role
from memfit.explain.naming import short_command
from memfit.model.finding import Explanation, Holder
from memfit.model.recording import Process, Recording
from memfit.report.cells import cut, label, measured, size, text
from memfit.report.escape import escape

MOST = 6
"""Rows of the table."""

ALONE = 3
"""Holders that keep a row of their own when there are more than rows; the others are added up."""

SHARED = "rss counts pages of programs and libraries for each that maps them, the tree's counter once or not at all"
"""Why what processes held may come to more than the tree's peak."""

_TITLES = ("process", "command", "rss", "heap", "native", "own peak")
_GAP = 2
_NARROWEST = 8

_Row = tuple[str, str, str, str, str, str]


def holder_table(held: Sequence[Holder], recording: Recording, width: int) -> Table:
    """Return one row for each of the largest holders, and the rest added up by role.

    Args:
        held: Who held something, largest first.
        recording: The recording.
        width: Columns that the table may take; only commands are cut to fit.
    """
    rows = _rows(held, recording)
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(_TITLES[0], no_wrap=True)
    table.add_column(_TITLES[1], no_wrap=True)
    for title in _TITLES[2:]:
        table.add_column(title, justify="right", no_wrap=True)
    room = max(width - _taken(rows), _NARROWEST)
    for row in rows:
        table.add_row(text(row[0]), text(cut(escape(row[1]), room)), *row[2:])
    return table


def more_than_charged(held: Sequence[Holder], explanation: Explanation) -> bool:
    """Say whether resident sets add up to more than the tree's peak, which wants a word of why."""
    peak = explanation.peak
    return peak is not None and sum(holder.rss or 0 for holder in held) > peak.bytes


def _rows(held: Sequence[Holder], recording: Recording) -> list[_Row]:
    processes = {process.key: process for process in recording.processes}
    alone = held if len(held) <= MOST else held[:ALONE]
    rows = [_row(holder, processes[holder.process]) for holder in alone]
    for share in by_role(held[len(alone) :], recording.processes)[: MOST - ALONE]:
        sum_of_heaps = size(share.heap)
        who, what = f"{share.processes} more", f"{share.role.value}, added up"
        rows.append((who, what, size(share.rss), sum_of_heaps, "", ""))
    return rows


def _row(holder: Holder, process: Process) -> _Row:
    return (
        label(process),
        short_command(process.command),
        size(holder.rss),
        size(holder.heap),
        size(holder.native),
        measured(process.peak),
    )


def _taken(rows: Sequence[_Row]) -> int:
    """Return the columns that everything but the commands takes."""
    columns = [column for column in range(len(_TITLES)) if column != 1]
    widest = (max(len(row[column]) for row in (*rows, _TITLES)) for column in columns)
    return sum(widest) + _GAP * (len(_TITLES) - 1)
