"""`memfit heap`: what holds the memory in a heap snapshot, and what grew between two."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from memfit.cli.colour import coloured
from memfit.errors import UnusableInputError
from memfit.heap.room import require_numpy, uncollected
from memfit.model.snapshot import AllocationProfile, Growth, Holder, Snapshot


@click.command("heap")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("later", metavar="[LATER]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, Markdown for issues, HTML to look around in.",
)
@click.option("--path", "number", type=int, metavar="ID", help="Show what holds the object @ID.")
@click.option("--class", "name", metavar="NAME", help="Show the largest objects of a class.")
@click.option(
    "--top", type=click.IntRange(1, 10_000), default=10, show_default=True, help="How many to show."
)
def command(
    file: Path, later: Path | None, form: str, number: int | None, name: str | None, top: int
) -> None:
    """Say what holds the memory in a V8 heap snapshot, by name; with LATER, what grew.

    FILE is a .heapsnapshot of Node or Chrome, plain or gzipped, or a .heapprofile.

    \b
    Examples:
      memfit heap Heap.20260101.120000.1234.0.001.heapsnapshot
      memfit heap before.heapsnapshot after.heapsnapshot
      memfit heap --path 58363 Heap.heapsnapshot
      memfit heap --class Server Heap.heapsnapshot
      memfit heap --format html Heap.heapsnapshot > heap.html

    Exit codes: 0, or 2 if a file cannot be used or is cut. What can be said of it is still said.
    """  # noqa: D301 - click reads the control character as "do not wrap"
    if later is not None and (number is not None or name is not None):
        raise UnusableInputError("--path and --class need one snapshot, not two")
    with uncollected():
        said = _say(file, later, form, number, name, top)
        _print(said, form)
    if isinstance(said, Snapshot | Growth) and said.notes:
        sys.exit(UnusableInputError.exit_code)


def _say(
    file: Path, later: Path | None, form: str, number: int | None, name: str | None, top: int
) -> Snapshot | Growth | AllocationProfile | Sequence[Holder]:
    if file.suffix == ".heapprofile":
        from memfit.heap.profile import summarise

        return summarise(file, top)
    require_numpy()
    _say_if_slow()
    if later is not None:
        from memfit.heap.diff import diff

        return diff(file, later, top)
    from memfit.heap.examine import Examined

    examined = Examined(file)
    if number is not None:
        return (examined.holder(number),)
    if name is not None:
        return examined.holders_of_class(name, top)
    return examined.snapshot(top, classes=form != "text")


def _say_if_slow() -> None:
    from memfit.heap.kernels import kernels

    if not kernels().compiled:
        print("memfit: without its compiled kernels this takes longer", file=sys.stderr)


def _print(said: Snapshot | Growth | AllocationProfile | Sequence[Holder], form: str) -> None:
    if form == "json":
        import json

        from memfit.report.heap_document import document

        print(json.dumps(document(said), indent=2))
    elif form == "markdown":
        from memfit.report.heap_document import markdown

        print(markdown(said), end="")
    elif form == "html":
        if not isinstance(said, Snapshot):
            raise UnusableInputError("--format html shows one whole snapshot")
        from memfit.report.heap_page import page

        print(page(said), end="")
    else:
        print(_text(said), end="")


def _text(said: Snapshot | Growth | AllocationProfile | Sequence[Holder]) -> str:
    from memfit.report.heap_text import render, render_growth, render_holders, render_profile

    colour = coloured(sys.stdout)
    width, height = shutil.get_terminal_size()
    if isinstance(said, Snapshot):
        return render(said, width=width, height=height, colour=colour)
    if isinstance(said, Growth):
        return render_growth(said, width=width, height=height, colour=colour)
    if isinstance(said, AllocationProfile):
        return render_profile(said, width=width, colour=colour)
    return render_holders(said, width=width, colour=colour)
