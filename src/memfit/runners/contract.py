"""What memfit knows of a test runner or a builder: the contract of the adapters.

An adapter takes texts and values and gives classes of the model; it reads no file and starts
nothing. Adapters do not know each other. `memfit.runners.table` holds them; by what a runner is
recognised is a row of `memfit.runners.known`.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from memfit.classes import dataclass
from memfit.model.suite import RunnerReport, Stretch


@dataclass(frozen=True, slots=True)
class Line:
    """A line of output that may say something, without colours.

    Attributes:
        at: When it was printed.
        text: The line, cut to `memfit.runners.text.LONGEST` characters.
    """

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a runner or builder said of itself.

    Attributes:
        reports: Its summaries and when they were printed, oldest first.
        stretches: Phases that it named; `process` is None in them.
        deaths: Lines by which it says that a worker died, and when.
    """

    reports: tuple[tuple[float, RunnerReport], ...] = ()
    stretches: tuple[Stretch, ...] = ()
    deaths: tuple[tuple[float, str], ...] = ()


class Adapter(Protocol):
    """One test runner or builder; a module of this package that has these members."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Its name, as `manifest.json` has it."""

    @property
    def MARKS(self) -> bytes:  # noqa: N802
        """A pattern that occurs in each line that `read` can use, colours included."""

    @property
    def DOCUMENT(self) -> bytes:  # noqa: N802
        """A pattern of the beginning of its JSON report in the output; empty if it prints none."""

    def read(self, lines: Sequence[Line]) -> Said:
        """Read what it printed; lines of other programs may stand between its own."""

    def report(self, source: str, document: object) -> RunnerReport | None:
        """Read its own report out of a JSON document; None if that is something else."""

    def report_files(self, words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:
        """Name the report files that it was told to write, as they stand there."""

    def config(self, resolved: Mapping[str, object]) -> dict[str, object]:
        """Bring its resolved configuration to the names of `Suite.config`; absent stays absent."""
