"""Ctrl-C and signals that end memfit, made alike, so that an experiment ends in one way."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGHUP)


class Signalled(KeyboardInterrupt):
    """A signal asked memfit to end.

    Attributes:
        number: Which.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextlib.contextmanager
def signals_interrupt() -> Iterator[None]:
    """Raise `Signalled` where SIGTERM or SIGHUP would end memfit and leave a run behind."""
    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]  # nohup
    before = {number: signal.signal(number, _raise) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _frame: FrameType | None) -> None:
    raise Signalled(number)
