"""Heap snapshots at the ends of a few test files, diffed: what holds the memory that stays."""

import re
from typing import Final

from memfit.classes import dataclass
from memfit.experiment.budget import Budget
from memfit.experiment.case import FAMILY
from memfit.experiment.subject import Subject, masked
from memfit.heap.recorded import find_snapshots, read_holders
from memfit.model.investigation import Conclusion, Experiment, Number
from memfit.model.recording import How
from memfit.model.snapshot import HeldBy
from memfit.runners import selections, variations
from memfit.runners.arguments import CannotVaryError

FILES: Final = 3
"""Test files that are run for it: the first is warm-up, and each more makes snapshots larger."""

COST: Final = 1.5
ID: Final = "heap-look"

_OF_MOCKS: Final = re.compile(
    r"tinyspy|[\\/@]vitest[\\/]spy|jest-mock|[\\/]sinon[\\/]|\bmock\.(?:calls|results|contexts)"
)
_WINDOW: Final = re.compile(r"\d+ x (?:\w*Window|\w*BrowserFrame|HTMLDocument|Document)\b")
_NAMED: Final = 0.1
"""Share of the heap that a holder must have to say anything."""


@dataclass(frozen=True, slots=True)
class HeapLook:
    """What the snapshots showed.

    Attributes:
        experiment: The run.
        held: Who holds the memory of each isolate.
        cause: The cause that the holder speaks for, or None.
    """

    experiment: Experiment
    held: tuple[HeldBy, ...]
    cause: str | None


def look_into_heap(subject: Subject, budget: Budget, causes: frozenset[str]) -> HeapLook | str:
    """Take snapshots while the first few test files run in one process, and read them.

    Args:
        subject: What died.
        budget: The time that there is.
        causes: Causes that are left.

    Returns:
        What they show, or why there are none.
    """
    chosen = subject.files[:FILES]
    some = selections.files(ID, chosen, f"the first {len(chosen)} test files")
    taken = variations.snapshots()
    try:
        target = subject.vary((some, taken))
    except CannotVaryError as error:
        return f"heap snapshots: {error.reason}"
    what = f"{some.what}, {taken.what}"
    trial = subject.trial(ID, what, target)
    look = subject.look(trial, 1, f"what holds it? {' or '.join(sorted(causes))}", all_tests=False)
    budget.spend(look.done)
    found = find_snapshots(subject.runs.journal.path / look.done.recording)
    held, notes = read_holders(found)
    if not held:
        return notes[0] if notes else "heap snapshots: none was written"
    most = max(held, key=lambda each: each.bytes)
    cause = speaks_for(most)
    shown = masked(target)
    experiment = Experiment(
        ID, tuple(sorted(causes & FAMILY)), what,
        "what grew hangs on the project's own state, on the runner's set of mocks, or on a window", COST,
        shown.command, shown.environment, shown.options, (look.recording,), look.measures.ending,
        (Number("held by what grew most between the first and the last snapshot", None, most.bytes, how=How.EXACT),),
        Conclusion.CONFIRMED if cause is not None else Conclusion.UNDECIDED, most.sentence,
    )  # fmt: skip
    return HeapLook(experiment, held, cause)


def speaks_for(held: HeldBy) -> str | None:
    """Return the cause that a holder is the sign of; None if it holds too little to say."""
    if held.holder is None or held.share < _NAMED:
        return None
    place = held.place.file if held.place is not None else ""
    if _WINDOW.search(held.sentence):
        return "dom-window-retained"
    mocks = _OF_MOCKS.search(f"{held.holder} {place} {held.sentence}")
    return "mock-registry" if mocks else "retained-across-files"
