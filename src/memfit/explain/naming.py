"""How sentences name signals, instants and processes. Sources: signal(7), Linux on x86-64 and arm64.

The text is not made safe for a terminal: whoever prints it does that.
"""

from collections.abc import Sequence

from memfit.model.recording import Process
from memfit.units import format_seconds

SIGINT = 2
SIGABRT = 6
SIGKILL = 9
SIGTERM = 15

ABORTS = {4: "SIGILL", 5: "SIGTRAP", SIGABRT: "SIGABRT"}
"""Signals by which V8 ends a process itself: abort(3), and its trap instruction."""

_INTERPRETERS = ("node", "python", "deno", "bun")
_EXECNET = "import sys;exec(eval(sys.stdin.readline()))"
"""What a worker of pytest-xdist is started with; its program comes through its input."""

_TAKE_A_FILE = {"-r", "--require", "--import", "--loader", "--experimental-loader", "--env-file"}
"""Options of interpreters that a file follows, which is not the script."""

_SCRIPTS = (".js", ".mjs", ".cjs", ".ts", ".mts", ".py")

_SIGNALS = {
    1: "SIGHUP",
    SIGINT: "SIGINT",
    3: "SIGQUIT",
    7: "SIGBUS",
    8: "SIGFPE",
    SIGKILL: "SIGKILL",
    10: "SIGUSR1",
    11: "SIGSEGV",
    12: "SIGUSR2",
    13: "SIGPIPE",
    14: "SIGALRM",
    SIGTERM: "SIGTERM",
    24: "SIGXCPU",
    25: "SIGXFSZ",
    31: "SIGSYS",
    **ABORTS,
}


def signal_name(number: int) -> str:
    """Name a signal.

    >>> signal_name(9), signal_name(40)
    ('SIGKILL', 'signal 40')
    """
    return _SIGNALS.get(number, f"signal {number}")


def instant(at: float) -> str:
    """Write an instant of the recording: in seconds, so that instants can be compared by eye.

    >>> instant(0.25), instant(754.2)
    ('0.2 s', '12 min 34 s')
    """
    return f"{at:.1f} s" if at < 99.95 else format_seconds(at)


def program(process: Process) -> str:
    """Return the name of the program that a process runs, or an empty string.

    A process that writes its own title, such as `node (vitest 1)`, is named by its first word.
    """
    words = process.command[0].split() if process.command else []
    return words[0].rsplit("/", 1)[-1].rstrip(":") if words else ""


def short_command(command: Sequence[str], width: int = 60) -> str:
    """Shorten a command line for a person: paths by their last part, the end cut off.

    Options of an interpreter before its script are left out, since they can be dozens.

    >>> short_command(["/usr/bin/node", "--conditions", "node", "/app/vitest.mjs", "run"])
    'node vitest.mjs run'
    >>> short_command(["/venv/bin/python", "-u", "-c", "import sys;exec(eval(sys.stdin.readline()))"])
    'python of xdist'
    """
    if _EXECNET in command:
        return f"{command[0].rsplit('/', 1)[-1]} of xdist"
    words = [word if word.startswith("-") else word.rsplit("/", 1)[-1] for word in command]
    text = " ".join(word for word in words[:1] + words[_script(command) :] if word)
    return text if len(text) <= width else text[: width - 1] + "…"


def shorten_path(path: str, directory: str, width: int = 60) -> str:
    """Shorten a path for a sentence: relative to a directory it lies in, then cut from the left.

    >>> shorten_path("/app/src/a.test.ts", "/app")
    'src/a.test.ts'
    """
    inside = path.removeprefix(f"{directory.rstrip('/')}/")
    return inside if len(inside) <= width else f"…{inside[-(width - 1) :]}"


def _script(command: Sequence[str]) -> int:
    """Return where the script of an interpreter stands in its command line; 1 if it has none."""
    if not command or not command[0].rsplit("/", 1)[-1].startswith(_INTERPRETERS):
        return 1
    scripts = (
        index
        for index, word in enumerate(command)
        if index
        and not word.startswith("-")
        and command[index - 1] not in _TAKE_A_FILE
        and ("/" in word or word.endswith(_SCRIPTS))
    )
    return next(scripts, 1)


def name(process: Process) -> str:
    """Name a process in a sentence: `worker 4242 (node forks.js)`."""
    command = short_command(process.command, 40)
    return f"{process.role.value} {process.pid}" + (f" ({command})" if command else "")
