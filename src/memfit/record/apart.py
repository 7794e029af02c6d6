"""Record a run in a memfit of its own, out of sight: what experiments are made of.

The process is `memfit run`, so a run in an experiment is recorded exactly as one by hand. Its
output goes nowhere; the recording keeps it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from memfit.errors import MemfitError

_GRACE = 10.0  # seconds for a run to end after an interrupt, before it is killed


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
    """Make a run and wait for its end.

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
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment, cwd=order.directory,
        process_group=0,  # Ctrl-C is ours to pass on: once, and to memfit alone
    ) as process:  # fmt: skip
        try:
            said = _wait(process, waiting)
        except BaseException:
            _end(process)
            raise
    if process.returncode == 125:
        last = said.decode("utf-8", "replace").strip().splitlines()
        raise MemfitError(
            f"a run could not be recorded: {last[0] if last else 'memfit said nothing'}",
            last[1].strip() if len(last) > 1 else "try the same command with `memfit run`",
        )
    return process.returncode


def _wait(process: "subprocess.Popen[bytes]", waiting: Callable[[float], None] | None) -> bytes:
    seconds = 0.0
    while True:
        try:
            _, said = process.communicate(timeout=0.25)
        except subprocess.TimeoutExpired:
            seconds += 0.25
            if waiting is not None:
                waiting(seconds)
        else:
            return said


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
