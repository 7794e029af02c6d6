"""A claim is measured by memfit's own runs, in turn, and an interruption loses none."""

import json
import shutil
from pathlib import Path

import pytest

from claims.claim import Claim, keep, measured, read
from claims.measure import measure
from tests.platforms import require

CLAIM = """
claim = "Half a heap is enough."
said = "nowhere"
kits = []
versions = []
command = ["node", "-e", "Buffer.alloc(Number(process.argv[1]) << 20, 1)"]
written-for = "undecided"
instead = "It is a test."
truth = "It is a test."

[as-it-is]
what = "64 MB"
arguments = ["64"]

[claimed]
what = "8 MB"
arguments = ["8"]

[decides]
at-most = 0.5
why = "It says half."
"""


@pytest.fixture
def claim(tmp_path: Path) -> Claim:
    """A claim about a project of one line."""
    require(None if shutil.which("node") else "node is not on the PATH")
    (tmp_path / "half.toml").write_text(CLAIM, encoding="utf-8")
    return read(tmp_path / "half.toml")


def order(claim: Claim) -> list[str]:
    """Which run was made after which."""
    journal = claim.directory / ".memfit" / "claims" / claim.name / "runs.jsonl"
    runs = map(json.loads, journal.read_text(encoding="utf-8").splitlines())
    return [f"{run['trial']} {run['number']}" for run in runs]


@pytest.mark.node
def test_arms_run_in_turn_and_their_figures_are_kept(claim: Claim):
    found = measure(claim, 2, resume=False)
    keep(claim, found)

    assert order(claim) == ["as-it-is 1", "claimed 1", "claimed 2", "as-it-is 2"]
    assert found.arms["claimed"].endings == ("passed", "passed")
    spared = min(found.arms["as-it-is"].peaks) - max(found.arms["claimed"].peaks)
    assert spared > 40 << 20
    assert measured(claim) == found


@pytest.mark.node
def test_a_measurement_that_goes_on_keeps_what_it_has(claim: Claim):
    first = measure(claim, 1, resume=False)
    # This process has the journal's directory to itself until it ends: a copy is another directory.
    shutil.copytree(claim.directory / ".memfit", claim.directory / "copy")
    shutil.rmtree(claim.directory / ".memfit")
    (claim.directory / "copy").rename(claim.directory / ".memfit")
    second = measure(claim, 2, resume=True)

    assert order(claim) == ["as-it-is 1", "claimed 1", "claimed 2", "as-it-is 2"]
    assert second.arms["claimed"].peaks[0] == first.arms["claimed"].peaks[0]
