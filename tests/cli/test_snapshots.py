import shutil
import sys
from dataclasses import replace

import pytest

from memfit.cli.snapshots import with_holders
from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from tests.explain.build import process, recording
from tests.explain.story import Story, tell
from tests.heap.builder import leaky
from tests.heap.leaking import make_project, taken


@pytest.fixture
def run(tmp_path):
    """The recording of a worker that keeps 24 MB of each file; it has a directory."""
    story = Story(waste=30, churn=120).files(12, keeps=24)
    made = recording(process(1, ended=story.now + 0.1), at=story.now + 0.2, peak=400)
    (tmp_path / "recording/snapshots").mkdir(parents=True)
    return replace(tell(made, story), path=tmp_path / "recording")


def put(run, file):
    return shutil.copy(file, run.path / "snapshots/4001-0-1.heapsnapshot")


@pytest.mark.node
def test_a_snapshot_of_a_leaking_vitest_fork_names_the_culprit(run, tmp_path):
    project = make_project(tmp_path / "project")
    put(run, taken(project, "map-cache"))
    run = replace(run, directory=str(project))

    (finding, *_) = with_holders(explain(run), run).findings

    assert finding.basis is Basis.MEASURED
    assert (finding.culprit.holder, finding.culprit.module) == ("priceCache", "src/prices.mjs")
    assert "3,000 x {sku, history}" in finding.sentence
    assert finding.evidence[0].number > 10 << 20


def test_without_snapshots_nothing_changes_and_nothing_is_imported(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "memfit.heap.held", None)

    assert with_holders(explain(run), run) == explain(run)


def test_the_next_commands_hold_the_one_that_shows_more(run):
    file = put(run, leaky().write(run.path / "a"))

    assert f"memfit heap {file}" in with_holders(explain(run), run).next_commands[1]


def test_a_snapshot_that_was_cut_is_a_note(run):
    put(run, leaky().write(run.path / "a"))
    (run.path / "snapshots/4001-0-1.heapsnapshot").write_text("{")

    said = with_holders(explain(run), run)

    assert said.findings == explain(run).findings
    assert "ended before its heap snapshot was written" in said.notes[0]


def test_without_numpy_the_snapshot_is_named_with_the_command_that_reads_it(run, monkeypatch):
    file = put(run, leaky().write(run.path / "a"))
    monkeypatch.setitem(sys.modules, "numpy", None)

    said = with_holders(explain(run), run)

    assert "pip install 'memfit[heap]'" in said.notes[0]
    assert f"memfit heap {file}" in said.next_commands
    assert said.findings == explain(run).findings
