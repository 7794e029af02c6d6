"""Several runs of one command as text for a terminal.

Whatever comes from a recording is escaped on its way into a rich `Text`.
"""

from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

from memfit.explain import shell
from memfit.explain.naming import instant
from memfit.explain.repeats import worst
from memfit.model.experiment import Death, Iteration, Repro
from memfit.model.finding import EndingKind
from memfit.report.cells import ABSENT, grid, measured, text
from memfit.report.console import console as new_console
from memfit.report.console import trimmed
from memfit.report.experiments import bounds, span, tally
from memfit.report.fold import fold
from memfit.units import format_seconds

MOST_RUNS = 20
MOST_PLACES = 3


def render(repro: Repro, width: int, *, colour: bool) -> str:
    """Return the report.

    Args:
        repro: What to say.
        width: Columns of the terminal.
        colour: Whether to use terminal colours.
    """
    page = StringIO()
    console = new_console(page, width, colour=colour)
    passed = repro.passed
    style = "bold green" if passed.count == passed.runs else "bold red"
    console.print(
        text(f"{passed.count} of {passed.runs} runs passed", style),
        text(f"(true rate {bounds(passed)})"),
    )
    console.print(_facts(repro, width))
    console.print()
    console.print(_runs(repro))
    _print_rest(console, repro)
    _print_next(console, repro)
    return trimmed(page)


def _facts(repro: Repro, width: int) -> Table:
    facts = grid(width)
    if repro.decided:
        facts.add_row(text("stopped", "bold"), text(f"{repro.decided}; --all makes {repro.wanted}"))
    if repro.died.count:
        died = (
            f"memory ended {repro.died.count} of {repro.died.runs} (true rate {bounds(repro.died)})"
        )
        facts.add_row(text("died", "bold"), text(died))
    for place in list(_places(repro))[:MOST_PLACES]:
        facts.add_row(text("where", "bold"), text(place))
    bad = worst(repro.iterations)
    if bad.ending is not EndingKind.PASSED:
        facts.add_row(text("worst", "bold"), text(f"run {bad.number}: {bad.sentence}"))
    facts.add_row(text("endings", "bold"), text(tally(repro.endings)))
    if repro.peaks is not None:
        facts.add_row(text("peak", "bold"), text(span(repro.peaks, "bytes")))
    if repro.seconds is not None:
        facts.add_row(text("elapsed", "bold"), text(span(repro.seconds, "seconds")))
    if repro.outliers:
        numbers = ", ".join(map(str, repro.outliers))
        facts.add_row(text("outlier", "bold"), text(f"the peak of run {numbers} lies far off"))
    facts.add_row(text("leak", "bold"), text(f"{repro.leak.kind}: {repro.leak.sentence}"))
    return facts


def _places(repro: Repro) -> Iterator[str]:
    """Say where runs died, the most frequent place first."""
    deaths: dict[tuple[str, ...], list[Death]] = defaultdict(list)
    for each in repro.iterations:
        if each.death is not None:
            deaths[_where(each.death)].append(each.death)
    for where, alike in sorted(deaths.items(), key=lambda item: -len(item[1])):
        times = sorted(death.at for death in alike if death.at is not None)
        when = f" at {instant(times[0])}" if times else ""
        until = f" to {instant(times[-1])}" if len(times) > 1 else ""
        yield f"{len(alike)} of {len(repro.iterations)}: {', '.join(where)}{when}{until}"


def _where(death: Death) -> tuple[str, ...]:
    known = [
        str(death.process or ""),
        f"phase {death.phase}" if death.phase else "",
        death.file or "",
        f'"{death.test}"' if death.test else "",
    ]
    return tuple(word for word in known if word) or ("not known where",)


def _runs(repro: Repro) -> Table:
    table = Table("run", "ending", "elapsed", "peak", "recording", box=None, pad_edge=False)
    table.columns[0].justify = table.columns[2].justify = table.columns[3].justify = "right"
    for each in repro.iterations[:MOST_RUNS]:
        table.add_row(
            str(each.number), text(each.ending.value), _elapsed(each), measured(each.peak),
            text(Path(each.recording).name),
        )  # fmt: skip
    return table


def _elapsed(each: Iteration) -> str:
    return ABSENT if each.seconds is None else format_seconds(each.seconds)


def _print_rest(console: Console, repro: Repro) -> None:
    rest = len(repro.iterations) - MOST_RUNS
    if rest > 0:
        console.print(text(f"and {rest} more, in --json", "dim"))


def _print_next(console: Console, repro: Repro) -> None:
    """Lead to the recording of the run that ended worst."""
    console.print()
    console.print(text("next", "bold"))
    command = shell.join(["memfit", "explain", worst(repro.iterations).recording])
    for line in fold(command, console.width - 2):
        console.print(text(f"  {line}", "cyan"), soft_wrap=True)
