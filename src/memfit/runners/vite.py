"""vite builds: their phases, from what they print while they run.

Builds that run side by side print the same lines, so that only their order tells them apart.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport, Stretch
from memfit.runners import settings
from memfit.runners.contract import Line, Said
from memfit.runners.text import began, prefix

NAME: Final = "vite"
MARKS: Final = (
    rb"building (?:\S+ )?(?:environment )?for |building SSR bundle|transforming|modules transformed"
    rb"|rendering chunks|computing gzip size|built in "
)
DOCUMENT: Final = b""

_BEGINS: Final = re.compile(r"\bbuilding (?:(\S+) environment |(SSR) bundle )?for \S+\.\.\.$")
_ENDS: Final = re.compile(r"\bbuilt in (?=\d)")
# What a build prints when it enters a phase, in their order; a terminal is shown counts as well.
_PHASES: Final = (
    ("transform", re.compile(r"\btransforming\b")),
    ("link", re.compile(r"\bmodules transformed\.$")),
    ("render", re.compile(r"\brendering chunks\b")),
    ("report sizes", re.compile(r"\bcomputing gzip size\b")),
)
_MOST_BUILDS: Final = 200


class _Build:
    """One build, as far as its lines tell.

    Attributes:
        source: The name before its lines, where several programs print together.
        began: When it began.
        step: Index of its phase; -1 before the first.
    """

    def __init__(self, source: str, label: str, at: float) -> None:
        self.source, self.label, self.began = source, label, at
        self.step = -1
        self._entered: list[tuple[str, float]] = []
        self.ended: float | None = None

    def enter(self, step: int, at: float) -> None:
        self.step = step
        self._entered.append((_PHASES[step][0], at))

    def stretches(self, label: str) -> list[Stretch]:
        ends = [*(at for _, at in self._entered[1:]), self.ended]
        return [
            Stretch(name, label, None, at, end)
            for (name, at), end in zip(self._entered, ends, strict=False)
        ]


def read(lines: Sequence[Line]) -> Said:
    """Read the phases of every build.

    Of builds that run at the same time, the one that is longest in a phase is taken to leave it
    first. The duration that ends a build tells which one it was.
    """
    builds: list[_Build] = []
    for line in lines:
        begins = _BEGINS.search(line.text)
        if begins is not None and len(builds) < _MOST_BUILDS:
            builds.append(_Build(_source(line.text), begins[1] or begins[2] or "", line.at))
            continue
        ends = _ENDS.search(line.text)
        if ends is not None:
            _end(builds, line, began(line, ends.end()))
            continue
        for step, (_, pattern) in enumerate(_PHASES):
            if pattern.search(line.text):
                _enter(builds, step, line)
    labels = _labels(builds)
    stretches = [
        each for build, label in zip(builds, labels, strict=True) for each in build.stretches(label)
    ]
    return Said(stretches=tuple(sorted(stretches, key=lambda each: each.started)))


def _source(text: str) -> str:
    before, _, _ = text.partition("vite v")
    return prefix(before) or ""


def _open(builds: list[_Build], line: Line) -> list[_Build]:
    """The builds that run; of several programs those whose name stands before the line."""
    running = [build for build in builds if build.ended is None]
    return [build for build in running if line.text.lstrip().startswith(build.source)] or running


def _enter(builds: list[_Build], step: int, line: Line) -> None:
    """Move the build that is in the phase before, or where there is none, in an earlier one.

    Phases can be missing: nothing is measured where there are no sizes to print, and a terminal
    is not shown what went by too fast.
    """
    running = [build for build in _open(builds, line) if build.step < step]
    if running:
        max(running, key=lambda build: build.step).enter(step, line.at)


def _end(builds: list[_Build], line: Line, start: float) -> None:
    running = _open(builds, line)
    if running:
        furthest = max(build.step for build in running)
        candidates = [build for build in running if build.step == furthest]
        min(candidates, key=lambda build: abs(build.began - start)).ended = line.at


def _labels(builds: Sequence[_Build]) -> list[str]:
    """Name each build by what it builds and for whom; number those that are named alike."""
    given = [" ".join(filter(None, (build.source.rstrip(":"), build.label))) for build in builds]
    labels = []
    for position, label in enumerate(given):
        number = given[:position].count(label) + 1
        same = given.count(label) > 1
        labels.append(f"{label} {number}".strip() if same else label)
    return labels


def report(source: str, document: object) -> RunnerReport | None:  # noqa: ARG001
    """Read a JSON report: it writes none."""
    return None


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:  # noqa: ARG001
    """Name report files: there are none."""
    return ()


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its resolved configuration to common names."""
    build = settings.mapping(resolved.get("build"))
    given = {
        "sourcemap": build.get("sourcemap"),
        "minify": build.get("minify"),
        "report_sizes": build.get("reportCompressedSize"),
        "watch": None if "watch" not in build else build["watch"] is not None,
    }
    return settings.normal(resolved, given)
