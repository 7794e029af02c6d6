"""A cgroup of our own around one run: what an enclosure is with either version."""

import os
from collections.abc import Callable
from pathlib import Path

from memfit.limits import cpus, tree
from memfit.limits.contract import Detail
from memfit.limits.counters import Counters
from memfit.model.recording import Measured

_TO_DIE = 1.0


class GroupEnclosure:
    """A cgroup, and where v1 keeps the CPU quota apart a second one, made for one run.

    Args:
        directories: The cgroups; the first is the one whose memory counts.
        counters: The readers of the first.
        cpus: Cores asked for, or None.
        restore: Called at the end if all cgroups could be removed; undoes what it took to make
            them.
    """

    watchdog: int | None = None

    def __init__(
        self,
        directories: list[Path],
        counters: Counters,
        cpus: float | None,
        restore: Callable[[], None] | None = None,
    ) -> None:
        self._counters = counters
        self._directories = directories
        self._cpus = cpus
        self._restore = restore
        self._killed = False
        # Open beforehand: nothing but a write is left to do between fork and exec.
        self._doors = [
            os.open(directory / "cgroup.procs", os.O_WRONLY) for directory in directories
        ]

    def wrap(self, command: list[str]) -> list[str]:
        """Return the command itself: its process joins before it becomes the command."""
        return command

    def join(self) -> None:
        """Put the calling process into the cgroups and onto its cores."""
        for door in self._doors:
            os.write(door, b"0")
        cpus.restrict(self._cpus)

    def usage(self) -> int | None:
        """Bytes charged to the cgroup, page cache included."""
        return self._counters.usage()

    def detail(self) -> Detail | None:
        """What the usage consists of; tmpfs and shared memory are anonymous."""
        return self._counters.detail()

    def peak(self) -> Measured | None:
        """The cgroup's own maximum."""
        return self._counters.peak()

    def oom_kills(self) -> int | None:
        """Processes of the cgroup that the kernel killed for want of memory."""
        return self._counters.oom_kills()

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory; None with v1."""
        return self._counters.pressure()

    def pids(self) -> list[int] | None:
        """Pids in the cgroup and in cgroups that the run made inside."""
        return tree.pids(self._directories[0])

    def kill(self) -> bool:
        """Kill every process inside; they may take a moment to be gone."""
        tree.kill(self._directories[0])
        self._killed = True
        return True

    def close(self) -> None:
        """Remove the cgroups; those with processes stay."""
        self._counters.close()
        while self._doors:
            os.close(self._doors.pop())
        patience = _TO_DIE if self._killed else 0.0
        removed = [tree.remove(directory, patience) for directory in self._directories]
        if self._restore and all(removed):
            self._restore()
            self._restore = None
