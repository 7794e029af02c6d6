"""Scripts of a package.json that are one plain command: opened, so that it can be varied itself.

Arguments after `npm test --` only add to what a script gives. Where it names files, or options that
contradict, its command is run in its place: through `npx -c`, which finds the same programs.
"""

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.runners.command import name

_MANAGERS: Final = frozenset({"npm", "pnpm", "yarn"})
_TEST: Final = frozenset({"test", "t", "tst"})
_RUN: Final = frozenset({"run", "run-script"})
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"$`\\]*\"")
_OF_A_SHELL: Final = re.compile(r"[&|;<>()$`*?\[\]{}~\\#!'\"\n]")
_SHELL: Final = ("npx", "-c")


def opened(command: Sequence[str], scripts: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command of the script that a command line runs, with the arguments after it.

    Args:
        command: The command line.
        scripts: The `scripts` of the package.json that it would use.

    Returns:
        Its words; None if it runs no script, or one that needs a shell or has others around it.

    >>> opened(["npm", "test", "--", "--ci"], {"test": "NODE_ENV=test jest tests/a.test.js"})
    ('env', 'NODE_ENV=test', 'jest', 'tests/a.test.js', '--ci')
    >>> opened(["npm", "test"], {"test": "tsc && jest"}) is None
    True
    """
    if is_closed(command):
        return _plain(command[2])
    called = _called(command)
    if called is None:
        return None
    script, rest = called
    if script not in scripts or {f"pre{script}", f"post{script}"} & scripts.keys():
        return None
    words = _plain(scripts[script])
    return None if words is None else (*words, *rest)


def is_closed(command: Sequence[str]) -> bool:
    """Whether a command line is `npx -c` and a line of its own."""
    return tuple(command[:2]) == _SHELL and len(command) == 3


def closed(words: Sequence[str]) -> tuple[str, ...]:
    """Return a command line that runs an opened script's command."""
    return (*_SHELL, shlex.join(words))


def _called(command: Sequence[str]) -> tuple[str, list[str]] | None:
    """Return the script that a package manager is to run, and the arguments for it."""
    if len(command) < 2 or name(command[0]) not in _MANAGERS:
        return None
    verb, rest = command[1], list(command[2:])
    if verb in _RUN and rest and not rest[0].startswith("-"):
        verb, rest = rest[0], rest[1:]
    elif verb in _TEST:
        verb = "test"
    else:
        return None
    if rest[:1] == ["--"]:
        return verb, rest[1:]
    # npm keeps options that stand before two dashes for itself.
    return (
        None if name(command[0]) == "npm" and any(w.startswith("-") for w in rest) else (verb, rest)
    )


def _plain(text: str) -> tuple[str, ...] | None:
    """Part a line into words, if it is one command that needs no shell."""
    if _OF_A_SHELL.search(_QUOTED.sub("", text)):
        return None
    words = shlex.split(text)
    assigns = bool(words) and words[0].partition("=")[0].isidentifier() and "=" in words[0]
    return (("env",) if assigns else ()) + tuple(words) or None
