"""Which limit was in force, and what it held for."""

from memfit.model.recording import Limit, Recording

BY_BUDGET = "--memory"
BY_AROUND = "the limit around memfit"
BY_MACHINE = "the machine"

_EACH_PROCESS = "rlimit"
_NOT_A_CGROUP = {"none", _EACH_PROCESS, "watchdog"}
"""Limiters that Node and the kernel's out-of-memory killer know nothing about."""


def limit_in_force(recording: Recording) -> Limit | None:
    """Return the smallest limit that held for the tree as a whole.

    Returns:
        `--memory`, the limit around memfit, or the machine's memory; None if none is known.
    """
    limits = recording.limits
    found = _outside(recording)
    if limits.memory is not None and limits.how not in {"none", _EACH_PROCESS}:
        # First: where two limits are equal, the one that the user set is named.
        found.insert(0, Limit(limits.memory, BY_BUDGET))
    return min(found, key=lambda limit: limit.bytes, default=None)


def available(recording: Recording) -> int | None:
    """Return the bytes that a run could have here at most, whatever `--memory` says."""
    return min((limit.bytes for limit in _outside(recording)), default=None)


def _outside(recording: Recording) -> list[Limit]:
    machine = recording.machine
    found = [machine.around] if machine.around is not None else []
    return [*found, Limit(machine.memory, BY_MACHINE)] if machine.memory > 0 else found


def kernel_limits_tree(recording: Recording) -> bool:
    """Say whether the kernel enforced `--memory` for the tree as a whole."""
    limits = recording.limits
    return limits.memory is not None and limits.how not in _NOT_A_CGROUP


def limits_each_process(recording: Recording) -> bool:
    """Say whether `--memory` held for each process by itself, not for the tree."""
    return recording.limits.memory is not None and recording.limits.how == _EACH_PROCESS
