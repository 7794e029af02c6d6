"""Deaths at V8's heap limit: V8 prints a fatal line and aborts, or it only aborts.

A line alone is no death: a test may print it. An abort alone is none either: the heap must have
been near its ceiling. Sources: V8's `FatalProcessOutOfMemory`, Node's ERR_WORKER_OUT_OF_MEMORY,
jest-worker's own message.
"""

import re
from collections.abc import Iterator

from memfit.classes import dataclass
from memfit.explain.ceilings import old_space
from memfit.explain.deaths import was_expected
from memfit.explain.headroom import available, kernel_limits_tree
from memfit.explain.kills import by_memfit
from memfit.explain.naming import ABORTS, SIGABRT, SIGTERM, instant, signal_name
from memfit.explain.output import Line, matching
from memfit.explain.program import is_node, last_heap, own_heap
from memfit.explain.running import Inside
from memfit.explain.series import value_at
from memfit.model.isolate import Isolate
from memfit.model.recording import Process, Recording, Role
from memfit.units import format_bytes

# "invalid table size" and "invalid array length" end in the same words, but they are limits of
# one object, not of the heap.
_PROCESS = re.compile(
    rb"(?<!invalid table size )(?<!invalid array length )(?:"
    rb"Allocation failed - (?:JavaScript heap|process) out of memory"
    rb"|FATAL ERROR: .{0,200}heap limit"
    rb"|Ineffective mark-compacts near heap limit"
    rb"|Fatal process out of memory"
    rb"|Fatal JavaScript out of memory)"
)
# What V8 prints first when it dies; a runner may end the process before its fatal line follows.
_LAST_COLLECTIONS = re.compile(rb"<--- Last few GCs --->")
_WORKER = re.compile(
    rb"ERR_WORKER_OUT_OF_MEMORY"
    rb"|Worker terminated due to reaching memory limit"
    rb"|Jest worker ran out of memory and crashed"
)

NEAR_CEILING = 0.8
"""Share of its ceiling that a heap must have had for a silent abort to count."""

_TELLING = 5.0
"""Seconds that V8 may take, on a busy machine, from its line to the end of its process."""

BY_HEAP = "V8's heap limit"

_MIB = 1 << 20
_FLAG = re.compile(r"--max[-_]old[-_]space[-_]size(?:=|$)")


@dataclass(frozen=True, slots=True)
class HeapDeath:
    """A V8 heap that died at its ceiling.

    Attributes:
        process: The process that held it; None if it cannot be told.
        thread: Whether a worker thread died, and the process lived on for a while.
        evidence: The line and the deaths, in words.
        isolate: The isolate whose heap it was; None if nothing was seen from inside.
    """

    process: Process | None
    thread: bool
    evidence: tuple[str, ...]
    isolate: Isolate | None = None


def find_heap_death(recording: Recording) -> HeapDeath | None:
    """Return the death of a V8 heap, or None if nothing proves one."""
    aborted = [each for each in recording.processes if _aborted(each, recording)]
    if all(was_expected(each, recording) for each in aborted):
        aborted = []
    line = next(matching(recording.output, _PROCESS), None)
    if line is not None:
        died = aborted or [p for p in recording.processes if _cut_short(p, line, recording)]
        if died or _ended_badly_unseen(recording):
            return _death(recording, died, line, thread=False)
    begun = next(matching(recording.output, _LAST_COLLECTIONS), None)
    if line is None and begun is not None:
        cut = [each for each in recording.processes if _cut_short(each, begun, recording)]
        if cut:
            return _death(recording, cut, begun, thread=False)
    silent = [each for each in aborted if _full(each, recording)]
    if silent:
        return _death(recording, silent, None, thread=False)
    line = next(matching(recording.output, _WORKER), None)
    if line is not None and _failed(recording):
        return _death(recording, aborted, line, thread=not aborted)
    return _silent_thread(recording) if _failed(recording) else None


def default_heap_limit(memory: int) -> int:
    """Return the heap limit that Node 20 gives itself, from the memory that it may use.

    Half of the memory for the old generation, at least 256 MB, at most 2 GB and 4 GB from 15.5 GB
    on, and three semi-spaces on top. Measured with `v8.getHeapStatistics().heap_size_limit` under
    cgroup limits from 100 MB to 20 GB; other versions of Node differ by some percent.

    Args:
        memory: The cgroup's limit or the machine's memory, bytes.

    >>> [default_heap_limit(size << 20) >> 20 for size in (512, 1024, 2048, 8192, 16384)]
    [259, 524, 1048, 2096, 4144]
    """
    old = min(max(memory // 2, 256 * _MIB), 2048 * _MIB)
    if memory > 15872 * _MIB:
        old = 4096 * _MIB
    semi_space = _MIB
    while semi_space < min(old // (256 if old <= 256 * _MIB else 128), 16 * _MIB):
        semi_space *= 2
    return old + 3 * semi_space


def node_memory(recording: Recording) -> int | None:
    """Return the memory that Node believes it may use: the machine's or its cgroup's."""
    seen = [available(recording)]
    # Node reads the cgroup's limit; it cannot see a limit that is enforced by other means.
    if kernel_limits_tree(recording):
        seen.append(recording.limits.memory)
    return min((size for size in seen if size is not None), default=None)


def heap_ceiling(process: Process, recording: Recording) -> int | None:
    """Return the heap limit of a Node process: what its flags ask for, else Node's default.

    Returns:
        Bytes; None if neither the flags nor the machine's memory are known.
    """
    if process.heap_limit is not None:
        return process.heap_limit
    memory = node_memory(recording)
    return default_heap_limit(memory) if memory is not None else None


def asks_by_flag(process: Process) -> bool:
    """Say whether the command line of a process asks for a heap limit; it wins over NODE_OPTIONS."""
    return any(map(_FLAG.match, process.command))


def ceiling_in_words(process: Process | None, recording: Recording) -> str | None:
    """Write the heap limit of a process with its origin, or None if it is not known."""
    ceiling = heap_ceiling(process, recording) if process else None
    if process is None or ceiling is None:
        return None
    origin = "Node's default, estimate"
    if process.heap_limit is not None:
        origin = "its flags" if asks_by_flag(process) else "NODE_OPTIONS"
    return f"{format_bytes(ceiling)} ({origin})"


def ceiling_of(isolate: Isolate) -> str | None:
    """Write the heap limit that an isolate told, or None if it did not."""
    limit = isolate.heap_limit
    return f"{format_bytes(limit)} (V8's own counter)" if limit is not None else None


def _silent_thread(recording: Recording) -> HeapDeath | None:
    """Return the death of a worker thread that left a file without an end and its heap full.

    Some runners lose the error by which Node ends a thread at its ceiling.
    """
    inside = Inside(recording)
    for run in recording.files:
        isolate, process = inside.isolates.get(run.isolate), inside.process_of(run)
        if run.ended is not None or isolate is None or process is None or not isolate.thread:
            continue
        if filled(isolate) >= NEAR_CEILING:
            return HeapDeath(process, True, tuple(_told(isolate)), isolate)
    return None


def filled(isolate: Isolate) -> float:
    """Return the share of its ceiling that an isolate's heap had when it was last read.

    Objects that are used must fit into the old space; all that is committed, into the whole.
    """
    limit = isolate.heap_limit
    if not limit:
        return 0.0
    used = isolate.used.value[-1] if len(isolate.used) else 0
    total = isolate.total.value[-1] if len(isolate.total) else 0
    return max(total / limit, used / (old_space(isolate) or limit))


def _told(isolate: Isolate) -> Iterator[str]:
    ceiling = ceiling_of(isolate)
    if ceiling is not None and len(isolate.used):
        old = old_space(isolate)
        last = f"its used heap was last read at {format_bytes(isolate.used.value[-1])} (sampled)"
        of = f", {format_bytes(old)} of it for old objects" if old else ""
        yield f"isolate {isolate.name}: {last}, its ceiling is {ceiling}{of}"


def _isolate(process: Process, recording: Recording, *, thread: bool) -> Isolate | None:
    """Return the isolate of a process that died: one with an open file, the fullest of them."""
    inside = Inside(recording)
    candidates = [
        isolate
        for isolate in inside.of_process.get(process.key, ())
        if isolate.runtime == "node" and (isolate.thread or not thread)
    ]
    unended = {run.isolate for run in recording.files if run.ended is None}
    return max(candidates, key=lambda each: (each.name in unended, filled(each)), default=None)


def _aborted(process: Process, recording: Recording) -> bool:
    return process.signal in ABORTS and is_node(process) and not by_memfit(process, recording)


def _cut_short(process: Process, line: Line, recording: Recording) -> bool:
    """Say whether a runner ended a worker with a full heap while V8 still told of it, as jest 29."""
    if process.signal != SIGTERM or process.ended is None or by_memfit(process, recording):
        return False
    then = abs(process.ended - line.at) <= _TELLING and _failed(recording)
    return then and is_node(process) and _near_ceiling(process, recording)


def _full(process: Process, recording: Recording) -> bool:
    return process.signal == SIGABRT and _near_ceiling(process, recording)


def _near_ceiling(process: Process, recording: Recording) -> bool:
    if any(
        isolate.process == process.key and filled(isolate) >= NEAR_CEILING
        for isolate in recording.isolates
    ):
        return True
    heap, ceiling = last_heap(process), heap_ceiling(process, recording)
    return heap is not None and ceiling is not None and heap >= NEAR_CEILING * ceiling


def _failed(recording: Recording) -> bool:
    """Say whether the command itself ended with anything but success, memfit not to blame."""
    end = recording.end
    return end is not None and end.ended_by is None and end.exit_code != 0


def _ended_badly_unseen(recording: Recording) -> bool:
    """Say whether the run failed while some process's death could not be seen."""
    unseen = any(
        each.ended is not None and each.signal is None and each.exit_code is None
        for each in recording.processes
    )
    return unseen and _failed(recording)


def _death(
    recording: Recording, candidates: list[Process], line: Line | None, *, thread: bool
) -> HeapDeath:
    said = (f"the output says at {instant(line.at)}: {line.text}",) if line else ()
    process = max(candidates, key=_weight, default=None)
    if process is None and line is not None:
        process = _holder_at(recording, line.at)
    if process is None:
        return HeapDeath(None, thread, said)
    isolate = _isolate(process, recording, thread=thread)
    if isolate is None:
        return HeapDeath(process, thread, (*said, *_facts(process, recording)))
    # What the whole process held says nothing of a thread that is gone.
    facts = () if thread else _facts(process, recording)
    return HeapDeath(process, thread, (*said, *facts, *_told(isolate)), isolate)


def _weight(process: Process) -> tuple[int, float]:
    """Order processes that aborted: the largest heap, then the latest death, is the one."""
    return last_heap(process) or 0, process.ended or 0.0


def _holder_at(recording: Recording, at: float) -> Process | None:
    """Return the Node process that held the largest heap when a line was printed."""
    alive = [
        each
        for each in recording.processes
        if each.started <= at and is_node(each) and each.role is not Role.WRAPPER
    ]
    alive = [each for each in alive if each.ended is None or each.ended >= at - 1.0] or alive
    return max(alive, key=lambda each: value_at(own_heap(each), at) or 0, default=None)


def _facts(process: Process, recording: Recording) -> tuple[str, ...]:
    facts = []
    if process.signal is not None and process.ended is not None:
        died = f"died of {signal_name(process.signal)} at {instant(process.ended)}"
        facts.append(f"pid {process.pid} {died}")
    heap, ceiling = last_heap(process), ceiling_in_words(process, recording)
    if heap is not None and ceiling is not None:
        last = f"its V8 heap was last read at {format_bytes(heap)} (sampled)"
        facts.append(f"{last}, its ceiling is {ceiling}")
    return tuple(facts)
