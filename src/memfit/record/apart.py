"""Record a run in a memfit of its own, out of sight: what experiments are made of.

The process is `memfit run`, so a run in an experiment is recorded exactly as one by hand. Its
output goes nowhere; the recording keeps it.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path

from memfit.classes import dataclass
from memfit.errors import MemfitError
from memfit.record.outliving import outliving_ended
from memfit.record.store import MANIFEST

_GRACE = 20.0  # seconds for a run to end after an interrupt; it needs ten before it kills its tree
_TICK = 0.25
_MOST_SAID = 4096  # of what the program prints as well, which the recording keeps
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Order:
    """A run to be made.

    Attributes:
        command: The command line.
        recording: Directory of its recording; must not exist, or be empty.
        options: Options of `memfit run` beside `--recording`.
        environment: Variables that are set for it, on top of memfit's own; None removes one.
        directory: Where it runs; None for here.
    """

    command: tuple[str, ...]
    recording: Path
    options: tuple[str, ...] = ()
    environment: Mapping[str, str | None] = field(default_factory=dict)
    directory: Path | None = None


def record_apart(order: Order, waiting: Callable[[float], None] | None = None) -> int:
    """Make a run and wait for its end; what outlives it is ended.

    Args:
        order: The run.
        waiting: Called about four times a second while it runs, with the seconds since its start.

    Returns:
        What `memfit run` exited with.

    Raises:
        MemfitError: If memfit itself could not record it (125), with what it said.
        KeyboardInterrupt: If the user interrupted; the run has been ended and its recording kept.
    """
    environment = dict(os.environ)
    for name, value in order.environment.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    words = [
        sys.executable, "-m", "memfit", "run", "--recording", str(order.recording),
        *order.options, "--", *order.command,
    ]  # fmt: skip
    with outliving_ended(), subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment, cwd=order.directory,
        # Ctrl-C is ours to pass on, once and to memfit alone; and a program that asks the terminal
        # for something would be stopped for good.
        start_new_session=True,
        preexec_fn=_end_with_parent(),
    ) as process:  # fmt: skip
        try:
            said = _wait(process, waiting)
        except BaseException:
            _end(process)
            raise
    if process.returncode == 125 and not (order.recording / MANIFEST).is_file():
        last = said.decode("utf-8", "replace").strip().splitlines()
        raise MemfitError(
            f"a run could not be recorded: {last[0] if last else 'memfit said nothing'}",
            last[1].strip() if len(last) > 1 else "try the same command with `memfit run`",
        )
    return process.returncode


def _wait(process: "subprocess.Popen[bytes]", waiting: Callable[[float], None] | None) -> bytes:
    """Wait for the end, and return the beginning of what was said."""
    assert process.stderr is not None  # noqa: S101 (it is a pipe)
    began, said, ended = time.monotonic(), b"", False
    while True:
        readable, _, _ = select.select([process.stderr], [], [], 0.0 if ended else _TICK)
        chunk = os.read(process.stderr.fileno(), 1 << 16) if readable else b""
        said += chunk[: _MOST_SAID - len(said)]
        if readable and not chunk:
            process.wait()
            return said
        if ended and not readable:
            return said  # what outlived the run holds the pipe
        ended = process.poll() is not None
        if waiting is not None:
            waiting(time.monotonic() - began)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Interrupt a run; as with `memfit run` itself, a second Ctrl-C does not wait."""
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_GRACE)
        except KeyboardInterrupt:
            continue
        except subprocess.TimeoutExpired:
            break
        return
    process.kill()


def _end_with_parent() -> Callable[[], None] | None:
    """Return what makes the kernel interrupt a run when the memfit that made it is killed."""
    if sys.platform != "linux":
        return None
    prctl, memfit = ctypes.CDLL(None).prctl, os.getpid()  # looked up before the fork

    def prepare() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != memfit:  # it was killed before the kernel knew
            os._exit(1)

    return prepare
