"""The memory counters of a cgroup, read at every tick through descriptors that stay open.

Source: the kernel's admin guide, cgroup-v1/memory.rst and cgroup-v2.rst. A read costs about
1 us, memory.stat about 6 us.
"""

import os
from pathlib import Path
from typing import Protocol

from memfit.limits import files
from memfit.limits.contract import Detail
from memfit.limits.tree import subgroups
from memfit.model.recording import How, Measured

_ENOUGH = 1 << 16


class Counter:
    """A file that is read again and again through one descriptor.

    A file that is absent, or has vanished with its cgroup, says nothing.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._descriptor = os.open(path, os.O_RDONLY)
        except OSError:
            self._descriptor = -1

    def text(self) -> bytes:
        """Return what the file says now."""
        try:
            return os.pread(self._descriptor, _ENOUGH, 0)
        except OSError:
            return b""

    def number(self) -> int | None:
        """Return the only number of the file."""
        text = self.text().strip()
        return int(text) if text.isdigit() else None

    def field(self, key: bytes) -> int | None:
        """Return the number after `key` in a file of `key number` lines."""
        return field(self.text(), key)

    def close(self) -> None:
        """Give the descriptor back; the counter says nothing from then on."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class LongCounter(Counter):
    """A counter in a file that the kernel hands out a page at a time, such as /proc/vmstat."""

    def text(self) -> bytes:
        """Return the whole file."""
        text = b""
        try:
            while piece := os.pread(self._descriptor, _ENOUGH, len(text)):
                text += piece
        except OSError:
            return b""
        return text


def field(text: bytes, key: bytes) -> int | None:
    r"""Find the number after `key` in lines of `key number`.

    >>> field(b"anon 4096\nfile 0\n", b"anon")
    4096
    """
    start = (b"\n" + text).find(b"\n" + key + b" ")
    if start < 0:
        return None
    value = text[start + len(key) + 1 :].split(b"\n", 1)[0]
    return int(value) if value.isdigit() else None


class Counters(Protocol):
    """What both versions can tell about a cgroup; None where a counter is absent."""

    def usage(self) -> int | None:
        """Bytes charged to the cgroup and below, page cache included."""

    def detail(self) -> Detail | None:
        """What the usage consists of."""

    def peak(self) -> Measured | None:
        """The cgroup's own maximum since it was made."""

    def oom_kills(self) -> int | None:
        """Processes in the cgroup and below that the kernel killed for want of memory."""

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory."""

    def close(self) -> None:
        """Give the descriptors back; the counters say nothing from then on."""


class _GroupCounters:
    """What the versions have in common; they differ in what they call things.

    Args:
        directory: The cgroup.
    """

    usage_name: str
    peak_name: str
    kills_name: str
    # Lines of memory.stat: private memory; the page cache; of that, tmpfs and shared memory.
    lines: tuple[bytes, bytes, bytes]

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._usage = Counter(directory / self.usage_name)
        self._peak = Counter(directory / self.peak_name)
        self._kills = Counter(directory / self.kills_name)
        self._stat = Counter(directory / "memory.stat")
        self._pressure = Counter(directory / "memory.pressure")

    def usage(self) -> int | None:
        """Bytes charged to the cgroup and below, page cache included."""
        return self._usage.number()

    def detail(self) -> Detail | None:
        """Split the usage; tmpfs and shared memory cannot be dropped, so they are anonymous."""
        text = self._stat.text()
        anonymous, cache, shared = (field(text, line) for line in self.lines)
        if anonymous is None or cache is None:
            return None
        tmpfs = shared or 0
        return Detail(anonymous=anonymous + tmpfs, page_cache=max(0, cache - tmpfs))

    def peak(self) -> Measured | None:
        """The cgroup's own maximum; None where the kernel does not keep it."""
        peak = self._peak.number()
        return None if peak is None else Measured(peak, How.EXACT, self.peak_name)

    def oom_kills(self) -> int | None:
        """Kills as the cgroup's own file counts them."""
        return self._kills.field(b"oom_kill")

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory (PSI); None with v1 or without PSI."""
        some = self._pressure.text().split(b"\n", 1)[0]
        total = some.rpartition(b"total=")[2]
        return int(total) if total.isdigit() else None

    def close(self) -> None:
        """Give the descriptors back; the counters say nothing from then on."""
        for counter in (self._usage, self._peak, self._kills, self._stat, self._pressure):
            counter.close()


class CountersV1(_GroupCounters):
    """The counters of a cgroup of the v1 memory hierarchy."""

    usage_name = "memory.usage_in_bytes"
    peak_name = "memory.max_usage_in_bytes"
    kills_name = "memory.oom_control"
    lines = (b"total_rss", b"total_cache", b"total_shmem")

    def oom_kills(self) -> int | None:
        """Kills here and in sub-groups: v1 counts one only where the victim itself was."""
        own = super().oom_kills()
        if own is None:
            return None
        below = (files.field(at / self.kills_name, "oom_kill") for at in subgroups(self.directory))
        return own + sum(kills or 0 for kills in below)


class CountersV2(_GroupCounters):
    """The counters of a cgroup of v2 whose parent has the memory controller enabled."""

    usage_name = "memory.current"
    peak_name = "memory.peak"  # since Linux 5.19
    kills_name = "memory.events"  # counts sub-groups too
    lines = (b"anon", b"file", b"shmem")
