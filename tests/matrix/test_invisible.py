"""Programs and suites that would notice somebody else in their process: they do not notice memfit."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.matrix.runs import Both, Command, both

pytestmark = pytest.mark.node


def program(*words: str, **variables: str) -> Command:
    """Return a command among the small programs."""
    return Command("programs", "tools", words, variables=variables)


def vitest(suite: str, version: int, *options: str) -> Command:
    words = ("vitest", "run", *options, "--reporter=default", "--reporter=json")
    return Command(suite, f"vitest-{version}", (*words, "--outputFile.json={report}"))


def jest(suite: str, version: int, *options: str, beside: bool = False) -> Command:
    words = ("jest", *options, "--json", "--outputFile={report}")
    return Command(suite, f"jest-{version}", words, beside=beside)


def same(command: Command, directory: Path, *, watched: bool = True) -> Both:
    """Run a command with and without memfit; fail if they differ, or the agent was not there."""
    runs = both(command, directory)
    runs.must_be_alike()
    isolates = runs.recording.isolates
    assert bool(isolates) == watched, (isolates, runs.recording.notes)
    return runs


def files_passed(runs: Both) -> None:
    """Fail unless every test of the report passed: a suite that fails alone shows nothing."""
    assert runs.alone.code == 0, "\n".join([*runs.alone.stdout[-40:], *runs.alone.stderr[-40:]])
    assert runs.alone.report["success"]


# Suites that mock what the agent uses.


@pytest.mark.parametrize(
    ("version", "pool"), [(3, "forks"), (3, "threads"), (4, "forks"), (4, "vmThreads")]
)
def test_vitest_mocks_and_spies_see_the_test_s_own_calls_only(
    version: int, pool: str, tmp_path: Path
):
    suite = vitest("vitest-mocks", version, f"--pool={pool}", "--exclude=**/exit.test.ts")
    runs = same(suite, tmp_path)

    files_passed(runs)
    ended = {Path(file.file).name for file in runs.recording.files if file.ended is not None}
    assert ended == {"fs.test.ts", "spies.test.ts", "timers.test.ts"}


@pytest.mark.parametrize(
    ("version", "options"),
    [(29, "--maxWorkers=2"), (30, "--runInBand"), (30, "--workerThreads")],
)
def test_jest_mocks_and_spies_see_the_test_s_own_calls_only(
    version: int, options: str, tmp_path: Path
):
    runs = same(jest("jest-mocks", version, options, beside=True), tmp_path)

    files_passed(runs)
    ended = {Path(file.file).name for file in runs.recording.files if file.ended is not None}
    assert ended == {"fs.test.js", "spies.test.js", "timers.test.js"}


# Coverage, handles, leaks.


@pytest.mark.parametrize(("version", "provider"), [(3, "v8"), (4, "istanbul")])
def test_coverage_of_vitest_is_the_same_to_the_byte(version: int, provider: str, tmp_path: Path):
    runs = same(
        vitest(
            "vitest", version, "--coverage.enabled", f"--coverage.provider={provider}",
            "--coverage.reportOnFailure", "--coverage.reporter=text", "--coverage.reporter=json",
        ),
        tmp_path,
    )  # fmt: skip

    assert "coverage/coverage-final.json" in runs.under.left


@pytest.mark.parametrize("provider", ["v8", "babel"])
def test_coverage_of_jest_is_the_same_to_the_byte(provider: str, tmp_path: Path):
    # The other reports of jest hold the time of day.
    reports = ("--coverageReporters=json", "--coverageReporters=text")
    options = ("--coverage", f"--coverageProvider={provider}", *reports, "--runInBand")
    runs = same(jest("jest", 30, *options), tmp_path)

    assert "coverage/coverage-final.json" in runs.under.left


def test_node_s_own_coverage_is_the_same(tmp_path: Path):
    same(program("node", "busy.cjs", NODE_V8_COVERAGE=str(tmp_path / "coverage")), tmp_path)

    covered = [json.loads(path.read_text()) for path in (tmp_path / "coverage").iterdir()]
    assert len(covered) == 2  # of the run alone and of the run under memfit
    alone, under = (_functions(each, tmp_path / "project") for each in covered)
    assert under == alone
    assert "busy.cjs" in next(iter(alone))


def _functions(coverage: dict[str, Any], project: Path) -> dict[str, list[str]]:
    """Return the functions that were seen to run in each file of a project."""
    return {
        script["url"]: [function["functionName"] for function in script["functions"]]
        for script in coverage["result"]
        if str(project) in script["url"]
    }


@pytest.mark.parametrize("version", [29, 30])
def test_open_handles_that_jest_detects_are_the_test_s_own(version: int, tmp_path: Path):
    runs = same(jest("jest-handles", version, "--detectOpenHandles", "--forceExit"), tmp_path)

    told = "\n".join(runs.under.stderr)
    assert "detected the following 1 open handle" in told


@pytest.mark.parametrize("version", [29, 30])
def test_leaks_that_jest_detects_are_the_test_s_own(version: int, tmp_path: Path):
    runs = same(jest("jest-leaks", version, "--detectLeaks", "--runInBand"), tmp_path)

    failed = {Path(file["name"]).name: file["status"] for file in runs.under.report["testResults"]}
    assert failed == {"leaking.test.js": "failed", "tidy.test.js": "passed"}


# The end of a process.


@pytest.mark.parametrize(
    "how",
    ["plain", "code", "exitCode", "changed", "thrown", "rejected", "abort", "term", "kill", "caught",
     "really", "unsettled"],
)  # fmt: skip
def test_a_program_ends_as_it_would_alone(how: str, tmp_path: Path):
    same(program("node", "exits.cjs", how), tmp_path)


@pytest.mark.parametrize("pool", ["forks", "threads"])
def test_a_vitest_test_that_exits_is_told_as_ever(pool: str, tmp_path: Path):
    runs = same(vitest("vitest-mocks", 3, f"--pool={pool}", "tests/exit.test.ts"), tmp_path)

    assert "process.exit unexpectedly called" in "\n".join(runs.under.stderr)


def test_a_jest_test_that_exits_is_told_as_ever(tmp_path: Path):
    runs = same(jest("jest-exit", 30, "--runInBand"), tmp_path)

    assert runs.under.code == 7
    assert "process.exit called with" in "\n".join(runs.under.stderr)


# What a program sees of itself.


@pytest.mark.parametrize("name", ["surroundings", "listeners", "busy", "written", "children"])
def test_a_program_sees_no_trace_of_memfit_in_itself(name: str, tmp_path: Path):
    same(program("node", f"{name}.cjs", "a b"), tmp_path)


def test_the_user_s_worker_threads_do_as_they_would_alone(tmp_path: Path):
    runs = same(program("node", "workers.cjs"), tmp_path)

    threads = {isolate.thread for isolate in runs.recording.isolates}
    assert len(threads) > 6, threads


def test_stacks_through_source_map_support_are_the_same(tmp_path: Path):
    runs = same(program("node", "mapped.cjs"), tmp_path)

    assert any("thrower.ts:8" in line for line in runs.under.stderr)


def test_stacks_through_node_s_own_source_maps_are_the_same(tmp_path: Path):
    command = (
        "node",
        "--enable-source-maps",
        "-e",
        "setTimeout(require('./built.js').thrower, 350)",
    )
    runs = same(program(*command), tmp_path)

    assert any("thrower.ts:8" in line for line in runs.under.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("node", "-e", "console.log(1 + 1)"),
        ("node", "-p", "process.argv.length", "a"),
        ("node", "--input-type=module", "-e", "console.log(import.meta.url.slice(0, 5))"),
        ("node", "--check", "busy.cjs"),
        ("node", "--version"),
        ("node", "--v8-options"),
        ("node", "nothing.cjs"),
        ("node", "--no-such-flag", "busy.cjs"),
        ("node", "--stack-trace-limit=3", "exits.cjs", "thrown"),
        ("node", "--throw-deprecation", "--trace-warnings", "listeners.cjs"),
        ("node", "--frozen-intrinsics", "--disable-proto=delete", "busy.cjs"),
        ("node", "--expose-gc", "surroundings.cjs"),
        ("node", "--prof-process", "--preprocess", "nothing.log"),
        ("sh", "-c", "command -v bun; command -v deno; command -v npx"),
    ],
    ids=" ".join,
)
def test_node_answers_as_ever(words: tuple[str, ...], tmp_path: Path):
    runs = both(program(*words), tmp_path)

    runs.must_be_alike()


# NODE_OPTIONS that somebody else sets.


@pytest.mark.parametrize("script", ["cross-env", "assigned", "unset", "plain"])
def test_a_script_that_sets_node_options_is_watched_all_the_same(script: str, tmp_path: Path):
    runs = same(program("npm", "run", script), tmp_path)

    commands = {process.key: process.command for process in runs.recording.processes}
    watched = [
        commands[each.process] for each in runs.recording.isolates if each.process is not None
    ]
    assert any("busy.cjs" in " ".join(command) for command in watched), watched
    limits = {each.heap_limit for each in runs.recording.isolates}
    assert (348 << 20 in limits) == (script in {"cross-env", "assigned"}), limits


@pytest.mark.parametrize(
    "options",
    ["--max-old-space-size=300", "--no-warnings --stack-trace-limit=5", '--require "./a b.cjs"',
     "--import=./first.mjs", "--enable-source-maps", ""],
)  # fmt: skip
def test_options_that_the_user_gave_stay_in_force(options: str, tmp_path: Path):
    same(program("node", "busy.cjs", NODE_OPTIONS=options), tmp_path)


# Places to keep out of.


@pytest.mark.parametrize(
    "words",
    [
        ("node", "--experimental-permission", "--allow-fs-read=*", "busy.cjs"),
        (
            "node",
            "--experimental-permission",
            "--allow-fs-read=*",
            "--allow-fs-write=*",
            "busy.cjs",
        ),
        ("node", "--inspect=0", "busy.cjs"),
        ("node", "--watch", "watched.cjs"),
    ],
    ids=" ".join,
)
def test_where_the_agent_must_keep_out_the_program_runs_as_ever(
    words: tuple[str, ...], tmp_path: Path
):
    runs = both(program(*words), tmp_path)

    runs.must_be_alike()


def test_a_program_that_may_read_nothing_but_itself_runs_as_ever(tmp_path: Path):
    project = tmp_path / "project"
    words = ("node", "--experimental-permission", f"--allow-fs-read={project}/*", "busy.cjs")
    runs = both(program(*words), tmp_path)

    assert runs.alone.code == 0
    runs.must_be_alike()


def test_electron_runs_as_ever(tmp_path: Path):
    runs = both(program("node", "busy.cjs", NODE_OPTIONS="--require ./electron.cjs"), tmp_path)

    runs.must_be_alike()


def test_yarn_without_plug_and_play_runs_as_ever(tmp_path: Path):
    _yarn("node-modules", tmp_path)


def test_yarn_with_plug_and_play_runs_as_ever(tmp_path: Path):
    _yarn("pnp", tmp_path)


def _yarn(linker: str, directory: Path) -> None:
    # No packages to install, so nothing is downloaded; yarn still makes its own node and its links.
    settings = {
        "YARN_NODE_LINKER": linker, "YARN_ENABLE_TELEMETRY": "0",
        "YARN_ENABLE_GLOBAL_CACHE": "false", "YARN_ENABLE_IMMUTABLE_INSTALLS": "false",
    }  # fmt: skip
    script = (
        "yarn=$(readlink -f node_modules/@yarnpkg/cli-dist/bin/yarn.js)\n"
        'node "$yarn" install >/dev/null 2>&1; rm -f node_modules; exec node "$yarn" run plain'
    )
    command = Command("programs", "tools", ("sh", "-c", script), variables=settings)
    runs = same(command, directory)

    assert runs.alone.code == 0
    assert any("idle" in line for line in runs.alone.stdout), runs.alone
