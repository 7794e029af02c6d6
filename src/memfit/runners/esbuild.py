"""esbuild: a program of its own, written in Go, and the service behind its JavaScript API."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport, Stretch
from memfit.runners import settings
from memfit.runners.contract import Line, Said
from memfit.runners.text import began

NAME: Final = "esbuild"
MARKS: Final = rb"Done in \d|[Tt]he service (?:was stopped|is no longer running)"
DOCUMENT: Final = b""

# "⚡ Done in 3ms": the sign and the words are written by the command line only.
_DONE: Final = re.compile(r"(?:^|\s)(?:\S{1,2} )?Done in (?=\d[\d.]*m?s$)")
_DEATH: Final = re.compile(r"[Tt]he service (?:was stopped|is no longer running)\b")


def read(lines: Sequence[Line]) -> Said:
    """Read its builds, from the duration that it ends them with, and the end of its service."""
    builds: list[Stretch] = []
    deaths: list[tuple[float, str]] = []
    for line in lines:
        done = _DONE.search(line.text)
        if done is not None:
            builds.append(Stretch("build", "", None, began(line, done.end()), line.at))
        elif _DEATH.search(line.text):
            deaths.append((line.at, line.text.strip()))
    return Said(stretches=tuple(builds), deaths=tuple(deaths))


def report(source: str, document: object) -> RunnerReport | None:  # noqa: ARG001
    """Read a JSON report: it writes none."""
    return None


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:  # noqa: ARG001
    """Name report files: there are none."""
    return ()


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its options to common names."""
    given = {
        "bundle": resolved.get("bundle"),
        "splitting": resolved.get("splitting"),
        "sourcemap": resolved.get("sourcemap"),
        "minify": resolved.get("minify"),
    }
    return settings.normal(resolved, given)
