"""`memfit investigate` and `memfit trial` on real suites, small enough to be run often."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cases.install import CASES, install
from tests.command import memfit
from tests.experiment.limits import must_limit
from tests.torture_experiments import KINDS, project

KEEP = """
import letters

def test_letters_{number}():
    letters.kept.append(bytearray({size} << 20))
    for place in range(0, len(letters.kept[-1]), 4096):
        letters.kept[-1][place] = 1

def test_more_{number}():
    assert {green}
"""
FILES = 6
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def suite(directory: Path, size: int, green: str = "True") -> None:
    """Test files that each keep some MB in a module, for good."""
    (directory / "letters.py").write_text("kept = []\n")
    (directory / "conftest.py").write_text("")
    for number in range(FILES):
        text = KEEP.format(number=number, size=size, green=green)
        (directory / f"test_{number}.py").write_text(text)


def investigate(directory: Path, *words: str) -> tuple[int, dict[str, Any]]:
    ended = memfit("investigate", "--json", "found.json", *words, "--", *PYTEST, cwd=directory)
    assert ended.returncode in {0, 1}, ended.stderr
    return ended.returncode, json.loads((directory / "found.json").read_text())


@pytest.mark.cgroup
def test_a_suite_that_keeps_more_with_each_file_is_proved_and_cured(tmp_path: Path):
    must_limit()
    suite(tmp_path, 30)

    code, found = investigate(tmp_path, "--memory", "140m", "--experiment", "one")

    first = found["findings"][0]
    assert code == 1
    assert (first["cause"], first["basis"]) == ("retained-across-files", "measured")
    assert found["investigation"]["remedy"].startswith("batches-")
    tried = next(one["tried"] for one in first["remedies"] if one["tried"])
    assert (tried["holds"], tried["runs"]) == (True, 3)
    assert tried["peak"] < 140 << 20
    # Whoever gives the same command again makes no run again.
    journal = (tmp_path / "one" / "runs.jsonl").read_bytes()
    assert investigate(tmp_path, "--memory", "140m", "--experiment", "one") == (1, found)
    assert (tmp_path / "one" / "runs.jsonl").read_bytes() == journal


def test_a_suite_that_passes_is_one_run_and_nothing_to_fix(tmp_path: Path):
    suite(tmp_path, 1)

    code, found = investigate(tmp_path, "--experiment", "one")

    assert code == 0
    assert found["investigation"]["outcome"] == "nothing to fix: the run passed"
    assert found["investigation"]["runs"] == 1


def test_a_change_that_leaves_tests_out_is_rejected_in_a_trial(tmp_path: Path):
    suite(tmp_path, 1)

    ended = memfit(
        "trial", "-n", "2", "--only", "none", "--with", "less=--ignore=test_3.py",
        "--with", "quiet=PYTHONMALLOC=malloc", "--json", "--", *PYTEST, cwd=tmp_path,
    )  # fmt: skip
    found = {each["id"]: each for each in json.loads(ended.stdout)["treatments"]}

    assert ended.returncode == 0
    assert not found["own-less"]["holds"]
    assert "1 test file did not run: test_3.py" in found["own-less"]["sentence"]
    assert found["own-quiet"]["holds"]
    assert found["own-quiet"]["environment"] == {"PYTHONMALLOC": "malloc"}
    assert found["baseline"]["endings"] == {"passed": 2}


def test_a_name_that_no_change_has_is_refused_with_those_that_there_are(tmp_path: Path):
    ended = memfit("trial", "--only", "poll-threads", "--", "true", cwd=tmp_path)

    assert ended.returncode == 125
    assert "no change is called 'poll-threads' here" in ended.stderr
    assert "one of: " in ended.stderr


def test_a_command_that_cannot_be_started_is_not_called_healthy(tmp_path: Path):
    ended = memfit("investigate", "--", "no-such-command-anywhere", cwd=tmp_path)

    assert ended.returncode == 2
    assert "nothing to fix" not in ended.stdout
    assert "was not found" in ended.stderr


@pytest.mark.cgroup
def test_a_death_without_a_cause_is_no_success(tmp_path: Path):
    must_limit()
    code = "held = [bytearray(1 << 20) for _ in range(400)]"

    ended = memfit("investigate", "--memory", "60m", "--", sys.executable, "-c", code, cwd=tmp_path)

    assert ended.returncode == 1
    assert "proven" in ended.stdout


@pytest.mark.node
def test_a_script_that_names_its_files_is_varied_by_its_own_command(tmp_path: Path):
    (tmp_path / "package.json").write_text('{"scripts": {"test": "node --test one.test.js"}}')
    for name in ("one", "two"):
        (tmp_path / f"{name}.test.js").write_text(
            f"require('node:test').test('{name}', () => {{}})"
        )
    own = "apart=APART=1 --test-name-pattern=one"

    ended = memfit(
        "trial", "-n", "1", "--only", "none", "--with", own, "--json", "--", "npm", "test",
        cwd=tmp_path,
    )  # fmt: skip
    apart = json.loads(ended.stdout)["treatments"][1]

    assert apart["command"] == ["npx", "-c", "node --test --test-name-pattern=one one.test.js"]
    assert (apart["endings"], apart["holds"]) == ({"passed": 1}, True)


def test_a_change_without_a_name_is_refused(tmp_path: Path):
    ended = memfit("trial", "--with", "--pool=threads", "--", "true", cwd=tmp_path)

    assert ended.returncode == 125
    assert "is no change with a name" in ended.stderr


def test_two_changes_by_one_name_are_refused(tmp_path: Path):
    ended = memfit("trial", "--with", "x=A=1", "--with", "X=B=1", "--", "true", cwd=tmp_path)

    assert ended.returncode == 125
    assert "two changes are called 'x'" in ended.stderr
    assert not (tmp_path / ".memfit").exists()


def test_another_change_by_the_same_name_is_another_experiment(tmp_path: Path):
    def trial(change: str) -> int:
        words = ("-n", "1", "--only", "none", "--experiment", "one", "--with", change)
        return memfit("trial", *words, "--", "true", cwd=tmp_path).returncode

    assert [trial("x=A=1"), trial("x=A=1"), trial("x=A=2")] == [0, 0, 125]


KEPT_BY_MOCHA = """
const kept = require('../kept');
it('keeps {number}', () => {{
  for (let round = 0; round < 14; round += 1) {{
    kept.push(Array.from({{ length: 16384 }}, (_, place) => ({{ place }})));
  }}
}});
it('more {number}', () => {{}});
"""


def mocha(directory: Path) -> tuple[str, ...]:
    """Test files that each keep 8 MB in a module that all of them load; return the command."""
    install("mocha-rate-cache")
    (directory / "node_modules").symlink_to(CASES / "packages" / "mocha-11" / "node_modules")
    (directory / "kept.js").write_text("module.exports = [];\n")
    (directory / "test").mkdir()
    for number in range(8):
        (directory / "test" / f"{number}.test.js").write_text(KEPT_BY_MOCHA.format(number=number))
    return ("node_modules/.bin/mocha",)


def found_with_node(directory: Path, ceiling: int, *command: str) -> dict[str, Any]:
    """Investigate what dies at a heap ceiling, in MB; time is no object on a busy machine."""
    ended = memfit(
        "investigate", "--time-budget", "10m", "--json", "found.json", "--", *command,
        cwd=directory, NODE_OPTIONS=f"--max-old-space-size={ceiling}",
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    found: dict[str, Any] = json.loads((directory / "found.json").read_text())
    return found


@pytest.mark.node
def test_what_files_of_mocha_keep_is_proved_named_and_cured_by_batches(tmp_path: Path):
    found = found_with_node(tmp_path, 50, *mocha(tmp_path))

    first = found["findings"][0]
    assert (first["cause"], first["basis"]) == ("retained-across-files", "measured")
    assert "kept.js" in first["culprit"]["holder"]
    assert found["investigation"]["remedy"].startswith("batches-")
    cure = found["tried"][-1]
    assert (cure["holds"], cure["runs"], len(cure["peaks"]), cure["same_tests"]) == (
        True, 3, 3, True,
    )  # fmt: skip


@pytest.mark.node
def test_a_test_of_node_that_never_stops_is_proved_by_running_it_alone(tmp_path: Path):
    project(tmp_path / "suite", KINDS["investigate"])

    found = found_with_node(tmp_path / "suite", 50, "node", "--test")

    first = found["findings"][0]
    assert (first["cause"], first["basis"]) == ("runaway-test", "measured")
    assert (first["culprit"]["file"], first["culprit"]["test"]) == (
        "test/heavy.test.js", "first heavy",
    )  # fmt: skip
    assert "one-test" in {each["id"] for each in found["experiments"]}
    assert found["investigation"]["remedy"] is None
