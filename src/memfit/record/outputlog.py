"""Keep what the program printed, with times, within a bound.

The first part and the last part are kept: the first says what was run, the last how it died.
"""

import json
import os
import time
from collections import deque
from typing import Final

KEPT_HEAD: Final = 2 << 20
"""Bytes kept from the start of the output."""
KEPT_TAIL: Final = 1 << 20
"""Bytes kept from its end, when there is more than KEPT_HEAD."""
HEAD_CHUNKS: Final = 20_000
"""Lines of the index for the start: streams that alternate byte by byte have a line each."""
TAIL_CHUNKS: Final = 10_000
"""Chunks kept from the end."""
_TOGETHER: Final = 0.05  # seconds within which chunks of one stream become one line


class OutputLog:
    """`output.log` and `output.jsonl` of a recording; their one writer.

    Never raises for a disk that is full or a file that cannot be written: the program's output
    must go on. What could not be written is what is missing at the end of the files.

    Attributes:
        cut: Why and when it ends early, or None.

    Args:
        data: Descriptor of `output.log`, or None.
        index: Descriptor of `output.jsonl`, or None.
        epoch: `time.monotonic()` at the start of the recording.
    """

    def __init__(self, data: int | None, index: int | None, epoch: float) -> None:
        made = data is not None and index is not None
        self.cut: str | None = None if made else "output.log could not be made"
        self._data = data
        self._index = index
        self._epoch = epoch
        self._offset = 0
        self._chunks = 0
        self._tail: deque[tuple[float, str, bytes]] = deque()
        self._tail_size = 0
        self._dropped = 0
        self._dropped_at = 0.0
        self._pending: tuple[float, str, int] | None = None
        self._sealed = False

    def add(self, stream: str, chunk: bytes) -> None:
        """Keep a chunk that was just read."""
        if self._data is None or self._sealed or not chunk:
            return
        now = time.monotonic() - self._epoch
        room = KEPT_HEAD - self._offset
        if room > 0 and self._chunks < HEAD_CHUNKS:
            self._append(now, stream, chunk[:room])
            chunk = chunk[room:]
        if chunk:
            self._hold(now, stream, chunk)

    def flush(self) -> None:
        """Write the line of what was added last."""
        if self._pending is not None:
            at, stream, size = self._pending
            self._pending = None
            self._line({"at": round(at, 4), "stream": stream, "bytes": size})

    def seal(self) -> None:
        """Write the tail; what comes later is not kept."""
        if self._sealed:
            return
        if self._dropped:
            self.flush()
            self._line({"at": round(self._dropped_at, 4), "dropped": self._dropped})
        while self._tail:
            self._append(*self._tail.popleft())
        self.flush()
        self._sealed = True

    def release(self) -> None:
        """Close the files without a word: another process writes them."""
        for descriptor in (self._data, self._index):
            if descriptor is not None:
                os.close(descriptor)
        self._data = self._index = None

    def _append(self, at: float, stream: str, chunk: bytes) -> None:
        if self._data is None:
            return
        if not self._write(self._data, chunk, "output.log"):
            self._data = None
            return
        self._offset += len(chunk)
        pending = self._pending
        if pending and pending[1] == stream and at - pending[0] < _TOGETHER:
            self._pending = (pending[0], stream, pending[2] + len(chunk))
        else:
            self.flush()
            self._pending = (at, stream, len(chunk))
            self._chunks += 1

    def _hold(self, at: float, stream: str, chunk: bytes) -> None:
        self._tail.append((at, stream, chunk))
        self._tail_size += len(chunk)
        while self._tail_size > KEPT_TAIL or len(self._tail) > TAIL_CHUNKS:
            at, stream, oldest = self._tail.popleft()
            too_many = len(self._tail) >= TAIL_CHUNKS
            over = len(oldest) if too_many else min(self._tail_size - KEPT_TAIL, len(oldest))
            if not self._dropped:
                self._dropped_at = at
            self._dropped += over
            self._tail_size -= over
            if over < len(oldest):
                self._tail.appendleft((at, stream, oldest[over:]))

    def _line(self, entry: dict[str, object]) -> None:
        if self._index is not None:
            line = json.dumps(entry, separators=(",", ":")) + "\n"
            if not self._write(self._index, line.encode(), "output.jsonl"):
                self._index = None

    def _write(self, descriptor: int, data: bytes, name: str) -> bool:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(descriptor, view) :]
        except OSError as error:
            at = time.monotonic() - self._epoch
            self.cut = self.cut or f"{name} is cut at {at:.2f} s: {error.strerror}"
            return False
        return True
