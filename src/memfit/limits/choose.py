"""The table of limiters, best first, and the choice among them."""

from collections.abc import Callable, Sequence

from memfit.classes import dataclass
from memfit.errors import LimitError
from memfit.limits.cgroup1 import CgroupV1
from memfit.limits.cgroup2 import CgroupV2
from memfit.limits.container import Container
from memfit.limits.contract import Limiter, Request, Unusable
from memfit.limits.rlimit import RLimit
from memfit.limits.systemd import Systemd
from memfit.limits.watchdog import Watchdog


@dataclass(frozen=True, slots=True)
class Row:
    """A limiter, and when it is the one to take.

    Attributes:
        limiter: The limiter.
        exact: Whether the kernel holds the whole tree to the limit and counts it.
        fractions: Whether fractions of a core are enforced; whole cores always are.
        on_request: Whether it is taken only if named.
        image: Whether it is for runs in a container image, which nothing else is.
    """

    limiter: Limiter
    exact: bool
    fractions: Callable[[], bool]
    on_request: bool = False
    image: bool = False


_v2, _v1, _systemd = CgroupV2(), CgroupV1(), Systemd()

LIMITERS: tuple[Row, ...] = (
    Row(_v2, exact=True, fractions=_v2.fractions),
    Row(_v1, exact=True, fractions=_v1.fractions),
    Row(_systemd, exact=True, fractions=_systemd.fractions),
    Row(Container(), exact=True, fractions=lambda: True, image=True),
    Row(Watchdog(), exact=False, fractions=lambda: False),
    Row(RLimit(), exact=False, fractions=lambda: False, on_request=True),
)


def choose(
    request: Request, forced: str | None = None, table: Sequence[Row] = LIMITERS
) -> tuple[Limiter, str]:
    """Choose the best limiter that works here.

    A cgroup is preferred even if nothing is to be limited, because it counts exactly.

    Args:
        request: What is to be enforced.
        forced: Name of a limiter, or None for the best.
        table: The limiters, best first.

    Returns:
        The limiter, and one sentence: why this one, and what it does not cover.

    Raises:
        LimitError: If the one that is forced does not exist or cannot work, or none can.
    """
    if forced is not None:
        row = _named(forced, table)
        if request.image is not None and not row.image:
            raise LimitError(f"{forced} does not run the command in an image", "leave it out")
        why_not = row.limiter.unusable(request)
        if why_not:
            raise LimitError(f"{forced} cannot work here: {why_not.reason}", why_not.repair)
        return row.limiter, _sentence(row, request, "asked for", [])
    refused: list[str] = []
    why_not = Unusable("no limiter is for this", "memfit doctor")
    for row in table:
        if row.on_request or row.image != (request.image is not None):
            continue
        why_not = row.limiter.unusable(request)
        if why_not is None:
            return row.limiter, _sentence(row, request, "the best way that works here", refused)
        refused.append(f"{row.limiter.name} ({why_not.reason})")
    raise LimitError(why_not.reason, why_not.repair)


def _named(name: str, table: Sequence[Row]) -> Row:
    for row in table:
        if row.limiter.name == name:
            return row
    names = ", ".join(row.limiter.name for row in table)
    raise LimitError(f"there is no limiter {name!r}", f"one of: {names}")


def _sentence(row: Row, request: Request, because: str, refused: list[str]) -> str:
    if request.memory is None and not row.exact:
        what = "no limit is in force and nothing counts the tree as a whole"
    elif request.memory is None:
        what = "no limit is in force; the kernel counts the whole tree"
    else:
        what = row.limiter.covers
    parts = [f"{row.limiter.name}, {because}: {what}"]
    if request.cpus is not None and request.cpus % 1 and not row.fractions():
        parts.append("only whole cores are enforced, for want of a cpu controller")
    if refused:
        parts.append(f"not possible: {', '.join(refused)}")
    return "; ".join(parts)
