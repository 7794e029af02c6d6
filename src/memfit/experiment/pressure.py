"""Raises pressure on a run that passes, until it dies: how far from death is it?"""

from typing import Final

from memfit.experiment.budget import Budget
from memfit.experiment.subject import Subject
from memfit.explain.headroom import kernel_limits_tree
from memfit.model.finding import Explanation
from memfit.model.investigation import Step
from memfit.runners import variations
from memfit.units import format_bytes

SHARES: Final = (0.9, 0.75, 0.6, 0.45, 0.3)
"""Parts of the peak without a limit that are tried as limits, in this order."""

_MIB: Final = 1 << 20
_LEAST: Final = 16  # MB


def press(subject: Subject, budget: Budget) -> tuple[tuple[Step, ...], Explanation | None]:
    """Run under smaller and smaller limits until memory ends a run.

    Returns:
        The steps, and what was said of the run that memory ended; None if none was.
    """
    steps: list[Step] = []
    peak = subject.measures.peak
    for share in SHARES if peak is not None else ():
        size = int((peak or 0) * share) // _MIB
        if size < _LEAST or not budget.allows(1):
            break
        target = subject.vary((variations.memory(size),))
        trial = subject.trial(f"memory-{size}m", f"--memory {size}m", target)
        done = subject.runs.get(trial, 1, f"does it pass with {100 * share:.0f} % of its peak?")
        budget.spend(done)
        seen = subject.runs.see(done)
        ending = seen.explanation.ending
        steps.append(
            Step(size * _MIB, share, ending.kind, ending.sentence, str(seen.recording.path))
        )
        if ending.kind.of_memory:
            return tuple(steps), seen.explanation
    return tuple(steps), None


def in_words(subject: Subject, steps: tuple[Step, ...]) -> str:
    """Say how far from death the run is."""
    peak = subject.measures.peak
    if not steps or peak is None:
        return "no pressure was put on it"
    died = next((step for step in steps if step.ending.of_memory), None)
    held = [step for step in steps if step.ending.value == "passed"]
    if died is None:
        lowest = min(step.limit for step in steps)
        return f"it still lived with {format_bytes(lowest)}, and peaks at {format_bytes(peak)}"
    least = f"passes with {format_bytes(min(step.limit for step in held))}, " if held else ""
    return f"{least}dies with {format_bytes(died.limit)}; as it is it peaks at {format_bytes(peak)}"


def unseen_by_node(subject: Subject) -> str:
    """Say so if Node does not know the limit, and so takes another ceiling than in CI."""
    recording = subject.seen.recording
    if recording.limits.memory is None or kernel_limits_tree(recording):
        return ""
    return (
        f"the limit is enforced by {recording.limits.how}, which Node does not see: in CI its "
        "default ceiling would be lower"
    )
