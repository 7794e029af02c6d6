"""What a cause may look at beside the recording, computed once."""

from dataclasses import dataclass

from memfit.explain.series import Reading
from memfit.model.finding import Ending, EndingKind, Holder
from memfit.model.recording import Limit, Process, Recording


@dataclass(frozen=True, slots=True)
class Context:
    """A recording and what is already known about it.

    Attributes:
        recording: The recording.
        ending: How it ended.
        top: The tree's highest usage that was read; None if it was never read.
        holders: What each process held then, largest first.
        limit: The limit in force.
    """

    recording: Recording
    ending: Ending
    top: Reading | None
    holders: tuple[Holder, ...]
    limit: Limit | None

    @property
    def tree_hit_limit(self) -> bool:
        """Whether the tree as a whole ran into a limit."""
        return self.ending.kind in {EndingKind.OOM_KILLED, EndingKind.OVER_BUDGET}

    def process(self, key: int) -> Process:
        """Return a process by its key."""
        return next(process for process in self.recording.processes if process.key == key)
