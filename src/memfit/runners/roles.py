"""What a process is to a run, told from its command line alone.

Titles that runners give their workers, and the files that they fork, are facts of vitest 2 to 5,
jest 29 and 30, mocha, pytest-xdist and esbuild.
"""

import os
from collections.abc import Sequence
from typing import Final

from memfit.model.recording import Role

_SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "ash", "busybox", "fish", "env"})
_WRAPPERS: Final = frozenset(
    {
        "npm", "npx", "pnpm", "pnpx", "yarn", "yarnpkg", "bunx", "corepack", "turbo", "nx", "lerna",
        "cross-env", "cross-env-shell", "dotenv", "dotenvx", "concurrently", "npm-run-all", "run-s",
        "run-p", "wireit", "make", "just", "task", "sudo", "doas", "su", "env", "nice", "nohup",
        "timeout", "time", "stdbuf", "setsid", "unshare", "xvfb-run", "uv", "uvx", "poetry", "pdm",
        "hatch", "tox", "nox", "pipenv", "strace", "ltrace", "gdb", "podman", "docker", "conmon", "runc", "crun",
        "systemd-run",
    }
)  # fmt: skip
_INTERPRETERS: Final = ("node", "nodejs", "bun", "deno", "python", "pypy", "ruby")
_RUNNERS: Final = {
    "vitest": "vitest",
    "jest": "jest",
    "mocha": "mocha",
    "_mocha": "mocha",
    "pytest": "pytest",
    "py.test": "pytest",
    "vite": "vite",
    "esbuild": "esbuild",
    "rollup": "rollup",
    "webpack": "webpack",
    "tsup": "tsup",
}
_RUNNER_FILES: Final = (
    # file of the package's own command line -> runner
    ("/vitest/vitest.mjs", "vitest"),
    ("/vitest/dist/cli.js", "vitest"),
    ("/jest/bin/jest.js", "jest"),
    ("/jest-cli/bin/jest.js", "jest"),
    ("/mocha/bin/mocha.js", "mocha"),
    ("/mocha/bin/_mocha", "mocha"),
    ("/mocha/lib/cli/cli.js", "mocha"),
    ("/vite/bin/vite.js", "vite"),
    ("/rollup/dist/bin/rollup", "rollup"),
    ("/webpack/bin/webpack.js", "webpack"),
)
_WORKER_FILES: Final = (
    "/tinypool/dist/entry/process.js",  # vitest 2, 3
    "/vitest/dist/workers/",  # vitest 4, 5
    "/vitest/dist/worker.js",
    "/vitest/dist/child.js",
    "/jest-worker/build/workers/processchild.js",  # jest 29
    "/jest-worker/build/processchild.js",  # jest 30
    "/mocha/lib/nodejs/worker.js",
)
# An xdist worker is `python -c 'import sys;exec(eval(sys.stdin.readline()))'`.
_EXECNET: Final = "exec(eval(sys.stdin.readline()))"


def runner(command: Sequence[str]) -> str | None:
    """Name the test runner or builder that a command line starts, or None.

    >>> runner(["node", "--expose-gc", "/app/node_modules/.bin/vitest", "run"])
    'vitest'
    >>> runner(["python3", "-m", "pytest", "-q"])
    'pytest'
    """
    if not command:
        return None
    program = _name(command[0])
    words = list(command)
    if program.startswith(_INTERPRETERS):
        if program.startswith("node") and any(w == "--test" for w in _options(words)):
            return "node --test"
        words = _script(words)
        if not words:
            return None
    path = words[0].replace(os.sep, "/").lower()
    for suffix, name in _RUNNER_FILES:
        if path.endswith(suffix):
            return name
    return _RUNNERS.get(_name(words[0]))


def role(command: Sequence[str], parent: Role | None, found: bool) -> Role:
    """Say what a process is to the run.

    Args:
        command: Its command line.
        parent: The role of the process that made it; None for the root.
        found: Whether an earlier process is the runner or builder already.
    """
    text = " ".join(command).replace(os.sep, "/").lower()
    titled = text.startswith(("node (vitest", "vitest ")) and parent is Role.MAIN
    if titled or any(file in text for file in _WORKER_FILES) or _EXECNET in text:
        return Role.WORKER
    started = runner(command)
    if started == "esbuild" and "--service=" in text:
        return Role.HELPER  # the compiler behind esbuild's JavaScript API, whoever uses it
    if started is not None and not (found and parent in {Role.MAIN, Role.WORKER}):
        return Role.MAIN
    if parent is Role.MAIN and _is_test_file(command):
        return Role.WORKER
    if parent in {None, Role.WRAPPER}:
        return Role.WRAPPER if _wraps(command) else Role.HELPER if found else Role.MAIN
    return Role.HELPER


def is_node(executable: str) -> bool:
    """Whether a program is Node, and so has a V8 heap."""
    return _name(executable) in {"node", "nodejs"}


def heap_ceiling(command: Sequence[str], node_options: str | None) -> int | None:
    """Read the old-space ceiling that flags ask for.

    Returns:
        Bytes; the command line wins over NODE_OPTIONS as it does in Node. None if none is asked
        for, or if it is not a number.

    >>> heap_ceiling(["node", "--max-old-space-size=256", "x.js"], "--max_old_space_size=99")
    268435456
    """
    for words in (_options(list(command)), (node_options or "").split()):
        for position, word in reversed(list(enumerate(words))):
            name, _, value = word.replace("_", "-").partition("=")
            if name == "--max-old-space-size":
                if not value and position + 1 < len(words):
                    value = words[position + 1]
                return int(value) << 20 if value.isdecimal() and int(value) else None
    return None


def _name(path: str) -> str:
    name = path.rpartition("/")[2].lower()
    for suffix in (".js", ".mjs", ".cjs", ".exe"):
        name = name.removesuffix(suffix)
    return name


def _options(words: list[str]) -> list[str]:
    """The options of an interpreter: the words before its script."""
    script = next(
        (i for i, word in enumerate(words[1:], 1) if not word.startswith("-")), len(words)
    )
    return words[1 : script + 1]


def _script(words: list[str]) -> list[str]:
    """The script of an interpreter and what follows; empty if it runs no file or module."""
    for position, word in enumerate(words[1:], 1):
        if word == "-m":
            return words[position + 1 :]
        if word in {"-e", "-c", "-p", "--eval", "--print", "-"}:
            return []
        if word in {"-r", "--require", "--import", "--loader", "-W", "-X"}:
            continue
        if not word.startswith("-") and words[position - 1] not in {
            "-r", "--require", "--import", "--loader", "-W", "-X",
        }:  # fmt: skip
            return words[position:]
    return []


def _wraps(command: Sequence[str]) -> bool:
    """Whether a command only starts another one and waits for it."""
    if not command:
        return False
    words = list(command)
    name = _name(words[0])
    if name.startswith(_INTERPRETERS):
        script = _script(words)
        name = _name(script[0]).removesuffix("-cli") if script else name
    # A shell is a wrapper as long as nothing better is known: sh -c, npm's scripts, a .sh file.
    return name in _WRAPPERS or name in _SHELLS or name.endswith(".sh")


def _is_test_file(command: Sequence[str]) -> bool:
    """Whether Node's own runner started this process for one file."""
    return (
        len(command) > 1
        and _name(command[0]).startswith("node")
        and any(word.startswith("--test") for word in _options(list(command)))
    ) or (
        # node --test starts `node FILE` with the reporter's channel in the environment only.
        len(command) >= 2
        and _name(command[0]) == "node"
        and any(mark in command[-1] for mark in (".test.", "-test.", "_test.", "/test/", "/test-"))
    )
