"""What test runners and builders call the things that variations change, by runner and version.

Behaviour of versions is measured where it is not obvious: see docs/reference/runners.md.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target


class Row(NamedTuple):
    """What a runner calls a thing.

    Attributes:
        runner: Whose row it is.
        arguments: What to add; `<value>` and `<pool>` are filled in.
        without: Options that would contradict.
        line: The same as configuration.
        since: The first major version that has it.
        before: The first major version that has it no more.
    """

    runner: str
    arguments: tuple[str, ...]
    without: tuple[str, ...] = ()
    line: str = ""
    since: int = 0
    before: int = 1 << 30


_VITEST_WORKERS: Final = (
    "--maxWorkers", "--minWorkers", "--poolOptions.forks.maxForks", "--poolOptions.forks.minForks",
    "--poolOptions.threads.maxThreads", "--poolOptions.threads.minThreads",
)  # fmt: skip
_VITEST_ISOLATE: Final = (
    "--pool", "--isolate", "--no-isolate", "--poolOptions.forks.isolate",
    "--poolOptions.forks.singleFork", "--poolOptions.threads.isolate",
    "--poolOptions.threads.singleThread", "--single-thread", "--no-file-parallelism",
    "--fileParallelism",
)  # fmt: skip
_COVERAGE: Final = ("--coverage", "--no-coverage", "--coverage.enabled")
_JEST_WORKERS: Final = ("--maxWorkers", "-w", "-i", "--runInBand")

ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "isolate": (
        Row("vitest", ("--pool=forks", "--isolate", "--poolOptions.forks.isolate=true",
                        "--poolOptions.forks.singleFork=false"), _VITEST_ISOLATE,
             "test: { pool: 'forks', poolOptions: { forks: { isolate: true, singleFork: false } } } in vitest.config", before=4),
        Row("vitest", ("--pool=forks", "--isolate"), _VITEST_ISOLATE,
             "test: { pool: 'forks', isolate: true } in vitest.config", since=4),
        Row("jest", ("--maxWorkers=2", "--workerIdleMemoryLimit=<value>MB"),
             (*_JEST_WORKERS, "--workerIdleMemoryLimit", "--detectOpenHandles"),
             "maxWorkers: 2, workerIdleMemoryLimit: '<value>MB' in jest.config"),
        Row("node --test", ("--test-isolation=process",), ("--test-isolation", "--experimental-test-isolation"),
             "node --test --test-isolation=process", since=22),
    ),
    "pool": (
        Row("vitest", ("--pool=<value>",), ("--pool",), "test: { pool: '<value>' } in vitest.config"),
    ),
    "workers": (
        Row("vitest", ("--maxWorkers=<value>", "--minWorkers=1", "--poolOptions.forks.maxForks=<value>",
                        "--poolOptions.forks.minForks=1", "--poolOptions.threads.maxThreads=<value>",
                        "--poolOptions.threads.minThreads=1"), _VITEST_WORKERS,
             "test: { maxWorkers: <value>, minWorkers: 1 } in vitest.config", before=4),
        Row("vitest", ("--maxWorkers=<value>",), ("--maxWorkers",),
             "test: { maxWorkers: <value> } in vitest.config", since=4),
        Row("jest", ("--maxWorkers=<value>",), _JEST_WORKERS, "maxWorkers: <value> in jest.config"),
        Row("pytest", ("-n", "<value>"), ("-n", "--numprocesses"), "addopts = -n <value> in pytest.ini"),
        Row("mocha", ("--jobs=<value>",), ("--jobs", "-j"), "jobs: <value> in .mocharc"),
        Row("node --test", ("--test-concurrency=<value>",), ("--test-concurrency",),
             "node --test --test-concurrency=<value>", since=21),
    ),
    "exec-argv": (
        # Given once it is taken for a text, whose letters would be the flags.
        Row("vitest", ("--poolOptions.<pool>.execArgv=<value>",) * 2, ("--poolOptions.<pool>.execArgv",),
             "test: { poolOptions: { <pool>: { execArgv: ['<value>'] } } } in vitest.config", before=4),
        Row("vitest", ("--execArgv=<value>",), ("--execArgv",),
             "test: { execArgv: ['<value>'] } in vitest.config", since=4),
    ),
    "coverage-off": (
        Row("vitest", ("--coverage.enabled=false",), _COVERAGE, "test: { coverage: { enabled: false } } in vitest.config"),
        Row("jest", ("--coverage=false",), ("--coverage", "--collectCoverage"), "collectCoverage: false in jest.config"),
        Row("pytest", ("--no-cov",), ("--cov",), "addopts without --cov"),
    ),
    "coverage-provider": (
        Row("vitest", ("--coverage.provider=<value>",), ("--coverage.provider",),
             "test: { coverage: { provider: '<value>' } } in vitest.config"),
        Row("jest", ("--coverageProvider=<value>",), ("--coverageProvider",), "coverageProvider: '<value>' in jest.config"),
    ),
    "coverage-narrowed": (
        Row("vitest", ("--coverage.all=false",), ("--coverage.all",),
             "test: { coverage: { all: false } } in vitest.config: files that no test loads are left out", before=4),
    ),
    "console-direct": (
        Row("vitest", ("--disableConsoleIntercept",), ("--disableConsoleIntercept",),
             "test: { disableConsoleIntercept: true } in vitest.config"),
        Row("jest", ("--verbose",), ("--verbose", "--silent"), "verbose: true in jest.config"),
    ),
    "console-silent": (
        # A worker of jest that prints by itself keeps what the main process has not read yet.
        Row("jest", ("--silent",), ("--silent", "--verbose"), "silent: true in jest.config"),
    ),
    "exit-at-end": (
        Row("jest", ("--forceExit",), ("--forceExit", "--detectOpenHandles"), "forceExit: true in jest.config"),
        Row("mocha", ("--exit",), ("--exit", "--no-exit"), "exit: true in .mocharc"),
        Row("node --test", ("--test-force-exit",), ("--test-force-exit",), "node --test --test-force-exit", since=22),
    ),
    "imports-only": (
        Row("vitest", ("-t=<value>",), ("-t", "--testNamePattern")),
        Row("jest", ("-t=<value>",), ("-t", "--testNamePattern")),
        Row("mocha", ("--grep=<value>",), ("-g", "--grep", "-f", "--fgrep")),
        Row("pytest", ("-k", "<value>"), ("-k",)),
        Row("node --test", ("--test-name-pattern=<value>",), ("--test-name-pattern",)),
    ),
    "environment": (
        Row("vitest", ("--environment=<value>",), ("--environment", "--dom"), "test: { environment: '<value>' } in vitest.config"),
        Row("jest", ("--env=<value>",), ("--env", "--testEnvironment"), "testEnvironment: '<value>' in jest.config"),
    ),
    "no-source-maps": (
        Row("vite", ("--sourcemap=false",), ("--sourcemap",), "build: { sourcemap: false } in vite.config"),
        Row("rollup", ("--no-sourcemap",), ("--sourcemap", "-m"), "output: { sourcemap: false } in rollup.config"),
        Row("esbuild", (), ("--sourcemap",), "no --sourcemap"),
        Row("webpack", ("--no-devtool",), ("--devtool", "-d"), "devtool: false in webpack.config"),
        Row("tsup", ("--no-sourcemap",), ("--sourcemap",), "sourcemap: false in tsup.config"),
    ),
    "splitting": (
        Row("esbuild", ("--splitting", "--format=esm"), ("--splitting", "--format"), "--splitting --format=esm"),
        Row("tsup", ("--splitting",), ("--no-splitting",), "splitting: true in tsup.config"),
    ),
    "shuffled": (
        Row("vitest", ("--sequence.shuffle.files=true", "--sequence.seed=<value>"), ("--sequence.shuffle", "--sequence.seed")),
    ),
    "sequenced": (
        Row("jest", ("--testSequencer=<value>",), ("--testSequencer",)),
    ),
    "without-test": (
        Row("pytest", ("--deselect=<value>",)),
    ),
    "without-file": (
        Row("vitest", ("--exclude=<value>",)),
        Row("jest", ("--testPathIgnorePatterns=<value>",)),
        Row("pytest", ("--ignore=<value>",)),
        Row("mocha", ("--ignore=<value>",)),
    ),
    "files": (
        Row("vitest", ()), Row("jest", ("--runTestsByPath",)), Row("mocha", ()),
        Row("pytest", ()), Row("node --test", ()),
    ),
    "test": (
        Row("vitest", ("-t=<value>",), ("-t", "--testNamePattern")),
        Row("jest", ("-t=<value>",), ("-t", "--testNamePattern")),
        Row("mocha", ("--grep=<value>",), ("-g", "--grep", "-f", "--fgrep")),
        Row("node --test", ("--test-name-pattern=<value>",), ("--test-name-pattern",)),
    ),
}  # fmt: skip

_WHY_NOT: Final = {
    "isolate": {
        "pytest": "pytest has no option that gives each file a process of its own",
        "mocha": "mocha keeps what files load, with --parallel too",
        "node --test": "it gives each file a process of its own already",
    },
    "coverage-narrowed": {"vitest": "vitest 4 and later measure loaded files only, by themselves"},
    "exit-at-end": {"vitest": "vitest ends its workers by itself"},
}  # fmt: skip


def find(key: str, target: Target) -> Row:
    """Return the row of a runner.

    Raises:
        CannotVaryError: If it has none.
    """
    for row in ROWS[key]:
        version = target.version if target.version is not None else row.since
        if row.runner == target.runner and row.since <= version < row.before:
            return row
    known = _WHY_NOT.get(key, {}).get(target.runner or "")
    name = f"{target.runner or 'this command'} {target.version or ''}".strip()
    raise CannotVaryError(known or f"{name} has no option for it")
