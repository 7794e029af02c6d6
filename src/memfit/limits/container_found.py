"""The cgroup that an engine made for a container, found by the container's id.

It vanishes with the container, so the last reading is all there is of it, and is labelled so.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from memfit.limits import files, tree
from memfit.limits.container_parent import memory_group
from memfit.limits.contract import Detail
from memfit.limits.counters import Counters, CountersV1, CountersV2
from memfit.limits.mounts import HERE, Roots
from memfit.model.recording import How, Measured

_BETWEEN_SEARCHES = 0.1
# A container of an engine on another machine is never found.
_SEARCHES = 100


class FoundGroup:
    """Looks for the container at each reading until it has found it.

    Args:
        id_file: Where the engine writes the id; removed by `close` with its directory.
        kill: Kills the container.
        died_of_memory: Asks the engine about a container that has ended; None if it cannot say.
        roots: Where hierarchies are mounted.
        clock: Seconds; says how often to look.
    """

    def __init__(
        self,
        id_file: Path,
        kill: Callable[[], bool],
        died_of_memory: Callable[[], bool | None],
        roots: Roots = HERE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._id_file = id_file
        self._kill = kill
        self._died_of_memory = died_of_memory
        self._clock = clock
        self._group = memory_group(roots)
        self._searches = _SEARCHES if self._group else 0
        self._next_search = clock()
        self._directory: Path | None = None
        self._counters: Counters | None = None
        self._peak: Measured | None = None
        self._kills: int | None = None
        self._asked = False

    def usage(self) -> int | None:
        """Bytes charged to the container; None before it exists and after it has gone."""
        counters = self._find()
        usage = counters.usage() if counters else None
        if usage is not None:
            # Remember what will have gone when the recorder asks for it at the end.
            self.peak()
            self.oom_kills()
        return usage

    def detail(self) -> Detail | None:
        """What the usage consists of."""
        counters = self._find()
        return counters.detail() if counters else None

    def peak(self) -> Measured | None:
        """The cgroup's own maximum; of a container that has gone, as last read."""
        counters = self._find()
        now = counters.peak() if counters else None
        if now is not None:
            self._peak = now
        elif self._peak is not None and self._peak.how is How.EXACT:
            source = f"{self._peak.source}, last read before the container had gone"
            self._peak = Measured(self._peak.bytes, How.SAMPLED, source)
        return self._peak

    def oom_kills(self) -> int | None:
        """Kills in the container; of one that has gone at least 1 if its engine saw any."""
        counters = self._find()
        now = counters.oom_kills() if counters else None
        if now is not None:
            self._kills = now
        elif counters is not None:
            self.settle()
        return self._kills

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory; None with v1."""
        counters = self._find()
        return counters.pressure() if counters else None

    def pids(self) -> list[int] | None:
        """Pids of the container, as this machine numbers them; None until it is found."""
        self._find()
        return None if self._directory is None else tree.pids(self._directory)

    def kill(self) -> bool:
        """Have the engine kill the container."""
        return self._kill()

    def settle(self) -> None:
        """Learn what goes with the container; `oom_kills` can be read even after `close`.

        The engine is asked once. That takes a moment, but the run is over.
        """
        if not self._asked:
            self._asked = True
            if self._died_of_memory():
                self._kills = max(1, self._kills or 0)

    def close(self) -> None:
        """Give the descriptors back and remove the file."""
        if self._counters:
            self._counters.close()
        with suppress(OSError):
            self._id_file.unlink(missing_ok=True)
            self._id_file.parent.rmdir()

    def _find(self) -> Counters | None:
        now = self._clock()
        if self._counters is None and self._searches and now >= self._next_search:
            self._next_search = now + _BETWEEN_SEARCHES
            self._search()
        return self._counters

    def _search(self) -> None:
        container = files.read(self._id_file)
        if not container or self._group is None:
            return
        self._searches -= 1
        for directory in tree.subgroups(self._group.mount):
            # podman keeps its monitor in a cgroup named after the container, too.
            if container in directory.name and "conmon" not in directory.name:
                counters = CountersV1 if self._group.version == 1 else CountersV2
                self._directory, self._counters = directory, counters(directory)
                return
