"""The watchdog: memfit itself ends the run when the tree passes the budget."""

from memfit.limits.contract import Enclosure, Request, Unusable
from memfit.limits.uncounted import UncountedEnclosure


class Watchdog:
    """Needs nothing, works everywhere, is exact nowhere."""

    name = "watchdog"
    covers = (
        "memfit adds up the tree at every tick and ends the run when the sum, an estimate, "
        "passes the limit; what grows between two ticks overshoots it"
    )

    def unusable(self, request: Request) -> Unusable | None:  # noqa: ARG002 - the contract's
        """Return None: it works everywhere."""
        return None

    def open(self, request: Request) -> Enclosure:
        """Tell the recorder what to watch for; without a limit, nothing."""
        return UncountedEnclosure(request.cpus, watchdog=request.memory)
