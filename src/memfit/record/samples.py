"""`samples.jsonl` read back: every number as a series of its own."""

from collections import defaultdict
from dataclasses import field
from typing import Any

from memfit.classes import dataclass
from memfit.model.recording import OomKills, Series
from memfit.record import decode


@dataclass(slots=True)
class Samples:
    """The streams of numbers, as they are put together again from their changes.

    Attributes:
        usage: What the tree uses.
        anonymous: The part of it that cannot be dropped.
        cache: The part that the kernel can drop.
        pressure: Microseconds of stall.
        kills: Counters of kills.
        rss: Resident sets by process.
        heap: V8 heaps by process.
        pss: Proportional set sizes by process.
        ignored: Lines of another shape.
    """

    usage: Series = field(default_factory=Series)
    anonymous: Series = field(default_factory=Series)
    cache: Series = field(default_factory=Series)
    pressure: Series = field(default_factory=Series)
    kills: list[OomKills] = field(default_factory=list)
    rss: defaultdict[int, Series] = field(default_factory=lambda: defaultdict(Series))
    heap: defaultdict[int, Series] = field(default_factory=lambda: defaultdict(Series))
    pss: defaultdict[int, Series] = field(default_factory=lambda: defaultdict(Series))
    ignored: int = 0

    def add(self, line: dict[str, Any]) -> None:
        """Take in one line; a line of another shape is ignored."""
        try:
            at = decode.instant(line["at"])
            for name, series in (
                ("usage", self.usage),
                ("anon", self.anonymous),
                ("cache", self.cache),
                ("psi", self.pressure),
            ):
                if name in line:
                    _append(series, at, line[name])
            for name, group in (("rss", self.rss), ("heap", self.heap), ("pss", self.pss)):
                for key, value in decode.mapping(line.get(name, {})).items():
                    _append(group[int(key)], at, value)
            if "kills" in line:
                self.kills.append(OomKills(at, *map(decode.optional, line["kills"])))
        except (KeyError, TypeError, ValueError):
            self.ignored += 1


def _append(series: Series, at: float, value: Any) -> None:
    series.value.append(decode.integer(value))
    series.at.append(at)
