"""`memfit run`: record one run of a command and say how it ended."""

import os
import sys

import click

from memfit.cli.after_run import conclude
from memfit.cli.parameters import DIRECTORY
from memfit.cli.run_options import run_options
from memfit.record.recorder import record
from memfit.record.request import Run


@click.command(
    "run",
    context_settings={"allow_interspersed_args": False, "ignore_unknown_options": False},
)
@click.argument("words", metavar="-- COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@run_options
@click.option(
    "--recording",
    type=DIRECTORY,
    metavar="DIR",
    help="Directory of the recording; by default a new one under .memfit/recordings/.",
)
@click.option(
    "--allocation-sites", is_flag=True, help="Keep where the objects of a growing heap came from."
)
@click.option(
    "--snapshot",
    type=click.Choice(["near-limit", "at-file-end"]),
    help="Take heap snapshots; they cost several times the heap.",
)
@click.option("--report-on-fatalerror", is_flag=True, help="Have Node write a report when V8 dies.")
@click.option("--status/--no-status", default=True, help="A status line, on a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing about the run at its end.")
def command(words: tuple[str, ...], *, quiet: bool, **options: object) -> None:
    """Run COMMAND, record its memory, and say how it ended.

    The command's output, exit code and signals are its own; what memfit has to say comes after
    it, on standard error. Exit codes of memfit's own: 1 the command passed but its tests did not
    finish, 124 timed out, 125 memfit failed, 126 the command cannot be started, 127 not found,
    130 interrupted.

    \b
    Examples:
      memfit run -- npx vitest run
      memfit run --memory 2g --cpus 2 -- npm test
      memfit run --container node:20 --memory 7g -- npm run build
    """  # noqa: D301 (click reads the control character as "do not wrap")
    status = bool(options.pop("status")) and _wants_status()
    outcome = record(Run(command=list(words), status=status, **options))  # type: ignore[arg-type]
    sys.exit(conclude(outcome, quiet=quiet))


def _wants_status() -> bool:
    return os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")
