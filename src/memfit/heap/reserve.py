"""Memory for columns, found before they are written."""

import ctypes
import mmap
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

_POPULATE: Final = 23  # MADV_POPULATE_WRITE, Linux 5.14
DIGITS: Final = 4
"""Bytes that a number takes about, with its comma: how many rows a text has is not known before."""
_LARGE: Final = 1 << 18  # bytes; smaller ones are not worth a call


class Reserve:
    """Has the kernel find the memory of columns before they are written.

    Without it every new page interrupts the parser, which takes half as long again.
    """

    def __init__(self, columns: Sequence[Any]) -> None:
        self._columns = [column for column in columns if column.nbytes >= _LARGE]
        self._rows = 0

    def until(self, rows: int) -> None:
        """Reserve up to a row; what was reserved before stays."""
        if rows > self._rows:
            self.between(self._rows, rows)
            self._rows = rows

    def between(self, rows: int, until: int) -> None:
        """Reserve from a row to another one."""
        for column in self._columns:
            start, width = int(column.ctypes.data), column.itemsize
            first = (start + rows * width) // mmap.PAGESIZE * mmap.PAGESIZE
            last = (start + min(until, len(column)) * width) // mmap.PAGESIZE * mmap.PAGESIZE
            if last > first:
                # If the kernel cannot, the pages come when they are written, as always.
                _madvise()(first, last - first, _POPULATE)


@cache
def _madvise() -> Callable[[int, int, int], int]:
    function = getattr(ctypes.CDLL(None), "madvise", None)
    if function is None:
        return lambda _start, _size, _advice: 0
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return function  # type: ignore[no-any-return]
