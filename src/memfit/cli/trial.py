"""`memfit trial`: a matrix of remedies, each run and compared."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from memfit.cli.colour import coloured
from memfit.cli.experiments import conduct, experiment_options
from memfit.cli.run_options import as_words, run_options
from memfit.cli.width import columns
from memfit.errors import UnusableInputError
from memfit.experiment.matrix import owns
from memfit.experiment.runs import Runs
from memfit.experiment.subject import Subject
from memfit.experiment.trial import MOST, Trying
from memfit.model.experiment import SCHEMA
from memfit.model.investigation import Matrix
from memfit.record import privacy
from memfit.report.trial import render


@click.command("trial", context_settings={"allow_interspersed_args": False})
@click.argument("words", metavar="-- COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "--with", "made_up", metavar="NAME=CHANGE", multiple=True,
    help="A change of your own: variables, arguments of the runner, or both. May be repeated.",
)  # fmt: skip
@click.option(
    "--stub", "left_out", metavar="NAME", multiple=True,
    help="Leave a package or module out, to see what memory goes with it. May be repeated.",
)  # fmt: skip
@click.option(
    "--only", metavar="ID", multiple=True,
    help="Try this change of memfit's, and not all. May be repeated; `none` for none.",
)  # fmt: skip
@click.option(
    "-n", "most", metavar="N", type=click.IntRange(1, 20), default=MOST, show_default=True,
    help="Runs of each change at most.",
)  # fmt: skip
@run_options
@experiment_options
def command(
    words: tuple[str, ...],
    made_up: tuple[str, ...],
    left_out: tuple[str, ...],
    only: tuple[str, ...],
    most: int,
    experiment: Path | None,
    *,
    as_json: bool,
    **options: object,
) -> None:
    """Try what may make COMMAND need less memory, each change beside the command as it is.

    Which changes are tried depends on the runner, its version and what memfit finds in the first
    run. They go through the command line and the environment; no file is changed. A change that
    leaves a test out, or makes one fail, is rejected. Runs are interleaved, and looked at after 3
    (what never held is left out), 5, 8, 12 and 20: a change whose peak is decided runs no more.

    Exit codes: that of the first run as it was given; of memfit's own: 1 the command passed but
    its tests did not finish, 124 timed out, 125 memfit failed, 126 the command cannot be started,
    127 not found, 130 interrupted.

    \b
    Examples:
      memfit trial --memory 2g -- npx vitest run
      memfit trial -n 5 --with 'small=NODE_OPTIONS=--max-old-space-size=512' -- npm test
      memfit trial --only none --with 'threads=--pool=threads' --json -- npx vitest run
      memfit trial --only none --stub lodash --stub ./src/icons.ts -- npx vitest run
    """  # noqa: D301 (click reads the control character as "do not wrap")
    passed_on = as_words(options)
    changes = owns(made_up, left_out)
    question: dict[str, Any] = {"options": passed_on}
    if made_up:  # what runs under a name must be what it named before
        question["with"] = sorted(map(privacy.text, made_up))
    if left_out:
        if not options["agent"]:
            raise UnusableInputError("--stub needs memfit's agent", "leave --no-agent out")
        question["stub"] = sorted(left_out)
    returned = 125

    def body(runs: Runs) -> Matrix:
        nonlocal returned
        subject = Subject(runs, words, passed_on)
        end = subject.seen.recording.end
        returned = end.returned if end is not None else 125
        return Trying(subject, most).compare(changes, only)

    found = conduct("trial", words, question, experiment, body)
    if as_json:
        print(json.dumps({"schema": SCHEMA, **asdict(found)}, indent=2))
    else:
        colour = coloured(sys.stdout)
        print(render(found, columns(), colour=colour), end="")
    sys.exit(returned)
