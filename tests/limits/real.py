"""Running programs inside a real enclosure."""

import os
import subprocess
import sys
from collections.abc import Callable

from memfit.limits.contract import Enclosure

MEGABYTE = 1 << 20


def python(enclosure: Enclosure, code: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start Python in an enclosure; its directory is / so that relative paths would fail."""
    command = enclosure.wrap([sys.executable, "-c", code, *arguments])
    return subprocess.Popen(
        command,
        preexec_fn=enclosure.join,
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(enclosure: Enclosure, code: str, *arguments: str) -> int:
    """Run Python in an enclosure to its end; returns the exit code, negative for a signal."""
    with python(enclosure, code, *arguments) as process:
        process.communicate()
    return process.returncode


def in_fork(action: Callable[[], None]) -> bool:
    """Run an action in a fork of this process; returns whether it raised nothing."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            action()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
