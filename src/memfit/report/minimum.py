"""The least that a command needs as text for a terminal."""

from io import StringIO

from rich.table import Table

from memfit.explain.statistics import CONFIDENCE
from memfit.model.experiment import Minimum, Probe
from memfit.report.cells import ABSENT, grid, text
from memfit.report.console import console as new_console
from memfit.report.console import trimmed
from memfit.units import format_bytes, format_seconds

_WHAT = {"memory": "memory for the whole tree", "heap": "heap for each Node process"}


def render(minimum: Minimum, width: int, *, colour: bool) -> str:
    """Return the report.

    Args:
        minimum: What to say.
        width: Columns of the terminal.
        colour: Whether to use terminal colours.
    """
    page = StringIO()
    console = new_console(page, width, colour=colour)
    console.print(
        text(f"needs {format_bytes(minimum.recommended)}", "bold green"), text(_WHAT[minimum.of])
    )
    facts = grid(width)
    facts.add_row(text("set", "bold"), text(minimum.setting))
    facts.add_row(text("passed", "bold"), text(_reliability(minimum)))
    if minimum.failed is not None:
        facts.add_row(text("failed", "bold"), text(f"with {format_bytes(minimum.failed)}"))
    took = sum(probe.seconds for probe in minimum.probes)
    facts.add_row(text("took", "bold"), text(f"{minimum.runs} runs, {format_seconds(took)}"))
    for note in minimum.notes:
        facts.add_row(text("note", "dim"), text(note, "dim"))
    console.print(facts)
    console.print()
    console.print(_probes(minimum.probes))
    return trimmed(page)


def _reliability(minimum: Minimum) -> str:
    rate = minimum.rate
    return (
        f"{rate.count} of {rate.runs} with {format_bytes(minimum.confirmed)}, so that it passes "
        f"there in at least {100 * rate.low:.0f} % of runs ({100 * CONFIDENCE:.0f} % confidence); "
        f"what to set is {100 * (minimum.recommended / minimum.confirmed - 1):.0f} % above"
    )


def _probes(probes: tuple[Probe, ...]) -> Table:
    table = Table("run", "for", "limit", "ending", "elapsed", box=None, pad_edge=False)
    table.columns[0].justify = table.columns[2].justify = table.columns[4].justify = "right"
    for number, probe in enumerate(probes, 1):
        table.add_row(
            str(number), probe.why.value,
            ABSENT if probe.size is None else format_bytes(probe.size),
            text(probe.ending.value), format_seconds(probe.seconds),
        )  # fmt: skip
    return table
