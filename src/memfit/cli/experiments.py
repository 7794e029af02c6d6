"""What commands that make experiments share: the journal, the progress, how an interruption ends."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from memfit.cli.parameters import DIRECTORY
from memfit.cli.recordings import shortest
from memfit.cli.width import columns
from memfit.errors import MemfitError
from memfit.experiment.interruption import Signalled, signals_interrupt
from memfit.experiment.journal import Journal
from memfit.experiment.progress import Progress
from memfit.experiment.runs import Runs
from memfit.explain import shell
from memfit.record import privacy
from memfit.record.store import make_home, name_after

_Result = TypeVar("_Result")
_Function = TypeVar("_Function", bound=Callable[..., object])

_OPTION = "--experiment"


def place_option(function: _Function) -> _Function:
    """Add `--experiment` to a command."""
    return click.option(
        _OPTION,
        "experiment",
        type=DIRECTORY,
        metavar="DIR",
        help="Directory of the experiment, to name it or to go on with it; by default a new one "
        "under .memfit/experiments/.",
    )(function)


def experiment_options(function: _Function) -> _Function:
    """Add `--experiment` and `--json` to a command."""
    function = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(
        function
    )
    return place_option(function)


def conduct(
    kind: str,
    command: tuple[str, ...],
    question: Mapping[str, Any],
    place: Path | None,
    body: Callable[[Runs], _Result],
) -> _Result:
    """Make an experiment, with what was made of it before.

    Args:
        kind: The command of memfit that asks.
        command: The command line to run.
        question: What else the answer depends on; an experiment goes on only with the same.
        place: Directory of the experiment, or None for a new one.
        body: The experiment.

    Returns:
        What it found. Does not return if it was interrupted: memfit exits, and says how to go on.
    """
    progress = Progress(sys.stderr, columns if _wants_status() else None)
    path = place if place is not None else _new_place(command)
    asked = {
        "experiment": kind,
        "command": privacy.command(command),
        "directory": str(Path.cwd()),
        **question,
    }
    journal = Journal(path, asked)
    kept = f", {len(journal.done)} of its runs are made" if journal.done else ""
    progress.say(f"the experiment is in {shortest(path)}{kept}")
    try:
        with signals_interrupt():
            return body(Runs(journal, progress))
    except KeyboardInterrupt as interrupt:
        _leave(journal, progress, interrupt)
    except OSError as error:
        raise MemfitError(
            f"the experiment cannot go on: {error.filename or path}: {error.strerror or error}",
            f"finished runs are kept in {path}; mend that, or name another directory",
        ) from error


def _leave(journal: Journal, progress: Progress, interrupt: KeyboardInterrupt) -> NoReturn:
    """Say what is kept and how to go on, and exit as an interrupted command does."""
    words = privacy.command(_as_typed(journal.path))
    progress.say(f"interrupted; finished runs are kept: {len(journal.done)}. To go on:")
    progress.say(f"  {shell.join(words)}")
    sys.exit(128 + (interrupt.number if isinstance(interrupt, Signalled) else 2))


def _as_typed(path: Path) -> list[str]:
    """Return memfit's own command line, with the directory of the experiment."""
    subcommand, *words = sys.argv[1:] or [""]
    end = words.index("--") if "--" in words else len(words)
    if any(word.split("=", 1)[0] == _OPTION for word in words[:end]):
        return ["memfit", subcommand, *words]
    return ["memfit", subcommand, _OPTION, str(shortest(path)), *words]


def _new_place(command: tuple[str, ...]) -> Path:
    try:
        return shortest(make_home() / "experiments" / name_after(command))
    except OSError as error:
        raise MemfitError(
            f"no experiment can be kept here: {error.strerror} ({error.filename})",
            f"name a directory with {_OPTION}",
        ) from error


def _wants_status() -> bool:
    terminal = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return terminal and not os.environ.get("CI")
