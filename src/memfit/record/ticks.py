"""What is read at a tick: the tree's usage, what changed of each process, V8's heaps, pressure.

A tick must be cheap. Where the kernel counts the tree, one counter is read at every tick, and all
else when it has moved, or ten times a second: its processes, what the usage consists of, pressure
and kills. V8's heap, which costs half a millisecond, is read again only after its process has
moved; PSS, which costs milliseconds, only when the tree reaches a new maximum. Both stay within a
share of the elapsed time.
"""

import json
import time
from collections.abc import Callable, Collection
from heapq import nlargest
from pathlib import Path
from typing import Any, Final, Protocol

from memfit.limits.contract import Enclosure
from memfit.limits.counters import Counter
from memfit.model.recording import How, Measured
from memfit.record import procfs
from memfit.record.live import Live
from memfit.record.sizes import open_sizes
from memfit.record.tree import Tree

_KB: Final = 1 << 10
_MB: Final = 1 << 20
_RSS_STEP: Final = 64 * _KB  # smaller changes of a process are not written
_HEAP_STEP: Final = 4 * _MB  # V8 grows by pages of 256 kB, collects by megabytes
_HEAP_PAUSE: Final = 0.1
_HEAP_PAUSE_IDLE: Final = 1.0
_HEAP_SHARE: Final = 0.01  # of the elapsed time may go into reading V8's heaps
_LOOK_PAUSE: Final = 0.1
_IDLE: Final = 0.075  # what seems to sleep is read after this time: ten times a second at 50 Hz
_LOOK_STEP: Final = 64  # a change of the usage by one part in this many is looked into at once
_PSS_GROWTH: Final = 1.05
_PSS_PAUSE: Final = 0.5
_PSS_SHARE: Final = 0.003  # of the elapsed time may go into reading PSS to estimate the whole
_PSS_SHARE_COUNTED: Final = 0.001  # and where the kernel counts it
_PSS_ALLOWANCE: Final = 0.002  # and as much beyond that, so that a short run has it, too
_PSS_COST: Final = 18e-6 / _MB  # of a byte, seconds
_PSS_LEAST: Final = 32 * _MB
_PSS_MOST: Final = 8  # processes, where PSS is not needed to estimate the whole

_encode = json.JSONEncoder(separators=(",", ":")).encode


class Kills(Protocol):
    """Counters of out-of-memory kills outside of the enclosure."""

    def around(self) -> int | None:
        """Kills in the cgroup around memfit since the run started."""

    def machine(self) -> int | None:
        """Kills on the machine since the run started."""


class Ticks:
    """Reads a run's memory; one object a run.

    Attributes:
        lines: Lines for `samples.jsonl` that were not written yet.
        usage: The tree's usage at the last tick, bytes.
        highest: The largest usage seen.
        counted: Whether the last usage comes from a kernel counter. Some enclosures have one only
            once the command runs.
    """

    def __init__(
        self,
        tree: Tree,
        enclosure: Enclosure,
        kills: Kills,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self.lines: list[str] = []
        self._at = 0.0
        self.usage = 0
        self.highest = 0
        self.counted = False
        self._ever_counted = enclosure.usage() is not None
        self._tree = tree
        self._enclosure = enclosure
        self._kills = kills
        self._clock = clock
        self._sizes = open_sizes()
        machine = Path("/proc/pressure/memory")
        self._machine_pressure = Counter(machine) if enclosure.pressure() is None else None
        self._pressure_before = self._pressure()
        self._last_kills: tuple[int | None, ...] = ()
        self._looked_at = -_LOOK_PAUSE
        self._looked_usage = 0
        self._heap_cost = 0.0
        self._pss_level = 0
        self._pss_at = -_PSS_PAUSE
        self._pss_cost = 0.0

    def tick(self, now: float) -> None:
        """Read everything that is due and append one line."""
        rss: dict[str, int] = {}
        if not self._count() or self._look_is_due(now):
            self._read(now, rss)
        if not self.counted:
            self._estimate()
        line: dict[str, Any] = {"usage": self.usage}
        if rss:
            line["rss"] = rss
        pss = self._proportional(now)
        if pss:
            line["pss"] = pss
        if self._look_is_due(now):
            self._looked_at, self._looked_usage = now, self.usage
            heap = self._heaps(now)
            if heap:
                line["heap"] = heap
            self._add_detail(line)
            self._add_kills(line)
        self._write(now, line)

    def kills(self, now: float) -> None:
        """Read the counters of kills now, because a process was killed or the run ended."""
        machine = self._kills.machine()
        line: dict[str, Any] = {}
        self._add_kills(line, machine=machine, always=True)
        self._write(now, line)

    def dying(self, process: Live, now: float) -> None:
        """Count a process at its end, when it may hold the most: it may have lived between ticks."""
        if process.rss <= process.discount:
            return
        previous = self.usage
        if self._count():
            return
        self._estimate()
        if self.usage > previous:
            process.written = process.rss
            self._write(now, {"usage": self.usage, "rss": {str(process.key): process.rss}})

    def heap(self, process: Live, now: float) -> None:
        """Read a V8 heap at once: its process is about to abort."""
        size = procfs.v8_heap(process.pid) if process.node else None
        if size is not None:
            process.heap = size
            self._write(now, {"heap": {str(process.key): size}})

    def source(self) -> tuple[How, str]:
        """Say how the usage is obtained, and from what."""
        if self._ever_counted:
            return How.SAMPLED, "the cgroup's counter"
        return How.ESTIMATE, "resident sets less shared pages"

    def peak(self) -> Measured | None:
        """The largest usage of the tree: the kernel's own mark where it keeps one."""
        exact = self._enclosure.peak()
        return exact or (Measured(self.highest, *self.source()) if self.highest else None)

    def _write(self, now: float, line: dict[str, Any]) -> None:
        # What is read at a stop of a process can be handled after a line with a later time.
        self._at = max(self._at, round(now, 4))
        self.lines.append(_encode({"at": self._at, **line}))

    def _read(self, now: float, rss: dict[str, int]) -> None:
        """Read all processes; adds those to `rss` whose change is worth a mention."""
        self._tree.open()
        # Where the kernel's counter has called for it, or a limit rests on it, nobody is left out.
        idle = 0.0 if self.counted or self._enclosure.watchdog is not None else _IDLE
        for process, resident, shared in self._sizes.moved(self._tree, now, idle):
            process.rss = resident
            if resident == 0:
                continue  # a zombie
            process.highest = max(process.highest, resident)
            if not process.discounted and process.discount == 0:
                process.discount = process.shared = shared
            if abs(resident - process.written) >= _RSS_STEP:
                process.written = resident
                rss[str(process.key)] = resident

    def _heaps(self, now: float) -> dict[str, int]:
        """Read the V8 heaps that are due, the one that has waited longest first."""
        due = [p for p in self._tree.live.values() if p.node and self._heap_is_due(p, now)]
        found: dict[str, int] = {}
        for process in sorted(due, key=lambda process: process.heap_at):
            if self._heap_cost > now * _HEAP_SHARE:
                break
            started = self._clock()
            size = procfs.v8_heap(process.pid)
            self._heap_cost += self._clock() - started
            process.heap_at, process.heap_rss = now, process.rss
            if size is not None and size != process.heap:
                process.heap = size
                found[str(process.key)] = size
        return found

    @staticmethod
    def _heap_is_due(process: Live, now: float) -> bool:
        if process.dying is not None or process.rss == 0:
            return False
        moved = abs(process.rss - process.heap_rss)
        pause = _HEAP_PAUSE if moved >= max(_HEAP_STEP, process.rss // 32) else _HEAP_PAUSE_IDLE
        return moved > 0 and now - process.heap_at >= pause

    def _count(self) -> bool:
        """Take the usage from the kernel's counter; False if there is none."""
        usage = self._enclosure.usage()
        self.counted = usage is not None
        self._ever_counted = self._ever_counted or self.counted
        if usage is not None:
            self.usage = usage
            self.highest = max(self.highest, usage)
        return self.counted

    def _estimate(self) -> None:
        """Sum up the processes, what they share once."""
        usage = shared = 0
        for process in self._tree.live.values():
            # At every tick for every process: max() would take three times as long.
            usage += process.rss - process.discount if process.rss > process.discount else 0
            if process.shared > shared:  # noqa: PLR1730
                shared = process.shared
        self.usage = usage + shared
        self.highest = max(self.highest, self.usage)

    def _proportional(self, now: float) -> dict[str, int]:
        if (
            self.usage < max(_PSS_LEAST, self._pss_level * _PSS_GROWTH)
            or now - self._pss_at < _PSS_PAUSE
        ):
            return {}
        sharers = self._sharers()
        if self.counted:
            expected = self._pss_cost + _PSS_COST * sum(process.rss for process in sharers)
            if expected > _PSS_ALLOWANCE + now * _PSS_SHARE_COUNTED:
                return {}
        elif self._pss_cost > now * _PSS_SHARE:
            return {}
        started = self._clock()
        self._pss_at, self._pss_level = now, self.usage
        found: dict[str, int] = {}
        for process in sharers:
            pss = procfs.proportional(process.pid) if process.dying is None else None
            if pss is not None:
                found[str(process.key)] = pss
                process.discount = max(0, process.rss - pss)
                process.shared, process.discounted = 0, True
        self._pss_cost += self._clock() - started
        return found

    def _sharers(self) -> Collection[Live]:
        """The processes that PSS is worth reading of: all of them if it is part of the estimate."""
        live = self._tree.live.values()
        return nlargest(_PSS_MOST, live, key=lambda process: process.rss) if self.counted else live

    def _look_is_due(self, now: float) -> bool:
        moved = abs(self.usage - self._looked_usage)
        return now - self._looked_at >= _LOOK_PAUSE or moved * _LOOK_STEP >= self.usage

    def _add_detail(self, line: dict[str, Any]) -> None:
        detail = self._enclosure.detail()
        if detail is not None:
            line["anon"], line["cache"] = detail.anonymous, detail.page_cache
        pressure = self._pressure()
        if pressure is not None and self._pressure_before is not None:
            line["psi"] = pressure - self._pressure_before

    def _pressure(self) -> int | None:
        if self._machine_pressure is None:
            return self._enclosure.pressure()
        some = self._machine_pressure.text().split(b"\n", 1)[0]
        total = some.rpartition(b"total=")[2]
        return int(total) if total.isdigit() else None

    def _add_kills(
        self, line: dict[str, Any], *, machine: int | None = None, always: bool = False
    ) -> None:
        counts = (self._enclosure.oom_kills(), self._kills.around())
        if always or counts != self._last_kills:
            self._last_kills = counts
            line["kills"] = [*counts, machine]
