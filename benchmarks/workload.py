"""The workload that tools are compared on: a growing tree with a spike and short-lived processes.

A parent starts children (programs of their own, not bare forks) that grow in steps. One child
takes a spike on top and gives it back; another forks grandchildren that live for an instant.
With --log the workload tells the truth about itself, one JSON line an event: the pid and the own
VmHWM of each child and grandchild just before its exit, and when the parent started, was complete
and ended.

Times are seconds of CLOCK_MONOTONIC, sizes are MiB.
"""

import argparse
import json
import mmap
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20
_PAGE = 4096
_SLICE = 20  # MiB that the spike rises by at once


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the shape of the workload; the defaults are those of the published tables."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--children", type=int, default=8)
    parser.add_argument("--steps", type=int, default=10, help="times that each child grows")
    parser.add_argument("--step", type=float, default=6, help="MiB a step")
    parser.add_argument("--pace", type=float, default=0.8, help="seconds between steps")
    parser.add_argument("--spike", type=int, default=400, help="MiB; 0 for none")
    parser.add_argument("--rise", type=float, default=0.4, help="seconds that the spike rises")
    parser.add_argument("--hold", type=float, default=0.15, help="seconds that it stays")
    parser.add_argument("--grandchildren", type=int, default=6)
    parser.add_argument("--grandchild", type=int, default=100, help="MiB that each fills")
    parser.add_argument("--life", type=float, default=0.05, help="seconds that each lives")
    parser.add_argument("--log", help="file that the truth is written to")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--begin", type=float, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def fill(size: int) -> mmap.mmap:
    """Map `size` bytes and touch every page."""
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for offset in range(0, size, _PAGE):
        memory[offset] = 1
    return memory


def high_water() -> int:
    """Read the largest resident set of the calling process so far, bytes."""
    text = Path("/proc/self/status").read_bytes()
    return int(text.partition(b"\nVmHWM:")[2].split(maxsplit=1)[0]) * 1024


class Log:
    """Appends whole lines, so that many processes may share one file."""

    def __init__(self, path: str | None) -> None:
        self._descriptor = -1
        if path is not None:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def tell(self, event: str, **fields: float) -> None:
        """Write one event of the calling process."""
        if self._descriptor >= 0:
            line = {"at": time.monotonic(), "pid": os.getpid(), "event": event, **fields}
            os.write(self._descriptor, json.dumps(line).encode() + b"\n")


def grandchild(shape: argparse.Namespace, log: Log) -> None:
    """Fork a process that fills its memory, waits for the end of its life and tells its peak."""
    born = time.monotonic()
    pid = os.fork()
    if pid == 0:
        kept = fill(shape.grandchild * MIB)
        time.sleep(max(0.0, shape.life - (time.monotonic() - born)))
        log.tell("grandchild", peak=high_water(), life=time.monotonic() - born, size=len(kept))
        os._exit(0)
    os.waitpid(pid, 0)


def spike(shape: argparse.Namespace, log: Log) -> None:
    """Rise evenly, stay, and give everything back."""
    begin = time.monotonic()
    slices = range(0, shape.spike, _SLICE)
    kept = []
    for number, taken in enumerate(slices, 1):
        kept.append(fill(min(_SLICE, shape.spike - taken) * MIB))
        _sleep_until(begin + shape.rise * number / len(slices))
    log.tell("top of the spike", risen=time.monotonic() - begin)
    time.sleep(shape.hold)


def child(shape: argparse.Namespace, log: Log) -> None:
    """Grow in steps; the fourth child also spikes, and the sixth forks the grandchildren."""
    kept: list[mmap.mmap] = []
    length = shape.steps * shape.pace
    # The children step one after the other, so that there is news at any instant.
    late = shape.child / shape.children
    plan: list[tuple[float, Callable[[], None]]] = [
        ((step + late) * shape.pace, lambda: kept.append(fill(int(shape.step * MIB))))
        for step in range(shape.steps)
    ]
    if shape.spike and shape.child == min(3, shape.children - 1):
        plan.append((0.6 * length, lambda: spike(shape, log)))
    if shape.child == min(5, shape.children - 1):
        # Two bursts around the spike, none near it: the spike alone makes the tree's peak.
        before, after = (shape.grandchildren + 1) // 2, shape.grandchildren // 2
        instants = [0.2 * length + 0.04 * length * n for n in range(before)]
        instants += [0.8 * length + 0.04 * length * n for n in range(after)]
        plan += [(instant, lambda: grandchild(shape, log)) for instant in instants]
    for instant, act in sorted(plan, key=lambda item: item[0]):
        _sleep_until(shape.begin + instant)
        act()
    _sleep_until(shape.begin + length + shape.pace / 4)
    log.tell("child", number=shape.child, peak=high_water())


def parent(shape: argparse.Namespace, log: Log, arguments: list[str]) -> int:
    """Start the children and wait for them; the exit code is 1 if one failed."""
    log.tell("start")
    common = [sys.executable, __file__, *arguments, "--begin", repr(time.monotonic()), "--child"]
    children = [subprocess.Popen([*common, str(n)]) for n in range(shape.children)]
    log.tell("complete")
    failed = [process for process in children if process.wait() != 0]
    log.tell("end")
    return 1 if failed else 0


def _sleep_until(instant: float) -> None:
    time.sleep(max(0.0, instant - time.monotonic()))


def main(arguments: list[str]) -> int:
    """Be the parent, or the child that the parent asked for."""
    shape = parse(arguments)
    log = Log(shape.log)
    if shape.child is None:
        return parent(shape, log, arguments)
    child(shape, log)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
