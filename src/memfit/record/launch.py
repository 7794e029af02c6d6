"""Start the keeper and the program, and talk to the keeper."""

import contextlib
import json
import os
import resource
import signal
import socket
import termios
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from memfit.errors import MemfitError
from memfit.record import keeper, procfs, store
from memfit.record.outputlog import OutputLog
from memfit.record.program import ENDING, Program


class Keeper:
    """The recorder's end of the keeper; see `memfit.record.keeper`.

    Attributes:
        pid: The keeper's pid.
        root: The program's pid.
        session: Whether the program has a session on a pseudo-terminal of its own.
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
        environment: Mapping[str, str] | None = None,
    ) -> None:
        changed = (*ENDING, signal.SIGTTOU, signal.SIGCHLD)
        ignored = {n for n in changed if signal.getsignal(n) is signal.SIG_IGN}

        def become_ready() -> None:
            prepare()
            _restore_locale()

        program = Program(command, become_ready, status, mask, ignored, environment or {})
        log = OutputLog(
            _create(directory / store.OUTPUT), _create(directory / store.OUTPUT_INDEX), epoch
        )
        self._settings = _terminal_settings()
        try:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self.pid = os.fork()
        except OSError as error:
            raise _cannot_start() from error
        if self.pid == 0:
            ours.close()
            keeper.run(theirs, program, log)
        theirs.close()
        log.release()
        # Memfit has a file open for each process; the program keeps the limit that it had.
        self._files = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (self._files[1], self._files[1]))
        self._socket = ours
        self.alive = True
        first = self._receive()
        if "started" not in first:
            raise _cannot_start()
        self.root = int(first["started"])
        self.session = bool(first["session"])
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

    def tell(self, **message: Any) -> bool:
        """Say something; False if a keeper that is busy writing has no room for it now."""
        try:
            self._socket.send(json.dumps(message).encode())
        except BlockingIOError:
            return False
        except OSError:
            self.alive = False
        return True

    def close(self) -> None:
        """Hang up; the keeper stays as long as somebody prints."""
        self._socket.close()
        self.alive = False
        resource.setrlimit(resource.RLIMIT_NOFILE, self._files)

    def _receive(self) -> dict[str, Any]:
        try:
            data = self._socket.recv(65536)
        except BlockingIOError:
            raise
        except OSError:
            data = b""
        if not data:
            self.alive = False
            if self._settings is not None:  # it may have been killed while keys were raw
                with contextlib.suppress(termios.error):
                    termios.tcsetattr(1, termios.TCSADRAIN, self._settings)
            return {}
        message: dict[str, Any] = json.loads(data)
        return message


def hold_closed_streams() -> None:
    """Put a placeholder where memfit was started without one of the standard streams.

    Otherwise the next file that memfit opens would become it, and what is printed would end in
    the recording. The placeholder closes on exec: the program finds the stream closed.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)  # the lowest number that is free


def _restore_locale() -> None:
    """Take back what Python adds to the environment in a C locale (PEP 538).

    The kernel keeps the environment that memfit was started with.
    """
    coerced = os.environ.get("LC_CTYPE") in {"C.UTF-8", "C.utf8", "UTF-8"}
    if coerced and procfs.variable(os.getpid(), "LC_CTYPE") is None:
        del os.environ["LC_CTYPE"]


def _terminal_settings() -> list[Any] | None:
    if not (os.isatty(0) and os.isatty(1)):
        return None
    with contextlib.suppress(termios.error):
        return termios.tcgetattr(1)
    return None


def _cannot_start() -> MemfitError:
    return MemfitError(
        "the process that passes the output on could not start",
        "check the limits on processes and open files: ulimit -u, ulimit -n",
    )


def _create(path: Path) -> int | None:
    try:
        return store.create(path)
    except OSError:
        return None
