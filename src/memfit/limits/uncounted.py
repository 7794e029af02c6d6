"""An enclosure that nothing counts: what ways without a cgroup have in common."""

from memfit.limits import cpus
from memfit.limits.contract import Detail
from memfit.model.recording import Measured


class UncountedEnclosure:
    """Leaves all measuring to the recorder; restricts cores.

    Args:
        cpus: Cores asked for, or None.
        watchdog: Bytes at which the recorder must end the run, or None.
    """

    def __init__(self, cpus: float | None, watchdog: int | None = None) -> None:
        self.watchdog = watchdog
        self._cpus = cpus

    def wrap(self, command: list[str]) -> list[str]:
        """Return the command itself."""
        return command

    def join(self) -> None:
        """Put the calling process onto its cores."""
        cpus.restrict(self._cpus)

    def usage(self) -> int | None:
        """Return None: nobody counts for the tree."""
        return None

    def detail(self) -> Detail | None:
        """Return None."""
        return None

    def peak(self) -> Measured | None:
        """Return None."""
        return None

    def oom_kills(self) -> int | None:
        """Return None."""
        return None

    def pressure(self) -> int | None:
        """Return None."""
        return None

    def pids(self) -> list[int] | None:
        """Return None: only the recorder knows the tree."""
        return None

    def kill(self) -> bool:
        """Return False: only the recorder knows the tree."""
        return False

    def close(self) -> None:
        """Do nothing: nothing was made."""
