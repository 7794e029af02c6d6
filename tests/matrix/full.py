"""The combinations that need Node 22, 24 or 26, from npm: `make test-matrix`."""

from pathlib import Path

import pytest

from tests.matrix.combinations import REST, Combination
from tests.matrix.runs import both
from tests.matrix.told import must_hold


@pytest.mark.node
@pytest.mark.parametrize("combination", REST, ids=lambda each: each.slug)
def test_a_run_is_the_same_and_every_file_is_recorded(combination: Combination, tmp_path: Path):
    runs = both(combination.command, tmp_path)

    runs.must_be_alike()
    must_hold(runs.recording, tmp_path / "project", combination.files)
