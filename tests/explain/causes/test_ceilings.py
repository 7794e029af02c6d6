from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.recording import Role
from memfit.model.suite import Suite
from tests.explain.build import MB
from tests.explain.causes.runs import causes, died
from tests.explain.story import Story


def flat_and_high() -> Story:
    return Story(limit=250).file("/app/tests/a.test.ts", imports=200, modules=9, ends=False)


def asked_of_main(run, megabytes):
    processes = tuple(
        replace(each, heap_limit=megabytes * MB) if each.role is Role.MAIN else each
        for each in run.processes
    )
    return replace(run, processes=processes)


def test_a_ceiling_of_the_runner_that_does_not_reach_its_worker():
    run = asked_of_main(died(flat_and_high()), 4096)
    (finding, *_) = explain(run).findings

    assert finding.cause == "ceiling-misses-workers"
    assert [each.number for each in finding.evidence] == [250 * MB, 4096 * MB]


def test_a_ceiling_of_the_configuration_counts_too():
    run = died(flat_and_high(), suite=Suite(config={"old_space": 2048 * MB}))

    assert causes(run)[0] == "ceiling-misses-workers"


@pytest.mark.parametrize("megabytes", [200, 240, 300])
def test_what_v8_adds_of_its_own_is_no_miss(megabytes):
    run = asked_of_main(died(flat_and_high()), megabytes)

    assert causes(run)[0] == "baseline-over-limit"
    rejected = {each.cause: each.sentence for each in explain(run).rejected}
    assert "is the one that" in rejected["ceiling-misses-workers"]


def test_a_leak_would_only_die_later_with_the_ceiling_that_was_asked_for():
    story = Story(limit=330).files(11, keeps=24)
    story.file("/app/tests/last.test.ts", keeps=12, ends=False)
    explanation = explain(asked_of_main(died(story), 4096))

    assert explanation.findings[0].cause == "retained-across-files"
    assert "ceiling-misses-workers" in {each.cause for each in explanation.rejected}


def test_a_test_that_died_below_the_ceiling_that_was_asked_for_might_have_ended():
    story = Story(limit=320).file("/app/a.test.ts", keeps=280, tests=1, seconds=3.0, ends=False)
    story.sees("build /app/src/tree.ts:3", "test /app/a.test.ts:5")
    explanation = explain(asked_of_main(died(story), 4096))

    assert [each.cause for each in explanation.findings] == ["ceiling-misses-workers"]
    assert "runaway-test" in {each.cause for each in explanation.rejected}


def test_the_ceiling_that_is_advised_leaves_room_in_the_limit_of_the_tree():
    run = asked_of_main(died(flat_and_high(), memory=1000), 4096)
    (finding, *_) = explain(run).findings

    assert finding.cause == "ceiling-misses-workers"
    assert "--max-old-space-size=750 " in finding.remedies[0].how
