"""`memfit compare` and `memfit explain A B` on real recordings."""

import json
import sys
from pathlib import Path

import pytest

from tests.command import memfit

PROGRAM = "x = bytearray({} << 20); x[::4096] = b'x' * len(x[::4096])"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two experiments of four runs, of 5 MB and of 15 MB."""
    place = tmp_path_factory.mktemp("compared")
    for name, size in (("small", 5), ("large", 15)):
        program = [sys.executable, "-I", "-c", PROGRAM.format(size)]
        made = memfit("repro", "-n", "4", "--experiment", name, "--", *program, cwd=place)
        assert made.returncode == 0, made.stderr
    return place


def tree_peak(text: str) -> dict:
    rows = json.loads(text)["rows"]
    (row,) = [each for each in rows if (each["group"], each["name"]) == ("tree", "peak")]
    return row


def test_two_experiments_are_compared_by_their_runs(place: Path):
    ended = memfit("compare", "--json", "small", "large", cwd=place)
    row = tree_peak(ended.stdout)

    assert ended.returncode == 0
    assert (row["first"]["count"], row["second"]["count"]) == (4, 4)
    assert row["ratio"]["decided"]
    assert 1.5 < row["ratio"]["low"] <= row["ratio"]["value"] <= row["ratio"]["high"]


def test_sides_may_be_lists_of_recordings(place: Path):
    first = ",".join(f"small/runs/repeat-{number}" for number in (1, 2))
    row = tree_peak(memfit("compare", "--json", first, "large/runs", cwd=place).stdout)

    assert (row["first"]["count"], row["second"]["count"]) == (2, 4)
    assert not row["ratio"]["decided"]


def test_explain_with_two_recordings_says_the_same(place: Path):
    sides = ("small/runs/repeat-1", "large/runs/repeat-1")

    for form, words in (("json", ["--json"]), ("text", [])):
        explained = memfit("explain", "--format", form, *sides, cwd=place)
        compared = memfit("compare", *words, *sides, cwd=place)
        assert explained.returncode == 0
        assert explained.stdout == compared.stdout != ""


def test_explain_with_two_recordings_takes_no_other_format(place: Path):
    ended = memfit("explain", "--format", "html", "small", "large", cwd=place)

    assert ended.returncode == 2
    assert "text or json alone" in ended.stderr


@pytest.mark.parametrize("missing", ["nothing-here", "small,nothing-here", "."])
def test_what_holds_no_recording_is_refused(place: Path, missing: str):
    ended = memfit("compare", "small", missing, cwd=place)

    assert ended.returncode == 2
    assert "record" in ended.stderr
    assert "Traceback" not in ended.stderr
