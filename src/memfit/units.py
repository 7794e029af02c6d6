"""Bytes and seconds: parsed from what people type, printed as people read them.

Sizes follow `docker run --memory` and the kernel: `k`, `m`, `g` are powers of 1024, because a
limit that a CI runner calls 2g must be the same limit here. Printed sizes are decimal (MB is
10^6 bytes) only where they say so; memfit prints binary MiB as "MB", as Node, V8, jest and
every runner's own messages do, so that numbers can be compared by eye.
"""

import re

from memfit.errors import UnusableInputError

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)(i?b)?", re.IGNORECASE | re.ASCII)
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h)?", re.IGNORECASE | re.ASCII)
_FACTORS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_TOO_MANY_BYTES = 1 << 63  # the kernel counts bytes in signed 64-bit numbers
_MOST_SECONDS = 1e9  # thirty years
_SECONDS = {None: 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def parse_bytes(text: str) -> int:
    """Read a size such as `512m`, `2g`, `1.5GiB` or `1048576`.

    Returns:
        Bytes. Suffixes are powers of 1024, with or without `b` and `ib`.

    Raises:
        UnusableInputError: If the text is not a size, or the size is not above zero and below
            2^63 bytes.

    >>> parse_bytes("1.5g")
    1610612736
    """
    match = _SIZE.fullmatch(text.strip())
    size = float(match[1]) * _FACTORS[match[2].lower()] if match else 0.0
    if size >= _TOO_MANY_BYTES:
        raise UnusableInputError(
            f"{_quoted(text)} is too large for a size", "the largest is just below 8388608t"
        )
    if size < 1:
        raise UnusableInputError(
            f"{_quoted(text)} is not a size",
            "write a number with k, m or g, for example 512m or 2g",
        )
    return int(size)


def format_bytes(size: float) -> str:
    """Write a size for people: three significant digits, powers of 1024.

    >>> format_bytes(403_000_000)
    '384 MB'
    >>> format_bytes(-1536)
    '-1.50 kB'
    """
    sign = "-" if size < 0 else ""
    value = abs(float(size))
    unit = "B"
    for larger in ("kB", "MB", "GB", "TB"):
        # 999.5 and more would print as a fourth digit, so the next unit starts there.
        if value < 999.5:
            break
        value /= 1024
        unit = larger
    digits = 0 if unit == "B" or value >= 99.95 else 1 if value >= 9.995 else 2
    return f"{sign}{value:.{digits}f} {unit}"


def parse_seconds(text: str) -> float:
    """Read a duration such as `90`, `90s`, `500ms`, `10m` or `1h`.

    Returns:
        Seconds; a bare number is seconds.

    Raises:
        UnusableInputError: If the text is not a duration, or the duration is not above zero or
            above 10^9 seconds.

    >>> parse_seconds("10m")
    600.0
    """
    match = _DURATION.fullmatch(text.strip())
    unit = match[2].lower() if match and match[2] else None
    seconds = float(match[1]) * _SECONDS[unit] if match else 0.0
    if seconds > _MOST_SECONDS:
        raise UnusableInputError(
            f"{_quoted(text)} is too long for a duration", "the longest is 1000000000 seconds"
        )
    if seconds <= 0:
        raise UnusableInputError(
            f"{_quoted(text)} is not a duration", "write seconds, or a number with ms, s, m or h"
        )
    return seconds


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def format_seconds(seconds: float) -> str:
    """Write a duration for people.

    >>> format_seconds(0.25), format_seconds(42.04), format_seconds(754)
    ('250 ms', '42.0 s', '12 min 34 s')
    """
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 99.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"
