import pytest

from memfit.explain.held import name_holders
from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from memfit.model.snapshot import HeldBy, Place
from tests.explain.build import process, recording
from tests.explain.story import Story, tell

PLACE = Place("/app/src/log.ts", 12, 1, mapped=True)


@pytest.fixture
def run():
    """A run whose worker keeps 24 MB of each file."""
    story = Story(waste=30, churn=120).files(12, keeps=24)
    return tell(recording(process(1, ended=story.now + 0.1), at=story.now + 0.2, peak=400), story)


def held(isolate="4001-0", **fields):
    known = {
        "holder": "requestLog", "place": PLACE, "bytes": 200, "share": 0.8,
        "sentence": "200 B (80%) Array at requestLog (/app/src/log.ts:12)",
    }  # fmt: skip
    return HeldBy(isolate, f"{isolate}-3.heapsnapshot", **{**known, **fields})


def test_the_holder_becomes_the_culprit_and_the_finding_is_measured(run):
    before = explain(run)
    (finding,) = name_holders(before, run, [held()]).findings

    assert (before.findings[0].basis, before.findings[0].culprit.holder) == (Basis.INFERRED, None)
    assert finding.basis is Basis.MEASURED
    assert (finding.culprit.holder, finding.culprit.module) == ("requestLog", "src/log.ts")
    assert finding.evidence[0].number == 200
    assert finding.evidence[0].source == "snapshots/4001-0-3.heapsnapshot"
    assert finding.sentence.endswith("; 200 B (80%) Array at requestLog (/app/src/log.ts:12)")


def test_a_holder_of_little_is_named_and_proves_nothing(run):
    (finding,) = name_holders(explain(run), run, [held(share=0.1)]).findings

    assert (finding.basis, finding.culprit.holder) == (Basis.INFERRED, "requestLog")


def test_a_package_is_no_module_of_the_project(run):
    place = Place("/app/node_modules/lib/index.js", 3, 1)
    (finding,) = name_holders(explain(run), run, [held(place=place)]).findings

    assert finding.culprit.holder == "requestLog"
    assert finding.culprit.module == explain(run).findings[0].culprit.module


@pytest.mark.parametrize("other", [held("99-0"), held(holder=None)])
def test_what_concerns_no_finding_is_a_note(run, other):
    said = name_holders(explain(run), run, [other])

    assert said.findings == explain(run).findings
    assert said.notes[0] == f"snapshot of {other.isolate}: {other.sentence}"
