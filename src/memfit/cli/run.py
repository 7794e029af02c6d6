"""`memfit run`: record one run of a command and say how it ended."""

import contextlib
import os
import shutil
import sys

import click

from memfit.cli.parameters import CORES, DIRECTORY, DURATION, INTERVAL, MEMORY, SWAP
from memfit.cli.recordings import shortest
from memfit.errors import UnusableInputError
from memfit.record.lifecycle.choose import NAMES
from memfit.record.recorder import record
from memfit.record.request import Outcome, Run
from memfit.report.escape import escape


@click.command(
    "run",
    context_settings={"allow_interspersed_args": False, "ignore_unknown_options": False},
)
@click.argument("words", metavar="-- COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--memory", type=MEMORY, help="Memory limit for the whole tree, for example 2g.")
@click.option("--swap", type=SWAP, default="0", show_default=True, help="Swap on top of --memory.")
@click.option("--cpus", type=CORES, help="Cores, for example 2 or 0.5.")
@click.option("--timeout", type=DURATION, help="End the run after this time, for example 10m.")
@click.option("--container", "image", metavar="IMAGE", help="Run inside this container image.")
@click.option(
    "--recording",
    type=DIRECTORY,
    metavar="DIR",
    help="Directory of the recording; by default a new one under .memfit/recordings/.",
)
@click.option(
    "--interval",
    type=INTERVAL,
    default="50ms",
    show_default=True,
    help="Time between ticks; near the limit they come faster.",
)
@click.option("--limit-by", metavar="NAME", help="A limiter of `memfit doctor`, not the best one.")
@click.option(
    "--watch", type=click.Choice(NAMES), help="How to watch processes, if not the best way."
)
@click.option("--status/--no-status", default=True, help="A status line, on a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing about the run at its end.")
def command(words: tuple[str, ...], *, quiet: bool, **options: object) -> None:
    """Run COMMAND, record its memory, and say how it ended.

    The command's output, exit code and signals are its own; what memfit has to say comes after
    it, on standard error. Exit codes of memfit's own: 124 timed out, 125 memfit failed, 126 the
    command cannot be started, 127 not found, 130 interrupted.

    \b
    Examples:
      memfit run -- npx vitest run
      memfit run --memory 2g --cpus 2 -- npm test
      memfit run --container node:20 --memory 7g -- npm run build
    """  # noqa: D301 (click reads the control character as "do not wrap")
    status = bool(options.pop("status")) and _wants_status()
    outcome = record(Run(command=list(words), status=status, **options))  # type: ignore[arg-type]
    if outcome.unstarted:
        _say(f"memfit: {escape(outcome.unstarted)}\n")
    elif not quiet:
        _report(outcome)
    sys.exit(outcome.returned)


def _wants_status() -> bool:
    return os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")


def _report(outcome: Outcome) -> None:
    # Imported only now: before the run they would delay the command.
    from memfit.explain.verdict import explain
    from memfit.record.load import load
    from memfit.report.text import render

    width = shutil.get_terminal_size().columns
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    try:
        recording = load(shortest(outcome.path))
        page = "\n" + render(explain(recording), recording, width, colour)
    except UnusableInputError as error:
        # Whatever became of the recording, the exit code is the command's.
        reason = "; ".join(outcome.unwritten) or error.message
        page = f"memfit: nothing was recorded: {escape(reason)}\n"
    _say(page)


def _say(text: str) -> None:
    # Whether or not it can be said, the exit code is the command's.
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr)
