"""Types of options: sizes, durations, cores and directories as people type them."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from memfit.errors import UnusableInputError
from memfit.units import parse_bytes, parse_seconds

_CORES: Final = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_LEAST_MEMORY: Final = 4 << 20
_SHORTEST_INTERVAL: Final = 0.001
_LONGEST_INTERVAL: Final = 10.0


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


def _memory(text: str) -> int:
    size = parse_bytes(text)
    if size < _LEAST_MEMORY:
        raise UnusableInputError(f"{text!r} is less than 4m", "a process cannot even start in less")
    return size


def _swap(text: str) -> int:
    return 0 if text.strip() in {"0", "0b"} else parse_bytes(text)


def _interval(text: str) -> float:
    seconds = parse_seconds(text)
    if not _SHORTEST_INTERVAL <= seconds <= _LONGEST_INTERVAL:
        raise UnusableInputError(f"{text!r} is not a time between ticks", "write 1ms to 10s")
    return seconds


def _cores(text: str) -> float:
    cores = float(text) if _CORES.fullmatch(text) else 0.0
    if not 0.01 <= cores <= 10_000:
        raise UnusableInputError(f"{text!r:.40} is not a number of cores", "write 0.01 to 10000")
    return cores


class _Directory(click.Path):
    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if value == "":  # which would be the working directory
            self.fail("the name of the directory is empty", param, ctx)
        return super().convert(value, param, ctx)


MEMORY: Final = _Parsed("size", _memory)
"""Bytes, from `512m` or `2g`; at least 4 MiB."""

SWAP: Final = _Parsed("size", _swap)
"""Bytes, zero allowed."""

DURATION: Final = _Parsed("duration", parse_seconds)
"""Seconds, from `90`, `500ms` or `10m`."""

INTERVAL: Final = _Parsed("duration", _interval)
"""Seconds, from 1 ms to 10 s."""

CORES: Final = _Parsed("cores", _cores)
"""Cores, 0.01 to 10000."""

DIRECTORY: Final = _Directory(path_type=Path)
"""A directory, there or not; its name is not empty."""
