"""Programs that only start another one: npm, npx, env, sudo, cross-env, concurrently.

What a command line comes down to is told from its words, and from the scripts of a package.json
where they are given.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from memfit.runners import command

_SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "ash", "busybox", "fish"})
_MANAGERS: Final = frozenset({"npm", "pnpm", "yarn", "yarnpkg", "bun"})
_FETCHERS: Final = frozenset({"npx", "pnpx", "bunx", "uvx"})
_SCRIPT_RUNNERS: Final = frozenset({"npm-run-all", "npm-run-all2", "run-s", "run-p", "wireit"})
# These start tasks of many packages: what runs is in files of those.
_TASK_RUNNERS: Final = frozenset({"turbo", "nx", "lerna", "rush", "moon", "make", "just", "task"})
_OTHERS: Final = frozenset(
    {
        "corepack", "su", "unshare", "tox", "nox", "gdb", "podman", "docker", "conmon", "runc",
        "crun", "concurrently", "cross-env-shell",
    }
)  # fmt: skip
_RUN: Final = frozenset({"run", "run-script", "rum", "urn"})
_EXECUTE: Final = frozenset({"exec", "x", "dlx"})
_OF_MANAGERS: Final = frozenset(
    {"--prefix", "-C", "--dir", "--filter", "-F", "-w", "--workspace", "--cwd"}
)
_TEST: Final = frozenset({"test", "t", "tst"})
_END_OF_COMMAND: Final = frozenset({"&&", "||", ";", "|", "&", "|&", "(", ")"})
_LONGEST_SCRIPT: Final = 10_000
_DEEPEST: Final = 8
_MOST: Final = 64


class _Prefix(NamedTuple):
    """A program that is written before a command.

    Attributes:
        valued: Options whose value is a word of its own.
        words: Words of its own that follow its options.
    """

    valued: frozenset[str] = frozenset()
    words: int = 0


def _prefix(*valued: str, words: int = 0) -> _Prefix:
    return _Prefix(frozenset(valued), words)


_PREFIXES: Final[Mapping[str, _Prefix]] = {
    "env": _prefix("-u", "--unset", "-C", "--chdir"),
    "cross-env": _prefix(),
    "dotenv": _prefix("-e", "-c", "-v", "-p"),
    "dotenvx": _prefix("-f", "-e", words=1),
    "sudo": _prefix("-u", "-g", "-h", "-p", "-C", "-D", "--user", "--group", "--chdir"),
    "doas": _prefix("-u", "-C"),
    "nice": _prefix("-n"),
    "nohup": _prefix(),
    "timeout": _prefix("-s", "--signal", "-k", "--kill-after", words=1),
    "time": _prefix("-f", "-o"),
    "stdbuf": _prefix("-i", "-o", "-e"),
    "setsid": _prefix(),
    "xvfb-run": _prefix("-n", "-s", "-e", "-f", "-w"),
    "strace": _prefix("-o", "-e", "-p", "-s", "-E", "-u"),
    "ltrace": _prefix("-o", "-e", "-p", "-s", "-u"),
    "systemd-run": _prefix("-p", "--property", "--unit", "--slice", "-E", "-u"),
    "uv": _prefix("--with", "--python", "-p", "--project", "--directory", "--group", words=1),
    "poetry": _prefix("-C", "-P", words=1),
    "pdm": _prefix("-p", words=1),
    "hatch": _prefix("-e", words=1),
    "pipenv": _prefix(words=1),
}

_NAMES: Final = (
    _SHELLS | _MANAGERS | _FETCHERS | _SCRIPT_RUNNERS | _TASK_RUNNERS | _OTHERS | _PREFIXES.keys()
)


def wraps(words: Sequence[str]) -> bool:
    """Whether a command line only starts another one and waits for it."""
    name = _name(words)
    # A shell is a wrapper as long as nothing better is known: sh -c, npm's scripts, a .sh file.
    return name in _NAMES or name.endswith(".sh")


def commands(
    words: Sequence[str], scripts: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Find the commands that a command line comes down to.

    Args:
        words: A command line.
        scripts: The `scripts` of the package.json that it would use, if they are known.

    Returns:
        What is started in the end, in order; the command line itself where it is no wrapper or
        cannot be seen through.

    >>> commands(["npm", "test", "--", "-w"], {"test": "tsc && cross-env CI=1 jest --ci"})
    (('tsc',), ('jest', '--ci', '-w'))
    >>> commands(["npx", "--yes", "vitest@3", "run"])
    (('vitest', 'run'),)
    """
    found: list[tuple[str, ...]] = []
    _unwrap(list(words), scripts or {}, _DEEPEST, found)
    return tuple(found)


def _unwrap(
    words: list[str], scripts: Mapping[str, str], depth: int, found: list[tuple[str, ...]]
) -> None:
    inner = _inside(words, scripts) if depth else []
    for one in inner:
        if len(found) < _MOST:
            _unwrap(one, scripts, depth - 1, found)
    if not inner and words and len(found) < _MOST:
        found.append(tuple(words))


def _inside(words: list[str], scripts: Mapping[str, str]) -> list[list[str]]:
    """The commands that a wrapper starts; none if it is no wrapper or cannot be seen through."""
    name = _name(words)
    if command.is_interpreter(words) and name in _NAMES - {"bun"}:
        words = command.split(words)[1]
    if name in _MANAGERS:
        return _manager(words, scripts)
    if name in _PREFIXES:
        return _prefixed(words, _PREFIXES[name])
    if name in _SHELLS | _FETCHERS:
        return _shell(words) if name in _SHELLS else _fetched(words[1:])
    texts: list[str] = []
    if name in {"concurrently", "cross-env-shell"}:
        texts = [one for one in words[1:] if not one.startswith("-") and not _assigns(one)]
    elif name in _SCRIPT_RUNNERS | _TASK_RUNNERS:
        texts = [scripts.get(one, "") for one in words[1:]]
    return [each for text in texts for each in parse(text)]


def _name(words: Sequence[str]) -> str:
    if not words:
        return ""
    name = command.name(words[0])
    if command.is_interpreter(words) and name != "bun":
        script = command.split(words)[1]
        return command.name(script[0]).removesuffix("-cli") if script else name
    return name


def parse(text: str) -> list[list[str]]:
    """Part a line of shell into its commands, as far as that goes without running it."""
    import shlex  # when it is needed: memfit has to start fast

    lexer = shlex.shlex(text[:_LONGEST_SCRIPT], posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    parted: list[list[str]] = [[]]
    try:
        for word in lexer:
            if word in _END_OF_COMMAND:
                parted.append([])
            elif parted[-1] or not _assigns(word):
                parted[-1].append(word)
    except ValueError:  # a quote is left open
        return []
    return [one for one in parted if one and one[0] not in {"cd", "export", "set", "exit"}]


def _assigns(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


def _shell(words: list[str]) -> list[list[str]]:
    for position, word in enumerate(words[:-1]):
        if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
            return parse(words[position + 1])
    return []


def _manager(words: list[str], scripts: Mapping[str, str]) -> list[list[str]]:
    """npm, pnpm, yarn and bun: a script of the package, or a program."""
    name = _name(words)
    rest = _without_options(words[1:], _OF_MANAGERS)
    if not rest:
        return []
    verb, rest = rest[0], rest[1:]
    if verb in _EXECUTE:
        return _fetched(rest)
    if verb == "workspace" and len(rest) > 1:  # yarn workspace NAME VERB
        return _manager([name, *rest[1:]], scripts)
    if verb in _RUN:
        verb, *rest = _without_options(rest, _OF_MANAGERS) or [""]
    elif verb in _TEST:
        verb = "test"
    elif verb not in scripts and name != "npm":
        return [[verb, *rest]]  # pnpm vitest, yarn jest
    if verb not in scripts:
        return []
    inner = parse(scripts[verb])
    if inner:
        inner[-1] += rest[1:] if rest[:1] == ["--"] else rest
    return inner


def _fetched(words: list[str]) -> list[list[str]]:
    """Npx and its like: a program by the name of its package, perhaps with a version."""
    for position, word in enumerate(words[:-1]):
        if word in {"-c", "--call"}:
            return parse(words[position + 1])
        if not word.startswith("-"):
            break
    rest = _without_options(words, frozenset({"-p", "--package", "--with", "--from"}))
    if not rest:
        return []
    package, _, version = rest[0].rpartition("@")
    return [[package if package and "/" not in version else rest[0], *rest[1:]]]


def _prefixed(words: list[str], known: _Prefix) -> list[list[str]]:
    rest = _without_options(words[1:], known.valued)
    while rest and (_assigns(rest[0]) or rest[0] == "--"):
        rest = rest[1:]
    rest = _without_options(rest[known.words :], known.valued) if known.words else rest
    return [rest] if rest else []


def _without_options(words: list[str], valued: frozenset[str]) -> list[str]:
    position = 0
    while position < len(words) and words[position].startswith("-"):
        if words[position] == "--":
            return words[position + 1 :]
        position += 2 if words[position] in valued else 1
    return words[position:]
