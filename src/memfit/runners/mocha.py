"""mocha 11, in one process and with --parallel."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport
from memfit.runners import settings
from memfit.runners.command import values
from memfit.runners.contract import Line, Said
from memfit.runners.text import prefix

NAME: Final = "mocha"
MARKS: Final = rb"\d (?:passing|pending|failing)\b|[Ww]orkerpool Worker terminated"
DOCUMENT: Final = rb'\{\r?\n\s{1,8}"stats":'

_COUNT: Final = re.compile(r"(\d{1,9}) (passing|pending|failing)(?: \(\d[\w ]{0,20}\))?$")
_DEATH: Final = re.compile(r"\bWorkerpool Worker terminated\b")


def read(lines: Sequence[Line]) -> Said:
    """Read its summaries, and what it says of dead workers.

    The line of the passing tests opens a summary, even of none; those of the pending and of the
    failing follow where there are any.
    """
    summaries: list[tuple[float, dict[str, int]]] = []
    latest: dict[str, dict[str, int]] = {}
    deaths: list[tuple[float, str]] = []
    for line in lines:
        text = line.text.strip()
        match = _COUNT.search(text)
        name = prefix(text[: match.start()]) if match is not None else None
        if match is not None and name is not None:
            if match[2] == "passing":
                latest[name] = {}
                summaries.append((line.at, latest[name]))
            if name in latest:
                latest[name].setdefault(match[2], int(match[1]))
        elif _DEATH.search(text):
            deaths.append((line.at, text))
    return Said(tuple((at, _summary(read)) for at, read in summaries), (), tuple(deaths))


def _summary(read: dict[str, int]) -> RunnerReport:
    return RunnerReport(
        "output",
        not read.get("failing"),
        tests=sum(read.values()),
        tests_pending=None,  # it counts what has ended only
        sentence=", ".join(f"{number} {key}" for key, number in read.items()),
    )


def report(source: str, document: object) -> RunnerReport | None:
    """Read the report of its JSON reporter."""
    stats = settings.mapping(settings.mapping(document).get("stats"))
    numbers = [stats.get(key) for key in ("tests", "passes", "pending", "failures")]
    tests, passes, pending, failures = (
        number if isinstance(number, int) and not isinstance(number, bool) else None
        for number in numbers
    )
    if tests is None or passes is None or pending is None or failures is None:
        return None
    return RunnerReport(
        source,
        failures == 0,
        tests=tests,
        # Where a worker died there is a failure that is no test: more can be told than are in all.
        tests_pending=max(0, tests - passes - pending - failures),
        sentence=f'"failures": {failures}',
    )


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:
    """Name the file of its JSON or xunit reporter."""
    options = ("-O", "--reporter-option", "--reporter-options")
    named: list[str] = []
    for value in values(words, *options):
        for option in value.split(","):
            key, _, file = option.partition("=")
            if key in {"output", "mochaFile"} and file:
                named.append(file)
    resolved = settings.mapping(settings.first(config.get("reporterOption"), {}))
    named += [one for one in (resolved.get("output"),) if isinstance(one, str)]
    return tuple(dict.fromkeys(named))


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its options to common names."""
    parallel = resolved.get("parallel")
    given = {
        "file_parallelism": parallel,
        "workers": resolved.get("jobs") if parallel else None,
        "max_workers": resolved.get("jobs"),
        "setup_files": settings.texts(
            settings.first(resolved.get("require"), resolved.get("file"))
        ),
        "reporters": settings.texts(resolved.get("reporter")),
        "bail": resolved.get("bail"),
    }
    return settings.normal(resolved, given)
