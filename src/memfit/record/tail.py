"""What goes on inside right now, for the status line: the last lines of the streams from inside.

It is looked at four times a second beside a program that needs the processor itself, so only the
streams of processes that live are read, each from where the last look ended, and only so much.
"""

import os
from collections import deque
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from memfit.classes import dataclass
from memfit.record import decode

_MOST_PROCESSES: Final = 48
_MOST_BYTES: Final = 16 << 10  # of one stream at one look; older lines are skipped
_LATELY: Final = 3.0  # seconds over which growth is taken
_SHORTEST: Final = 0.4  # seconds that readings must span
_LEAST: Final = 1 << 20  # bytes per second that are worth a word


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look showed.

    Attributes:
        file: The test file under way in the worker that grows fastest, else the last one begun;
            empty if none is.
        files: How many files are under way.
        worker: Name of the worker that grows fastest; empty if none grows by 1 MB/s.
        rate: Its growth, bytes of used heap per second.
    """

    file: str
    files: int
    worker: str
    rate: float


@dataclass(slots=True)
class _Inside:
    """One isolate."""

    file: str = ""
    begun: float = 0.0
    told: float = 0.0  # when its own stream last told of a file
    worker: str = ""
    used: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=128))

    def rate(self, now: float) -> float:
        """Return how fast it grew lately, bytes per second."""
        while self.used and self.used[0][0] < now - _LATELY:
            self.used.popleft()
        if not self.used:
            return 0.0
        (first, before), (last, after) = self.used[0], self.used[-1]
        return (after - before) / (last - first) if last - first >= _SHORTEST else 0.0


class Tail:
    """Follows the streams from inside.

    Args:
        directory: Where they are; need not exist.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = str(directory)
        self._offsets: dict[str, int] = {}
        self._isolates: dict[tuple[int, int], _Inside] = {}

    def look(self, now: float, pids: Iterable[int]) -> Glance:
        """Read what is new.

        Args:
            now: Seconds since the recording started.
            pids: Processes that live, oldest first.
        """
        living = list(pids)[-_MOST_PROCESSES:]
        for pid in living:
            for thread in ("0", "sampler"):
                for line in self._new_lines(f"{pid}-{thread}.jsonl"):
                    self._take_in(pid, line)
        alive = set(living)
        self._isolates = {key: each for key, each in self._isolates.items() if key[0] in alive}
        here = list(self._isolates.values())
        busy = [inside for inside in here if inside.file]
        rates = [(inside.rate(now), index) for index, inside in enumerate(here)]
        rate, index = max(rates, default=(0.0, 0))
        fastest = here[index] if rate >= _LEAST else None
        shown = fastest if fastest is not None and fastest.file else None
        shown = shown or max(busy, key=lambda inside: inside.begun, default=None)
        return Glance(
            file=shown.file if shown is not None else "",
            files=len(busy),
            worker=fastest.worker if fastest is not None else "",
            rate=rate if fastest is not None else 0.0,
        )

    def _new_lines(self, name: str) -> list[dict[str, Any]]:
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(f"{self._directory}/{name}", flags)
        except OSError:
            return []
        try:
            size = os.fstat(descriptor).st_size
            offset = self._offsets.get(name, 0)
            skipped = size - offset > _MOST_BYTES
            if skipped:
                offset = size - _MOST_BYTES
            data = os.pread(descriptor, size - offset, offset) if size > offset else b""
        except OSError:
            return []
        finally:
            os.close(descriptor)
        whole, _, _ = data.rpartition(b"\n")
        self._offsets[name] = offset + (len(whole) + 1 if whole else len(data) * skipped)
        lines = whole.split(b"\n")
        return [line for line in map(_parsed, lines[skipped:]) if line is not None]

    def _take_in(self, pid: int, line: dict[str, Any]) -> None:
        thread = line.get("thread", 0)
        if not isinstance(thread, int) or line.get("runtime") == "sampler":
            return
        inside = self._isolates.setdefault((pid, thread), _Inside(worker=f"pid {pid}"))
        event, at, file = line.get("event"), line.get("at"), line.get("file")
        if not isinstance(at, int | float):
            return
        if event in {"start", "runner"} and isinstance(line.get("worker"), str):
            inside.worker = f"worker {line['worker']}"
        elif event == "file-start" and isinstance(file, str):
            inside.file, inside.begun, inside.told = file, at, at
        elif event in {"file-end", "exit", "worker-end"}:
            inside.file, inside.told = "", at
        elif event == "tick":
            self._tick(inside, at, line)

    @staticmethod
    def _tick(inside: _Inside, at: float, line: dict[str, Any]) -> None:
        counters, label = line.get("counters"), line.get("label")
        # The two streams are not read in the order of time.
        new = at >= inside.told
        if new and isinstance(label, list) and label and isinstance(label[0], str):
            inside.begun = inside.begun if inside.file == label[0] else at
            inside.file = label[0]
        if isinstance(counters, list) and counters and isinstance(counters[0], int):
            inside.used.append((at, counters[0]))


def _parsed(text: bytes) -> dict[str, Any] | None:
    try:
        value = decode.parse(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
