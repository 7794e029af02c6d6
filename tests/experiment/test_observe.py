"""What one changed run says of what was predicted."""

from dataclasses import replace
from pathlib import Path

import pytest

from memfit.experiment.hypotheses import Effect, Proposal
from memfit.experiment.journal import Done
from memfit.experiment.observe import can_decide, in_words, observed
from memfit.experiment.subject import Look
from memfit.explain.measures import Measures
from memfit.explain.same_tests import Sameness
from memfit.model.experiment import Death
from memfit.model.finding import EndingKind

MIB = 1 << 20
DIED = Measures(
    ending=EndingKind.HEAP_LIMIT, sentence="it died", seconds=5.0, peak=300 * MIB, peak_how=None,
    files=3, per_heap=3, growth=20.0 * MIB, worker_heap=200 * MIB, main_heap=None, helper=50 * MIB,
    ceiling=200 * MIB, workers=1, death=Death(5.0, None, "tests", "tests/c.test.ts", None),
)  # fmt: skip


def look(after: Measures, *, same: bool | None = True, cause: str | None = None) -> Look:
    done = Done("one", 1, "runs/one-1", after.ending.value, 1, after.seconds, after.peak)
    return Look(done, after, Sameness(same, "2 tests ended otherwise"), str(Path("one")), cause)


def proposal(effect: Effect, **fields: object) -> Proposal:
    confirms = frozenset({"dom-window-retained"})
    return Proposal("one", (), effect, confirms, frozenset(), 1.0, **fields)  # type: ignore[arg-type]


def test_growth_that_is_gone_because_tests_failed_says_nothing():
    asked = proposal(Effect.FALLS, of="growth", share=0.7)
    failed = replace(DIED, ending=EndingKind.FAILED, growth=0.0)

    assert observed(asked, DIED, look(failed, same=False)) is None
    assert "2 tests ended otherwise" in in_words(asked, DIED, look(failed, same=False))
    # A suite in which the same tests fail as ever did its work.
    assert observed(asked, DIED, look(failed)) is True


@pytest.mark.parametrize(("helper", "seen"), [(400 * MIB, True), (90 * MIB, False), (None, None)])
def test_what_a_helper_needs_is_compared_with_the_limit(helper: int | None, seen: bool | None):
    asked = proposal(Effect.EXCEEDS, of="helper", least=280 * MIB)
    after = replace(DIED, ending=EndingKind.PASSED, helper=helper)

    assert observed(asked, DIED, look(after)) is seen


def test_what_builds_up_dies_in_another_file_when_the_order_changes():
    asked = proposal(Effect.DIES_ELSEWHERE)
    other = replace(DIED, death=Death(5.0, None, "tests", "tests/a.test.ts", None))

    assert observed(asked, DIED, look(other)) is True
    assert observed(asked, DIED, look(DIED)) is False
    assert observed(asked, DIED, look(replace(DIED, ending=EndingKind.PASSED))) is None


def test_a_death_that_does_not_show_the_sign_of_the_cause_again_proves_nothing():
    asked = proposal(Effect.DIES_ALIKE, again=True)

    assert observed(asked, DIED, look(DIED, cause="dom-window-retained")) is True
    assert observed(asked, DIED, look(DIED)) is None
    assert observed(asked, DIED, look(replace(DIED, ending=EndingKind.PASSED))) is False


def test_the_absence_of_one_of_several_effects_rejects_nothing():
    assert observed(proposal(Effect.PASSES), DIED, look(DIED)) is False
    assert observed(proposal(Effect.PASSES, sure=False), DIED, look(DIED)) is None


def test_a_run_that_its_own_tests_end_holds_if_they_fail_as_before():
    failed = replace(DIED, ending=EndingKind.FAILED)

    assert look(failed, same=True).holds
    assert not look(failed, same=None).holds
    assert not look(failed, same=False).holds
    assert not look(DIED, same=True).holds


def test_a_changed_run_whose_heap_was_not_read_near_its_death_decides_nothing():
    asked = proposal(Effect.KEEPS, of="worker_heap", share=0.7)
    unread = replace(DIED, worker_heap=60 * MIB)

    assert observed(asked, DIED, look(DIED)) is True
    assert observed(asked, DIED, look(unread)) is None
    assert can_decide(asked, DIED)
    assert not can_decide(asked, unread)
