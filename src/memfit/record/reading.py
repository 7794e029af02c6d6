"""The files of a recording, read with care: a recording may come from anywhere, and be torn."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from memfit.classes import dataclass
from memfit.model.recording import OutputChunk
from memfit.record import decode, store

# Far above what memfit writes, and little enough to hold. The largest is the manifest of a command
# as long as the kernel allows, 2 MB, each byte of it escaped.
_MOST: Final = 16 << 20


def open_file(path: Path) -> BinaryIO:
    """Open a file of a recording, which may come from anywhere.

    Raises:
        OSError: If it is a link, which could lead out of the recording, or a device or pipe,
            which need not have an end.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "it is a symbolic link") from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file")
    return os.fdopen(descriptor, "rb")


def content(path: Path) -> bytes:
    """Read a whole file.

    Raises:
        OSError: If it cannot be read, or is larger than anything that memfit writes.
    """
    with open_file(path) as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise OSError(errno.EFBIG, f"it has more than {_MOST >> 20} MB")
    return data


@dataclass(slots=True)
class Left:
    """What was left out of streams.

    Attributes:
        torn: Last lines that have no end.
        foreign: Lines that are no JSON objects.
        cut: Streams that were not read further, from a line that is longer than memfit writes.
    """

    torn: int = 0
    foreign: int = 0
    cut: int = 0


def whole_lines(path: Path, left: Left) -> Iterator[dict[str, Any]]:
    """Read the whole lines of a stream; a torn or foreign one is counted and left out.

    Raises:
        OSError: If the file cannot be opened.
    """
    with open_file(path) as file:
        while text := file.readline(_MOST + 1):
            if len(text) > _MOST:
                left.cut += 1
                return
            try:
                line = decode.parse(text)
            except ValueError:
                whole = text.endswith(b"\n")
                left.foreign += whole
                left.torn += not whole
                continue
            if isinstance(line, dict):
                yield line
            else:
                left.foreign += 1


def lines(path: Path, damage: list[str]) -> Iterator[dict[str, Any]]:
    """Read the whole lines of one stream, and say what is wrong with it."""
    left = Left()
    try:
        yield from whole_lines(path, left)
    except OSError as error:
        damage.append(f"{path.name} cannot be read: {error.strerror}")
    if left.cut:
        damage.append(f"{path.name} is left out from a line of more than {_MOST >> 20} MB")
    if left.torn:
        damage.append(f"the last line of {path.name} is torn: memfit was killed or the disk full")
    if left.foreign:
        damage.append(f"{left.foreign} lines of {path.name} are unreadable and left out")


def output(path: Path, damage: list[str]) -> tuple[OutputChunk, ...]:
    """Read what a run printed, and when; say what is wrong with it."""
    index = path / store.OUTPUT_INDEX
    chunks: list[OutputChunk] = []
    try:
        data = content(path / store.OUTPUT)
    except OSError as error:
        damage.append(f"{store.OUTPUT} cannot be read: {error.strerror}")
        return ()
    position = 0
    for line in lines(index, damage):
        try:
            at, size = decode.instant(line["at"]), decode.integer(line.get("bytes", 0))
            dropped, stream = decode.integer(line.get("dropped", 0)), line.get("stream", "")
            part = data[position : position + size]
            chunks.append(OutputChunk(at, decode.text(stream), part, dropped))
        except (KeyError, TypeError, ValueError):
            continue
        position += size
    if position < len(data):
        # The keeper was killed before it wrote the last line.
        last = chunks[-1].at if chunks else 0.0
        chunks.append(OutputChunk(last, "unknown", data[position:]))
    return tuple(chunks)
