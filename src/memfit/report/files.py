"""The table of test files: what each of them did to memory, as text for a terminal.

Thousands of rows are put together by hand; rich would take seconds.
"""

from collections.abc import Callable, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console

from memfit.classes import dataclass
from memfit.explain.naming import instant
from memfit.model.finding import Explanation
from memfit.model.inside import FileRow
from memfit.model.recording import How, Measured, Recording
from memfit.report.cells import ABSENT, cut, grid, size, text
from memfit.report.console import console, trimmed
from memfit.report.escape import escape
from memfit.report.paths import shorten

NO_END = "no end"

NARROWEST = 20
"""Columns that the names of files get at least."""

ENOUGH = 36
"""Columns for the names of files before less important columns are shown."""

MOST_UNENDED = 10
"""Files that never ended which are told of one by one."""

_ASKED_FOR = 2  # weight of the columns that matter more than a whole path
_GAP = "  "
_DIM, _RED, _PLAIN = "\x1b[2m", "\x1b[31m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of numbers.

    Attributes:
        title: Its title.
        cell: Its text for a file.
        weight: How much it matters; 0 is always shown.
    """

    title: str
    cell: Callable[[FileRow], str]
    weight: int = 0


def _end(row: FileRow) -> str:
    if row.end is None:
        return NO_END
    return row.outcome.value if row.outcome is not None else "ended"


_COLUMNS = (
    _Column("worker", lambda row: cut(escape(row.worker[:100]), 8) if row.worker else ABSENT, 6),
    _Column("start", lambda row: instant(row.start), 7),
    _Column("time", lambda row: _seconds(row.seconds)),
    _Column("before", lambda row: size(row.heap_before), 4),
    _Column("after", lambda row: size(row.heap_after), 5),
    _Column("heap peak", lambda row: size(row.heap_peak)),
    _Column("growth", lambda row: _change(row.heap_growth), 2),
    _Column("kept", lambda row: size(row.heap_kept), 1),
    _Column("external", lambda row: _change(row.external_growth), 3),
    _Column("native", lambda row: _change(row.native_growth), 3),
    _Column("rss peak", lambda row: _marked(row.rss_peak)),
    _Column("end", _end),
)


def file_table(
    rows: Sequence[FileRow],
    directory: str,
    width: int,
    *,
    colour: bool = False,
    title: str = "file",
) -> list[str]:
    """Return the table: a line of titles, and one for each file.

    Args:
        rows: Test files, in their order.
        directory: The working directory.
        width: Columns of the page. Names of files are cut to it, and columns that matter less are
            left out.
        colour: Whether to use terminal colours.
        title: Title of the names.
    """
    cells = {column.title: [column.cell(row) for row in rows] for column in _COLUMNS}
    told = [one for one in _COLUMNS if any(cell != ABSENT for cell in cells[one.title])]
    widths = {one.title: max(map(cell_len, (one.title, *cells[one.title]))) for one in told}
    longest = max((len(row.file.removeprefix(f"{directory}/")) for row in rows), default=0)
    shown = _that_fit(told, widths, width, max(min(longest, ENOUGH), len(title)))
    room = width - sum(widths[one.title] + len(_GAP) for one in shown)
    names = shorten((row.file for row in rows), directory, max(room, NARROWEST))
    room = min(room, max((cell_len(name) for name in (*names.values(), title)), default=room))
    heads = [cut(title, room).ljust(room), *(one.title.rjust(widths[one.title]) for one in shown)]
    lines = [_styled(_GAP.join(heads), _DIM, colour=colour)]
    for index, row in enumerate(rows):
        name = names[row.file]
        numbers = (_right(cells[one.title][index], widths[one.title]) for one in shown)
        line = _GAP.join([name + " " * (room - cell_len(name)), *numbers])
        lines.append(_styled(line, _RED, colour=colour and row.end is None))
    return lines


def legend(rows: Sequence[FileRow], titles: str) -> str:
    """Say how the numbers of a table were obtained, and of what they are.

    Args:
        rows: The files of the table.
        titles: The line of its titles.
    """
    peaks = [row.rss_peak for row in rows if row.rss_peak is not None]
    marked = any(peak.how is not How.EXACT for peak in peaks)
    heap = any(row.heap_peak is not None for row in rows)
    sampled = " and ".join([*(["heap"] if heap else []), *(["~"] if marked else [])])
    said = [f"{sampled}: sampled"] if sampled else []
    if peaks:
        exact = any(peak.how is How.EXACT for peak in peaks)
        said.append(f"rss: {'exact, ' if exact else ''}of the process")
    if "native" in titles:
        said.append("native: not heap, estimate")
    return "; ".join(said)


def render_files(
    explanation: Explanation, recording: Recording, width: int, *, colour: bool
) -> str:
    """Return the page of all test files, and of each that never ended what became of it.

    Args:
        explanation: What is said of the recording; its files in the order in which to print them.
        recording: The recording.
        width: Columns of the terminal; the table needs 60.
        colour: Whether to use terminal colours.
    """
    rows = explanation.interior.files
    page = StringIO()
    writer = console(page, width, colour=colour)
    if not rows:
        writer.print(text(_why_none(recording)))
        return trimmed(page)
    table = file_table(rows, recording.directory, width, colour=colour)
    page.write("".join(f"{line}\n" for line in table))
    writer.print(text(legend(rows, table[0]), "dim"))
    print_unended(writer, rows, MOST_UNENDED)
    return trimmed(page)


def print_unended(writer: Console, rows: Sequence[FileRow], most: int) -> None:
    """Print what became of test files that never ended, the first ones one by one."""
    unended = sorted((row for row in rows if row.stopped is not None), key=lambda row: row.start)
    if not unended:
        return
    said = grid(writer.width)
    for row in unended[:most]:
        said.add_row(text(NO_END, "bold red"), text(row.stopped or ""))
    if len(unended) > most:
        said.add_row(text(NO_END, "bold red"), text(f"{len(unended) - most} more"))
    writer.print()
    writer.print(said)


def _why_none(recording: Recording) -> str:
    if recording.isolates:
        return "no test files: what ran is not a test runner that memfit knows, or it ran none"
    return "no test files: the run was not watched from inside"


def _that_fit(
    columns: Sequence[_Column], widths: dict[str, int], width: int, names: int
) -> list[_Column]:
    """Leave out the columns that matter least until names and numbers fit."""
    shown = list(columns)
    while True:
        least = max(shown, key=lambda one: one.weight)
        # Names are cut before a number goes that everybody asks for.
        wanted = names if least.weight > _ASKED_FOR else min(names, NARROWEST)
        taken = sum(widths[one.title] + len(_GAP) for one in shown)
        if not least.weight or taken + wanted <= width:
            return shown
        shown.remove(least)


def _styled(line: str, style: str, *, colour: bool) -> str:
    return f"{style}{line}{_PLAIN}" if colour else line


def _right(cell: str, width: int) -> str:
    return " " * (width - cell_len(cell)) + cell


def _change(number: int | None) -> str:
    return ABSENT if number is None else f"{'+' if number >= 0 else ''}{size(number)}"


def _marked(peak: Measured | None) -> str:
    if peak is None:
        return ABSENT
    return f"{'' if peak.how is How.EXACT else '~'}{size(peak.bytes)}"


def _seconds(seconds: float) -> str:
    return (
        f"{seconds:.2f} s"
        if seconds < 10
        else f"{seconds:.1f} s"
        if seconds < 1000
        else f"{seconds:.0f} s"
    )
