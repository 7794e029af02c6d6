"""Readings as the stations send them."""

import random


def readings(station: str, count: int) -> list[float]:
    """Temperatures of a station, one a minute."""
    draw = random.Random(station)
    value = 12.0
    found = []
    for _ in range(count):
        value += draw.uniform(-0.2, 0.2)
        found.append(value)
    return found
