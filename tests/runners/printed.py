"""Real output of real runners, as chunks of a recording."""

from collections.abc import Iterable
from pathlib import Path

from memfit.model.recording import OutputChunk
from memfit.runners.contract import Adapter, Said
from memfit.runners.reading import said
from memfit.runners.table import named

OUTPUTS = Path(__file__).parent / "outputs"


def adapter(name: str) -> Adapter:
    """The adapter of a runner."""
    found = named(name)
    assert found is not None
    return found


def lines(text: bytes, every: float = 0.1) -> list[OutputChunk]:
    """Text as if a line of it had been printed at a time."""
    return [
        OutputChunk(round(number * every, 3), "stdout", line)
        for number, line in enumerate(text.splitlines(keepends=True))
    ]


def read(output: Iterable[OutputChunk], runner: str) -> Said:
    """What one runner said."""
    return said(list(output), [adapter(runner)])[runner]


def read_file(file: str, runner: str) -> Said:
    """What one runner said in one of the files."""
    return read(lines((OUTPUTS / file).read_bytes()), runner)
