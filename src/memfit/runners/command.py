"""The words of a command line: the program, its options, the script that an interpreter runs."""

import os
from collections.abc import Iterator, Sequence
from typing import Final

_INTERPRETERS: Final = frozenset({"node", "nodejs", "bun", "deno", "python", "pypy", "ruby"})
_CODE: Final = frozenset({"-e", "-c", "-p", "-pe", "--eval", "--print", "-"})
_BEFORE_MODULE: Final = frozenset("bBdEiIOqsSuvx")  # python -um MODULE
# Options of interpreters whose value is a word of its own.
_VALUED: Final = frozenset(
    {
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions",
        "-W", "-X", "--max-old-space-size", "--max_old_space_size", "--max-semi-space-size",
        "--stack-size", "--title", "--test-name-pattern", "--test-skip-pattern",
        "--test-reporter", "--test-reporter-destination", "--test-shard", "--test-timeout",
    }
)  # fmt: skip


def name(path: str) -> str:
    """Name a program by its file, without directory and extension, in lower case."""
    last = path.rpartition("/")[2].lower()
    for suffix in (".js", ".mjs", ".cjs", ".exe"):
        last = last.removesuffix(suffix)
    return last


def is_node(executable: str) -> bool:
    """Whether a program is Node, and so has a V8 heap."""
    return name(executable) in {"node", "nodejs"}


def is_interpreter(words: Sequence[str]) -> bool:
    """Whether a command line starts an interpreter, which runs a script of another name."""
    return bool(words) and name(words[0]).rstrip("0123456789.") in _INTERPRETERS


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part an interpreter's options from the script that it runs.

    Returns:
        The options with their values, and the script (or module) with its arguments: empty if
        code is given on the command line, or nothing.

    >>> split(["node", "-r", "./hook.cjs", "--inspect", "app.js", "--port", "1"])
    (['-r', './hook.cjs', '--inspect'], ['app.js', '--port', '1'])
    >>> split(["python3", "-m", "pytest", "-q"])
    ([], ['pytest', '-q'])
    """
    position = 1
    while position < len(words):
        word = words[position]
        if word == "--" or (word and _is_module(word)):
            return list(words[1:position]), list(words[position + 1 :])
        if word in _CODE:
            return list(words[1:position]), []
        if not word.startswith("-"):
            return list(words[1:position]), list(words[position:])
        position += 2 if word in _VALUED else 1
    return list(words[1:]), []


def _is_module(word: str) -> bool:
    return word[0] == "-" and word[-1] == "m" and _BEFORE_MODULE.issuperset(word[1:-1])


class Command:
    """A command line, with what runners are known by worked out once.

    Attributes:
        words: The command line.
        text: All of it in lower case, with `/` in paths.
        path: The script or module that an interpreter runs, else the program; in lower case, with
            `/` before it. Empty if it is code from the command line.
        name: What `path` is called, without directory and extension.
        is_node: Whether Node is what runs.
        node_options: The options of Node.
    """

    __slots__ = ("is_node", "name", "node_options", "path", "text", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.text = " ".join(words).replace(os.sep, "/").lower()
        options, run = split(words) if is_interpreter(words) else ([], words)
        self.is_node = bool(words) and is_node(words[0])
        self.node_options = options if self.is_node else []
        self.path = "/" + run[0].replace(os.sep, "/").lower() if run else ""
        self.name = name(self.path)


def values(words: Sequence[str], *options: str) -> Iterator[str]:
    """Yield the values of options, given as `--option=value` or as a word of its own.

    >>> list(values(["x", "--out=a", "--out", "b", "--outer=c"], "--out"))
    ['a', 'b']
    """
    for position, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option not in options:
            continue
        if equals:
            yield value
        elif position + 1 < len(words) and not words[position + 1].startswith("-"):
            yield words[position + 1]


def heap_ceiling(command: Sequence[str], node_options: str | None) -> int | None:
    """Read the old-space ceiling that flags ask for.

    Returns:
        Bytes; the command line wins over NODE_OPTIONS as it does in Node. None if none is asked
        for, or if it is not a number.

    >>> heap_ceiling(["node", "--max-old-space-size=256", "x.js"], "--max_old_space_size=99")
    268435456
    """
    for words in (split(command)[0], (node_options or "").split()):
        asked = list(values(words, "--max-old-space-size", "--max_old_space_size"))
        if asked:
            usable = asked[-1].isascii() and asked[-1].isdecimal() and len(asked[-1]) < 10
            return (int(asked[-1]) << 20 or None) if usable else None
    return None
