"""Builders of which only little is known: that they run, and perhaps when a build began and ended."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.classes import dataclass
from memfit.model.suite import RunnerReport, Stretch
from memfit.runners import settings
from memfit.runners.contract import Line, Said
from memfit.runners.text import began


@dataclass(frozen=True, slots=True)
class Builder:
    """A builder that says when a build is done and how long it took.

    Attributes:
        NAME: Its name.
        MARKS: A pattern of the line that it ends a build with, colours included.
        done: That line, without colours; its group, if it has one, tells builds apart.
        DOCUMENT: Empty: it prints no report.
    """

    NAME: str
    MARKS: bytes
    done: re.Pattern[str]
    DOCUMENT: bytes = b""

    def read(self, lines: Sequence[Line]) -> Said:
        """Read its builds: from their duration before the line that ends them to that line."""
        builds = [
            Stretch(
                "build",
                match[1] if self.done.groups else "",
                None,
                began(line, match.end()),
                line.at,
            )
            for line in lines
            if (match := self.done.search(line.text)) is not None
        ]
        return Said(stretches=tuple(builds))

    def report(self, source: str, document: object) -> RunnerReport | None:  # noqa: ARG002
        """Read a report: it writes none."""
        return None

    def report_files(
        self,
        words: Sequence[str],  # noqa: ARG002
        config: Mapping[str, object],  # noqa: ARG002
    ) -> tuple[str, ...]:
        """Name report files: there are none."""
        return ()

    def config(self, resolved: Mapping[str, object]) -> dict[str, object]:
        """Keep what has a common name already."""
        return settings.normal(resolved, {})


ROLLUP: Final = Builder(
    "rollup",
    rb"created ",
    re.compile(r"^created (\S{1,300}(?:, \S{1,300}){0,20}) in (?=\d)"),
)
WEBPACK: Final = Builder(
    "webpack",
    rb"compiled ",
    re.compile(r"\bwebpack [\d.]{1,20} compiled .{0,80}? in (?=\d)"),
)
TSUP: Final = Builder(
    "tsup",
    rb"Build success",
    re.compile(r"\b(ESM|CJS|IIFE|DTS)\b.{0,10} Build success in (?=\d)"),
)
