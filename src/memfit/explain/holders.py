"""Who held the memory when the tree was at its peak."""

from collections.abc import Sequence

from memfit.classes import dataclass
from memfit.explain.program import is_node, own_heap
from memfit.explain.series import value_at
from memfit.model.finding import Holder
from memfit.model.recording import Process, Recording, Role


@dataclass(frozen=True, slots=True)
class Share:
    """What all processes of one role held together.

    Attributes:
        role: The role.
        processes: How many of them held something.
        rss: Sum of their resident sets; pages that they share count in each (estimate).
        heap: Sum of their V8 heaps (sampled); None if none of them is Node.
    """

    role: Role
    processes: int
    rss: int
    heap: int | None


def holders(recording: Recording, at: float) -> tuple[Holder, ...]:
    """Return what each process held at an instant, largest first.

    Args:
        recording: The recording.
        at: The instant; processes that were not alive then are left out.
    """
    alive = [process for process in recording.processes if _alive(process, at)]
    held = [_holder(process, at) for process in alive]
    return tuple(sorted(held, key=lambda holder: -(holder.rss or 0)))


def by_role(held: Sequence[Holder], processes: Sequence[Process]) -> tuple[Share, ...]:
    """Sum what processes held by their role, largest first.

    Args:
        held: What each process held.
        processes: All processes of the recording.
    """
    role_of = {process.key: process.role for process in processes}
    shares = []
    for role in Role:
        members = [each for each in held if role_of[each.process] is role and each.rss is not None]
        heaps = [each.heap for each in members if each.heap is not None]
        rss = sum(each.rss or 0 for each in members)
        if members:
            shares.append(Share(role, len(members), rss, sum(heaps) if heaps else None))
    return tuple(sorted(shares, key=lambda share: -share.rss))


def biggest(recording: Recording) -> Process | None:
    """Return the process with the largest peak, or None if no peak is known."""
    measured = [process for process in recording.processes if process.peak is not None]
    return max(measured, key=lambda each: each.peak.bytes if each.peak else 0, default=None)


def _alive(process: Process, at: float) -> bool:
    return process.started <= at and (process.ended is None or at <= process.ended)


def _holder(process: Process, at: float) -> Holder:
    rss = value_at(process.rss, at)
    heap = value_at(own_heap(process), at) if is_node(process) else None
    native = max(rss - heap, 0) if rss is not None and heap is not None else None
    return Holder(process.key, rss, heap, native)
