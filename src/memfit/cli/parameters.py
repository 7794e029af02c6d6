"""Types of options: sizes and durations as people type them."""

from collections.abc import Callable

import click

from memfit.errors import UnusableInputError
from memfit.units import parse_bytes, parse_seconds


class _Parsed(click.ParamType[float]):
    def __init__(self, name: str, parse: Callable[[str], float]) -> None:
        self.name = name
        self._parse = parse

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, (int, float)):
            return value  # a default
        try:
            return self._parse(str(value))
        except UnusableInputError as error:
            self.fail(f"{error.message}: {error.hint}", param, ctx)


SIZE = _Parsed("size", parse_bytes)
"""Bytes, from `512m` or `2g`."""

SWAP = _Parsed("size", lambda text: 0 if text.strip() in {"0", "0b"} else parse_bytes(text))
"""Bytes, zero allowed."""

DURATION = _Parsed("duration", parse_seconds)
"""Seconds, from `90`, `500ms` or `10m`."""
