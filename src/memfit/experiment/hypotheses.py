"""What an experiment is: the one thing that it changes, what it predicts, which causes that parts.

Causes that an experiment is made for predict its effect, those that it excludes predict its
absence; of all others it says nothing. `memfit.experiment.proposers` has those of each cause.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from memfit.classes import dataclass
from memfit.runners.variation import Variation
from memfit.units import format_bytes


class Effect(StrEnum):
    """What an experiment predicts."""

    PASSES = "it passes"
    DIES_ALIKE = "it dies in the same way"
    DIES_ELSEWHERE = "it dies all the same, in another test file"
    FALLS = "falls"
    KEEPS = "stays"
    EXCEEDS = "exceeds"
    GOES_ALONE = "its memory goes with it, and at least half of the modules stay"
    GOES_WITH_MODULES = "its memory goes with it, and with it most of the modules"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An experiment that may be made.

    Attributes:
        id: Slug; names its runs in the journal.
        variations: What is changed.
        effect: What is predicted.
        confirms: Causes that predict the effect.
        excludes: Causes that predict its absence.
        cost: In runs of the suite.
        of: For `FALLS`, `KEEPS` and `EXCEEDS`, which number of `Measures`.
        share: For `FALLS`, by which share at least; for `KEEPS`, which share must be left.
        least: For `EXCEEDS`, how much it must be.
        again: Whether the changed run must show the sign of the cause by itself as well.
        sure: Whether the absence of the effect rejects; not where it is one of several that may
            come of the cause.
        reference: What is changed in the run that it is compared with; empty for the run as it
            was given.
        whole: Whether all tests run, so that it may be a remedy too.
    """

    id: str
    variations: tuple[Variation, ...]
    effect: Effect
    confirms: frozenset[str]
    excludes: frozenset[str]
    cost: float
    of: str = "peak"
    share: float = 0.0
    least: int = 0
    again: bool = False
    sure: bool = True
    reference: tuple[Variation, ...] = ()
    whole: bool = True

    @property
    def key(self) -> str:
        """What tells it from any other; the same run may answer several."""
        return " ".join((self.id, self.effect, self.of, *sorted(self.confirms)))

    @property
    def what(self) -> str:
        """What is changed, for a person."""
        return ", ".join(one.what for one in self.variations)

    @property
    def predicted(self) -> str:
        """What is to be seen, for a person."""
        name = NAMES.get(self.of, self.of)
        if self.effect is Effect.FALLS:
            return f"{name} falls by at least {100 * self.share:.0f} %"
        if self.effect is Effect.KEEPS:
            return f"{name} stays: at least {100 * self.share:.0f} % of it"
        if self.effect is Effect.EXCEEDS:
            return f"{name} is at least {format_bytes(self.least)}"
        return f"{self.effect.value}{', and shows the same code' if self.again else ''}"


NAMES: Final = {
    "peak": "the peak of the tree",
    "growth": "what is kept of each test file",
    "worker_heap": "the largest heap of a worker",
    "main_heap": "the heap of the main process",
    "helper": "the peak of the helper",
    "ceiling": "the ceiling in force where tests run",
    "seconds": "time",
    "modules": "the modules of a test file",
}
"""What numbers of `Measures` are called."""


def separates(proposal: Proposal, lead: str, remaining: Iterable[str]) -> float:
    """Return how much an experiment tells for its cost: causes told from the lead, by runs.

    That the lead is true at all is one of the things that are told.
    """
    told = 1 + sum(
        (lead in proposal.confirms and other in proposal.excludes)
        or (lead in proposal.excludes and other in proposal.confirms)
        for other in remaining
        if other != lead
    )
    return told / proposal.cost if lead in proposal.confirms | proposal.excludes else 0.0
