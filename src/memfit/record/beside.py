"""What is polled beside ptrace, because nobody traces it.

These are processes that ptrace had to let go, such as those that another debugger traces, and
those of the cgroup that never were in the tree: what runs in a container, for example.
"""

import os
from collections.abc import Callable
from typing import Final

from memfit.record import procfs
from memfit.record.lifecycle.contract import Event, Exited
from memfit.record.lifecycle.polling import Polling
from memfit.record.tree import Tree

_LOOK_EVERY: Final = 1.0  # seconds between comparisons of the cgroup with what is known


class Beside:
    """Polls what ptrace does not see; see the module.

    Args:
        tree: The processes that are known.
        inside: Pids of the cgroup that holds the run; returns None without one.
        unreaped: Called with (pid, wait status) of a child that is not watched.
    """

    def __init__(
        self,
        tree: Tree,
        inside: Callable[[], list[int] | None],
        unreaped: Callable[[int, int], None],
    ) -> None:
        self._tree = tree
        self._inside = inside
        self._unreaped = unreaped
        self._polling: Polling | None = None
        self._next_look = 0.0

    def take_over(self, pid: int) -> list[Event]:
        """Poll a process that ptrace has let go."""
        try:
            self._begin().attach(pid)
        except ProcessLookupError:  # it has ended already, and nobody saw how
            return [Exited(pid, None)]
        return []

    def events(self, now: float, *, compare: bool) -> list[Event]:
        """Look at what is polled; where nothing is yet, look for strangers if `compare` is set."""
        if self._polling is not None:
            return self._polling.events()
        if compare and now >= self._next_look:
            self._next_look = now + _LOOK_EVERY
            if self._strangers():
                self._begin()
        return []

    def _begin(self) -> Polling:
        if self._polling is None:
            self._polling = Polling(self._unreaped, self._strangers, reap=False)
        return self._polling

    def _strangers(self) -> list[int] | None:
        """Processes of the cgroup that nobody watches."""
        inside = self._inside()
        if inside is None:
            return None
        unknown = [pid for pid in inside if pid not in self._tree.live]
        # A child that was just forked is traced already, and its event is on its way.
        return [pid for pid in unknown if procfs.tracer(pid) not in {None, os.getpid()}]
