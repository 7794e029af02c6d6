"""Several runs of one command: how often it dies, how far its peaks lie apart."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from memfit.explain.accumulation import find_leak
from memfit.explain.median import median
from memfit.explain.statistics import rate, spread
from memfit.model.experiment import Iteration, Repro
from memfit.model.finding import EndingKind

STOP_CONFIDENCE: Final = 0.99
"""Confidence at which the bound of the success rate must leave out one half to stop early.

It is looked at after each run. At 0.99 a command that passes in exactly half of its runs is
misjudged in 0.8 % of experiments of 10 runs and in 3.9 % of those of 50; at 0.95 it would be 5.5 %
and 17 %.
"""

FEWEST_FOR_OUTLIERS: Final = 5
FAR: Final = 3.5  # robust standard deviations, after Iglewicz and Hoaglin
LEAST_OFF: Final = 0.10  # share of the median: peaks of one configuration vary by as much

_SEVERITY: Final = (
    EndingKind.PASSED,
    EndingKind.FAILED,
    EndingKind.INTERRUPTED,
    EndingKind.SIGNALED,
    EndingKind.TIMEOUT,
    EndingKind.INCOMPLETE,
    EndingKind.OVER_BUDGET,
    EndingKind.HEAP_LIMIT,
    EndingKind.OOM_KILLED,
)


def repeated(command: tuple[str, ...], wanted: int, iterations: Sequence[Iteration]) -> Repro:
    """Put several runs together.

    Args:
        command: The command, secrets masked.
        wanted: How many runs were asked for.
        iterations: Those that were made; at least one.
    """
    runs = len(iterations)
    peaks = [each.peak.bytes for each in iterations if each.peak is not None]
    seconds = [each.seconds for each in iterations if each.seconds is not None]
    return Repro(
        command=command,
        wanted=wanted,
        iterations=tuple(iterations),
        passed=rate(passes(iterations), runs),
        died=rate(sum(each.ending.of_memory for each in iterations), runs),
        endings=dict(Counter(each.ending.value for each in iterations).most_common()),
        peaks=spread(peaks) if peaks else None,
        seconds=spread(seconds) if seconds else None,
        outliers=outliers(iterations),
        leak=find_leak(iterations),
        decided=decided(passes(iterations), runs) if runs < wanted else "",
    )


def passes(iterations: Sequence[Iteration]) -> int:
    """Count the runs that passed."""
    return sum(each.ending is EndingKind.PASSED for each in iterations)


def decided(passed: int, runs: int) -> str:
    """Say why no more runs are needed, or return an empty text.

    The question is whether the command passes more often than not.
    """
    if not runs:
        return ""
    bound = rate(passed, runs, STOP_CONFIDENCE)
    if bound.low > 0.5:
        return f"it passes more often than not: {passed} of {runs}"
    if bound.high < 0.5:
        return f"it fails more often than it passes: {runs - passed} of {runs}"
    return ""


def outliers(iterations: Sequence[Iteration]) -> tuple[int, ...]:
    """Return the numbers of runs whose peak lies far from the median, by the median deviation."""
    peaks = {each.number: each.peak.bytes for each in iterations if each.peak is not None}
    if len(peaks) < FEWEST_FOR_OUTLIERS:
        return ()
    middle = median(peaks.values())
    deviation = 1.4826 * median(abs(peak - middle) for peak in peaks.values())
    far = max(FAR * deviation, LEAST_OFF * middle)
    return tuple(number for number, peak in peaks.items() if abs(peak - middle) > far)


def worst(iterations: Sequence[Iteration]) -> Iteration:
    """Return the run that ended worst; of several, the first, those that exited 0 last.

    A run that memory ended is worse than one that did not finish, and that is worse than one
    whose tests failed.
    """
    return max(iterations, key=lambda each: (_SEVERITY.index(each.ending), each.returned != 0))
