"""Read how large the processes are, at every tick: in C where that is compiled, else in Python."""

import os
from collections.abc import Iterator
from ctypes import c_int32, c_int64
from typing import Any, Final

from memfit.record import procfs, watcher
from memfit.record.live import Live
from memfit.record.tree import Tree

_CALM: Final = 3  # readings without a change: it seems to sleep
_SECOND: Final = 1_000_000_000


class Sizes:
    """Reads statm of many processes through descriptors that stay open.

    Args:
        library: What `watcher.load` returned.
    """

    def __init__(self, library: Any = None) -> None:
        self._compiled = _Compiled(library) if library else None

    def moved(self, tree: Tree, now: float, idle: float) -> Iterator[tuple[Live, int, int]]:
        """Yield what has changed since the last call: a process, its resident and its file bytes.

        A process that has gone, or stands at its end, is left out: its exit will be reported.

        Args:
            tree: The processes.
            now: Seconds, on any clock.
            idle: Seconds for which a process that seems to sleep need not be read; 0 for none.
        """
        way = self._compiled.moved if self._compiled else _moved
        readings = way(tree, now, idle)
        for process, resident, shared in readings:
            yield process, resident * procfs.PAGE_SIZE, shared * procfs.PAGE_SIZE


def open_sizes() -> Sizes:
    """Return the cheapest way that works here."""
    return Sizes(watcher.load())


def _moved(tree: Tree, now: float, idle: float) -> Iterator[tuple[Live, int, int]]:
    for process in tree.live.values():
        if process.statm < 0 or process.dying is not None:
            continue
        if process.calm >= _CALM and now - process.read_at < idle:
            continue
        try:
            text = os.pread(process.statm, 128, 0)
        except OSError:
            continue
        process.read_at = now
        if text == process.seen:
            process.calm += 1
            continue
        process.seen, process.calm = text, 0
        fields = text.split(b" ", 3)
        yield process, int(fields[1]), int(fields[2])


class _Compiled:
    """The same by `memfit_sizes`, which reads fifty processes in the time of five."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._version = -1
        self._processes: list[Live] = []
        self._arrays: tuple[Any, ...] = ()

    def moved(self, tree: Tree, now: float, idle: float) -> Iterator[tuple[Live, int, int]]:
        # A process that became another program is told of again, whatever its size.
        if tree.version != self._version:
            self._version = tree.version
            self._processes = [
                process
                for process in tree.live.values()
                if process.statm >= 0 and process.dying is None
            ]
            count = len(self._processes)
            self._arrays = (
                (c_int32 * count)(*[process.statm for process in self._processes]),
                (c_int64 * count)(*[-1] * count),
                (c_int64 * count)(*[-1] * count),
                (c_int64 * count)(),
                (c_int32 * count)(),
                (c_int32 * count)(),
            )
        processes, (_, resident, shared, _, _, places) = self._processes, self._arrays
        times = int(now * _SECOND), int(idle * _SECOND)
        for place in places[: self._library.memfit_sizes(len(processes), *self._arrays, *times)]:
            yield processes[place], resident[place], shared[place]
