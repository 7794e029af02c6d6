"""A comparison as text for a terminal.

Whatever comes from a recording is escaped on its way into a rich `Text`.
"""

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table

from memfit.model.experiment import Comparison, Group, Row, Side
from memfit.report.cells import cut, grid, text
from memfit.report.console import console as new_console
from memfit.report.console import trimmed
from memfit.report.escape import escape
from memfit.report.experiments import amount, tally

MOST_FILES = 5
MOST_NAMES = 3
_NARROWEST_NAME = 12
_OTHER_COLUMNS = 54  # what the numbers of a row need at most


def render(comparison: Comparison, width: int, *, colour: bool) -> str:
    """Return the report.

    Args:
        comparison: What to say.
        width: Columns of the terminal; the table needs 70.
        colour: Whether to use terminal colours.
    """
    page = StringIO()
    console = new_console(page, width, colour=colour)
    console.print(_sides(comparison, width))
    console.print()
    console.print(_table(_shown(comparison.rows), width))
    files = sum(row.group is Group.FILE for row in comparison.rows)
    if files > MOST_FILES:
        console.print(text(f"{files - MOST_FILES} more files in --json", "dim"))
    if any(row.ratio.low is not None for row in comparison.rows):
        console.print(text("medians; ratio with its 95 % interval", "dim"))
    _print_causes(console, comparison)
    return trimmed(page)


def _sides(comparison: Comparison, width: int) -> Table:
    sides = grid(width)
    sides.add_row(text("A", "bold"), text(_side(comparison.first)))
    sides.add_row(text("B", "bold"), text(_side(comparison.second)))
    for note in comparison.notes:
        sides.add_row(text("note", "dim"), text(note, "dim"))
    return sides


def _side(side: Side) -> str:
    count = len(side.recordings)
    more = f" and {count - 1} more" if count > 1 else ""
    return f"{side.recordings[0]}{more} ({tally(side.endings)})"


def _shown(rows: Iterable[Row]) -> list[Row]:
    every = list(rows)
    files = [row for row in every if row.group is Group.FILE]
    return [row for row in every if row.group is not Group.FILE] + files[:MOST_FILES]


def _table(rows: Sequence[Row], width: int) -> Table:
    table = Table("", "A", "B", "B / A", "", box=None, pad_edge=False)
    for column in table.columns[1:3]:
        column.justify = "right"
    for row in rows:
        name = row.name if row.group in {Group.TREE, Group.FILE} else f"{row.group} {row.name}"
        table.add_row(
            text(cut(escape(name), max(width - _OTHER_COLUMNS, _NARROWEST_NAME))),
            amount(row.first.middle, row.unit),
            amount(row.second.middle, row.unit),
            _ratio(row),
            text(*_verdict(row)),
        )
    return table


def _ratio(row: Row) -> str:
    ratio = row.ratio
    if ratio.low is None or ratio.high is None:
        return f"{ratio.value:.2f}"
    return f"{ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"


def _verdict(row: Row) -> tuple[str, str]:
    if not row.ratio.decided:
        return "undecided", "dim"
    return ("less", "green") if row.ratio.value < 1 else ("more", "red")


def _print_causes(console: Console, comparison: Comparison) -> None:
    rest = grid(console.width)
    counts = len(comparison.first.recordings), len(comparison.second.recordings)
    for row in comparison.causes:
        found = f"in {row.first} of {counts[0]} of A, {row.second} of {counts[1]} of B"
        rest.add_row(text(row.change.value, "bold"), text(f"{row.cause}: {found}"))
    for side, names in (("A", comparison.only_first), ("B", comparison.only_second)):
        if names:
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            listed = f"{', '.join(names[:MOST_NAMES])}{more}"
            rest.add_row(text(f"only {side}", "bold"), text(listed))
    if rest.row_count:
        console.print()
        console.print(rest)
