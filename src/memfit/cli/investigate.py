"""`memfit investigate`: from a run that dies to a proven cause and a remedy that holds."""

import json
import sys
from pathlib import Path

import click

from memfit.cli.colour import coloured
from memfit.cli.experiments import conduct, place_option
from memfit.cli.explain import judge
from memfit.cli.parameters import DURATION
from memfit.cli.reporting import write
from memfit.cli.run_options import as_words, run_options
from memfit.cli.width import columns
from memfit.experiment.investigate import Found, Investigate
from memfit.experiment.runs import Runs
from memfit.report.investigation import investigation_document, render

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("investigate", context_settings={"allow_interspersed_args": False})
@click.argument("words", metavar="-- COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--plan", is_flag=True, help="Run COMMAND once, and say which experiments follow.")
@click.option(
    "--time-budget", "budget", type=DURATION,
    help="Time for all runs; by default ten times the longest run of COMMAND.",
)  # fmt: skip
@click.option(
    "--pressure/--no-pressure", "press", default=None,
    help="Whether to lower the limit step by step when COMMAND passes; by default, if its "
    "memory looks wrong all the same.",
)  # fmt: skip
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write a JSON document.")
@click.option("--markdown", type=_FILE, metavar="FILE", help="Write it for a pull request.")
@click.option("--html", type=_FILE, metavar="FILE", help="Write a page that opens offline.")
@run_options
@place_option
def command(
    words: tuple[str, ...],
    budget: float | None,
    json_file: Path | None,
    markdown: Path | None,
    html: Path | None,
    experiment: Path | None,
    *,
    plan: bool,
    press: bool | None,
    **options: object,
) -> None:
    """Find out why COMMAND runs out of memory, prove it by experiments, and find what cures it.

    COMMAND runs once as it is. If memory ended it, the causes that fit are told apart by changing
    one thing at a time, and remedies are tried until the smallest one has held three times with
    the same tests. If nothing is wrong, one run is all.

    Exit codes: 0 nothing to fix, 1 memory ended it or findings at error level, 2 an option cannot
    be used or COMMAND not be started, 125 memfit failed, 130 interrupted: the same command with --experiment goes on.

    \b
    Examples:
      memfit investigate -- npx vitest run
      memfit investigate --memory 2g --cpus 2 --markdown why.md -- npm test
      memfit investigate --plan -- npx jest
    """  # noqa: D301 (click reads the control character as "do not wrap")
    passed_on = as_words(options)

    def body(runs: Runs) -> Found:
        investigate = Investigate(runs, words, passed_on, budget, press=press)
        return investigate.plan() if plan else investigate.find()

    found = conduct("investigate", words, {"options": passed_on}, experiment, body)
    _write(found, json_file, markdown, html)
    colour = coloured(sys.stdout)
    print(render(found.investigation, found.explanation, columns(), colour=colour), end="")
    sys.exit(judge(found.explanation))


def _write(found: Found, json_file: Path | None, markdown: Path | None, html: Path | None) -> None:
    made, explanation, recording = found.investigation, found.explanation, found.recording
    if json_file is not None:
        document = investigation_document(made, explanation, recording)
        write(json.dumps(document, indent=2) + "\n", json_file)
    if markdown is not None:
        from memfit.report.investigation_markdown import investigation_markdown

        write(investigation_markdown(made, explanation, recording), markdown)
    if html is not None:
        from memfit.report.page import page

        write(page(explanation, recording, made), html)
