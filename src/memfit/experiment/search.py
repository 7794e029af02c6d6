"""The least size at which something passes reliably, where passing near the edge is chance.

Plain bisection would end on a size that happened to pass once: of measured programs it recommends
one that fails in a third of the runs. So bisection only finds the neighbourhood; what it finds is
confirmed, and moved up until it holds.
"""

from collections.abc import Callable
from math import ceil
from typing import Final

from memfit.classes import dataclass
from memfit.model.experiment import Why

PRECISE: Final = 0.05
"""Share of the size to which the edge is searched, and by which it is moved up at first."""

CONFIRM: Final = 5
"""Runs in a row that must pass."""

MARGIN: Final = 0.10
"""Share of the confirmed size that is added to it."""

MOST_MOVES: Final = 8
"""How often the size is moved up before it counts as failing whatever the size: three times it."""

_GROW: Final = 1.5

Passes = Callable[[int, Why], bool]
"""Makes a run under a size and says whether it passed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search found; sizes in its own unit.

    Attributes:
        confirmed: The least size that was confirmed; None if nothing passes reliably.
        failed: The largest size at which a run did not pass; None if all did.
    """

    confirmed: int | None
    failed: int | None


class Search:
    """A search for the least size that passes.

    Args:
        passes: Makes a run.
        least: The smallest size that can be tried.
        most: The largest.
        confirm: Runs in a row that must pass.
    """

    def __init__(self, passes: Passes, least: int, most: int, confirm: int = CONFIRM) -> None:
        self._passes = passes
        self._least = least
        self._most = most
        self._confirm = confirm
        self._failed: int | None = None

    def find(self, start: int) -> Found:
        """Search.

        Args:
            start: A size that should pass.
        """
        high = self._first_that_passes(min(max(start, self._least), self._most))
        if high is None:
            return Found(None, self._failed)
        return Found(self._reliable(self._near_edge(high)), self._failed)

    def _try(self, size: int, why: Why) -> bool:
        passed = self._passes(size, why)
        if not passed:
            self._failed = max(size, self._failed or 0)
        return passed

    def _first_that_passes(self, size: int) -> int | None:
        while not self._try(size, Why.START):
            if size >= self._most:
                return None
            size = min(ceil(size * _GROW), self._most)
        return size

    def _near_edge(self, high: int) -> int:
        """Halve the room between what failed and what passed, to one part in twenty."""
        low = self._failed if self._failed is not None else self._least - 1
        while high - low > max(1, PRECISE * high):
            middle = (low + high) // 2
            if self._try(middle, Why.SEARCH):
                high = middle
            else:
                low = middle
        return high

    def _reliable(self, size: int) -> int | None:
        """Move a size up, by more each time, until enough runs in a row pass."""
        for move in range(1, MOST_MOVES + 1):
            if all(self._try(size, Why.CONFIRM) for _ in range(self._confirm)):
                return size
            if size >= self._most:
                return None
            size = min(ceil(size * (1 + PRECISE) ** move), self._most)
        return None


def with_margin(size: int, most: int) -> int:
    """Return what to recommend for a confirmed size."""
    return min(ceil(size * (1 + MARGIN)), most)
