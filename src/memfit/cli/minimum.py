"""`memfit minimum`: the smallest limit or heap that a command passes with."""

import json
import sys
from pathlib import Path

import click

from memfit.cli.colour import coloured
from memfit.cli.experiments import conduct, experiment_options
from memfit.cli.run_options import as_words, run_options
from memfit.cli.width import columns
from memfit.experiment.minimum import Minimize
from memfit.experiment.runs import Trial
from memfit.experiment.search import CONFIRM
from memfit.experiment.what_is_limited import LIMITED
from memfit.report.experiments import document
from memfit.report.minimum import render


@click.command("minimum", context_settings={"allow_interspersed_args": False})
@click.argument("words", metavar="-- COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "--of",
    "name",
    type=click.Choice([one.name for one in LIMITED]),
    default=LIMITED[0].name,
    show_default=True,
    help="The memory limit of the whole tree, or V8's heap ceiling of each Node process.",
)
@click.option(
    "--confirm", metavar="N", type=click.IntRange(1, 1000), default=CONFIRM, show_default=True,
    help="Runs in a row that must pass.",
)  # fmt: skip
@run_options
@experiment_options
def command(
    words: tuple[str, ...],
    name: str,
    confirm: int,
    experiment: Path | None,
    *,
    as_json: bool,
    **options: object,
) -> None:
    """Find the smallest memory limit, or the smallest heap, that COMMAND passes with reliably.

    About 13 runs: one as it is, some that halve the room between what fails and what passes, some
    that confirm what was found. What to set is 10 % above that.

    Exit codes: 0 found, 1 there is none to be found: the command fails for another reason, or
    needs more than there is; 2 an option cannot be used, 125 memfit failed, 130 interrupted.

    \b
    Examples:
      memfit minimum -- npx vitest run
      memfit minimum --of heap --cpus 2 -- npx vitest run
      memfit minimum --json -- pytest | jq .recommended
    """  # noqa: D301 (click reads the control character as "do not wrap")
    limited = next(one for one in LIMITED if one.name == name)
    if limited is LIMITED[0] and options["memory"]:
        raise click.UsageError("--memory is what is searched for; leave it out, or use --of heap")
    trial = Trial("", words, as_words(options))
    found = conduct(
        "minimum", words, {"of": name, "options": trial.options}, experiment,
        lambda runs: Minimize(runs, trial, limited, confirm).find(),
    )  # fmt: skip
    if as_json:
        print(json.dumps(document(found), indent=2))
    else:
        colour = coloured(sys.stdout)
        print(render(found, columns(), colour=colour), end="")
