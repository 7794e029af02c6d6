"""What memory goes with a package that is left out, on real suites of every runner of Node's."""

import json
from pathlib import Path
from typing import Any

import pytest

from cases.install import CASES, install
from tests.command import memfit

pytestmark = pytest.mark.node

ROWS = "Array.from({ length: 300_000 }, (_, n) => ({ n, text: `row ${n}` }))"
ES = {
    "heavy": f"export const rows = {ROWS};\nexport class Base {{}}\nexport default (n) => rows[n];\n",
    "light": "export const one = 1;\n",
}
COMMON = {
    "heavy": f"exports.rows = {ROWS};\nexports.Base = class {{}};\nexports.find = (n) => exports.rows[n];\n",
    "light": "exports.one = 1;\n",
}
ES_TEST = """
import { test } from 'RUNNER';
import assert from 'node:assert';
import find, { rows, Base as Root } from 'heavy';
import * as again from '../src/again.mjs';
import { one } from 'light';
class Mine extends Root { two() { return 2; } }
test('finds a row', () => assert.equal(find(7), rows[7]) ?? assert.equal(find(7).text, 'row 7'));
test('has a class of its own', () => assert.equal(new Mine().two(), 2));
test('hands on', () => assert.ok(again.rows));
test('counts', () => assert.equal(one, 1));
"""
COMMON_TEST = """
const assert = require('node:assert');
const { find, Base } = require('heavy');
const { one } = require('light');
class Mine extends Base { two() { return 2; } }
test('finds a row', () => assert.equal(find(7).text, 'row 7'));
test('has a class of its own', () => assert.equal(new Mine().two(), 2));
test('counts', () => assert.equal(one, 1));
"""
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "vitest-3": ("healthy-vitest", ("node_modules/.bin/vitest", "run")),
    "vitest-3-vm": ("healthy-vitest", ("node_modules/.bin/vitest", "run", "--pool=vmThreads")),
    "vitest-4": ("healthy-vitest-jsdom", ("node_modules/.bin/vitest", "run", "--pool=threads")),
    "jest": ("jest-poller", ("node_modules/.bin/jest",)),
    "mocha": ("mocha-poller", ("node_modules/.bin/mocha", "--ui", "qunit", "tests/*.test.*js")),
    "node --test": ("", ("node", "--test", "tests/")),
}


def suite(directory: Path, runner: str) -> tuple[str, ...]:
    """Three test files that import a heavy package and a light one; return the command."""
    case, command = COMMANDS[runner]
    packages = directory / "node_modules"
    packages.mkdir()
    if case:
        install(case)
        for each in (CASES / case / "node_modules").resolve().iterdir():
            (packages / each.name).symlink_to(each)
    common = runner == "jest"
    for name, source in (COMMON if common else ES).items():
        (packages / name).mkdir()
        kind = "commonjs" if common else "module"
        (packages / name / "package.json").write_text(
            json.dumps({"name": name, "type": kind, "main": "index.js"})
        )
        (packages / name / "index.js").write_text(source)
    (directory / "src").mkdir()
    (directory / "src" / "again.mjs").write_text("export * from 'heavy';\n")
    (directory / "tests").mkdir()
    own = {"mocha": "mocha", "node --test": "node:test"}.get(runner, "vitest")
    for number in range(3):
        text = COMMON_TEST if common else ES_TEST.replace("RUNNER", own)
        if runner == "mocha":
            text = text.replace("import { test } from 'mocha';\n", "")
        file = directory / "tests" / f"{number}.test.{'js' if common else 'mjs'}"
        file.write_text(text)
    (directory / "package.json").write_text("{}")
    (directory / "jest.config.js").write_text("module.exports = { transform: {}, maxWorkers: 1 };")
    return command


def tried(directory: Path, command: tuple[str, ...], *left_out: str) -> dict[str, Any]:
    words = [word for name in left_out for word in ("--stub", name)]
    ended = memfit(
        "trial", "-n", "1", "--only", "none", *words, "--json", "--", *command, cwd=directory
    )
    assert ended.returncode == 0, ended.stderr
    return {each["id"]: each for each in json.loads(ended.stdout)["treatments"]}


@pytest.mark.parametrize("runner", COMMANDS)
def test_the_package_that_holds_the_memory_is_told_from_one_that_does_not(
    tmp_path: Path, runner: str
):
    found = tried(tmp_path, suite(tmp_path, runner), "heavy", "light", "absent")

    heavy, light, absent = (found[f"stub-{name}"] for name in ("heavy", "light", "absent"))
    assert (heavy["goes"], light["goes"], absent["goes"]) == ("with-it", "not", "undecided")
    assert heavy["shares"]["base"] > 0.5
    # What needs it fails for want of it; the rest of the same files ran.
    assert heavy["endings"] == {"failed": 1}
    assert not heavy["holds"]
    assert "tests fail for want of it" in heavy["sentence"]
    assert "'finds a row' failed" in heavy["sentence"]
    assert "'has a class of its own' failed" not in heavy["sentence"]


@pytest.mark.parametrize("runner", ["vitest-3", "jest", "node --test"])
def test_a_module_of_the_project_is_left_out_by_its_path(tmp_path: Path, runner: str):
    command = suite(tmp_path, runner)
    end = "js" if runner == "jest" else "mjs"
    (tmp_path / "src" / f"rows.{end}").write_text((COMMON if end == "js" else ES)["heavy"])
    for file in (tmp_path / "tests").iterdir():
        text = file.read_text().replace("'../src/again.mjs'", f"'../src/rows.{end}'")
        file.write_text(text.replace("'heavy'", f"'../src/rows.{end}'"))

    found = tried(tmp_path, command, "./src/rows")

    assert found["stub-src-rows"]["goes"] == "with-it"


def test_where_no_test_is_reached_without_it_nothing_is_said(tmp_path: Path):
    command = suite(tmp_path, "node --test")
    for file in (tmp_path / "tests").iterdir():
        file.write_text(f"{file.read_text()}\nif (find(1).text !== 'row 1') process.exit(1);\n")

    heavy = tried(tmp_path, command, "heavy")["stub-heavy"]

    assert heavy["goes"] == "undecided"
    assert "0 test files got as far as a test, of at least 2" in heavy["sentence"]


def test_leaving_out_needs_the_agent(tmp_path: Path):
    ended = memfit("trial", "--no-agent", "--stub", "heavy", "--", "true", cwd=tmp_path)

    assert ended.returncode == 125
    assert "--stub needs memfit's agent" in ended.stderr


def test_a_command_that_runs_no_tests_of_nodes_says_so(tmp_path: Path):
    ended = memfit("trial", "--only", "none", "--stub", "heavy", "--", "true", cwd=tmp_path)

    assert ended.returncode == 0
    assert "heavy left out: a package can be left out where" in " ".join(ended.stdout.split())
