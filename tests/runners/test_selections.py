"""Choices of files and tests, their order and batches, as each runner takes them."""

import re
import shlex

import pytest

from memfit.runners import selections, variations
from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from tests.runners.test_variations import added, jest, vitest


def test_a_choice_of_files_takes_the_place_of_filters():
    before = vitest(command=("npx", "vitest", "run", "tests/unit", "--bail=1"))

    changed = selections.files("one", ["/app/a.test.ts"], "a").apply(before)

    assert changed.command == ("npx", "vitest", "run", "--bail=1", "/app/a.test.ts")


def test_jest_takes_files_as_paths():
    changed = selections.files("one", ["/app/a.test.js"], "a").apply(jest())

    assert added(jest(), changed) == ("--runTestsByPath", "/app/a.test.js")


@pytest.mark.parametrize(
    ("command", "script", "changed"),
    [
        (("npm", "test"), "vitest run tests/unit", "vitest run --bail=1 /app/a.test.ts"),
        (("npm", "t", "--", "tests/c"), "vitest run tests/unit", "vitest run --bail=1 /app/a.test.ts"),
        (("yarn", "test"), "CI=1 vitest run 'tests/unit'", "env CI=1 vitest run --bail=1 /app/a.test.ts"),
        (("pnpm", "run", "test"), "vitest run tests/unit", "vitest run --bail=1 /app/a.test.ts"),
    ],
)  # fmt: skip
def test_files_that_a_plain_script_names_are_replaced_in_its_command(
    command: tuple[str, ...], script: str, changed: str
):
    script = script.replace("vitest run", "vitest run --bail=1")
    before = vitest(command=command, scripts={"test": script})

    one = selections.files("one", ["/app/a.test.ts"], "a").apply(before)

    assert one.command == ("npx", "-c", changed)
    # And once more, for another change.
    assert variations.pool("threads").apply(one).command[2] == f"{changed} --pool=threads"


@pytest.mark.parametrize(
    "scripts",
    [
        {"test": "vitest run tests/unit", "pretest": "tsc"},
        {"test": "tsc && vitest run tests/unit"},
        {"test": "vitest run tests/unit > log"},
        {"test": "vitest run tests/unit $FILES"},
        {"test": "vitest run tests/unit/*.ts"},
    ],
)
def test_files_that_another_script_names_cannot_be_replaced(scripts: dict[str, str]):
    before = vitest(command=("npm", "test"), scripts=scripts)

    with pytest.raises(CannotVaryError, match="names files: "):
        selections.files("one", ["/app/a.test.ts"], "a").apply(before)


def test_one_test_of_vitest_is_a_pattern_and_its_file():
    words = added(vitest(), selections.one_test("/app/a.test.ts", "pays (twice)").apply(vitest()))

    assert words == ("/app/a.test.ts", r"-t=pays \(twice\)")


def test_one_test_of_node_takes_the_place_of_the_files_and_keeps_the_options():
    command = ("node", "--import", "./ts.mjs", "--test", "--test-concurrency=2", "test/")
    before = Target(command, "node --test", 20)

    changed = selections.one_test("/app/test/a.test.js", "pages > end").apply(before)

    assert changed.command == (
        "node", "--import", "./ts.mjs", "--test", "--test-name-pattern=pages(?:.+|)end",
        "--test-concurrency=2", "/app/test/a.test.js",
    )  # fmt: skip


def test_one_test_of_pytest_is_a_node_id():
    changed = selections.one_test("/app/test_a.py", "test_pays").apply(
        Target(("pytest", "-q"), "pytest", 9)
    )

    assert changed.command == ("pytest", "-q", "/app/test_a.py::test_pays")


def test_batches_hold_every_file_once_and_keep_the_worst_exit_code():
    paths = [f"/app/{number}.test.ts" for number in range(5)]

    changed = selections.batches(paths, 2).apply(vitest())

    line = changed.command[2]
    assert changed.command[:2] == ("sh", "-c")
    assert [line.count(path) for path in paths] == [1] * 5
    assert line.count("|| s=$?") == 2
    assert line.endswith("exit $s")


def test_files_of_which_none_is_known_cannot_be_split():
    with pytest.raises(CannotVaryError, match="not known"):
        selections.batches((), 2).apply(vitest())


def test_files_are_loaded_and_no_test_of_them_is_run():
    mocha = Target(("npx", "mocha"), "mocha", 11)

    assert added(vitest(), selections.imports_only().apply(vitest()))[0].startswith("-t=")
    assert added(mocha, selections.imports_only().apply(mocha))[0].startswith("--grep=")
    assert selections.imports_only().selects


def test_mocha_leaves_the_other_files_out_whatever_its_configuration_names():
    paths = tuple(f"/app/test/{number}.js" for number in range(3))
    mocha = Target(("npx", "mocha", "test/"), "mocha", 11, directory="/app", files=paths)

    changed = selections.files("one", paths[1:2], "the second").apply(mocha)

    assert added(mocha, changed) == ("--ignore=**/test/0.js", "--ignore=**/test/2.js")
    with pytest.raises(CannotVaryError, match="not all are known"):
        selections.files("one", paths[1:2], "").apply(Target(("npx", "mocha"), "mocha", 11))


def test_mocha_runs_files_in_the_opposite_order():
    mocha = Target(("npx", "mocha", "test/"), "mocha", 11)

    changed = selections.reordered(("/app/a.js", "/app/b.js")).apply(mocha)

    assert changed.command == ("npx", "mocha", "/app/b.js", "/app/a.js")


def test_jest_gets_the_opposite_order_by_a_sequencer():
    changed = selections.reordered(("/app/a.test.js", "/app/b.test.js")).apply(jest())

    assert added(jest(), changed)[0].endswith("jest_sequencer.cjs")
    assert changed.environment["MEMFIT_ORDER"] == '["/app/b.test.js", "/app/a.test.js"]'


def test_every_test_runs_in_one_batch_whether_it_is_known_or_not():
    known = ["users > are kept (twice)", "users > are listed", "pays"]
    node = Target(("node", "--test", "test/"), "node --test", 20)

    changed = selections.batches_of_tests(known).apply(node)

    patterns = [
        re.compile(word.partition("=")[2])
        for word in shlex.split(changed.command[2]) if word.startswith("--test-name-pattern=")
    ]  # fmt: skip
    # Node 20 compares a test's own name, others all of its names.
    own = ["are kept (twice)", "are listed", "pays", "nobody knows"]
    for name in (*own, *(f"users {each}" for each in own)):
        assert sum(pattern.search(name) is not None for pattern in patterns) == 1, name
    assert len(patterns) == 3
    # A suite that matched would run whole.
    assert not any(p.search(suite) for p in patterns for suite in ("users", "<root>"))


def test_one_test_alone_cannot_be_split():
    with pytest.raises(CannotVaryError, match="too few"):
        selections.batches_of_tests(["pays"]).apply(jest())
