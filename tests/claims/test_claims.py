"""Claim files are whole, their figures are there, and the page says what they say."""

import json
import re
from pathlib import Path

import pytest

from claims.claim import CLAIMS, FEWEST, ROOT, Claim, Measured, Runs, claims, measured
from claims.decide import Verdict, decide
from claims.page import PAGE, page
from claims.run import main

ALL = claims()
NAMED = {
    "mock-pool",
    "worker-database",
    "racing-reads",
    "symlink-duplicates",
    "ten-iterations",
    "single-fork",
    "open-handles",
    "istanbul",
    "entries-without-splitting",
}
every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim.name)


def test_what_is_said_most_is_measured():
    assert {claim.name for claim in ALL} >= NAMED


def test_names_are_unique():
    assert len({claim.name for claim in ALL}) == len(ALL)


@every_claim
def test_a_claim_can_be_decided(claim: Claim):
    assert claim.runs >= FEWEST
    assert claim.rule.at_least is not None or claim.rule.at_most is not None
    assert claim.rule.why
    assert claim.truth
    assert Verdict(claim.written_for)
    assert len({arm.name for arm in claim.arms}) == len(claim.arms)


@every_claim
def test_the_arms_of_a_claim_differ_in_what_is_run(claim: Claim):
    ways = {(arm.command, tuple(sorted(arm.environment.items()))) for arm in claim.arms}

    assert len(ways) == len(claim.arms)


@every_claim
def test_the_kits_of_a_claim_have_lock_files_without_addresses(claim: Claim):
    for kit in claim.kits:
        lock = json.loads((ROOT / kit / "package-lock.json").read_text(encoding="utf-8"))
        assert not [one for one in lock["packages"].values() if "resolved" in one]


@every_claim
def test_a_claim_was_measured_as_it_stands(claim: Claim):
    found = measured(claim)

    assert found is not None
    assert set(found.arms) == {arm.name for arm in claim.arms}
    assert all(len(runs.peaks) >= FEWEST for runs in found.arms.values())
    decision = decide(claim.rule, found.arms["as-it-is"], found.arms["claimed"])
    assert decision.verdict == claim.written_for


def test_the_page_is_what_the_files_say():
    assert PAGE.read_text(encoding="utf-8") == page([(one, measured(one)) for one in ALL])


def test_the_page_has_a_row_and_a_section_for_each_claim():
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[.+\]\(#([\w-]+)\) \| \*\*", text, flags=re.MULTILINE)

    assert rows == [claim.name for claim in ALL]
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == rows
    assert f"\n{len(ALL)} claims: " in text


def test_no_figures_are_left_over_of_a_claim_that_is_gone():
    assert set(CLAIMS.glob("*/*.measured.json")) == {one.measured_file for one in ALL}


def test_a_truth_that_was_written_for_another_verdict_is_left_out():
    claim = next(one for one in ALL if one.written_for == Verdict.DOES_NOT_HOLD)
    far_less = Runs(("passed",) * 5, (10, 11, 12, 10, 11), (1.0,) * 5)
    far_more = Runs(("passed",) * 5, (1000, 1010, 1020, 1000, 1010), (1.0,) * 5)
    turned = Measured("", {}, (0, 0), {"as-it-is": far_more, "claimed": far_less})

    assert claim.truth not in page([(claim, turned)])


def test_a_name_that_is_no_claim_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["--only", "no-such-claim"])

    assert "mock-pool" in capsys.readouterr().err


def test_a_project_belongs_to_some_claim():
    folders = {path for path in CLAIMS.iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert folders == {one.directory for one in ALL} | {Path(CLAIMS, "packages")}
