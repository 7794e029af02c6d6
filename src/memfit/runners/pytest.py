"""pytest, alone and with xdist."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport, Stretch
from memfit.runners import settings
from memfit.runners.command import values
from memfit.runners.contract import Line, Said
from memfit.runners.text import counts

NAME: Final = "pytest"
MARKS: Final = rb" in \d[\d.]*s\b|test session starts|collected \d|\d items\]|node down: |crashed while running"
DOCUMENT: Final = b""

# `=== 1 failed, 2 passed in 0.36s ===`; minutes and hours follow in brackets. With -q: without `=`.
_SUMMARY: Final = re.compile(r"([^=]+) in \d[\d.]*s(?: \([\d:, days]{1,40}\))?")
_COLLECTED: Final = re.compile(r"collected (\d{1,9}) items?\b(?:.* (\d{1,9}) selected)?")
_DISTRIBUTED: Final = re.compile(r"(?:\d+ workers?|gw\d+) \[(\d{1,9}) items?\]")
_DEATH: Final = re.compile(r"\[gw\d+\] node down: .*|worker 'gw\d+' crashed while running '.*'")
_ENDED: Final = frozenset({"passed", "failed", "skipped", "xfailed", "xpassed"})


def read(lines: Sequence[Line]) -> Said:
    """Read its summaries, its phases, and what xdist says of dead workers."""
    reports: list[tuple[float, RunnerReport]] = []
    stretches: list[Stretch] = []
    deaths: list[tuple[float, str]] = []
    began: float | None = None
    collected: tuple[float, int] | None = None
    for line in lines:
        text = line.text.strip()
        planned = _planned(text)
        if "test session starts" in text:
            began, collected = line.at, None
        elif planned is not None:
            collected = (line.at, planned)
            if began is not None:
                stretches.append(Stretch("collect", "", None, began, line.at))
                began = None
        elif (death := _DEATH.search(text)) is not None:
            deaths.append((line.at, death[0]))
        elif (summary := _SUMMARY.fullmatch(text.strip("= "))) is not None:
            report = _summary(summary, collected[1] if collected else None)
            if report is not None:
                reports.append((line.at, report))
            if collected is not None:
                stretches.append(Stretch("tests", "", None, collected[0], line.at))
            collected = None
    if collected is not None:
        stretches.append(Stretch("tests", "", None, collected[0], None))
    return Said(tuple(reports), tuple(stretches), tuple(deaths))


def _planned(text: str) -> int | None:
    match = _COLLECTED.match(text)
    if match is not None:
        return int(match[2] or match[1])
    match = _DISTRIBUTED.fullmatch(text)
    return int(match[1]) if match is not None else None


def _summary(last: re.Match[str], collected: int | None) -> RunnerReport | None:
    """Read the last line of a run; None if it tells of no test that ran."""
    read = counts(last[1], ",")
    if not read.keys() & _ENDED:
        return None
    ended = sum(number for key, number in read.items() if key in _ENDED)
    bad = sum(read.get(key, 0) for key in ("failed", "error", "errors"))
    # A file that cannot be imported is an error without a test.
    tests = ended if collected is None else max(ended, collected)
    pending = None if collected is None else tests - ended
    return RunnerReport("output", bad == 0, tests=tests, tests_pending=pending, sentence=last[0])


def report(source: str, document: object) -> RunnerReport | None:  # noqa: ARG001
    """Read a JSON report: it writes none by itself."""
    return None


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:
    """Name its JUnit file."""
    named = list(values(words, "--junitxml", "--junit-xml"))
    resolved = settings.first(config.get("xmlpath"), config.get("junitxml"))
    named += settings.texts(resolved) or []
    return tuple(dict.fromkeys(named))


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its options to common names."""
    processes = settings.first(resolved.get("numprocesses"), resolved.get("n"))
    given = {
        "workers": processes,
        "distribution": resolved.get("dist"),
        "max_worker_restart": resolved.get("maxworkerrestart"),
        "bail": resolved.get("maxfail"),
        "coverage": settings.texts(resolved.get("cov_source")),
    }
    return settings.normal(resolved, given)
