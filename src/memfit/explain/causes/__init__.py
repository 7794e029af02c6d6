"""Causes: each module looks for one, from what can be seen without the program's cooperation.

A cause is reported only if the recording's numbers support it and no other that was checked fits.
`find_causes` knows the order: what speaks most strongly comes first.
"""

from collections.abc import Callable

from memfit.explain.causes import helper_process, workers_times_ceiling
from memfit.explain.causes.context import Context
from memfit.model.finding import Finding

CAUSES: dict[str, Callable[[Context], Finding | None]] = {
    helper_process.CAUSE: helper_process.find,
    workers_times_ceiling.CAUSE: workers_times_ceiling.find,
}
"""Every cause by its slug, the strongest first; each has a page in docs/reference/causes/."""


def find_causes(context: Context) -> tuple[Finding, ...]:
    """Return what the recording supports, the verdict first; empty if nothing."""
    found = (find(context) for find in CAUSES.values())
    return tuple(finding for finding in found if finding is not None)


__all__ = ["CAUSES", "Context", "find_causes"]
