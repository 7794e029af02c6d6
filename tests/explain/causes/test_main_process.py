from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from memfit.model.suite import Suite
from tests.explain.build import printed, process, recording
from tests.explain.causes.runs import FATAL, causes, main
from tests.explain.story import Story, tell


def a_run(*, during=0.0, after=0.0, text=0, coverage=False):
    """Main grows by `during` MB while a worker runs files, and by `after` MB afterwards."""
    worker = Story(process=1).files(10)
    story = Story(process=0, limit=400, waste=20)
    story.passes(worker.now - story.now, keeps=during)
    story.passes(2.0, keeps=after)
    end = story.now + 0.1
    run = recording(
        main(end, signal=6, heap=60.0), process(1, ended=worker.now + 0.1, heap=30.0),
        at=end, code=134, peak=500,
        output=(printed("x" * text, 2.0, "stdout"), printed(FATAL, end)),
    )  # fmt: skip
    return replace(tell(run, story, worker), suite=Suite(config={"coverage": coverage}))


def test_a_main_process_that_grows_while_tests_print_keeps_what_they_print():
    (finding, *_) = explain(a_run(during=200, text=20 << 20)).findings

    assert (finding.cause, finding.basis) == ("main-process-logs", Basis.INFERRED)
    assert (finding.culprit.process.value, finding.culprit.phase) == ("main", "tests")


def test_growth_of_a_silent_main_process_is_a_conjecture():
    (finding, *_) = explain(a_run(during=200)).findings

    assert (finding.cause, finding.basis) == ("main-process-logs", Basis.CONJECTURE)


@pytest.mark.parametrize("gains", [{"during": 200}, {"after": 200}])
def test_with_coverage_it_is_coverage(gains):
    (finding, *_) = explain(a_run(**gains, coverage=True)).findings

    assert (finding.cause, finding.basis) == ("coverage-in-main", Basis.INFERRED)


@pytest.mark.parametrize(
    ("printed", "likelier"), [(80, "main-process-logs"), (20, "coverage-in-main")]
)
def test_with_coverage_and_much_output_an_experiment_must_decide(printed, likelier):
    findings = explain(a_run(during=200, after=50, text=printed << 20, coverage=True)).findings

    assert findings[0].cause == likelier
    assert {each.cause for each in findings} == {"coverage-in-main", "main-process-logs"}
    assert {each.basis for each in findings} == {Basis.CONJECTURE}


def test_a_main_process_that_stays_flat_is_not_to_blame():
    assert causes(a_run(during=5, text=20 << 20)) == []
