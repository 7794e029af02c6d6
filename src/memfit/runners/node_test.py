"""node --test: a process for each test file."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport
from memfit.runners import settings
from memfit.runners.command import values
from memfit.runners.contract import Line, Said
from memfit.runners.text import after

NAME: Final = "node --test"
MARKS: Final = (
    "(?:#|\N{INFORMATION SOURCE}) (?:tests|pass|fail|cancelled|skipped|todo) "
    r"|not ok \d|signal: 'SIG"
).encode()
DOCUMENT: Final = b""

_KEYS: Final = ("tests", "pass", "fail", "cancelled", "skipped", "todo")
_SIGN: Final = ("# ", "\N{INFORMATION SOURCE} ")
_POINT: Final = re.compile(r"not ok \d{1,9} - (.+)")
_SIGNAL: Final = re.compile(r"signal: '(SIG[A-Z0-9]+)'")


def read(lines: Sequence[Line]) -> Said:
    """Read the summary of its tap and spec reporters, and of tap the signals that ended files."""
    summaries: dict[str, list[tuple[float, dict[str, int]]]] = {}
    deaths: list[tuple[float, str]] = []
    point: str | None = None
    for line in lines:
        text = line.text.strip()
        failed, signal = _POINT.fullmatch(text), _SIGNAL.fullmatch(text)
        if failed is not None:
            point = text
        elif signal is not None and point is not None:
            deaths.append((line.at, f"{point}: {text}"))
            point = None
        else:
            _count(summaries, line)
    reports = [
        (at, _summary(read)) for each in summaries.values() for at, read in each if "fail" in read
    ]
    return Said(tuple(sorted(reports, key=lambda report: report[0])), (), tuple(deaths))


def _count(summaries: dict[str, list[tuple[float, dict[str, int]]]], line: Line) -> None:
    for sign in _SIGN:
        found = after(line.text, sign)
        if found is None:
            continue
        key, _, number = found[1].partition(" ")
        if key not in _KEYS or not number.isascii() or not number.isdecimal() or len(number) > 9:
            continue
        if key == "tests":
            summaries.setdefault(found[0], []).append((line.at, {}))
        if found[0] in summaries:
            summaries[found[0]][-1][1].setdefault(key, int(number))
        return


def _summary(read: Mapping[str, int]) -> RunnerReport:
    bad = read["fail"] + read.get("cancelled", 0)
    return RunnerReport(
        "output",
        bad == 0,
        tests=read["tests"],
        tests_pending=max(0, read["tests"] - sum(read.get(key, 0) for key in _KEYS[1:])),
        sentence=", ".join(f"{key} {read[key]}" for key in _KEYS if key in read),
    )


def report(source: str, document: object) -> RunnerReport | None:  # noqa: ARG001
    """Read a JSON report: it writes none."""
    return None


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:  # noqa: ARG001
    """Name the files that its reporters write to."""
    named = values(words, "--test-reporter-destination")
    return tuple(one for one in named if one not in {"stdout", "stderr"})


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its options to common names."""
    concurrency = settings.first(resolved.get("concurrency"), resolved.get("testConcurrency"))
    isolation = resolved.get("isolation")
    given = {
        "workers": concurrency,
        "isolate": None if isolation is None else isolation != "none",
    }
    return settings.normal(resolved, given)
