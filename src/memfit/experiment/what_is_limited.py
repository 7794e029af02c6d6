"""The two things whose minimum can be searched: the tree's memory limit, and V8's heap ceiling."""

import os
from typing import Final, Protocol

from memfit.experiment.runs import Seen, Trial
from memfit.explain.ceilings import is_in_force
from memfit.explain.headroom import available, kernel_limits_tree, limit_in_force
from memfit.model.inside import IsolateRow
from memfit.units import format_bytes

MIB: Final = 1 << 20

_VARIABLE: Final = "NODE_OPTIONS"
_FLAG: Final = "--max-old-space-size"


class Limited(Protocol):
    """Something that can be limited, in MiB.

    Attributes:
        name: What `--of` calls it.
        least: The smallest limit that can be tried.
    """

    name: str
    least: int

    def start(self, baseline: Seen) -> int | None:
        """Return a limit that should do, by a run without it; None if it cannot be limited."""

    def most(self, baseline: Seen) -> int:
        """Return the largest limit that makes sense on this machine."""

    def under(self, trial: Trial, size: int) -> Trial:
        """Return a trial under a limit."""

    def setting(self, size: int) -> str:
        """Return what to type or set."""

    def missed(self, seen: Seen, size: int) -> str:
        """Say why a limit was not in force; empty if it was."""

    def note(self, seen: Seen) -> str:
        """Say what a run under a limit must be taken with; empty if nothing."""


class Memory:
    """The limit of the whole tree."""

    name: str = "memory"
    least: int = 4  # what `memfit run --memory` takes at least

    def start(self, baseline: Seen) -> int | None:
        """Return the tree's peak; what of it was page cache need not even be there."""
        peak = baseline.explanation.peak
        return None if peak is None else -(-peak.bytes // MIB)

    def most(self, baseline: Seen) -> int:
        """Return what there is."""
        return max((available(baseline.recording) or 0) // MIB, self.least)

    def under(self, trial: Trial, size: int) -> Trial:
        """Return a trial under `--memory`."""
        return Trial(
            f"memory-{size}m", trial.command, (*trial.options, "--memory", f"{size}m"),
            trial.environment, title=f" with --memory {size}m",
        )  # fmt: skip

    def setting(self, size: int) -> str:
        """Return the option."""
        return f"--memory {size}m"

    def missed(self, seen: Seen, size: int) -> str:  # noqa: ARG002 (memfit run fails if it cannot)
        """Return nothing: a run whose limit cannot be enforced does not start."""
        return ""

    def note(self, seen: Seen) -> str:
        """Say so if it was not the kernel that held the tree to the limit."""
        return "" if kernel_limits_tree(seen.recording) else seen.recording.limits.why


class Heap:
    """V8's ceiling, given through NODE_OPTIONS, which reaches every Node process of the tree."""

    name: str = "heap"
    least: int = 1

    def start(self, baseline: Seen) -> int | None:
        """Return the largest heap that was read, garbage included; above a ceiling that was hit."""
        rows = _in_node(seen=baseline)
        if baseline.explanation.ending.kind.of_memory:
            hit = max((row.heap_limit or 0 for row in rows), default=0)
            return -(-hit * 3 // (2 * MIB)) or None
        peak = max((row.heap_peak or 0 for row in rows), default=0)
        return -(-peak // MIB) or None

    def most(self, baseline: Seen) -> int:
        """Return the tree's limit: a heap cannot use more."""
        limit = limit_in_force(baseline.recording)
        return max(limit.bytes // MIB if limit is not None else 0, self.least)

    def under(self, trial: Trial, size: int) -> Trial:
        """Return a trial with the flag after whatever NODE_OPTIONS holds: the last one counts."""
        given = trial.environment.get(_VARIABLE, os.environ.get(_VARIABLE, ""))
        options = f"{given or ''} {_FLAG}={size}".strip()
        return Trial(
            f"heap-{size}m", trial.command, trial.options,
            {**trial.environment, _VARIABLE: options}, title=f" with a heap of {size} MB",
        )  # fmt: skip

    def setting(self, size: int) -> str:
        """Return the variable."""
        return f"{_VARIABLE}={_FLAG}={size}"

    def missed(self, seen: Seen, size: int) -> str:
        """Name the isolates that had another ceiling."""
        rows = [row for row in _in_node(seen) if not is_in_force(row, size * MIB)]
        if not rows:
            return ""
        ceilings = ", ".join(sorted({format_bytes(row.heap_limit or 0) for row in rows}))
        return (
            f"the ceiling does not reach {len(rows)} of Node's heaps: {ceilings} in force, "
            f"{size} MB asked for in {_VARIABLE}; a flag on the command line or execArgv in the "
            "runner's configuration wins over it"
        )

    def note(self, seen: Seen) -> str:  # noqa: ARG002 (what is in force was checked)
        """Return nothing: V8 itself enforces it, in each process."""
        return ""


def _in_node(seen: Seen) -> list[IsolateRow]:
    """Return the heaps that ran test files, or all of Node's if none did."""
    rows = [
        row
        for row in seen.explanation.interior.isolates
        if row.runtime == "node" and row.heap_limit is not None
    ]
    return [row for row in rows if row.files] or rows


LIMITED: Final[tuple[Limited, ...]] = (Memory(), Heap())
"""What `--of` can name; the first is what it means by default."""
