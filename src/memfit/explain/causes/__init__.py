"""Causes: each module looks for some of them in one recording.

A module has `find`, which returns what the recording's numbers support, and `against`, which says
with a number why it is not that cause. `weigh` decides between what was found.
"""

from collections.abc import Callable

from memfit.explain.causes import (
    base,
    build_phase,
    ceiling_misses_workers,
    helper_process,
    ipc_backlog,
    main_process,
    native_per_test,
    one_test,
    retained,
    runaway_timer,
    workers_times_ceiling,
)
from memfit.explain.causes.catalogue import CATALOGUE
from memfit.explain.causes.context import Context, make_context
from memfit.explain.causes.weigh import weigh
from memfit.model.finding import Finding, Rejected

_MODULES = {
    helper_process: ("helper-process",),
    workers_times_ceiling: ("workers-times-ceiling",),
    ceiling_misses_workers: ("ceiling-misses-workers",),
    base: ("import-fan-out", "baseline-over-limit"),
    retained: (
        "retained-across-files",
        "mock-registry",
        "unreleased-resource",
        "context-leak",
        "dom-window-retained",
    ),
    one_test: ("matcher-spike", "runaway-test"),
    runaway_timer: ("runaway-timer",),
    native_per_test: ("native-per-test",),
    ipc_backlog: ("ipc-backlog",),
    main_process: ("main-process-logs", "coverage-in-main"),
    build_phase: ("build-phase-peak",),
}

_AGAINST: dict[str, Callable[[Context], str | None]] = {
    cause: module.against for module, causes in _MODULES.items() for cause in causes
}


def find_causes(context: Context) -> tuple[tuple[Finding, ...], tuple[Rejected, ...]]:
    """Return what the recording supports, the verdict first, and what was rejected."""
    found = tuple(finding for module in _MODULES for finding in module.find(context))
    return weigh(found, context, _AGAINST)


__all__ = ["CATALOGUE", "Context", "find_causes", "make_context"]
