"""End what outlives a run of an experiment: a daemon would hold its memory during the next one.

memfit adopts orphans while the run lasts (prctl(2), PR_SET_CHILD_SUBREAPER). So whatever the run
left, and only that, is below memfit afterwards, and no pid can mean anything else before memfit
has waited for it.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection, Iterator

from memfit.record import procfs

_PR_SET_CHILD_SUBREAPER = 36
_GRACE = 3.0  # seconds for a daemon to end by itself
_PATIENCE = 8.0  # seconds after which one that cannot be killed is left
_TICK = 0.02


@contextlib.contextmanager
def outliving_ended() -> Iterator[None]:
    """End what was started, directly or not, within the block and is still there at its end."""
    if sys.platform != "linux":
        yield
        return
    prctl = ctypes.CDLL(None).prctl
    before = _below(())
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        try:
            _end(before)
        finally:
            prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _end(before: Collection[int]) -> None:
    began, sent = time.monotonic(), set()
    while left := _below(before):
        waited = time.monotonic() - began
        if waited > _PATIENCE:
            return
        number = signal.SIGTERM if waited < _GRACE else signal.SIGKILL
        for pid in left:
            if (pid, number) not in sent:
                sent.add((pid, number))
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
            with contextlib.suppress(ChildProcessError):  # its parent is still there
                os.waitpid(pid, os.WNOHANG)
        time.sleep(_TICK)


def _below(without: Collection[int]) -> set[int]:
    """Return the processes below this one, apart from some and what is below them."""
    parents = procfs.parents()
    found, fresh = set(), {os.getpid()}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh and pid not in without}
        found |= fresh
    return found
