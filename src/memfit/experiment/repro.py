"""The same run again and again: how often it dies, where, and whether anything is kept."""

from typing import Final

from memfit.experiment.runs import Runs, Trial
from memfit.explain.ending import NOT_STARTED
from memfit.explain.iteration import iteration
from memfit.explain.repeats import decided, passes, repeated
from memfit.model.experiment import Iteration, Repro
from memfit.record.privacy import command as masked

TRIAL: Final = "repeat"


def repeat(
    runs: Runs,
    command: tuple[str, ...],
    options: tuple[str, ...],
    wanted: int,
    *,
    every: bool = False,
) -> Repro:
    """Run a command again and again, each time recorded by itself.

    Args:
        runs: Makes the runs.
        command: The command line.
        options: Options of `memfit run`.
        wanted: How many runs to make at most.
        every: Whether to make all of them, although the question is decided.
    """
    trial = Trial(TRIAL, command, options, title=f" of at most {wanted}")
    made: list[Iteration] = []
    while len(made) < wanted and not _enough(made, every=every):
        number = len(made) + 1
        why = "does it end well?" if not made else _so_far(made)
        seen = runs.see(runs.get(trial, number, why, wanted - len(made)))
        made.append(iteration(number, seen.recording, seen.explanation))
    return repeated(masked(command), wanted, made)


def _enough(made: list[Iteration], *, every: bool) -> bool:
    """Say whether another run would show nothing new; a command that is not there never will."""
    if made and made[-1].returned in NOT_STARTED:
        return True
    return not every and bool(decided(passes(made), len(made)))


def _so_far(made: list[Iteration]) -> str:
    return f"{passes(made)} of {len(made)} passed so far"
