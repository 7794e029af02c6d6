"""What the kernel tells a process about its own memory.

Everything from `os` is bound when the module is loaded: tests replace it (monkeypatch, pyfakefs,
freezegun, gevent), and they look for names in modules, not in classes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import Any

_tracing: Any = None
with contextlib.suppress(ImportError):  # PyPy
    import _tracemalloc as _tracing


class Kept:
    """Opens files that stay open, under numbers that nobody else counts on.

    A program whose standard error is closed would print into the first file that is opened.
    """

    LOWEST = 100

    _open = staticmethod(os.open)
    _close = staticmethod(os.close)
    _move = staticmethod(fcntl.fcntl)
    _command = fcntl.F_DUPFD_CLOEXEC
    _flags = os.O_CLOEXEC | os.O_NOFOLLOW

    def open(self, path: str, flags: int, mode: int = 0) -> int:
        """Open a file.

        Raises:
            OSError: If it cannot be opened, or there is no number left.
        """
        descriptor = self._open(path, flags | self._flags, mode)
        try:
            return int(self._move(descriptor, self._command, self.LOWEST))
        finally:
            self._close(descriptor)


class Memory:
    """Readings of this process; None where the kernel does not tell.

    Args:
        proc: Its directory in /proc.
    """

    # A reading of smaps_rollup walks all page tables. It may take one part in 300.
    _SHARE = 300

    _open = staticmethod(os.open)
    _close = staticmethod(os.close)
    _read = staticmethod(os.read)
    _pread = staticmethod(os.pread)
    _write = staticmethod(os.write)
    _clock = staticmethod(time.perf_counter)
    _tracing = _tracing
    _page = os.sysconf("SC_PAGE_SIZE")
    _flags = (os.O_RDONLY | os.O_CLOEXEC, os.O_WRONLY | os.O_CLOEXEC)

    def __init__(self, proc: str = "/proc/self") -> None:
        self._proc = proc
        self._uss_from = 0.0
        self._kept = Kept()
        self._statm: int | None = None
        self._open_statm()

    def rss(self) -> int | None:
        """Read the resident set: 1 us, through a descriptor that stays open."""
        if self._statm is None:
            return None
        try:
            return int(self._pread(self._statm, 64, 0).split()[1]) * self._page
        except (OSError, ValueError, IndexError):  # a test closed it, or has it for its own file
            self._open_statm()
            return None

    def uss(self) -> int | None:
        """Read the private part of the resident set; None also where it is not its turn."""
        began = self._clock()
        if began < self._uss_from:
            return None
        fields = self._fields("smaps_rollup", (b"Private_Clean:", b"Private_Dirty:"))
        now = self._clock()
        self._uss_from = now + (now - began) * self._SHARE
        return sum(fields) if len(fields) == 2 else None

    def traced(self) -> int | None:
        """Bytes of Python objects, where the user turned tracemalloc on."""
        if self._tracing is None or not self._tracing.is_tracing():
            return None
        return int(self._tracing.get_traced_memory()[0])

    def peak(self) -> int | None:
        """Read the largest resident set since the mark was reset."""
        fields = self._fields("status", (b"VmHWM:",))
        return fields[0] if fields else None

    def reset_peak(self) -> bool:
        """Set the mark back to the resident set of now; False if the kernel refuses."""
        descriptor = self._descriptor("clear_refs", self._flags[1])
        if descriptor is None:
            return False
        try:
            return self._write(descriptor, b"5") == 1
        except OSError:
            return False
        finally:
            self._close(descriptor)

    def close(self) -> None:
        """Read no more."""
        if self._statm is not None:
            descriptor, self._statm = self._statm, None
            with contextlib.suppress(OSError):
                self._close(descriptor)

    def _open_statm(self) -> None:
        self._statm = None
        with contextlib.suppress(OSError):  # no Linux
            self._statm = self._kept.open(f"{self._proc}/statm", self._flags[0])

    def _descriptor(self, name: str, flags: int) -> int | None:
        try:
            return self._open(f"{self._proc}/{name}", flags)
        except OSError:
            return None

    def _fields(self, name: str, wanted: tuple[bytes, ...]) -> list[int]:
        descriptor = self._descriptor(name, self._flags[0])
        if descriptor is None:
            return []
        try:
            lines = self._read(descriptor, 8192).splitlines()
        except OSError:
            return []
        finally:
            self._close(descriptor)
        return [int(line.split()[1]) * 1024 for line in lines if line.startswith(wanted)]
