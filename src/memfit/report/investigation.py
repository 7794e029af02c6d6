"""An investigation as JSON and as text for a terminal.

Whatever comes from a recording is escaped on its way into a rich `Text`.
"""

from collections.abc import Mapping
from dataclasses import asdict
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table

from memfit.explain import shell
from memfit.model.finding import Explanation, Level
from memfit.model.investigation import (
    Conclusion,
    Experiment,
    Investigation,
    Number,
    Step,
    Tried,
)
from memfit.model.recording import Recording
from memfit.report.cells import ABSENT, grid, size, text
from memfit.report.console import console as new_console
from memfit.report.console import trimmed
from memfit.report.document import document
from memfit.report.experiments import amount
from memfit.report.fold import fold
from memfit.units import format_bytes, format_seconds

_LONGEST = 400
_LONGEST_COMMAND = 800  # it names files, and fills the screen; nobody types it again
_STYLES = {
    Conclusion.CONFIRMED: "bold red",
    Conclusion.REJECTED: "dim",
    Conclusion.UNDECIDED: "yellow",
    Conclusion.UNTESTED: "",
}


def investigation_document(
    found: Investigation, explanation: Explanation, recording: Recording
) -> dict[str, Any]:
    """Return what `--json` writes: the document of `memfit explain`, with what was done added."""
    known = asdict(found)
    beside = {key: known.pop(key) for key in ("experiments", "hypotheses", "tried", "pressure")}
    return {**document(explanation, recording), **beside, "investigation": known}


def render(found: Investigation, explanation: Explanation, width: int, *, colour: bool) -> str:
    """Return the investigation as text.

    Args:
        found: What was done and found.
        explanation: The explanation that it raised.
        width: Columns of the terminal.
        colour: Whether to use terminal colours.
    """
    page = StringIO()
    console = new_console(page, width, colour=colour)
    wrong = any(finding.level is Level.ERROR for finding in explanation.findings)
    console.print(text(found.outcome, "bold red" if wrong else "bold green"))
    console.print()
    facts = grid(width)
    for finding in explanation.findings:
        title = text("cause" if finding is explanation.findings[0] else "also", "bold")
        facts.add_row(
            title,
            text(f"{finding.cause} ({finding.basis.value}): {_cut(finding.sentence)}"),
        )
        if finding.culprit.holder is not None:
            facts.add_row(text("held by", "bold"), text(_cut(finding.culprit.holder)))
    _add_remedy(facts, found)
    facts.add_row(text("cost", "dim"), text(cost(found), "dim"))
    console.print(facts)
    _print_titled(console, "hypotheses", _hypotheses(found, width))
    _print_titled(console, "experiments", _experiments(found.experiments))
    _print_titled(console, "remedies tried", _remedies(found.tried))
    _print_titled(console, "pressure", _pressure(found.pressure))
    _print_unchecked(console, found, width)
    return trimmed(page)


def cost(found: Investigation) -> str:
    """Say what the investigation took."""
    times = f", {found.cost:.1f} times a run of the suite" if found.cost is not None else ""
    return f"{found.runs} run{'s' * (found.runs != 1)}, {format_seconds(found.seconds)}{times}"


def number(one: Number) -> str:
    """Write a number before and after a change."""
    before = ABSENT if one.before is None else amount(one.before, one.unit)
    after = ABSENT if one.after is None else amount(one.after, one.unit)
    return f"{one.what}: {before} before, {after} after"


def remedy(found: Investigation) -> Tried | None:
    """Return the remedy that held, or None."""
    return next((each for each in found.tried if each.id == found.remedy), None)


def typed(command: tuple[str, ...], environment: Mapping[str, str | None]) -> str:
    """Write a command line with the variables that are set or removed for it.

    >>> typed(("npm", "test"), {"A": "1", "B": None})
    'env -u B A=1 npm test'
    """
    removed = [
        word for name, value in environment.items() if value is None for word in ("-u", name)
    ]
    assigned = [f"{name}={value}" for name, value in environment.items() if value is not None]
    changed = [*removed, *assigned]
    return shell.join([*(["env", *changed] if changed else []), *command])


def as_typed(tried: Tried) -> str:
    """Write the command line that a remedy was tried with."""
    return typed(tried.command, tried.environment)


def _add_remedy(facts: Table, found: Investigation) -> None:
    held = remedy(found)
    if held is None:
        return
    for line in held.how or (held.what,):
        facts.add_row(text("remedy", "bold green"), text(line))
    facts.add_row(text("effect", "bold"), text(effect(held)))


def effect(tried: Tried) -> str:
    """Say what a remedy was seen to do."""
    times = (
        f"; {tried.time_ratio:.2g} times the time a test file" if tried.time_ratio is not None else ""
    )  # fmt: skip
    return f"{tried.sentence}{times}"


def _hypotheses(found: Investigation, width: int) -> Table | None:
    if not found.hypotheses:
        return None
    table = grid(width)
    for each in found.hypotheses:
        style = _STYLES[each.conclusion]
        told = text(f"{each.conclusion.value}: {_cut(each.sentence)}", style)
        table.add_row(text(each.cause, style), told)
    return table


def _experiments(made: tuple[Experiment, ...]) -> Table | None:
    if not made:
        return None
    table = Table("experiment", "predicted", "seen", box=None, pad_edge=False)
    for each in made:
        seen = f"{each.conclusion.value}; {'; '.join(map(number, each.numbers[:2]))}"
        planned = f"not made; costs {each.cost:g} runs"
        table.add_row(
            text(f"{each.id}: {_cut(each.what)}"), text(each.predicted),
            text(seen if each.recordings else planned),
        )  # fmt: skip
    return table


def _remedies(tried: tuple[Tried, ...]) -> Table | None:
    if not tried:
        return None
    table = Table("remedy", "holds", "runs", "peak", "time", "seen", box=None, pad_edge=False)
    for each in tried:
        table.add_row(
            text(each.what), "yes" if each.holds else "no", str(each.runs), size(each.peak),
            ABSENT if each.time_ratio is None else f"x {each.time_ratio:.2f}",
            text(_cut(each.sentence)),
        )  # fmt: skip
    return table


def _pressure(steps: tuple[Step, ...]) -> Table | None:
    if not steps:
        return None
    table = Table("limit", "of the peak", "ending", "seen", box=None, pad_edge=False)
    for each in steps:
        table.add_row(
            format_bytes(each.limit), f"{100 * each.share:.0f} %", each.ending.value,
            text(_cut(each.sentence)),
        )  # fmt: skip
    return table


def _print_titled(console: Console, title: str, table: Table | None) -> None:
    if table is not None:
        console.print()
        console.print(text(title, "bold"))
        console.print(table)


def _print_unchecked(console: Console, found: Investigation, width: int) -> None:
    if found.unchecked:
        table = grid(width)
        for each in found.unchecked:
            table.add_row(text("-"), text(_cut(each)))
        _print_titled(console, "not checked", table)
    held = remedy(found)
    if held is not None:
        console.print()
        console.print(text("the command with the remedy", "bold"))
        command = as_typed(held)
        if len(command) > _LONGEST_COMMAND:
            console.print(text("  too long for here: --markdown FILE and --json FILE write it out"))
            return
        for line in fold(command, width - 2):
            console.print(text(f"  {line}", "cyan"), soft_wrap=True)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
