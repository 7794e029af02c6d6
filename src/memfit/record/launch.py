"""Start the keeper and the program, and talk to the keeper."""

import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from memfit.record import keeper, store
from memfit.record.outputlog import OutputLog


class Keeper:
    """The recorder's end of the keeper; see `memfit.record.keeper`.

    Attributes:
        pid: The keeper's pid.
        root: The program's pid.
        alive: Whether the keeper still answers.
    """

    def __init__(
        self,
        command: list[str],
        directory: Path,
        epoch: float,
        prepare: Callable[[], None],
        mask: set[signal.Signals],
        *,
        status: bool,
    ) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ignored = {n for n in keeper.ENDING if signal.getsignal(n) is signal.SIG_IGN}
        program = keeper.Program(command, prepare, status, mask, ignored)
        log = OutputLog(
            _create(directory / store.OUTPUT), _create(directory / store.OUTPUT_INDEX), epoch
        )
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            keeper.run(theirs, program, log)
        theirs.close()
        log.release()
        self._socket = ours
        self.alive = True
        first = self._receive()
        self.root = int(first.get("started", 0))
        ours.setblocking(False)

    def messages(self) -> list[dict[str, Any]]:
        """Everything that the keeper said since the last call."""
        found = []
        while self.alive:
            try:
                message = self._receive()
            except BlockingIOError:
                break
            if message:
                found.append(message)
        return found

    def tell(self, **message: Any) -> None:
        """Say something; a keeper that is busy writing may miss a status line."""
        if self.alive:
            with contextlib.suppress(BlockingIOError):
                try:
                    self._socket.send(json.dumps(message).encode())
                except OSError as error:
                    if isinstance(error, BlockingIOError):
                        raise
                    self.alive = False

    def close(self) -> None:
        """Hang up; the keeper stays as long as somebody prints."""
        self._socket.close()
        self.alive = False

    def _receive(self) -> dict[str, Any]:
        try:
            data = self._socket.recv(65536)
        except BlockingIOError:
            raise
        except OSError:
            data = b""
        if not data:
            self.alive = False
            return {}
        message: dict[str, Any] = json.loads(data)
        return message


def _create(path: Path) -> int | None:
    try:
        return store.create(path)
    except OSError:
        return None
