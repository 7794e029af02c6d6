"""The combinations of runner, version and way to run files that memfit must not be seen in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.matrix.runs import Command

_BASKET = ("has a total", "takes a while", "has 1 items", "has 2 items", "has 3 items")
_FAILING = ("a difference is printed", "an error has its stack", "and one passes")
_SURROUNDINGS = "what a program can see of its process"

VITEST: Mapping[str, tuple[str, ...]] = {
    "tests/basket.test.ts": _BASKET,
    "tests/failing.test.ts": _FAILING,
    "tests/surroundings.test.ts": (_SURROUNDINGS, "a module is imported late"),
}
JEST: Mapping[str, tuple[str, ...]] = {
    "tests/basket.test.js": _BASKET,
    "tests/failing.test.js": _FAILING,
    "tests/surroundings.test.js": (
        _SURROUNDINGS,
        "a module is required late, and again after a reset",
    ),
}
PROJECTS: Mapping[str, tuple[str, ...]] = {
    "heavy/tests/same.test.ts": ("a heavy one",),
    "light/tests/same.test.ts": ("a light one",),
}
FILES: Mapping[str, tuple[str, ...]] = dict.fromkeys(JEST, ())


@dataclass(frozen=True)
class Combination:
    """One of them.

    Attributes:
        name: For people.
        command: What is run.
        files: Test files that the recording must hold, and of each the tests that run.
        isolates: How many isolates run files, at least.
    """

    name: str
    command: Command
    files: Mapping[str, tuple[str, ...]]
    isolates: int = 1

    @property
    def slug(self) -> str:
        """The name as an id of pytest."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower())


_REPORTERS = ("--reporter=default", "--reporter=json", "--outputFile.json={report}")


def _vitest(version: int, pool: str, node: int | None = None) -> Combination:
    words = ("vitest", "run", f"--pool={pool}", *_REPORTERS)
    on = f" on Node {node}" if node else ""
    command = Command("vitest", f"vitest-{version}", words, node)
    return Combination(f"vitest {version} {pool}{on}", command, VITEST)


def _projects(version: int, node: int | None = None) -> Combination:
    words = ("vitest", "run", *_REPORTERS)
    # Files of two projects run one after the other, in an order that is the pools'.
    command = Command("vitest-projects", f"vitest-{version}", words, node, beside=True)
    return Combination(f"vitest {version} projects", command, PROJECTS, isolates=2)


def _jest(version: int, mode: str, node: int | None = None) -> Combination:
    options = {
        "in-band": ("--runInBand",),
        "processes": ("--maxWorkers=2",),
        "threads": ("--maxWorkers=2", "--workerThreads"),
    }[mode]
    words = ("jest", *options, "--json", "--outputFile={report}")
    on = f" on Node {node}" if node else ""
    beside = mode != "in-band"
    command = Command("jest", f"jest-{version}", words, node, beside=beside)
    return Combination(f"jest {version} {mode}{on}", command, JEST, isolates=2 if beside else 1)


POOLS = ("forks", "threads", "vmForks", "vmThreads")
MODES = ("in-band", "processes", "threads")

NODE_TEST = (
    "node", "--test", "--test-reporter=spec", "--test-reporter-destination=stdout",
    "--test-reporter=junit", "--test-reporter-destination={report}", *FILES,
)  # fmt: skip


def _others(node: int | None = None) -> tuple[Combination, ...]:
    on = f" on Node {node}" if node else ""
    return tuple(
        Combination(f"{name}{on}", Command(suite, project, words, node), files)
        for name, suite, project, words, files in (
            ("node --test", "node-test", "tools", NODE_TEST, FILES),
            ("mocha", "mocha", "tools", ("mocha", "tests"), FILES),
            ("vite build", "vite-build", "vitest-3", ("vite", "build"), {}),
            ("npm test, node --test", "node-test", "tools", ("npm", "test"), FILES),
            ("npm test, mocha", "mocha", "tools", ("npm", "test"), FILES),
            ("npm run build, vite", "vite-build", "vitest-3", ("npm", "run", "build"), {}),
            ("npx vitest", "vitest", "vitest-3", ("npx", "vitest", "run"), VITEST),
            ("npm test, jest", "jest", "jest-30", ("npm", "test"), JEST),
        )
    )


QUICK = (
    *(_vitest(version, pool) for version in (3, 4) for pool in POOLS),
    _projects(4),
    *(_jest(version, mode) for version in (29, 30) for mode in MODES),
    *_others(),
)
"""What Node 20 runs."""

REST = (
    *(_vitest(5, pool, node) for pool in POOLS for node in (22, 24, 26)),
    _projects(5, 22),
    *(
        combination
        for node in (22, 24, 26)
        for combination in (
            *(_vitest(version, pool, node) for version in (3, 4) for pool in POOLS),
            *(_jest(version, mode, node) for version in (29, 30) for mode in MODES),
            *_others(node),
        )
    ),
)
"""What needs another Node."""
