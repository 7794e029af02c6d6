"""`memfit repro`: the same run again and again."""

import json
import sys
from pathlib import Path

import click

from memfit.cli.colour import coloured
from memfit.cli.experiments import conduct, experiment_options
from memfit.cli.run_options import as_words, run_options
from memfit.cli.width import columns
from memfit.experiment.repro import repeat
from memfit.explain.repeats import worst
from memfit.report.experiments import document
from memfit.report.repro import render


@click.command("repro", context_settings={"allow_interspersed_args": False})
@click.argument("words", metavar="-- COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "-n", "wanted", metavar="N", type=click.IntRange(1, 1000), default=10, show_default=True,
    help="Runs to make at most.",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Make all N, although fewer decide.")
@run_options
@experiment_options
def command(
    words: tuple[str, ...],
    wanted: int,
    experiment: Path | None,
    *,
    every: bool,
    as_json: bool,
    **options: object,
) -> None:
    """Run COMMAND again and again, and say how often it dies, where, and how its peaks vary.

    Each run is recorded by itself, in a cgroup of its own. What it prints goes into its recording.
    Runs stop early once it is decided whether the command passes more often than not.

    Exit codes: that of the run that ended worst; memfit's own are 1 the command passed but its
    tests did not finish, 124 timed out, 125 memfit failed, 126 the command cannot be started, 127
    not found, 130 interrupted.

    \b
    Examples:
      memfit repro -n 20 --memory 2g --cpus 2 -- npx vitest run
      memfit repro --experiment flaky -n 50 --all -- npm test
      memfit repro --json -- pytest | jq .passed
    """  # noqa: D301 (click reads the control character as "do not wrap")
    passed_on = as_words(options)
    found = conduct(
        "repro", words, {"options": passed_on}, experiment,
        lambda runs: repeat(runs, words, passed_on, wanted, every=every),
    )  # fmt: skip
    if as_json:
        print(json.dumps(document(found), indent=2))
    else:
        colour = coloured(sys.stdout)
        print(render(found, columns(), colour=colour), end="")
    last = worst(found.iterations)
    sys.exit(last.returned if last.returned is not None else 125)
