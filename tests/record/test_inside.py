"""What is brought into the program of a run, and what is left of it."""

from pathlib import Path

import pytest

from memfit.record import inside, node, store
from memfit.record.request import Run


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the agent's scripts, as root gets where others may not read them."""
    made = tmp_path / "copy"
    made.mkdir()
    (made / node.PRELOAD).touch()
    monkeypatch.setattr(node, "shared", lambda _scripts: made)
    return made


def prepared(tmp_path: Path, run: Run) -> inside.Prepared:
    return inside.prepare(run, store.open_store(tmp_path / "recording", run.command), 0.0, None)


def test_the_copy_of_the_agent_goes_with_the_run_unless_something_outlives_it(
    tmp_path: Path, copy: Path
):
    run = Run(["node", "a.js"])
    brought = prepared(tmp_path, run)
    assert str(copy) in brought.variables["NODE_OPTIONS"]

    inside.tidy(run, tmp_path, brought, survivors=[77])
    assert copy.is_dir()

    inside.tidy(run, tmp_path, brought, survivors=[])
    assert not copy.exists()


def test_nothing_is_brought_where_nothing_is_wanted(tmp_path: Path, copy: Path):
    assert prepared(tmp_path, Run(["node"], agent=False)) == inside.Prepared()
    assert copy.is_dir()
