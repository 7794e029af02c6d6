"""Changes of a command line, as each runner and version calls them."""

import pytest

from memfit.errors import UnusableInputError
from memfit.runners import variations
from memfit.runners.arguments import CannotVaryError
from memfit.runners.stub import stub
from memfit.runners.target import Target

VITEST = ("npx", "vitest", "run")


def vitest(version: int = 3, command: tuple[str, ...] = VITEST, **fields: object) -> Target:
    return Target(command, "vitest", version, **fields)  # type: ignore[arg-type]


def jest(command: tuple[str, ...] = ("npx", "jest")) -> Target:
    return Target(command, "jest", 30)


def added(before: Target, after: Target) -> tuple[str, ...]:
    return after.command[len(before.command) :]


def test_isolation_of_vitest_3_ends_the_single_fork_as_well():
    words = added(vitest(), variations.isolate_files().apply(vitest()))

    assert "--poolOptions.forks.singleFork=false" in words
    assert "--poolOptions.forks.isolate=true" in words


def test_vitest_4_has_no_pool_options():
    changed = variations.isolate_files().apply(vitest(4))

    assert added(vitest(4), changed) == ("--pool=forks", "--isolate")
    assert changed.lines == ("test: { pool: 'forks', isolate: true } in vitest.config",)


def test_fewer_workers_of_vitest_3_lower_the_least_number_too():
    # Alone, a maximum below a configured minimum ends the run before any test.
    words = added(vitest(), variations.workers(2).apply(vitest()))

    assert {"--maxWorkers=2", "--minWorkers=1"} <= set(words)


def test_what_contradicts_is_taken_out_with_its_value():
    before = vitest(command=("npx", "vitest", "run", "--pool", "threads", "--bail=1"))

    after = variations.pool("forks").apply(before)

    assert after.command == ("npx", "vitest", "run", "--bail=1", "--pool=forks")


def test_npm_hands_arguments_on_behind_two_dashes():
    before = vitest(command=("npm", "test"), scripts={"test": "vitest run"})

    assert variations.console_direct().apply(before).command == (
        "npm", "test", "--", "--disableConsoleIntercept",
    )  # fmt: skip


@pytest.mark.parametrize("words", [("pnpm", "test"), ("yarn", "test"), ("pnpm", "vitest", "run")])
def test_pnpm_and_yarn_need_no_dashes(words: tuple[str, ...]):
    before = vitest(command=words, scripts={"test": "vitest run"})

    assert variations.console_direct().apply(before).command == (
        *words, "--disableConsoleIntercept",
    )  # fmt: skip


def test_dashes_that_are_there_already_are_not_given_twice():
    before = vitest(command=("npm", "test", "--", "--bail=1"), scripts={"test": "vitest run"})

    assert variations.console_direct().apply(before).command[2:] == (
        "--", "--bail=1", "--disableConsoleIntercept",
    )  # fmt: skip


def test_a_shell_gets_the_arguments_into_its_line():
    before = vitest(command=("sh", "-c", "tsc && vitest run"))

    changed = variations.environment("node").apply(before)

    assert changed.command == ("sh", "-c", "tsc && vitest run --environment=node")


@pytest.mark.parametrize(
    ("command", "scripts", "reason"),
    [
        (
            ("npm", "test"),
            {"test": "vitest run --pool threads", "posttest": "rm -r tmp"},
            "a script of package.json",
        ),
        (("npm", "test", "--silent"), {"test": "vitest run --pool=threads"}, "a script of package"),
        (("npm", "test"), {"test": "vitest run && echo done"}, "does not end with a test runner"),
        (("npx", "turbo", "test"), {}, "turbo starts tasks of its own"),
        (("node", "build.mjs"), {}, "does not end with a test runner"),
    ],
)
def test_what_cannot_be_reached_says_why(
    command: tuple[str, ...], scripts: dict[str, str], reason: str
):
    with pytest.raises(CannotVaryError, match=reason):
        variations.pool("forks").apply(vitest(command=command, scripts=scripts))


def test_what_a_plain_script_gives_is_taken_out_of_its_command():
    before = vitest(command=("npm", "test"), scripts={"test": "vitest run --pool threads"})

    changed = variations.pool("forks").apply(before)

    assert changed.command == ("npx", "-c", "vitest run --pool=forks")


def test_a_line_of_npx_gets_the_arguments_into_it_however_it_is_quoted():
    before = vitest(command=("npx", "-c", "vitest run 'tests/a'  --bail=1"))

    changed = variations.pool("forks").apply(before)

    assert changed.command == ("npx", "-c", "vitest run tests/a --bail=1 --pool=forks")


def test_a_runner_without_such_a_thing_says_so():
    with pytest.raises(CannotVaryError, match="pytest has no option"):
        variations.isolate_files().apply(Target(("pytest",), "pytest", 9))
    with pytest.raises(CannotVaryError, match="jest 30 has no option"):
        variations.pool("threads").apply(jest())


def test_a_ceiling_takes_the_place_of_the_one_in_node_options():
    before = vitest(node_options="--max-old-space-size=96 --trace-gc")

    changed = variations.ceiling(300).apply(before)

    assert changed.environment == {"NODE_OPTIONS": "--trace-gc --max-old-space-size=300"}
    assert changed.command == before.command


def test_a_ceiling_goes_where_a_configured_flag_would_win():
    changed = variations.ceiling(300).apply(vitest(flagged=True))

    # Given once, vitest 3 takes it for a text, and each of its letters for a flag.
    word = "--poolOptions.forks.execArgv=--max-old-space-size=300"
    assert added(vitest(), changed) == (word, word)
    assert len(changed.lines) == 1


def test_a_flag_on_the_command_line_is_changed_there():
    before = Target(("node", "--max-old-space-size=96", "node_modules/.bin/jest"), "jest", 30)

    assert variations.ceiling(300).apply(before).command[1] == "--max-old-space-size=300"


def test_a_worker_of_jest_prints_nothing_where_its_parent_is_to_keep_nothing():
    changed = variations.console_silent().apply(jest(("npx", "jest", "--verbose")))

    assert changed.command == ("npx", "jest", "--silent")


def test_a_worker_of_vitest_throws_away_what_it_prints():
    changed = variations.console_silent().apply(vitest())

    assert added(vitest(), changed) == ("--disableConsoleIntercept",)
    assert "silent_workers.cjs" in (changed.environment["NODE_OPTIONS"] or "")
    assert len(changed.lines) == 1


def test_mocha_and_jest_can_be_told_to_end_with_their_tests_and_vitest_does():
    mocha = Target(("npx", "mocha"), "mocha", 11)

    assert added(mocha, variations.exit_at_end().apply(mocha)) == ("--exit",)
    assert added(jest(), variations.exit_at_end().apply(jest())) == ("--forceExit",)
    with pytest.raises(CannotVaryError, match="ends its workers by itself"):
        variations.exit_at_end().apply(vitest())


def test_node_20_gives_each_file_a_process_and_has_no_option_for_it():
    with pytest.raises(CannotVaryError, match="already"):
        variations.isolate_files().apply(Target(("node", "--test"), "node --test", 20))


def test_options_of_node_test_stand_before_its_files():
    before = Target(("node", "--test", "tests/"), "node --test", 22)

    assert variations.workers(1).apply(before).command == (
        "node", "--test", "--test-concurrency=1", "tests/",
    )  # fmt: skip


def test_variations_can_be_made_one_after_another():
    changed = variations.environment("node").apply(variations.isolate_files().apply(vitest(4)))

    assert added(vitest(4), changed) == ("--pool=forks", "--isolate", "--environment=node")
    assert len(changed.lines) == 2


def test_memfit_itself_is_asked_for_snapshots():
    assert variations.snapshots().apply(vitest()).options == ("--snapshot", "at-file-end")


def test_a_script_that_calls_esbuild_gets_its_options_by_a_preload():
    before = Target(("node", "build.mjs"), None, node_options="--trace-gc")

    changed = variations.no_source_maps().apply(variations.splitting().apply(before))

    assert changed.command == before.command
    assert changed.environment["MEMFIT_ESBUILD"] == '{"splitting": true, "sourcemap": false}'
    options = changed.environment["NODE_OPTIONS"] or ""
    assert options.startswith("--trace-gc --require ")
    assert options.count("esbuild_options.cjs") == 1


@pytest.mark.parametrize("call", [("npx", "-c"), ("npx", "--yes", "--call")])
def test_a_line_of_npx_that_needs_a_shell_gets_its_arguments_inside(call: tuple[str, ...]):
    before = vitest(command=(*call, "tsc && vitest run $FILES"))

    changed = variations.pool("threads").apply(before).command

    assert changed == (*call, "tsc && vitest run $FILES --pool=threads")


@pytest.mark.parametrize("name", ["", "/"])
def test_nothing_cannot_be_left_out(name: str):
    with pytest.raises(UnusableInputError, match="without a name"):
        stub(name)


def test_a_slash_at_the_end_of_a_name_says_no_more():
    assert stub("@scope/icons/").without == "@scope/icons"
