"""Days made of minutes."""

MINUTES = 1440


def days(values: list[float]) -> list[list[float]]:
    return [values[i : i + MINUTES] for i in range(0, len(values), MINUTES)]


def warmest(values: list[float]) -> int:
    found = [max(day) for day in days(values)]
    return found.index(max(found))


def mean(values: list[float]) -> float:
    return sum(values) / len(values)
