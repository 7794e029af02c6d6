"""Remedies side by side: which hold, what each does to peak and time, which none is better than."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from memfit.classes import dataclass
from memfit.explain.attribution import Attribution, attribute
from memfit.explain.measures import Measures
from memfit.explain.same_tests import Sameness
from memfit.explain.statistics import LOOK_ALPHA, LOOKS, mann_whitney, ratio, spread
from memfit.model.experiment import Ratio, Spread
from memfit.model.investigation import Treatment

ORDER: Final = 3
"""Runs of each after which what never held is left out; nothing else is decided by so few."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of a treatment.

    Attributes:
        measures: Its numbers.
        sameness: Whether it ran the same tests as the baseline's first run.
        recording: Its directory.
    """

    measures: Measures
    sameness: Sameness
    recording: str

    @property
    def holds(self) -> bool:
        """Whether it passed with the same tests."""
        return self.measures.passed and self.sameness.same is not False


@dataclass(frozen=True, slots=True)
class Arm:
    """One treatment and its runs so far.

    Attributes:
        id: Slug.
        what: What it changes.
        how: The same as configuration.
        command: Its command line, secrets masked.
        environment: Variables that are set for it.
        runs: Its runs.
        left_out: The package or module that it leaves out, as recordings name it; empty if it
            is not for that.
    """

    id: str
    what: str
    how: tuple[str, ...]
    command: tuple[str, ...]
    environment: Mapping[str, str | None]
    runs: tuple[Outcome, ...] = ()
    left_out: str = ""

    @property
    def peaks(self) -> list[float]:
        """Peaks of its runs, as far as they were read."""
        return [float(run.measures.peak) for run in self.runs if run.measures.peak is not None]


def settled(baseline: Arm, arm: Arm) -> bool:
    """Say whether more runs of an arm would tell nothing new.

    Args:
        baseline: The runs of the command as it was given, as many as of the arm.
        arm: The arm.
    """
    made = len(arm.runs)
    if made >= ORDER and not any(run.holds for run in arm.runs):
        return True
    return made in LOOKS and _chance(baseline, arm) <= LOOK_ALPHA


def treatments(baseline: Arm, arms: Sequence[Arm]) -> tuple[Treatment, ...]:
    """Compare arms with the baseline.

    Returns:
        The baseline, then what holds by its peak, then the rest.
    """
    first = _treatment(baseline, baseline)
    others = [_treatment(baseline, arm) for arm in arms if arm.runs]
    others.sort(key=lambda one: (not one.holds, one.peaks.middle if one.peaks else 0.0))
    made = (first, *others)
    return tuple(replace(one, front=_on_front(one, made)) for one in made)


def _treatment(baseline: Arm, arm: Arm) -> Treatment:
    holds = all(run.holds for run in arm.runs)
    own = arm is baseline
    attribution = _attribution(baseline, arm)
    whole = all(run.measures.ending.value in {"passed", "failed"} for run in baseline.runs)
    peaks = ratio(baseline.peaks, arm.peaks) if baseline.peaks and arm.peaks and not own else None
    if peaks is not None:
        peaks = replace(peaks, decided=peaks.decided and _chance(baseline, arm) <= LOOK_ALPHA)
    return Treatment(
        id=arm.id,
        what=arm.what,
        how=arm.how,
        command=arm.command,
        environment=arm.environment,
        endings=dict(Counter(run.measures.ending.value for run in arm.runs).most_common()),
        holds=holds,
        same_tests=_same(arm),
        peaks=spread(arm.peaks) if arm.peaks else None,
        seconds=_times(arm),
        peak_ratio=peaks,
        time_ratio=None if own or not whole or not holds else _time_ratio(baseline, arm),
        front=False,
        sentence=attribution.sentence
        if attribution is not None
        else _sentence(arm, peaks, own=own),
        recordings=tuple(run.recording for run in arm.runs),
        goes=str(attribution.goes) if attribution is not None else None,
        shares=attribution.shares if attribution is not None else {},
    )


def _attribution(baseline: Arm, arm: Arm) -> Attribution | None:
    """Say what goes with what an arm leaves out; None if it leaves out nothing."""
    if not arm.left_out:
        return None
    differ = (run.sameness.sentence for run in arm.runs if run.sameness.same is False)
    return attribute(
        arm.left_out, [run.measures for run in baseline.runs],
        [run.measures for run in arm.runs], next(differ, ""),
    )  # fmt: skip


def _same(arm: Arm) -> bool | None:
    known = [run.sameness.same for run in arm.runs if run.sameness.same is not None]
    return all(known) if known else None


def _times(arm: Arm) -> Spread | None:
    seconds = [run.measures.seconds for run in arm.runs]
    return spread(seconds) if seconds else None


def _time_ratio(baseline: Arm, arm: Arm) -> Ratio | None:
    first = [run.measures.seconds for run in baseline.runs]
    return ratio(first, [run.measures.seconds for run in arm.runs]) if min(first) > 0 else None


def _chance(baseline: Arm, arm: Arm) -> float:
    if not baseline.peaks or not arm.peaks:
        return 1.0
    return mann_whitney(baseline.peaks, arm.peaks)


def _sentence(arm: Arm, peaks: Ratio | None, *, own: bool) -> str:
    bad = next((run for run in arm.runs if not run.holds), None)
    if bad is not None:
        if bad.measures.passed:
            return f"rejected, although it passed: {bad.sameness.sentence}"
        return bad.measures.sentence
    if own:
        return f"passed {len(arm.runs)} of {len(arm.runs)}"
    if peaks is None or not peaks.decided:
        few = " by so few runs" if len(arm.runs) < LOOKS[0] else ""
        return f"passed; whether its peak differs is undecided{few}"
    return f"passed; its peak is {'lower' if peaks.value < 1 else 'higher'}"


def _on_front(one: Treatment, others: Sequence[Treatment]) -> bool:
    """Say whether nothing that holds needs less memory and no more time, or less time alike."""
    if not one.holds or one.goes is not None or one.peaks is None or one.seconds is None:
        return False
    mine = (one.peaks.middle, one.seconds.middle)
    return not any(
        other.holds and other.goes is None and other.peaks is not None and other.seconds is not None
        and (theirs := (other.peaks.middle, other.seconds.middle)) != mine
        and theirs[0] <= mine[0] and theirs[1] <= mine[1]
        for other in others
    )  # fmt: skip
