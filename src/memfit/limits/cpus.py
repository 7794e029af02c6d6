"""Cores: the child may use only as many as asked for, so that it counts as many as in CI.

Node's `availableParallelism()` and Python's `os.sched_getaffinity` look at the affinity mask;
a quota alone leaves them at the machine's cores, and a runner starts a worker for each.
"""

import math
import os
from contextlib import suppress

PERIOD = 100_000
"""Microseconds over which the kernel accounts a quota; its own default."""

_SMALLEST_QUOTA = 1_000


def quota(cpus: float) -> int:
    """Return the microseconds of CPU time in each `PERIOD` that are worth `cpus` cores.

    >>> quota(1.5)
    150000
    """
    return max(_SMALLEST_QUOTA, round(cpus * PERIOD))


def cores(cpus: float, allowed: set[int], seed: int) -> set[int]:
    """Choose as many of the allowed cores as are needed for `cpus`.

    Args:
        cpus: Cores, may be a fraction; rounded up.
        allowed: Numbers of the cores that may be used.
        seed: Where to begin, so that two runs at once do not share cores while others idle.

    >>> sorted(cores(1.5, {0, 1, 2, 3}, seed=3))
    [0, 3]
    """
    count = min(max(1, math.ceil(cpus)), len(allowed))
    ring = sorted(allowed)
    return {ring[(seed + step) % len(ring)] for step in range(count)}


def restrict(cpus: float | None) -> None:
    """Restrict the calling process, and what it will start, to `cpus` cores rounded up."""
    if cpus is None:
        return
    # Some sandboxes refuse it; the quota, where there is one, still holds.
    with suppress(OSError):
        os.sched_setaffinity(0, cores(cpus, os.sched_getaffinity(0), seed=os.getppid()))
