from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Basis, Level
from memfit.model.suite import Suite
from tests.explain.build import MB
from tests.explain.causes.runs import causes, died, killed, passed
from tests.explain.story import Story


@pytest.mark.parametrize(("count", "keeps"), [(5, 60), (12, 24), (40, 2), (100, 3)])
def test_what_stays_of_each_file_is_retained(count, keeps):
    limit = 30 + count * keeps
    story = Story(limit=limit).files(count - 1, keeps=keeps)
    story.file("tests/last.test.ts", keeps=keeps / 2, ends=False)

    (finding, *_) = explain(died(story)).findings

    assert (finding.cause, finding.level, finding.basis) == (
        "retained-across-files", Level.ERROR, Basis.INFERRED,
    )  # fmt: skip
    assert finding.culprit.isolate == "4001-0"
    assert finding.evidence[0].number == pytest.approx(keeps * MB, rel=0.35)


@pytest.mark.parametrize("waste", [10, 80, 200])
def test_garbage_that_a_lazy_collector_leaves_is_no_growth(waste):
    assert causes(passed(Story(waste=waste, churn=150).files(20))) == []


def test_garbage_that_was_never_collected_is_no_growth():
    assert causes(passed(Story(waste=4000, churn=80).files(12))) == []


def test_growth_in_a_run_that_passes_is_a_warning():
    (finding,) = explain(passed(Story(waste=30, churn=120).files(12, keeps=24))).findings

    assert (finding.cause, finding.level) == ("retained-across-files", Level.WARNING)


def test_floors_after_forced_collections_are_exact():
    story = Story(waste=4000, churn=80).files(8, keeps=20, kept=True)
    (finding,) = explain(passed(story)).findings

    assert finding.evidence[0].how.value == "exact"
    assert finding.evidence[0].number == pytest.approx(20 * MB, rel=0.1)


def test_a_context_more_a_file_is_a_context_leak():
    story = Story(limit=330).files(11, keeps=24, contexts=1)
    story.file("tests/last.test.ts", keeps=12, ends=False)

    assert causes(died(story))[0] == "context-leak"


def test_a_timer_more_a_file_is_an_unreleased_resource():
    story = Story(limit=330)
    for number in range(12):
        story.file(
            f"tests/{number}.test.ts", keeps=24, contexts=1, ends=number < 11,
            resources={"Timeout": number + 1, "MessagePort": 1},
        )  # fmt: skip

    assert causes(died(story))[0] == "unreleased-resource"


def test_contexts_of_a_dom_environment_are_windows():
    story = Story(limit=330).files(11, keeps=24, contexts=1)
    story.file("tests/last.test.ts", keeps=12, ends=False)
    run = died(story, suite=Suite(config={"environment": "jsdom"}))

    assert causes(run)[0] == "dom-window-retained"


def with_documents(left: int, contexts: int = 0, keeps: float = 24) -> Story:
    """Files that each work on a document, of which so many are left with each file."""
    story = Story(limit=40 + 12 * keeps)
    for number in range(12):
        story.file(
            f"tests/{number}.test.ts", keeps=keeps, contexts=contexts, ends=number < 11,
            documents=1 + left * number,
        )  # fmt: skip
    return story


def test_documents_that_stay_are_windows_whatever_the_environment():
    assert causes(died(with_documents(1, contexts=1)))[0] == "dom-window-retained"


def test_documents_that_wait_for_a_collection_are_no_windows():
    story = Story(limit=330)
    for number in range(12):
        story.file(f"tests/{number}.test.ts", keeps=24, ends=number < 11, documents=1 + number % 10)

    assert causes(died(story))[0] == "retained-across-files"


def test_growth_in_a_dom_whose_documents_go_is_the_projects_own():
    story = with_documents(0, keeps=8)
    run = died(story, suite=Suite(config={"environment": "happy-dom"}))

    assert causes(run)[0] == "retained-across-files"


def test_one_heavy_file_among_many_is_not_growth():
    story = Story(limit=330).files(6, keeps=0.5)
    story.file("tests/heavy.test.ts", keeps=280, tests=1, seconds=4.0, ends=False)

    assert "retained-across-files" not in causes(died(story))


def test_the_verdict_says_what_it_is_not():
    story = Story(limit=330).files(11, keeps=24)
    story.file("tests/last.test.ts", keeps=12, ends=False)
    explanation = explain(died(story))

    rejected = {each.cause: each.sentence for each in explanation.rejected}
    assert "runaway-test" in rejected
    assert "left" in rejected["runaway-test"]


def with_mocks(each: int, calls: int = 0) -> Story:
    story = Story(limit=330)
    for number in range(12):
        kept = {"mocks": each * (number + 1), "calls": calls * (number + 1)}
        story.file(f"tests/{number}.test.ts", keeps=24, ends=number < 11, **kept)
    return story


@pytest.mark.parametrize(
    ("each", "calls", "expected"),
    [
        (6, 6, ["mock-registry", "retained-across-files"]),
        (1, 120, ["mock-registry", "retained-across-files"]),
        (1, 2, ["retained-across-files", "mock-registry"]),
        (0, 0, ["retained-across-files"]),
    ],
)
def test_mocks_that_the_runner_keeps_leave_a_conjecture(each, calls, expected):
    findings = explain(died(with_mocks(each, calls), runner_version="4.1.12")).findings

    assert [each.cause for each in findings] == expected
    basis = Basis.INFERRED if len(expected) == 1 else Basis.CONJECTURE
    assert {each.basis for each in findings} == {basis}


def test_vitest_5_keeps_no_mocks():
    assert causes(died(with_mocks(6), runner_version="5.1.0")) == ["retained-across-files"]


def counted(run, majors):
    """Files tell how often V8 had collected the whole heap by their end."""
    files = tuple(
        replace(each, majors=count) for each, count in zip(run.files, majors, strict=False)
    )
    heap = run.isolates[0].total
    processes = tuple(replace(each, heap=heap) if each.key else each for each in run.processes)
    return replace(run, files=files, processes=processes)


def test_a_heap_without_garbage_never_falls_and_its_collections_are_counted():
    story = Story(waste=4000, churn=1).files(20, keeps=12, imports=0)
    run = counted(killed(story, memory=330), [number // 4 for number in range(20)])

    (finding, *_) = explain(run).findings

    assert (finding.cause, finding.evidence[0].number) == (
        "retained-across-files", pytest.approx(12 * MB, rel=0.2),
    )  # fmt: skip


def test_a_heap_that_was_not_collected_may_be_garbage_all_of_it():
    story = Story(waste=4000, churn=1).files(20, keeps=12, imports=0)

    assert "retained-across-files" not in causes(counted(killed(story, memory=330), [0] * 20))


def test_growth_within_one_file_is_put_down_to_its_tests():
    story = Story(limit=300).file("/app/cart.test.ts", keeps=270, tests=30, ends=False)
    (finding, *_) = explain(died(story)).findings

    assert (finding.cause, finding.culprit.file) == ("retained-across-files", "cart.test.ts")
    assert "outlives the test" in finding.sentence
    assert [each.id for each in finding.remedies] == ["release"]
    assert "process" not in finding.experiment
