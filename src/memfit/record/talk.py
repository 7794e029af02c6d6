"""What memfit is told while a run goes on: by its keeper, by the terminal, by other processes.

Signals are waited for with sigtimedwait(2), which tells who sent them: what the terminal sent has
reached the program already, the rest is passed on.
"""

import os
import signal
from collections.abc import Callable
from typing import Final

from memfit.record.launch import Keeper
from memfit.record.lifecycle.contract import Signal
from memfit.record.state import State
from memfit.record.stopping import Stopping
from memfit.record.tree import Tree

_PASSED_ON: Final = (
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2,
)  # fmt: skip
WAITED_FOR: Final = frozenset({*_PASSED_ON, signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH})
"""Signals to memfit that are meant for the program, and those that are for memfit itself.

The keeper sends SIGURG when it has said something: nobody minds if it comes too late.
"""

_SI_KERNEL: Final = 0x80  # sigaction(2): sent by the kernel, that is by the terminal
_PATIENCE: Final = 1.0  # for a reader of the output, once the run was ended


class Talk:
    """Takes in what is said, and answers the keeper; one object a run."""

    def __init__(self, keeper: Keeper, tree: Tree, state: State, stopping: Stopping) -> None:
        self._keeper = keeper
        self._tree = tree
        self._state = state
        self._stopping = stopping

    def signalled(self, info: Signal, now: float) -> None:
        """Take in a signal to memfit that is for the program."""
        number, by_terminal = info.si_signo, info.si_code == _SI_KERNEL
        # `kill 0`, as in `trap "kill 0" EXIT`, reaches all of the group: the program's own doing.
        if not by_terminal and info.si_pid in self._tree.pids:
            return
        if number == signal.SIGWINCH:
            self._keeper.tell(resized=True)
            return
        if not by_terminal:
            self._stopping.pass_on(number)
        elif self._keeper.session:
            self._stopping.pass_on(number, group=True)  # the terminal does not know the program
        if number == signal.SIGINT:
            self._stopping.interrupt(now)
        elif number in {signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}:
            self._state.sent = number

    def listen(self, now: float) -> None:
        """Take in what the keeper has said since the last call."""
        for message in self._keeper.messages():
            if "failed" in message:
                self._state.failed = message["failed"]
            elif "executed" in message:
                self._state.started = True
                self._tree.started(self._keeper.root)
            elif "exited" in message:
                self._state.reported = message["exited"]
            elif "interrupt" in message:
                self._stopping.interrupt(now)
            elif "suspended" in message:
                os.killpg(os.getpgrp(), signal.SIGSTOP)  # as the terminal would have done
                self._keeper.tell(resume=True)
            elif "drained" in message:
                self._state.drained = True
                self._state.output_cut = message["cut"]

    def drain(self, clock: Callable[[], float]) -> None:
        """Wait until all that was printed has gone where it goes.

        A reader that is slow is waited for, as it would be without memfit; not after the run was
        ended, and not beyond a Ctrl-C.

        Args:
            clock: Tells the seconds since the recording started.
        """
        until = None if self._stopping.by is None else clock() + _PATIENCE
        told = False
        while self._keeper.alive:
            told = told or self._keeper.tell(drain=True)
            self.listen(clock())
            if self._state.drained or (until is not None and clock() > until):
                return
            info = signal.sigtimedwait(WAITED_FOR, 0.02)
            if info is not None and info.si_signo in {signal.SIGINT, signal.SIGTERM}:
                return
