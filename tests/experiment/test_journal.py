"""What an experiment keeps: finished runs, whatever happened in the middle of writing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.errors import MemfitError, UnusableInputError
from memfit.experiment.journal import RUNS, Done, Journal, finished


def done(number: int, trial: str = "repeat") -> Done:
    return Done(trial, number, f"runs/{trial}-{number}", "passed", 0, 1.5, 1 << 20)


def record(journal: Journal, number: int, trial: str = "repeat") -> Done:
    """Make a recording as far as the journal looks at one, and note it."""
    place = journal.place(trial, number)
    place.mkdir()
    (place / "manifest.json").write_text("{}")
    made = done(number, trial)
    journal.add(made)
    return made


def again(path: Path) -> Journal:
    return Journal(path, {"command": ["true"]})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "experiment"


def close(journal: Journal) -> None:
    """What happens when memfit ends."""
    import os

    assert journal._lock is not None
    os.close(journal._lock)


def test_finished_runs_are_there_again(path: Path):
    journal = again(path)
    made = [record(journal, 1), record(journal, 2), record(journal, 1, "other")]
    close(journal)

    resumed = again(path)
    assert resumed.done == made
    assert resumed.of("repeat") == made[:2]


def test_a_torn_line_costs_its_run_alone_and_not_the_next(path: Path):
    journal = again(path)
    first, second = record(journal, 1), record(journal, 2)
    close(journal)
    whole = (path / RUNS).read_bytes()
    (path / RUNS).write_bytes(whole[:-9])

    resumed = again(path)
    assert resumed.done == [first]
    resumed.add(second)
    assert finished(path) == [first, second]


@given(st.integers(0, 400))
def test_a_kill_at_any_byte_keeps_the_lines_before(tmp_path_factory, cut: int):
    path = tmp_path_factory.mktemp("journal") / "experiment"
    journal = again(path)
    made = [record(journal, number) for number in (1, 2, 3)]
    close(journal)
    data = (path / RUNS).read_bytes()[:cut]
    (path / RUNS).write_bytes(data)
    whole = sum(len(json.loads(line)) > 0 for line in data.splitlines() if line.endswith(b"}"))

    assert finished(path) == made[:whole]


def test_a_run_whose_recording_is_gone_is_made_again(path: Path):
    journal = again(path)
    record(journal, 1)
    (path / "runs/repeat-1/manifest.json").unlink()

    assert finished(path) == []


def test_lines_of_another_kind_are_left_out(path: Path):
    journal = again(path)
    made = record(journal, 1)
    with (path / RUNS).open("a") as file:
        file.write('[1]\n{"trial": 5}\n\xff\nnull\n')

    assert finished(path) == [made]


def test_what_an_interrupted_run_left_stays(path: Path):
    journal = again(path)
    left = journal.place("repeat", 1)
    left.mkdir()

    assert journal.place("repeat", 1) not in {left, path}


def test_another_question_is_refused(path: Path):
    close(again(path))

    with pytest.raises(UnusableInputError, match="another experiment"):
        Journal(path, {"command": ["false"]})


def test_two_at_a_time_are_refused(path: Path):
    first = again(path)
    with pytest.raises(MemfitError, match="another memfit is at work"):
        again(path)
    close(first)

    again(path)


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")

    with pytest.raises(MemfitError, match="cannot be written"):
        again(tmp_path / "file" / "experiment")


@pytest.mark.parametrize(
    ("key", "value"), [("ending", "zz"), ("recording", "../elsewhere"), ("recording", "/")]
)
def test_a_line_that_no_memfit_wrote_is_left_out(path: Path, key: str, value: str):
    record(again(path), 1)
    (path.parent / "elsewhere").mkdir()
    (path.parent / "elsewhere" / "manifest.json").write_text("{}")
    line = json.loads((path / RUNS).read_text())
    (path / RUNS).write_text(json.dumps({**line, key: value}) + "\n")

    assert finished(path) == []


def test_a_journal_that_cannot_be_read_is_named(path: Path):
    (path / RUNS).mkdir(parents=True)

    with pytest.raises(UnusableInputError, match=RUNS):
        finished(path)
