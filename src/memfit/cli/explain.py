"""`memfit explain`: say again what a recording means."""

import json
import os
import shutil
import sys
from pathlib import Path

import click

from memfit.cli.recordings import named_or_newest
from memfit.explain.verdict import explain
from memfit.model.finding import EndingKind, Explanation, Level
from memfit.record.load import load
from memfit.report.document import document


@click.command("explain")
@click.argument(
    "recording", metavar="[REC]", required=False, type=click.Path(path_type=Path, exists=False)
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs.",
)
def command(recording: Path | None, form: str) -> None:
    """Say how a recorded run ended, who held its memory, and what to do next.

    REC is the directory of a recording; by default the newest one under .memfit/recordings, here
    or in a parent directory.

    \b
    Examples:
      memfit explain
      memfit explain .memfit/recordings/20260101-120000-vitest-run-1f3a
      memfit explain --format json | jq .ending.kind

    Exit codes: 0 nothing wrong with memory, 1 memory ended the run, the recording is incomplete,
    or a finding is an error, 2 the recording cannot be used.
    """  # noqa: D301 - click reads the control character as "do not wrap"
    loaded = load(named_or_newest(recording))
    explanation = explain(loaded)
    if form == "json":
        print(json.dumps(document(explanation, loaded), indent=2))
    else:
        # rich takes longer to import than a recording to explain.
        from memfit.report.text import render

        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        width = shutil.get_terminal_size().columns
        print(render(explanation, loaded, width, colour), end="")
    sys.exit(judge(explanation))


def judge(explanation: Explanation) -> int:
    """Return the exit code: 1 if memory is to blame or nobody knows, else 0."""
    bad = explanation.ending.kind.of_memory or explanation.ending.kind is EndingKind.INCOMPLETE
    return int(bad or any(finding.level is Level.ERROR for finding in explanation.findings))
