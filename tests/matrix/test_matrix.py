"""The combinations that Node 20 runs: the same with memfit, and every file in the recording.

Those that need another Node are in full.py (`make test-matrix`).
"""

from pathlib import Path

import pytest

from tests.matrix.combinations import QUICK, Combination
from tests.matrix.runs import both
from tests.matrix.told import must_hold


@pytest.mark.node
@pytest.mark.parametrize("combination", QUICK, ids=lambda each: each.slug)
def test_a_run_is_the_same_and_every_file_is_recorded(combination: Combination, tmp_path: Path):
    runs = both(combination.command, tmp_path)

    runs.must_be_alike()
    must_hold(runs.recording, tmp_path / "project", combination)
