"""The test runners and builders that memfit knows, a row each: by what they are recognised.

Looked at while a process stands still at its start, and loaded with memfit: so it is data, and what
reads the runners' words is in modules of their own (`memfit.runners.table`).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from memfit.runners import wrappers
from memfit.runners.command import Command


class Known(NamedTuple):
    """One runner or builder.

    Attributes:
        name: Its name, as `manifest.json` has it.
        programs: What its program or module may be called, in lower case.
        files: How the path of its script may end, where the name alone says too little.
        flag: The option that makes Node be this runner, or empty.
        workers: What occurs in the command lines of its workers and in no others, in lower case.
        labels: Variables of the environment in which it tells a worker its label.
    """

    name: str
    programs: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    flag: str = ""
    workers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


ROWS: Final = (
    Known(
        "vitest",
        frozenset({"vitest"}),
        ("/vitest/vitest.mjs", "/vitest/dist/cli.js"),
        workers=(
            "node (vitest",  # the title of a fork, which takes the place of its command line
            "/tinypool/dist/entry/process.js",  # vitest 2, 3
            "/vitest/dist/workers/",  # vitest 4, 5
            "/vitest/dist/worker.js",
            "/vitest/dist/child.js",
        ),
        labels=("VITEST_POOL_ID", "TINYPOOL_WORKER_ID"),
    ),
    Known(
        "jest",
        frozenset({"jest", "jest-cli"}),
        ("/jest/bin/jest.js", "/jest-cli/bin/jest.js", "/react-scripts/scripts/test.js"),
        workers=(
            "/jest-worker/build/workers/processchild.js",  # jest 29
            "/jest-worker/build/processchild.js",  # jest 30
        ),
        labels=("JEST_WORKER_ID",),
    ),
    Known(
        "mocha",
        frozenset({"mocha", "_mocha"}),
        ("/mocha/lib/cli/cli.js",),
        workers=("/mocha/lib/nodejs/worker.js",),
        labels=("MOCHA_WORKER_ID",),
    ),
    # Its workers are `node FILE`, like anything else: see `test_file_of_node`.
    Known("node --test", flag="--test"),
    Known(
        "pytest",
        frozenset({"pytest", "py.test"}),
        # An xdist worker is `python -c 'import sys;exec(eval(sys.stdin.readline()))'`.
        workers=("exec(eval(sys.stdin.readline()))",),
        labels=("PYTEST_XDIST_WORKER",),
    ),
    Known("vite", frozenset({"vite"}), ("/vite/bin/vite.js",)),
    Known("esbuild", frozenset({"esbuild"})),
    Known("rollup", frozenset({"rollup"})),
    Known("webpack", frozenset({"webpack", "webpack-cli"}), ("/webpack-cli/bin/cli.js",)),
    Known("tsup", frozenset({"tsup"}), ("/tsup/dist/cli-default.js",)),
)

_TEST_FILE: Final = (".test.", "-test.", "_test.", "/test/", "/test-")


def recognise(command: Command) -> Known | None:
    """Find the runner or builder that a command line itself is, not behind a wrapper."""
    for row in ROWS:
        if command.name in row.programs or (row.files and command.path.endswith(row.files)):
            return row
        if row.flag and row.flag in command.node_options:
            return row
    return None


def is_worker(command: Command) -> bool:
    """Whether a command line is one that only a runner gives its workers."""
    return any(mark in command.text for row in ROWS for mark in row.workers)


def is_service(command: Command) -> bool:
    """Whether a command line is the compiler behind esbuild's JavaScript API, whoever uses it."""
    return command.name == "esbuild" and "--service=" in command.text


def is_test_file_of_node(command: Command) -> bool:
    """Whether a child of `node --test` is one of a test file.

    Up to Node 22 it is `node FILE`; that it is a test is in the environment only. Later ones are
    given many options that begin with `--test-`.
    """
    words = command.words
    if any(option.startswith("--test") for option in command.node_options):
        return True
    return command.is_node and len(words) > 1 and any(mark in words[-1] for mark in _TEST_FILE)


def behind(
    words: Sequence[str], scripts: Mapping[str, str] | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Find the runners and builders that a command line comes down to, behind any wrappers.

    Args:
        words: The command line.
        scripts: The `scripts` of the package.json that it would use, if they are known.

    Returns:
        The name of each with the command line that starts it.

    >>> behind(["npm", "test"], {"test": "tsc && cross-env CI=1 npx jest -i"})
    (('jest', ('jest', '-i')),)
    """
    found = ((recognise(Command(one)), one) for one in wrappers.commands(words, scripts))
    return tuple((row.name, one) for row, one in found if row is not None)


def worker_label(variables: Mapping[str, str]) -> str | None:
    """Read the runner's own name for a worker out of the worker's environment.

    >>> worker_label({"PATH": "/bin", "PYTEST_XDIST_WORKER": "gw0"})
    'gw0'
    """
    labels = (variables.get(name) for row in ROWS for name in row.labels)
    return next((label for label in labels if label), None)
