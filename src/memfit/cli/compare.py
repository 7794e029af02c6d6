"""`memfit compare`: two recordings, or two sets of them, side by side."""

import click

from memfit.cli.sides import compare_sides, comparison_as_text


@click.command("compare")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(first: str, second: str, *, as_json: bool) -> None:
    """Say how the runs in B differ from those in A, and whether that is more than chance.

    A and B each name a recording, an experiment or another directory that holds recordings, or
    several of these with commas between.

    \b
    Examples:
      memfit compare .memfit/experiments/before .memfit/experiments/after
      memfit compare old,older new
      memfit compare --json before after | jq .rows

    Exit codes: 0 compared, whatever the result, 2 a recording or an option cannot be used.
    """  # noqa: D301 (click reads the control character as "do not wrap")
    print(comparison_as_text(compare_sides(first, second), as_json=as_json), end="")
