"""Puts arguments for a test runner into the command line that starts it, behind any wrappers.

What is given twice is an error to some runners and a list to others, so what would contradict is
taken out of the command line. What stands in a script of a package.json can be taken out only where
that is one plain command, which is then run in its place: the user's files are not changed.
"""

import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from memfit.runners import known, script, wrappers
from memfit.runners.command import Command, name

_NEEDS_DASHES: Final = frozenset({"npm"})
"""Managers that keep options for themselves unless two dashes stand before them."""

_SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "ash"})
_STARTS_SEVERAL: Final = frozenset(
    {
        "concurrently", "cross-env-shell", "npm-run-all", "npm-run-all2", "run-s", "run-p",
        "wireit", "turbo", "nx", "lerna", "rush", "moon", "make", "just", "task",
    }
)  # fmt: skip
_LAST_WINS: Final = frozenset({"pytest", "node --test"})
"""Runners to which an option may be given again."""

_FIRST: Final = frozenset({"node --test"})
"""Runners whose options stand before the files."""

_WORDS_OF_ITS_OWN: Final = {
    "vitest": frozenset({"run", "watch", "dev", "bench", "related"}),
    "vite": frozenset({"build"}),
}
_WITH_VALUE: Final = frozenset(
    {
        "-c", "--config", "-r", "--root", "--reporter", "-t", "--testNamePattern", "--project",
        "--dir", "-n", "-k", "-m", "-p", "-o", "--pool", "--environment", "--maxWorkers", "-w",
        "--shard", "--spec", "--timeout", "--rootdir", "--require", "--reporters", "--import",
        "--loader", "--conditions", "-C", "--env-file", "--test-reporter",
        "--test-reporter-destination", "--test-name-pattern",
    }
)  # fmt: skip
"""Options that are often given with their value as a word of its own."""


class CannotVaryError(Exception):
    """A change cannot be made to this command line.

    Attributes:
        reason: Why, one sentence without a full stop.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def runner_words(command: Sequence[str], scripts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command line of the runner or builder that arguments at the end would reach.

    Args:
        command: The command line.
        scripts: The `scripts` of the package.json that it would use.

    Raises:
        CannotVaryError: If what stands at its end is no runner that is known.
    """
    several = [word for word in command[:2] if name(word) in _STARTS_SEVERAL]
    if several:
        raise CannotVaryError(f"{several[0]} starts tasks of its own: arguments do not reach them")
    found = wrappers.commands(command, scripts)
    if not found or known.recognise(Command(found[-1])) is None:
        raise CannotVaryError("the command does not end with a test runner that takes arguments")
    return found[-1]


def place(
    command: Sequence[str],
    scripts: Mapping[str, str],
    runner: str,
    arguments: Sequence[str],
    without: Sequence[str] = (),
) -> tuple[str, ...]:
    """Add arguments for the runner to a command line.

    Args:
        command: The command line.
        scripts: The `scripts` of the package.json that it would use.
        runner: The runner that they are for.
        arguments: What to add.
        without: Options to take out, with their values: what would contradict.

    Raises:
        CannotVaryError: If arguments do not reach the runner, or a script contradicts.

    >>> place(["npm", "test"], {"test": "jest"}, "jest", ["--maxWorkers=2"])
    ('npm', 'test', '--', '--maxWorkers=2')
    >>> place(["npx", "vitest", "--pool", "threads"], {}, "vitest", ["--pool=forks"], ["--pool"])
    ('npx', 'vitest', '--pool=forks')
    """
    return _placed(
        command, scripts, lambda words, named: _place(words, named, runner, arguments, without)
    )


def _placed(
    command: Sequence[str],
    scripts: Mapping[str, str],
    put: Callable[[Sequence[str], Mapping[str, str]], tuple[str, ...]],
) -> tuple[str, ...]:
    """Put something into a command line, or into the command of its script if only that can have it."""
    inside = script.opened(command, scripts)
    if inside is None:
        return put(command, scripts)
    if script.is_closed(command):
        return script.closed(put(inside, {}))
    try:
        return put(command, scripts)
    except CannotVaryError as error:
        try:
            return script.closed(put(inside, {}))
        except CannotVaryError:
            raise error from None


def _place(
    command: Sequence[str],
    scripts: Mapping[str, str],
    runner: str,
    arguments: Sequence[str],
    without: Sequence[str] = (),
) -> tuple[str, ...]:
    inner = runner_words(command, scripts)
    row = known.recognise(Command(inner))
    if row is None or row.name != runner:
        raise CannotVaryError(f"arguments would not reach {runner}")
    words = _dropped(command, without)
    left = _dropped(runner_words(words, scripts), without) != runner_words(words, scripts)
    if left and runner not in _LAST_WINS:
        raise CannotVaryError(f"a script of package.json itself gives {' or '.join(without)}")
    return _joined(words, runner, arguments)


def place_files(
    command: Sequence[str],
    scripts: Mapping[str, str],
    runner: str,
    arguments: Sequence[str],
) -> tuple[str, ...]:
    """Add a choice of test files, in place of the files or filters that are given.

    Raises:
        CannotVaryError: If a script of package.json names files itself, or nothing can be added.
    """
    return _placed(
        command, scripts, lambda words, named: _place_files(words, named, runner, arguments)
    )


def _place_files(
    command: Sequence[str], scripts: Mapping[str, str], runner: str, arguments: Sequence[str]
) -> tuple[str, ...]:
    inner = runner_words(command, scripts)
    own = _WORDS_OF_ITS_OWN.get(runner, frozenset())
    given = _positional(_after_program(inner, runner), own)
    words = tuple(command)
    for word in given:
        if word not in words:
            raise CannotVaryError(f"a script of package.json itself names files: {word}")
        last = len(words) - 1 - words[::-1].index(word)
        words = (*words[:last], *words[last + 1 :])
    if runner in _FIRST:
        # Its options stand before the files, what comes after them is for the files.
        return (*_place(words, scripts, runner, ()), *arguments)
    return _place(words, scripts, runner, arguments)


def _after_program(inner: Sequence[str], runner: str) -> Sequence[str]:
    """Return the words after the runner's own program or script."""
    for position, word in enumerate(inner):
        stem = name(word)
        if stem in {"vitest", "jest", "jest-cli", "mocha", "_mocha", "pytest", "py.test"}:
            return inner[position + 1 :]
        if runner == "node --test" and word.startswith("--test"):
            return inner[position + 1 :]
    return inner[1:]


def _positional(words: Sequence[str], own: frozenset[str]) -> list[str]:
    found, value = [], False
    for word in words:
        if not value and not word.startswith("-") and word not in own:
            found.append(word)
        value = word in _WITH_VALUE
    return found


def _dropped(words: Sequence[str], options: Sequence[str]) -> tuple[str, ...]:
    """Take options out, with their values."""
    kept: list[str] = []
    position = 0
    while position < len(words):
        option, equals, _ = words[position].partition("=")
        if option not in options:
            kept.append(words[position])
        elif not equals and option in _WITH_VALUE and position + 1 < len(words):
            position += 1
        position += 1
    return tuple(kept)


def _joined(words: tuple[str, ...], runner: str, arguments: Sequence[str]) -> tuple[str, ...]:
    if runner in _FIRST:
        if "--test" not in words:
            raise CannotVaryError("options of node --test stand before its files, in a script")
        at = words.index("--test") + 1
        return (*words[:at], *arguments, *words[at:])
    first = name(words[0])
    calls = first == "npx" and words[-2] in {"-c", "--call"}
    if calls or (first in _SHELLS and len(words) > 2):
        return (*words[:-1], f"{words[-1]} {shlex.join(arguments)}")
    if first in _NEEDS_DASHES and arguments and "--" not in words[1:]:
        return (*words, "--", *arguments)
    return (*words, *arguments)
