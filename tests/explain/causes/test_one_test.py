import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Basis
from tests.explain.causes.runs import causes, died, passed
from tests.explain.story import Story

MATCHER = (
    "equals /app/node_modules/@vitest/expect/dist/index.js:200",
    "test /app/tests/big.test.ts:9",
)
LOOP = ("render /app/src/render.ts:12", "test /app/tests/loop.test.ts:5")


def in_one_test(seconds: float, *frames: str, mb: float = 280) -> Story:
    """The second test of the third file takes the heap to its ceiling."""
    story = Story(limit=320).files(2)
    story.file("/app/tests/big.test.ts", keeps=mb, tests=1, seconds=seconds, ends=False)
    return story.sees(*frames) if frames else story


@pytest.mark.parametrize(("frames", "cause"), [(MATCHER, "matcher-spike"), (LOOP, "runaway-test")])
@pytest.mark.parametrize("seconds", [0.5, 8.0])
def test_what_ran_while_the_heap_climbed_decides(frames, cause, seconds):
    (finding, *_) = explain(died(in_one_test(seconds, *frames))).findings

    assert (finding.cause, finding.basis) == (cause, Basis.INFERRED)
    assert (finding.culprit.file, finding.culprit.test) == ("tests/big.test.ts", "test 1")


def test_a_function_that_a_matcher_calls_is_no_matcher():
    inside = ("tokens /app/src/parse.ts:12", "test /app/tests/big.test.ts:6", *MATCHER)

    (finding, *_) = explain(died(in_one_test(3.0, *inside))).findings

    assert (finding.cause, finding.culprit.module) == ("runaway-test", "src/parse.ts")


def test_the_module_that_ran_is_the_projects_own_and_not_the_runners():
    (finding, *_) = explain(died(in_one_test(3.0, *LOOP))).findings

    assert finding.culprit.module == "src/render.ts"


@pytest.mark.parametrize(("seconds", "first"), [(0.5, "matcher-spike"), (9.0, "runaway-test")])
def test_without_a_stack_both_are_shown_as_conjectures(seconds, first):
    findings = explain(died(in_one_test(seconds))).findings

    assert {each.cause for each in findings} == {"matcher-spike", "runaway-test"}
    assert {each.basis for each in findings} == {Basis.CONJECTURE}
    assert findings[0].cause == first


def test_a_spike_in_a_test_that_passes_is_a_warning():
    story = Story(waste=20).files(2).file("/app/tests/big.test.ts", tests=1, keeps=400, seconds=0.3)
    story.sees(*MATCHER)
    story._stacks[0] = type(story._stacks[0])(  # the spike's own instant
        story.runs()[-1].tests[0].started + 0.2, 300 << 20, story._stacks[0].frames
    )
    story._live -= 400
    story.passes(1.0)

    (finding,) = explain(passed(story)).findings

    assert (finding.cause, finding.level.value) == ("matcher-spike", "warning")


def test_tests_that_each_take_a_little_are_no_runaway():
    assert causes(passed(Story().files(30, keeps=0.1))) == []


@pytest.mark.parametrize(
    "inner",
    [
        ("mockConstructor /app/node_modules/jest-mock/build/index.js:100",),
        ("mockCall /app/node_modules/@vitest/spy/dist/index.js:300",),
        ("formatValue node:internal/util/inspect:841", "log node:internal/console/constructor:381"),
    ],
)
def test_a_loop_that_calls_a_mock_or_prints_is_no_matcher(inner):
    (finding, *_) = explain(died(in_one_test(6.0, *inner, *LOOP))).findings

    assert (finding.cause, finding.basis) == ("runaway-test", Basis.INFERRED)
    assert finding.culprit.module == "src/render.ts"
