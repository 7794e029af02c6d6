"""`memfit investigate` and `memfit trial` on real suites of pytest, small enough to be run often."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import memfit
from tests.experiment.limits import must_limit

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


def test_a_change_without_a_name_is_refused(tmp_path: Path):
    ended = memfit("trial", "--with", "--pool=threads", "--", "true", cwd=tmp_path)

    assert ended.returncode == 2
    assert "is no change with a name" in ended.stderr
