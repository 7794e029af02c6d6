"""Tell programs that look for leaks in themselves: LeakSanitizer, also within AddressSanitizer.

It stops the threads of its own process through ptrace, fails where somebody else traces them
already, and turns a program that passed into one that exits with an error. So these are let go.

Source: ELF (System V ABI, dynamic section); compiler-rt's lsan, whose functions are dynamic
symbols of every program that holds it.
"""

import mmap
import os
import struct
from typing import Final

from memfit.record import procfs

_MARKS: Final = (b"__lsan_", b"libasan.so", b"liblsan.so", b"libclang_rt.asan", b"libclang_rt.lsan")
_PT_LOAD: Final = 1
_PT_DYNAMIC: Final = 2
_DT_STRTAB: Final = 5
_DT_STRSZ: Final = 10
_MOST: Final = 1000  # programs remembered

_known: dict[tuple[int, int, int], bool] = {}


def looks_for_leaks(task: int) -> bool:
    """Whether the program that `task` just became holds LeakSanitizer, or is given it to load."""
    preloaded = procfs.variable(task, "LD_PRELOAD")
    if preloaded and any(mark in preloaded.encode("utf-8", "replace") for mark in _MARKS):
        return True
    path = f"/proc/{task}/exe"
    try:
        found = os.stat(path)
        key = (found.st_dev, found.st_ino, found.st_mtime_ns)
        if key not in _known:
            if len(_known) >= _MOST:
                _known.clear()
            _known[key] = is_marked(path)
        return _known[key]
    except OSError:
        return False


def is_marked(path: str) -> bool:
    """Whether the names that a program takes from libraries, or gives to them, name a sanitizer.

    Raises:
        OSError: If it cannot be read.
    """
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size < 64:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
            try:
                start, size = _names(image)
                return any(image.find(mark, start, start + size) >= 0 for mark in _MARKS)
            except (struct.error, OverflowError):  # it points outside of itself
                return False


def _names(image: mmap.mmap) -> tuple[int, int]:
    """Offset and size of the dynamic string table; zeros if there is none."""
    # 64-bit little-endian ELF; whatever else runs here is taken to have no sanitizer.
    if image[:6] != b"\x7fELF\x02\x01":
        return 0, 0
    (table,) = struct.unpack_from("<Q", image, 32)
    size, count = struct.unpack_from("<HH", image, 54)
    loaded: list[tuple[int, int, int]] = []
    dynamic = (0, 0)
    for number in range(count):
        kind, _, offset, address, _, length = struct.unpack_from(
            "<IIQQQQ", image, table + number * size
        )
        if kind == _PT_LOAD:
            loaded.append((address, offset, length))
        elif kind == _PT_DYNAMIC:
            dynamic = (offset, length)
    entries: dict[int, int] = {}
    for position in range(dynamic[0], sum(dynamic) - 15, 16):
        tag, value = struct.unpack_from("<QQ", image, position)
        entries.setdefault(tag, value)
    where = entries.get(_DT_STRTAB, 0)
    for address, offset, length in loaded:
        if address <= where < address + length:
            return offset + where - address, entries.get(_DT_STRSZ, 0)
    return 0, 0
