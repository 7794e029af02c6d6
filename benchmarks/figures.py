"""Medians, ratios with their intervals, and tables in Markdown."""

import os
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

_RESAMPLES = 10_000
_SEED = 1  # the same figures give the same interval


@dataclass(frozen=True)
class Ratio:
    """A ratio of medians with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def ratio(after: Sequence[float], before: Sequence[float]) -> Ratio:
    """Compare paired measurements: whole pairs are drawn again, so common drift cancels."""
    draw = random.Random(_SEED)
    count = len(before)
    drawn = []
    for _ in range(_RESAMPLES):
        pairs = [draw.randrange(count) for _ in range(count)]
        drawn.append(
            statistics.median(after[n] for n in pairs) / statistics.median(before[n] for n in pairs)
        )
    drawn.sort()
    return Ratio(
        statistics.median(after) / statistics.median(before),
        drawn[int(0.025 * _RESAMPLES)],
        drawn[int(0.975 * _RESAMPLES)],
    )


@dataclass
class Section:
    """One benchmark as the page shows it.

    Attributes:
        title: Heading.
        text: What was measured and how, Markdown.
        header: Names of the columns.
        rows: Cells as printed.
        notes: Sentences below the table: peers that failed, targets.
        load: Load average of the machine when it began and when it ended.
    """

    title: str
    text: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    load: tuple[float, float] = (0.0, 0.0)

    def markdown(self) -> str:
        """Return the section with its heading."""
        widths = [
            max(len(row[column]) for row in (self.header, *self.rows))
            for column in range(len(self.header))
        ]
        lines = [f"## {self.title}", "", self.text, "", _line(self.header, widths)]
        lines.append(_line(["-" * width for width in widths], widths))
        lines += [_line(row, widths) for row in self.rows]
        lines += ["", *(f"- {note}" for note in self.notes)]
        lines.append(
            f"- Load average of the machine (one minute): {self.load[0]:.1f} at the begin, "
            f"{self.load[1]:.1f} at the end."
        )
        return "\n".join(lines) + "\n"


def load() -> float:
    """Return how many processes wanted to run during the last minute."""
    return os.getloadavg()[0]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"
