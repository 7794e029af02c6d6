"""End a run: politely first where there is time, and then the whole tree."""

import contextlib
import os
import signal
from typing import Final

from memfit.limits.contract import Enclosure
from memfit.model.recording import EndedBy
from memfit.record.tree import Tree

_GRACE_INTERRUPT: Final = 10.0  # vitest waits this long for its teardown
_GRACE_TIMEOUT: Final = 3.0


class Stopping:
    """Decides how a run is brought to its end.

    Attributes:
        by: Why it is being ended, or None.
    """

    def __init__(self, root: int, tree: Tree, enclosure: Enclosure) -> None:
        self.by: EndedBy | None = None
        self._root = root
        self._tree = tree
        self._enclosure = enclosure
        self._kill_at: float | None = None

    def interrupt(self, now: float) -> None:
        """Ctrl-C, which the program has received; a second one does not wait."""
        if self.by is EndedBy.INTERRUPT:
            self.kill()
            return
        self.by = self.by or EndedBy.INTERRUPT
        self._kill_at = now + _GRACE_INTERRUPT

    def time_out(self, now: float) -> None:
        """The time that the user allowed is over."""
        if self.by is None:
            self.by = EndedBy.TIMEOUT
            self._kill_at = now + _GRACE_TIMEOUT
            self.pass_on(signal.SIGTERM)

    def over_budget(self) -> None:
        """The tree holds more than it may, and nothing else would stop it."""
        self.by = self.by or EndedBy.WATCHDOG
        self.kill()

    def escalate(self, now: float) -> None:
        """Kill what did not end in its time of grace."""
        if self._kill_at is not None and now >= self._kill_at:
            self.kill()

    def pass_on(self, number: int, *, group: bool = False) -> None:
        """Send a signal to the program, or to its whole process group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(-self._root if group else self._root, number)

    def kill(self) -> None:
        """Kill every process of the run; to be called until none is left."""
        self._enclosure.kill()
        for pid in list(self._tree.live):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
