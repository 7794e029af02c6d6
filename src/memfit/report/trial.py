"""A matrix of remedies as text for a terminal.

Whatever comes from a recording is escaped on its way into a rich `Text`.
"""

from io import StringIO

from rich.table import Table

from memfit.model.experiment import Ratio, Spread
from memfit.model.investigation import Matrix, Treatment
from memfit.report.cells import ABSENT, grid, text
from memfit.report.console import console as new_console
from memfit.report.console import trimmed
from memfit.report.experiments import amount, tally

_BEST = "*"


def render(matrix: Matrix, width: int, *, colour: bool) -> str:
    """Return the report.

    Args:
        matrix: What to say.
        width: Columns of the terminal.
        colour: Whether to use terminal colours.
    """
    page = StringIO()
    console = new_console(page, width, colour=colour)
    holding = sum(each.holds for each in matrix.treatments[1:])
    tried = len(matrix.treatments) - 1
    console.print(text(f"{holding} of {tried} changes pass with the same tests", "bold"))
    console.print()
    console.print(_table(matrix.treatments))
    if any(each.front for each in matrix.treatments):
        said = f"{_BEST} no other that holds is better in both peak and time (medians)"
        console.print(text(said, "dim"))
    facts = grid(width)
    for each in matrix.treatments:
        facts.add_row(text(each.id, "bold"), text(f"{each.what}: {each.sentence}"))
        for line in each.how if each.holds else ():
            facts.add_row(text(""), text(line, "cyan"))
    for what, why in matrix.inapplicable.items():
        facts.add_row(text("not tried", "dim"), text(f"{what}: {why}", "dim"))
    for note in matrix.notes:
        facts.add_row(text("note", "dim"), text(note, "dim"))
    console.print()
    console.print(facts)
    return trimmed(page)


def _table(treatments: tuple[Treatment, ...]) -> Table:
    table = Table(
        "", "change", "peak", "ratio", "time", "ratio", "runs", "tests", box=None, pad_edge=False
    )
    table.columns[1].no_wrap = True
    for each in treatments:
        style = "" if each.holds else "dim"
        table.add_row(
            _BEST if each.front else "", text(each.id, style), _middle(each.peaks, "bytes"),
            _ratio(each.peak_ratio), _middle(each.seconds, "seconds"), _ratio(each.time_ratio),
            text(tally(each.endings)), _tests(each),
        )  # fmt: skip
    return table


def _middle(found: Spread | None, unit: str) -> str:
    return ABSENT if found is None else amount(found.middle, unit)


def _ratio(found: Ratio | None) -> str:
    if found is None:
        return ABSENT
    if found.low is None or found.high is None or not found.decided:
        return f"{found.value:.2f}"  # what is undecided has a sentence that says so
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def _tests(each: Treatment) -> str:
    if each.same_tests is None:
        return "not known"
    return "same" if each.same_tests else "not the same"
