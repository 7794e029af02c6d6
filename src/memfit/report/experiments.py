"""What experiments found as JSON documents, and the pieces that their texts share.

docs/reference/experiment-format.md specifies the documents key by key.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from memfit.model.experiment import SCHEMA, Comparison, Minimum, Rate, Repro, Spread
from memfit.units import format_bytes, format_seconds


def document(found: Repro | Comparison | Minimum) -> dict[str, Any]:
    """Return what `--json` prints, ready for `json.dumps`; what was not measured is None."""
    return {"schema": SCHEMA, **asdict(found)}


def bounds(found: Rate) -> str:
    """Write the bounds of a rate.

    >>> bounds(Rate(10, 10, 0.6915, 1.0))
    '69 % to 100 %, at 95 % confidence'
    """
    return f"{100 * found.low:.0f} % to {100 * found.high:.0f} %, at 95 % confidence"


def tally(endings: Mapping[str, int]) -> str:
    """Write how often runs ended in each way.

    >>> tally({"passed": 7, "oom-killed": 3})
    'passed 7, oom-killed 3'
    """
    return ", ".join(f"{kind} {count}" for kind, count in endings.items())


def amount(value: float, unit: str) -> str:
    """Write bytes, seconds, or a count of something."""
    if unit == "seconds":
        return format_seconds(value)
    return format_bytes(value) if unit.startswith("bytes") else f"{value:.0f}"


def span(found: Spread, unit: str) -> str:
    """Write the median of several numbers, and between which they lie."""
    low, middle, high = (amount(one, unit) for one in (found.low, found.middle, found.high))
    return middle if low == high else f"{middle} median, {low} to {high}"
