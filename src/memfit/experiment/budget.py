"""How long an investigation may take."""

from memfit.experiment.journal import Done
from memfit.explain.median import median
from memfit.model.finding import EndingKind

TIMES = 10
"""Runs of the suite that an investigation may take by default."""


class Budget:
    """Time that is spent run by run, also where a run is taken from the journal.

    Args:
        seconds: All that may be spent; None for ten times the run.

    Attributes:
        spent: Seconds that the runs took.
        runs: How many there were.
        refused: Whether something was left out for want of time.
    """

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._counted: set[tuple[str, int]] = set()
        self._first: float | None = None
        self._whole: list[float] = []
        self.spent = 0.0
        self.runs = 0
        self.refused = False

    def spend(self, done: Done) -> None:
        """Count a run, once."""
        if (done.trial, done.number) in self._counted:
            return
        self._counted.add((done.trial, done.number))
        self.spent += done.seconds
        self.runs += 1
        if self._first is None:
            self._first = done.seconds
        if done.ending in {EndingKind.PASSED, EndingKind.FAILED}:
            self._whole.append(done.seconds)

    @property
    def unit(self) -> float:
        """Seconds of one run of the suite: the first, or if longer the median of complete ones.

        The first may have died on the way; those after it may be changed so that they are faster.
        """
        return max(self._first or 0.0, median(self._whole) if self._whole else 0.0)

    @property
    def total(self) -> float:
        """All that may be spent, seconds."""
        return self._seconds if self._seconds is not None else TIMES * self.unit

    def allows(self, cost: float) -> bool:
        """Say whether there is time for so many runs of the suite."""
        allowed = self.spent + cost * self.unit <= self.total
        self.refused = self.refused or not allowed
        return allowed

    def left(self) -> int:
        """Return about how many runs there is time for."""
        return max(int((self.total - self.spent) / self.unit), 1) if self.unit else 1
