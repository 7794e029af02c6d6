"""Tell programs that look for leaks in themselves: LeakSanitizer, also within AddressSanitizer.

It stops the threads of its own process through ptrace, fails where somebody else traces them
already, and turns a program that passed into one that exits with an error. So these are let go.

Source: ELF (System V ABI, dynamic section); compiler-rt's lsan, whose functions are dynamic
symbols of every program that holds it. Symbols are looked up by their GNU hash: a search through the
names of Node takes five milliseconds.
"""

import mmap
import os
import struct
from typing import Final

from memfit.record import procfs

_MARKS: Final = (b"__lsan_", b"libasan.so", b"liblsan.so", b"libclang_rt.asan", b"libclang_rt.lsan")
_PT_LOAD: Final = 1
_PT_DYNAMIC: Final = 2
_DT_NULL: Final = 0
_DT_NEEDED: Final = 1
_DT_STRTAB: Final = 5
_DT_SYMTAB: Final = 6
_DT_STRSZ: Final = 10
_DT_GNU_HASH: Final = 0x6FFFFEF5
_DEFINED: Final = b"__lsan_do_leak_check"
_SYMBOL: Final = struct.Struct("<IBBHQQ")
_MOST: Final = 1000  # programs remembered
# Of a table that is read one by one while the program stands still: Node's largest is 40 kB.
_MOST_BYTES: Final = 1 << 22

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
                return _Dynamic(image).marked()
            except (struct.error, OverflowError):  # it points outside of itself
                return False


class _Dynamic:
    """What a program tells the loader: 64-bit little-endian ELF.

    Whatever else runs here has no entries, and is taken to have no sanitizer.
    """

    def __init__(self, image: mmap.mmap) -> None:
        self._image = image
        self._loaded: list[tuple[int, int, int]] = []
        self._entries: dict[int, list[int]] = {}
        if image[:6] == b"\x7fELF\x02\x01":
            self._read()

    def _read(self) -> None:
        (table,) = struct.unpack_from("<Q", self._image, 32)
        size, count = struct.unpack_from("<HH", self._image, 54)
        dynamic = (0, 0)
        for number in range(count):
            kind, _, offset, address, _, length = struct.unpack_from(
                "<IIQQQQ", self._image, table + number * size
            )
            if kind == _PT_LOAD:
                self._loaded.append((address, offset, length))
            elif kind == _PT_DYNAMIC:
                dynamic = (offset, length)
        for position in range(dynamic[0], sum(dynamic) - 15, 16):
            tag, value = struct.unpack_from("<QQ", self._image, position)
            if tag == _DT_NULL or position - dynamic[0] > _MOST_BYTES:
                break
            self._entries.setdefault(tag, []).append(value)

    def _offset(self, tag: int) -> int | None:
        """Where in the file the table of an entry lies."""
        where = self._entries.get(tag, [0])[0]
        for address, offset, length in self._loaded:
            if address <= where < address + length:
                return offset + where - address
        return None

    def marked(self) -> bool:
        """Whether a sanitizer is among the names."""
        names, table = self._offset(_DT_STRTAB), self._offset(_DT_GNU_HASH)
        if names is None:
            return False
        if table is None:
            end = names + self._entries.get(_DT_STRSZ, [0])[0]
            return any(self._image.find(mark, names, end) >= 0 for mark in _MARKS)
        libraries = (self._name(names + at) for at in self._entries.get(_DT_NEEDED, []))
        if any(mark in name for name in libraries for mark in _MARKS):
            return True
        symbols = self._offset(_DT_SYMTAB)
        return symbols is not None and (
            self._takes(symbols, names, table) or self._defines(symbols, names, table)
        )

    def _name(self, position: int) -> bytes:
        return self._image[position : max(position, self._image.find(b"\0", position))]

    def _takes(self, symbols: int, names: int, table: int) -> bool:
        """Whether a symbol is undefined that only a sanitizer has; those come before the hashed."""
        (first,) = struct.unpack_from("<I", self._image, table + 4)
        size = min(first * _SYMBOL.size, _MOST_BYTES // _SYMBOL.size * _SYMBOL.size)
        for name, *_ in _SYMBOL.iter_unpack(self._image[symbols : symbols + size]):
            if self._image[names + name : names + name + len(_MARKS[0])] == _MARKS[0]:
                return True
        return False

    def _defines(self, symbols: int, names: int, table: int) -> bool:
        """Look a symbol up as the loader does."""
        wanted = 5381
        for byte in _DEFINED:
            wanted = (wanted * 33 + byte) & 0xFFFFFFFF
        buckets, first, words, shift = struct.unpack_from("<IIII", self._image, table)
        if not buckets or not words:
            return False
        position = table + 16 + wanted // 64 % words * 8
        (filter_,) = struct.unpack_from("<Q", self._image, position)
        if not filter_ >> wanted % 64 & filter_ >> (wanted >> shift) % 64 & 1:
            return False
        position = table + 16 + words * 8
        (number,) = struct.unpack_from("<I", self._image, position + wanted % buckets * 4)
        if number < first:
            return False
        chain = position + (buckets - first) * 4
        for at in range(number, number + _MOST_BYTES // 4):
            (found,) = struct.unpack_from("<I", self._image, chain + at * 4)
            if found | 1 == wanted | 1:
                name, *_ = _SYMBOL.unpack_from(self._image, symbols + at * _SYMBOL.size)
                if self._name(names + name) == _DEFINED:
                    return True
            if found & 1:
                break
        return False
