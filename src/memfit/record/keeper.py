"""The keeper: the small process between the wrapped program and where its output goes.

It passes output on as it comes, keeps a copy, and is the parent of the program. It is a process
of its own so that the program goes on untouched when memfit is killed: then the keeper passes
output on until the last writer has gone, and ends.
"""

import contextlib
import errno
import json
import os
import select
import signal
import socket
import termios
from typing import Any, Final, NoReturn

from memfit.record import terminal, wiring
from memfit.record.outputlog import OutputLog
from memfit.record.program import ENDING, Program

_CHUNK: Final = 1 << 16
_MOST_UNREAD: Final = 1 << 20  # pipe(7): the most that a pipe holds without privileges


def run(control: socket.socket, program: Program, log: OutputLog) -> NoReturn:
    """Be the keeper, in a process that was just forked for it. Never returns."""
    code = 0
    try:
        _Keeper(control, program, log).serve()
    except BaseException:  # noqa: BLE001 (nobody above could handle it, and the fork must end here)
        code = 1
    finally:
        os._exit(code)


class _Keeper:
    def __init__(self, control: socket.socket, program: Program, log: OutputLog) -> None:
        self._control: socket.socket | None = control
        self._memfit = os.getppid()
        self._log = log
        self._ended = False  # the program has, and was not reaped yet
        self._keys: int | None = None  # the user's keyboard, while we read it
        self._poll = select.poll()
        self._wake, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.pthread_sigmask(signal.SIG_SETMASK, program.mask - {signal.SIGCHLD})
        wired = wiring.start(program)
        self._root = wired.root
        self._go: int | None = wired.go
        self._started: int | None = wired.started
        self._sources = wired.sources
        self._screen, self._master = wired.screen, wired.master
        self._session = wired.session
        self._start_keys()
        self._poll.register(wired.started, select.POLLIN)
        self._poll.register(control, select.POLLIN)
        self._poll.register(self._wake, select.POLLIN)
        for descriptor in self._sources:
            self._poll.register(descriptor, select.POLLIN)
        self._tell(started=self._root, session=self._session)

    # Serving --------------------------------------------------------------------------------

    def serve(self) -> None:
        """Pass things on until there is nothing left that could come."""
        while self._sources or self._root or self._control:
            if not self._sources and not self._control:
                break  # memfit has gone, and nobody prints any more
            for descriptor, event in self._poll.poll():
                if descriptor in self._sources:
                    self._pass_on(descriptor)
                elif descriptor == self._wake:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self._wake, 4096)
                    self._note_start()
                    self._reap()
                elif self._control is not None and descriptor == self._control.fileno():
                    self._obey()
                elif descriptor == self._keys:
                    self._pass_keys(event)
                elif descriptor == self._started:
                    self._note_start()
        self._finish()

    def _pass_on(self, descriptor: int) -> int:
        """Move one chunk; returns its size, 0 if there was none."""
        source = self._sources[descriptor]
        try:
            chunk = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return 0
        except OSError as error:
            if error.errno != errno.EIO:  # EIO: nobody has the pseudo-terminal open any more
                raise
            chunk = b""
        if not chunk:
            self._close(descriptor)
            return 0
        if source.stream == "terminal" and self._screen is not None:
            if self._screen.passed(chunk) and self._master is not None:
                terminal.resize(self._master, *self._screen.for_program)
            self._screen.write(chunk)
        elif not _write(source.target, chunk):
            # Nobody reads: closing our end gives the program the SIGPIPE that is due to it.
            self._close(descriptor)
            return 0
        self._log.add(source.stream, chunk)
        return len(chunk)

    def _close(self, descriptor: int) -> None:
        del self._sources[descriptor]
        self._poll.unregister(descriptor)
        if descriptor == self._master:
            self._master = None
            self._stop_keys()
        os.close(descriptor)
        if not self._sources:
            self._log.seal()
            self._tell(end_of_output=True)

    def _pass_keys(self, event: int) -> None:
        keys = b""
        if event & select.POLLIN:
            with contextlib.suppress(OSError):
                keys = os.read(0, _CHUNK)
        if not keys or self._master is None:
            self._stop_keys()
            return
        settings = termios.tcgetattr(self._master)
        # The line discipline turns this key into SIGINT, unless the program reads keys raw.
        if settings[3] & termios.ISIG and settings[6][termios.VINTR] in keys:
            self._tell(interrupt=True)
        _write(self._master, keys)

    def _start_keys(self) -> None:
        if self._session:
            self._keys = 0
            self._poll.register(0, select.POLLIN)

    def _stop_keys(self) -> None:
        if self._keys is not None:
            self._poll.unregister(self._keys)
            self._keys = None

    def _reap(self) -> None:
        """Learn how the program stands; its remains stay for memfit to read until the drain."""
        if self._root and not self._ended:
            ended = os.waitid(os.P_PID, self._root, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is not None:
                self._ended = True
                exited = ended.si_code == os.CLD_EXITED
                self._tell(exited=ended.si_status << 8 if exited else ended.si_status)
                if self._control is None:
                    self._drain()
            elif os.waitid(os.P_PID, self._root, os.WSTOPPED | os.WNOHANG) is not None:
                self._suspended()

    def _suspended(self) -> None:
        """Ctrl-Z: the terminal goes back to the shell, and memfit stops as the program did."""
        if self._session and self._screen is not None:
            self._stop_keys()
            self._screen.leave()
            self._tell(suspended=True)

    def _note_start(self) -> None:
        """Read whether the program runs: the other end closes as soon as it does."""
        if self._started is None or not select.select([self._started], [], [], 0)[0]:
            return
        report = os.read(self._started, 4096)
        self._poll.unregister(self._started)
        os.close(self._started)
        self._started = None
        if report:
            self._tell(failed=json.loads(report))
        else:
            self._tell(executed=True)

    # Talking to memfit -------------------------------------------------------------------------

    def _tell(self, **message: Any) -> None:
        if self._control is not None:
            try:
                self._control.send(json.dumps(message).encode())
                # Memfit waits for signals. This one does nothing to a process that does not.
                if os.getppid() == self._memfit:
                    os.kill(self._memfit, signal.SIGURG)
            except OSError:
                self._forget_memfit()

    def _obey(self) -> None:
        try:
            message = json.loads(self._control.recv(_CHUNK)) if self._control else {}
        except (OSError, ValueError):
            message = {}
        if not message:
            self._forget_memfit()
        elif "go" in message:
            self._let_go()
        elif "status" in message and self._screen is not None:
            self._screen.show(message["status"])
        elif "resized" in message and self._screen is not None and self._master is not None:
            self._screen.resized()
            terminal.resize(self._master, *self._screen.for_program)
        elif "resume" in message and self._session and self._screen is not None:
            self._screen.enter()
            self._start_keys()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._root, signal.SIGCONT)
        elif "drain" in message:
            self._drain()

    def _drain(self) -> None:
        """Pass on all that was printed so far, then give the terminal back."""
        if self._ended:
            os.waitpid(self._root, 0)
            self._root, self._ended = 0, False
        for descriptor in list(self._sources):
            os.set_blocking(descriptor, False)
            # What outlives the program may go on printing for ever: that is not waited for.
            room = _MOST_UNREAD
            while descriptor in self._sources and room > 0 and (size := self._pass_on(descriptor)):
                room -= size
            if descriptor in self._sources:
                os.set_blocking(descriptor, True)
        self._finish()
        self._tell(drained=True, cut=self._log.cut)

    def _forget_memfit(self) -> None:
        """Memfit has ended, or was killed: from here on only pass things on."""
        if self._control is not None:
            self._poll.unregister(self._control)
            self._control.close()
            self._control = None
        self._let_go()
        if self._screen is not None and self._screen.hide() and self._master is not None:
            terminal.resize(self._master, *self._screen.for_program)
        if self._ended or not self._root:
            self._drain()

    def _let_go(self) -> None:
        if self._go is not None:
            os.close(self._go)
            self._go = None

    def _finish(self) -> None:
        self._log.seal()
        self._stop_keys()
        if self._screen is not None:
            self._screen.leave()


def _write(descriptor: int, data: bytes) -> bool:
    """Write everything, also to a descriptor that somebody made non-blocking."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            select.select([], [descriptor], [])
        except OSError:
            return False
    return True
