"""RLIMIT_DATA: a limit of the kernel for each process by itself. Source: getrlimit(2)."""

import resource

from memfit.limits.contract import Enclosure, Request, Unusable
from memfit.limits.uncounted import UncountedEnclosure


class RLimit:
    """Taken only on request: a tree of many processes can hold many times the limit."""

    name = "rlimit"
    covers = (
        "the kernel refuses more than the limit of private writable memory to each process by "
        "itself, not to the tree; shared memory and files do not count"
    )

    def unusable(self, request: Request) -> Unusable | None:
        """Say that there is nothing to do without a limit, or that a stricter one holds."""
        if request.memory is None:
            return Unusable(
                "rlimit has nothing to enforce without a limit",
                "memfit run --memory 2g --limit-by rlimit -- COMMAND",
            )
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if resource.RLIM_INFINITY != hard < request.memory:
            return Unusable(
                f"this shell may not raise RLIMIT_DATA above {hard} bytes (ulimit -H -d)",
                f"memfit run --memory {hard} --limit-by rlimit -- COMMAND",
            )
        return None

    def open(self, request: Request) -> Enclosure:
        """Remember the limit for the child to set on itself."""
        return _RLimitEnclosure(request)


class _RLimitEnclosure(UncountedEnclosure):
    """Sets the limit in the child; processes inherit it over fork and exec."""

    def __init__(self, request: Request) -> None:
        super().__init__(request.cpus)
        self._memory = request.memory

    def join(self) -> None:
        """Limit the calling process, and what it will start, each to itself."""
        super().join()
        # Last: from here on this Python, too, gets no more memory than that. The hard limit
        # goes down as well, or the program could raise its own again.
        if self._memory is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (self._memory, self._memory))
