"""Decides a claim by its runs: whether the ratio of peaks lies where the claim has it.

Every step is distribution-free and allows for chance, as `memfit compare` does; what chance could
have brought is undecided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.claim import Rule, Runs
from memfit.explain.statistics import ALPHA, mann_whitney, ratio
from memfit.model.experiment import Ratio
from memfit.model.finding import EndingKind


class Verdict(StrEnum):
    """What became of a claim."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does not hold"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Decision:
    """What follows from the runs.

    Attributes:
        verdict: What became of the claim.
        sentence: By what it was decided.
        peak: Peaks as claimed by those as it is; None where memory ended some of them.
        time: The same of the times.
    """

    verdict: Verdict
    sentence: str
    peak: Ratio | None
    time: Ratio | None


def decide(rule: Rule, before: Runs, after: Runs) -> Decision:
    """Decide a claim.

    Args:
        rule: What it comes to.
        before: The runs of the project as it is.
        after: Those of the project as the claim has it.
    """
    verdict, sentence = _passed(before, after)
    if verdict is not None:
        return Decision(verdict, sentence, None, None)
    peak, time = ratios(before, after)
    verdict, sentence = _applies(rule, before, after) or _bounds(rule, before, after)
    return Decision(verdict, sentence, peak, time)


def ratios(before: Runs, after: Runs) -> tuple[Ratio | None, Ratio | None]:
    """Compare peaks and times; None each where a run did not pass, as then they mean little."""
    if {*before.endings, *after.endings} != {EndingKind.PASSED}:
        return None, None
    return ratio(before.peaks, after.peaks), ratio(before.seconds, after.seconds)


def _passed(before: Runs, after: Runs) -> tuple[Verdict | None, str]:
    """Decide by runs that did not pass; no verdict if all did."""
    if set(before.endings) != {EndingKind.PASSED}:
        return Verdict.UNDECIDED, "not all runs as it is passed"
    died = [EndingKind(ending).of_memory for ending in after.endings]
    if any(died):
        sentence = f"memory ended {sum(died)} of {len(died)} runs with it, and none without"
        by_chance = mann_whitney([0.0] * len(before.endings), [float(one) for one in died])
        return Verdict.DOES_NOT_HOLD if by_chance <= ALPHA else Verdict.UNDECIDED, sentence
    if set(after.endings) != {EndingKind.PASSED}:
        return Verdict.UNDECIDED, "not all runs as claimed passed"
    return None, ""


def _applies(rule: Rule, before: Runs, after: Runs) -> tuple[Verdict, str] | None:
    """Say why the runs say nothing about the claim; None if they do."""
    if rule.same_tests and after.other_tests:
        return Verdict.UNDECIDED, f"other tests ran: {after.other_tests}"
    spread = max(before.peaks) / min(before.peaks) - 1
    if rule.stable is not None and spread > rule.stable:
        return Verdict.UNDECIDED, f"the peaks as it is differ by {spread:.0%}: they are not stable"
    return None


def _bounds(rule: Rule, before: Runs, after: Runs) -> tuple[Verdict, str]:
    """Decide by where the ratio of peaks lies."""
    low = None if rule.at_least is None else _above(before.peaks, after.peaks, rule.at_least)
    high = None if rule.at_most is None else _above(before.peaks, after.peaks, rule.at_most)
    if low is False or high is True:
        bound = rule.at_least if low is False else rule.at_most
        return Verdict.DOES_NOT_HOLD, f"the ratio is {'below' if low is False else 'above'} {bound}"
    within = (rule.at_least is None or low) and (rule.at_most is None or high is False)
    if within:
        return Verdict.HOLDS, "the ratio is where the claim has it"
    return Verdict.UNDECIDED, "chance could have brought it to the other side of the bound"


def _above(before: Sequence[float], after: Sequence[float], bound: float) -> bool | None:
    """Say whether the ratio is above a bound; None if that is not decided."""
    against = ratio([value * bound for value in before], after)
    return against.value > 1 if against.decided else None
