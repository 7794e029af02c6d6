"""The wrapped program at its start: the forked child that becomes it.

Everything that Python or memfit changed in the process is put back first, so that the program
finds what it would have found without memfit.
"""

import errno
import json
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Final, NoReturn

from memfit.classes import dataclass

ENDING: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM)
"""Signals that are for the program; the keeper ends when there is nothing left to pass on."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to start.

    Attributes:
        command: The command line.
        prepare: Called in the new process just before it becomes the program.
        environment: Variables that change for the program. It is looked up where PATH led before.
        status: Whether a status line is wanted on a terminal.
        mask: Signals that were blocked when memfit started.
        ignored: Signals that were ignored when memfit started.
    """

    command: list[str]
    prepare: Callable[[], None]
    status: bool
    mask: set[signal.Signals] = field(default_factory=set)
    ignored: set[signal.Signals] = field(default_factory=set)
    environment: Mapping[str, str] = field(default_factory=dict)


def become(
    program: Program, given: dict[int, int], waiting: int, failure: int, slave: int | None
) -> NoReturn:
    """Turn the forked child into the program. Never returns.

    Args:
        program: What to run.
        given: What its standard descriptors become; those that are absent stay.
        waiting: Read until its end before anything else.
        failure: Where a failure is reported, as JSON; closed by a successful start.
        slave: The pseudo-terminal that it is to control, or None.
    """
    stage = "prepare"
    try:
        signal.set_wakeup_fd(-1)
        if slave is not None:
            os.setpgid(0, 0)
            os.tcsetpgrp(slave, os.getpid())
        for target, descriptor in sorted(given.items()):
            os.dup2(descriptor, target)
        os.read(waiting, 1)  # returns when memfit says go, or is dead
        program.prepare()
        stage = "execute"
        # SIGPIPE and SIGXFSZ are ignored by Python itself.
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGTTOU, signal.SIGCHLD, *ENDING):
            ignored = number in program.ignored
            signal.signal(number, signal.SIG_IGN if ignored else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, program.mask)
        _execute(program.command, {**os.environ, **program.environment})
    except OSError as error:
        os.write(failure, json.dumps({"stage": stage, "code": error.errno}).encode())
    except BaseException as error:  # noqa: BLE001 (nothing may return into the parent's code)
        os.write(failure, json.dumps({"stage": stage, "code": None, "text": str(error)}).encode())
    finally:
        os._exit(127)


def _execute(command: list[str], environment: dict[str, str]) -> None:
    if not command[0]:  # which Python refuses with an error of its own
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    refused: OSError = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    for path in _candidates(command[0]):
        try:
            os.execve(path, command, environment)
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            if error.errno == errno.ENOEXEC:
                # A script without a #! line: every shell runs it itself.
                os.execve("/bin/sh", ["/bin/sh", path, *command[1:]], environment)
            if refused.errno == errno.ENOENT:
                refused = error
    raise refused


def _candidates(program: str) -> list[str]:
    """Where a program may be: memfit's own environment decides, as it would without memfit."""
    if "/" in program:
        return [program]
    return [os.path.join(place, program) for place in os.get_exec_path()]
