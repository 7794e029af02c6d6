"""`memfit explain`: say again what a recording means."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from memfit.cli.recordings import named_or_newest
from memfit.cli.reporting import FOR_A_FILE, FORMATS, append_job_summary, report, write
from memfit.cli.sides import compare_sides, comparison_as_text
from memfit.cli.snapshots import with_holders
from memfit.explain.files import Order, ordered
from memfit.explain.verdict import explain
from memfit.heap.room import uncollected
from memfit.model.finding import EndingKind, Explanation, Level
from memfit.record.load import load


@click.command("explain")
@click.argument(
    "recording", metavar="[REC]", required=False, type=click.Path(path_type=Path, exists=False)
)
@click.argument("later", metavar="[LATER]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, Markdown for issues, HTML to look around in, "
    "annotations and a job summary for GitHub Actions.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the Markdown or the HTML to a file.",
)
@click.option("--files", is_flag=True, help="Show every test file and what it did to memory.")
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default=Order.PEAK.value,
    show_default=True,
    help="What --files is sorted by, the most first.",
)
def command(
    recording: Path | None,
    later: str | None,
    form: str,
    output: Path | None,
    sort: str,
    *,
    files: bool,
) -> None:
    """Say how a recorded run ended, who held its memory, and what to do next.

    REC is the directory of a recording; by default the newest one under .memfit/recordings, here
    or in a parent directory. With LATER, say how that one differs, as `memfit compare` does.

    \b
    Examples:
      memfit explain
      memfit explain .memfit/recordings/20260101-120000-vitest-run-1f3a
      memfit explain .memfit/recordings/monday .memfit/recordings/tuesday
      memfit explain --files --sort growth
      memfit explain --format json | jq .ending.kind
      memfit explain --format html -o report.html
      memfit explain --format markdown -o investigation.md
      memfit explain --format github

    Exit codes: 0 nothing wrong with memory, 1 memory ended the run, the recording is incomplete,
    or a finding is an error, 2 the recording cannot be used. With LATER always 0 or 2.
    """  # noqa: D301 - click reads the control character as "do not wrap"
    if later is not None:
        if form not in {"text", "json"} or files:
            raise click.UsageError("two recordings go with --format text or json alone")
        compared = compare_sides(str(recording), later)
        print(comparison_as_text(compared, as_json=form == "json"), end="")
        return
    if output is not None and form not in FOR_A_FILE:
        raise click.UsageError(f"-o goes with --format {' or '.join(FOR_A_FILE)}")
    with uncollected():
        loaded = load(named_or_newest(recording))
        explanation = with_holders(explain(loaded), loaded)
        if files:
            explanation = sorted_by(explanation, Order(sort))
        said = report(explanation, loaded, form, files=files)
    if output is not None:
        write(said, output)
    else:
        print(said, end="")
    if form == "github":
        append_job_summary(explanation, loaded)
    sys.exit(judge(explanation))


def sorted_by(explanation: Explanation, order: Order) -> Explanation:
    """Return the explanation with its test files in an order."""
    files = tuple(ordered(explanation.interior.files, order))
    return replace(explanation, interior=replace(explanation.interior, files=files))


def judge(explanation: Explanation) -> int:
    """Return the exit code: 1 if memory is to blame or nobody knows, else 0."""
    bad = explanation.ending.kind.of_memory or explanation.ending.kind is EndingKind.INCOMPLETE
    return int(bad or any(finding.level is Level.ERROR for finding in explanation.findings))
