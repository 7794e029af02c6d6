"""Letters as the archive hands them out."""

import random
import time

NAMES = ("Ada", "Bruno", "Clara", "Daniel", "Edith", "Franz", "Greta", "Hugo")
WORDS = ("dear", "garden", "letter", "railway", "winter", "harvest", "theatre", "yours", "weather")


def fetch(volume: str, letters: int) -> str:
    """The text of one volume: a heading line for each letter, then its body."""
    time.sleep(0.05)  # the archive is another machine
    draw = random.Random(volume)
    parts = []
    for number in range(letters):
        sender, receiver = draw.sample(NAMES, 2)
        body = " ".join(draw.choices(WORDS, k=40))
        parts.append(f"# {number} {sender} {receiver}\n{body}\n")
    return "".join(parts)
