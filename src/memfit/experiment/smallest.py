"""The smallest set of test files that still dies, found by halving (delta debugging)."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from memfit.experiment.budget import Budget
from memfit.experiment.subject import Look, Subject, masked
from memfit.model.investigation import Conclusion, Experiment
from memfit.runners import selections
from memfit.runners.arguments import CannotVaryError

_Item = TypeVar("_Item")

ID: Final = "part"
_COST: Final = 0.5  # of a run of the suite, for a part of it
_NAMED: Final = 3


def smallest(
    items: Sequence[_Item], shows: Callable[[Sequence[_Item]], bool | None]
) -> tuple[_Item, ...]:
    """Find a small part of a row that still shows something, which all of it does.

    Args:
        items: The row; its order is kept.
        shows: Whether a part shows it; None to stop, with what was found so far.

    >>> smallest("abcdefgh", lambda part: "c" in part and "f" in part)
    ('c', 'f')
    """
    current, parts = list(items), 2
    while len(current) > 1:
        size = -(-len(current) // parts)
        pieces = [current[start : start + size] for start in range(0, len(current), size)]
        rests = [
            [each for other in pieces if other is not piece for each in other] for piece in pieces
        ]
        for number, candidate in enumerate(pieces + (rests if len(pieces) > 2 else [])):
            shown = shows(candidate)
            if shown is None:
                return tuple(current)
            if shown:
                current, parts = candidate, 2 if number < len(pieces) else max(parts - 1, 2)
                break
        else:
            if size == 1:
                break
            parts = min(2 * parts, len(current))
    return tuple(current)


def narrow(subject: Subject, budget: Budget) -> Experiment | str:
    """Run parts of a suite that dies, until a small one is left that does so by itself.

    Returns:
        The last run that died, or why none was made.
    """
    files = subject.files
    if len(files) < 2 or not subject.knows_all_files:
        return "halves of the suite: not all of its test files are known"
    died: list[tuple[Look, tuple[str, ...]]] = []
    made = 0

    def dies(part: Sequence[str]) -> bool | None:
        nonlocal made
        if not budget.allows(_COST):
            return None
        made += 1
        what = f"{len(part)} of {len(files)} test files"
        target = subject.vary((selections.files(ID, part, what),))
        trial = subject.trial(f"{ID}-{made}", what, target)
        look = subject.look(trial, 1, "does this part die by itself?", all_tests=False)
        budget.spend(look.done)
        if look.measures.ending.of_memory:
            died.append((look, tuple(part)))
        return look.measures.ending.of_memory

    try:
        smallest(files, dies)
    except CannotVaryError as error:
        return f"halves of the suite: {error.reason}"
    if not died:
        return "halves of the suite: none of those that were run died by itself"
    look, part = died[-1]
    return _described(subject, look, part)


def _described(subject: Subject, look: Look, part: tuple[str, ...]) -> Experiment:
    below = f"{subject.seen.recording.directory}/"
    names = [path.removeprefix(below) for path in part]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    chosen = selections.files(ID, part, f"{len(part)} of {len(subject.files)} test files")
    shown = masked(subject.vary((chosen,)))
    return Experiment(
        id=look.done.trial,
        hypotheses=(),
        what=chosen.what,
        predicted="some part of the suite dies by itself",
        cost=_COST,
        command=shown.command,
        environment=shown.environment,
        options=shown.options,
        recordings=(look.recording,),
        ending=look.measures.ending,
        conclusion=Conclusion.CONFIRMED,
        sentence=f"{', '.join(names[:_NAMED])}{more} alone: {look.measures.sentence}",
    )
