"""A second thread that fetches what the parser needs next: text, and memory for its columns."""

import ctypes
import mmap
from collections.abc import Callable, Sequence
from functools import cache
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final

_POPULATE: Final = 23  # MADV_POPULATE_WRITE, Linux 5.14
_LARGE: Final = 1 << 18  # bytes; smaller ones are not worth a call


class Ahead:
    """Does one job at a time in a thread of its own; where none can be started, in this one."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], int] | None] = SimpleQueue()
        self._results: SimpleQueue[int] = SimpleQueue()
        self._thread: Thread | None = None

    def begin(self, job: Callable[[], int]) -> None:
        """Begin a job, which must not raise; one at a time."""
        if self._thread is None:
            thread = Thread(target=self._work, daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no thread is left
                self._results.put(job())
                return
            self._thread = thread
        self._jobs.put(job)

    def result(self) -> int:
        """Wait for the job that was begun."""
        return self._results.get()

    def close(self) -> None:
        """End the thread, after the job that was begun."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._results.put(job())


class Reserve:
    """Has the kernel find the memory of columns before they are written.

    Without it every new page interrupts the parser, which takes half as long again.
    """

    def __init__(self, columns: Sequence[Any]) -> None:
        self._columns = [column for column in columns if column.nbytes >= _LARGE]
        self._rows = 0

    def until(self, rows: int) -> None:
        """Reserve up to a row; what was reserved before stays."""
        if not self._columns or rows <= self._rows:
            return
        for column in self._columns:
            start, width = int(column.ctypes.data), column.itemsize
            first = (start + self._rows * width) // mmap.PAGESIZE * mmap.PAGESIZE
            last = (start + min(rows, len(column)) * width) // mmap.PAGESIZE * mmap.PAGESIZE
            if last > first:
                # If the kernel cannot, the pages come when they are written, as always.
                _madvise()(first, last - first, _POPULATE)
        self._rows = rows


@cache
def _madvise() -> Callable[[int, int, int], int]:
    function = getattr(ctypes.CDLL(None), "madvise", None)
    if function is None:
        return lambda _start, _size, _advice: 0
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return function  # type: ignore[no-any-return]
