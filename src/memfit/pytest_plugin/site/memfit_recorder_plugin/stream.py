"""The file that this process tells memfit with: one JSON line and one write for each event."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time

from .memory import Kept


class Stream:
    """An append-only file of JSON lines, written by this process and no child of it.

    Args:
        directory: Where the recording keeps such files.
        epoch: When the recording started, on CLOCK_MONOTONIC.

    Raises:
        OSError: If it cannot be made.
    """

    _write = staticmethod(os.write)
    _close = staticmethod(os.close)
    _seek = staticmethod(os.lseek)
    _pid_now = staticmethod(os.getpid)
    _clock = staticmethod(time.clock_gettime)
    _monotonic = time.CLOCK_MONOTONIC
    _quote = staticmethod(json.encoder.encode_basestring_ascii)
    _flags = os.O_WRONLY | os.O_APPEND
    _new = os.O_CREAT | os.O_EXCL
    _from_here, _from_end = os.SEEK_CUR, os.SEEK_END
    _longest = 1000

    def __init__(self, directory: str, epoch: float) -> None:
        self._epoch = epoch
        self._pid = os.getpid()
        self._kept = Kept()
        self._descriptor: int | None = None
        self._path, self._descriptor = self._create(f"{directory}/{self._pid}-0")
        self._end = self._whole = 0

    def now(self) -> float:
        """Seconds since the recording started."""
        return self._clock(self._monotonic) - self._epoch

    def text(self, value: str) -> str:
        """Write a text as JSON; of an enormous one its beginning."""
        return self._quote(value if len(value) <= self._longest else value[: self._longest] + "…")

    def line(self, event: str, body: str = "", at: float | None = None) -> bool:
        """Append a line; False if it is not there.

        Args:
            event: What happened.
            body: The other fields, as JSON, with a comma before each.
            at: When, if not now.
        """
        descriptor = self._descriptor
        if descriptor is None or self._pid_now() != self._pid:  # forked: not its stream
            return False
        when = self.now() if at is None else at
        data = f'{{"at":{when:.4f},"event":"{event}"{body}}}\n'.encode()
        try:
            if not self._is_ours(descriptor):
                self._descriptor = None
                descriptor = self._descriptor = self._kept.open(self._path, self._flags)
                self._end = self._seek(descriptor, 0, self._from_end)
            self._end += self._write(descriptor, data)
            self._whole += len(data)
            if self._end == self._whole:
                return True
        except OSError:  # the disk is full, or the file is gone
            pass
        self.close()
        return False

    def _is_ours(self, descriptor: int) -> bool:
        """Say whether a test left the descriptor alone; its number may be another file's.

        The position tells that for a tenth of what the file's identity costs.
        """
        try:
            return self._seek(descriptor, 0, self._from_here) == self._end
        except OSError:
            return False

    def close(self) -> None:
        """Write no more."""
        if self._descriptor is not None and self._pid_now() == self._pid:
            descriptor, self._descriptor = self._descriptor, None
            with contextlib.suppress(OSError):
                self._close(descriptor)

    def _create(self, stem: str) -> tuple[str, int]:
        for number in range(1, 1000):  # an earlier session of this process, or a pid used again
            path = f"{stem}{f'.{number}' * (number > 1)}.jsonl"
            try:
                return path, self._kept.open(path, self._flags | self._new, 0o600)
            except FileExistsError:
                continue
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
