"""`memfit doctor`: what can be measured and limited on this machine, and what repairs the rest."""

import json
import platform
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from memfit.cli.colour import coloured
from memfit.cli.diagnosis import Diagnosis, Way, clean, diagnose
from memfit.report.escape import escape
from memfit.units import format_bytes

if TYPE_CHECKING:
    from rich.console import Console


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--clean", "cleaning", is_flag=True, help="End and remove what dead runs of memfit left."
)
def command(*, as_json: bool, cleaning: bool) -> None:
    """Say what can be limited and measured on this machine, and which command repairs the rest.

    \b
    Examples:
      memfit doctor
      memfit doctor --json | jq '.limiters[] | select(.usable) | .name'
      memfit doctor --clean

    Exit codes: 0 if the kernel can enforce a limit on a whole tree and peaks are exact, else 1.
    """  # noqa: D301 - click reads the control character as "do not wrap"
    if cleaning:
        clean()
    diagnosis = diagnose()
    if as_json:
        print(json.dumps(diagnosis.document(), indent=2))
    else:
        _print(diagnosis)
    sys.exit(0 if diagnosis.healthy else 1)


def _print(diagnosis: Diagnosis) -> None:
    from rich.console import Console

    colour = coloured(sys.stdout)
    console = Console(
        width=shutil.get_terminal_size().columns,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    _print_ways(console, "Ways to limit a run, best first (--limit-by)", diagnosis.limiters)
    _print_ways(console, "Ways to watch its processes, best first (--watch)", diagnosis.watchers)
    for name, value in _facts(diagnosis):
        console.print(f"{name + ':':<12}{escape(value)}", soft_wrap=True)
    for line in _leftovers(diagnosis):
        console.print(escape(line), soft_wrap=True)


def _print_ways(console: "Console", title: str, ways: Iterable[Way]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("", "works", "what it gives, or why it cannot", box=None, pad_edge=False)
    for way in ways:
        style = "red" if way.why_not else "green"
        table.add_row(
            Text(way.name, style="bold"),
            Text("no" if way.why_not else "yes", style=style),
            Text(escape(way.why_not or way.gives)),
        )
    console.print(Text(title, style="bold underline"))
    console.print(table)
    # Outside of the table, on one line, so that it can be copied.
    for way in ways:
        if way.repair:
            console.print(f"{way.name}: {escape(way.repair)}", soft_wrap=True, style="dim")
    console.print()


def _facts(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    where = diagnosis.machine
    around = where.around
    limit = f"{format_bytes(around.bytes)} ({around.source})" if around else "none around memfit"
    return [
        ("limit", limit),
        ("memory", format_bytes(where.memory)),
        ("swap", format_bytes(where.swap) if where.swap else "none"),
        ("cores", str(where.cores)),
        ("kernel", f"{where.kernel} {where.architecture}"),
        ("python", platform.python_version()),
        ("node", diagnosis.node or "not found"),
    ]


def _leftovers(diagnosis: Diagnosis) -> list[str]:
    lines = [
        f"left by a dead memfit: {one.path}, {len(one.pids)} processes"
        f"{': ' if one.pids else ''}{' '.join(map(str, one.pids[:20]))}"
        for one in diagnosis.leftovers
    ]
    lines += [
        f"left by a dead memfit: {one.program} container {one.name}"
        f"{', running' if one.running else ''}"
        for one in diagnosis.containers
    ]
    return [*lines, "memfit doctor --clean ends and removes them"] if lines else ["no leftovers"]
