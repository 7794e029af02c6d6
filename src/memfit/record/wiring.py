"""Start the program in the keeper, with its streams connected.

A program that has a terminal to itself runs on a pseudo-terminal in a session that the keeper
leads. Any other stays in memfit's process group, so that a Ctrl-C reaches it as if memfit were not
there; its outputs are pipes, or pseudo-terminals where they were terminals.
"""

import fcntl
import os
import termios
from typing import Final

from memfit.classes import dataclass
from memfit.record import terminal
from memfit.record.program import Program, become

_STREAMS: Final = {1: "stdout", 2: "stderr"}


@dataclass(frozen=True, slots=True)
class Source:
    """Something that the program prints to.

    Attributes:
        stream: `stdout`, `stderr`, or `terminal` for both.
        target: The descriptor that what is printed goes to.
    """

    stream: str
    target: int


@dataclass(frozen=True, slots=True)
class Wired:
    """The program, forked and waiting.

    Attributes:
        root: Its pid.
        go: Descriptor that lets it go when it is closed.
        started: Descriptor that closes when it runs, or says why it cannot.
        sources: What it prints to, by the descriptor to read from.
        screen: The terminal that it prints on, or None.
        master: The keeper's end of its pseudo-terminal, or None.
        session: Whether it has the terminal to itself.
    """

    root: int
    go: int
    started: int
    sources: dict[int, Source]
    screen: terminal.Screen | None
    master: int | None
    session: bool


@dataclass(frozen=True, slots=True)
class _Pseudo:
    """A pseudo-terminal in the place of a terminal; see `Wired`."""

    master: int
    slave: int
    outer: int
    screen: terminal.Screen
    session: bool


def start(program: Program) -> Wired:
    """Fork the program; it waits until it is let go."""
    terminals = [descriptor for descriptor in (0, 1, 2) if os.isatty(descriptor)]
    pseudo = _open_terminal(terminals, program)
    session = pseudo is not None and pseudo.session
    sources: dict[int, Source] = {}
    given: dict[int, int] = {}
    mine: list[int] = []
    if pseudo is not None:
        sources[pseudo.master] = Source("terminal", pseudo.outer)
        given = {each: pseudo.slave for each in terminals if session or each != 0}
        mine.append(pseudo.slave)
    mine += _open_pipes(terminals, given, sources)
    waiting, go = os.pipe2(os.O_CLOEXEC)
    started, failure = os.pipe2(os.O_CLOEXEC)
    root = os.fork()
    if root == 0:
        os.close(go)
        slave = pseudo.slave if pseudo is not None and session else None
        become(program, given, waiting, failure, slave)
    for descriptor in [*mine, waiting, failure]:
        os.close(descriptor)
    screen, master = (pseudo.screen, pseudo.master) if pseudo is not None else (None, None)
    return Wired(root, go, started, sources, screen, master, session)


def _open_pipes(
    terminals: list[int], given: dict[int, int], sources: dict[int, Source]
) -> list[int]:
    """Add a pipe for each output that is no terminal; returns the program's ends."""
    writers: list[int] = []
    for descriptor in (1, 2):
        if descriptor in given or not os.get_inheritable(descriptor):
            continue  # the latter: a placeholder, see `launch.hold_closed_streams`
        if descriptor == 2 and 1 not in terminals and 1 in given and _same(1, 2):
            given[2] = given[1]  # one pipe keeps the order of what is printed to both
            continue
        reader, writer = os.pipe2(os.O_CLOEXEC)
        sources[reader] = Source(_STREAMS[descriptor], descriptor)
        given[descriptor] = writer
        writers.append(writer)
    return writers


def _open_terminal(terminals: list[int], program: Program) -> _Pseudo | None:
    """Make a pseudo-terminal for what is a terminal; None if neither output is.

    Only a program that has the terminal to itself, input and output, gets a session on the
    pseudo-terminal, with the keys passed on raw. Otherwise others share the terminal (`| tee`,
    a job in the background): its settings stay, and its signals reach the program directly.
    """
    outputs = [each for each in terminals if each != 0]
    if not outputs:
        return None
    outer = outputs[0]
    try:
        foreground = os.tcgetpgrp(outer) == os.getpgrp()
    except OSError:
        foreground = False
    session = foreground and {0, 1} <= set(terminals)
    screen = terminal.Screen(
        outer, status=program.status and foreground and outer == 1, raw=session
    )
    master, slave = os.openpty()
    os.set_inheritable(slave, False)
    settings = termios.tcgetattr(outer)
    if not session:
        settings[1] &= ~termios.OPOST  # the terminal itself turns line feeds into new lines
    termios.tcsetattr(slave, termios.TCSANOW, settings)
    terminal.resize(master, *screen.for_program)
    if session:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        screen.enter()
    return _Pseudo(master, slave, outer, screen, session)


def _same(one: int, other: int) -> bool:
    """Whether two descriptors are one file, pipe or socket."""
    try:
        return os.path.sameopenfile(one, other)
    except OSError:
        return False
