"""Heights as a gauge would have measured them."""

import math

MINUTES = 60 * 24


def heights(days: int, harbour: int) -> list[float]:
    """Metres above the mean, one for each minute."""
    moon, sun = 745.2, 720.0  # minutes between two high waters
    return [
        1.6 * math.cos(2 * math.pi * (minute - 11 * harbour) / moon)
        + 0.5 * math.cos(2 * math.pi * minute / sun)
        for minute in range(days * MINUTES)
    ]
