"""High and low waters."""


def turns(heights: list[float]) -> list[tuple[int, str]]:
    """Minutes at which the water turns, and whether it was high or low."""
    found = []
    for minute in range(1, len(heights) - 1):
        before, now, after = heights[minute - 1 : minute + 2]
        if before < now >= after:
            found.append((minute, "high"))
        elif before > now <= after:
            found.append((minute, "low"))
    return found


def ranges(heights: list[float]) -> list[float]:
    """Metres between each turn and the next."""
    minutes = [minute for minute, _ in turns(heights)]
    return [abs(heights[b] - heights[a]) for a, b in zip(minutes, minutes[1:])]


def smooth(heights: list[float], width: int) -> list[float]:
    """The mean of `width` minutes around each minute; the ends are left out."""
    total = sum(heights[:width])
    means = [total / width]
    for old, new in zip(heights, heights[width:]):
        total += new - old
        means.append(total / width)
    return means
