"""Write what the runner said of a run, once the run has ended; `runner_lines` reads it back.

The format is specified in docs/reference/recording-format.md.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from memfit.classes import dataclass
from memfit.model.suite import RunnerReport
from memfit.record import decode, reading, store
from memfit.record.tree import Main
from memfit.runners import known
from memfit.runners.command import Command
from memfit.runners.contract import Adapter, Said
from memfit.runners.reading import report, said
from memfit.runners.table import named

_MOST_REPORTS: Final = 50  # a runner that watches prints one after another
_MOST_STRETCHES: Final = 2_000
_MOST_DEATHS: Final = 50
_MOST_FILES: Final = 20  # report files that are looked for
_MOST_STREAMS: Final = 20_000
_LONGEST: Final = 500  # characters of a sentence
_EARLY: Final = 0.01  # seconds that the kernel's time of a file may lag behind
# Lines of isolates that say something of the whole run; others are not parsed.
_WANTED: Final = re.compile(
    rb'^\{"at": ?[\d.]{1,20}, ?"event": ?"(?:start|runner|plan|config)"[^\n]*+$', re.MULTILINE
)

Line = dict[str, Any]


def write(path: Path, mains: Sequence[Main], now: float) -> str | None:
    """Write `runner.jsonl` of a run that has ended.

    Args:
        path: The recording.
        mains: The runners and builders that the run started.
        now: Seconds since the recording started.

    Returns:
        Why there is less than there might be, or None. Whatever the run left behind, nothing is
        raised.
    """
    try:
        lines = sorted(_lines(path, mains, now), key=lambda line: line["at"])
        if not lines:
            return None
        stream = store.Stream(path / store.RUNNER)
        stream.write([json.dumps(line, separators=(",", ":")) for line in lines], now)
        stream.close()
    except Exception as error:  # noqa: BLE001 - a run must not fail because of what was printed
        return f"what the runner said could not be read: {type(error).__name__}"
    return stream.cut


@dataclass(frozen=True, slots=True)
class _Runner:
    """A runner or builder that ran: how it is read, and its processes."""

    adapter: Adapter
    mains: tuple[Main, ...]


def _lines(path: Path, mains: Sequence[Main], now: float) -> Iterator[Line]:
    runners = _runners(mains)
    configured = _configured(path / store.ISOLATES, runners)
    yield from configured.lines()
    yield from _printed(path, runners)
    yield from _report_files(runners, configured.raw, now)


def _runners(mains: Sequence[Main]) -> list[_Runner]:
    by_name: dict[str, list[Main]] = {}
    for main in mains:
        row = known.recognise(Command(main.command))
        if row is not None:
            by_name.setdefault(row.name, []).append(main)
    found = ((named(name), tuple(each)) for name, each in by_name.items())
    return [_Runner(adapter, each) for adapter, each in found if adapter is not None]


class _Configured:
    """The plan and the configuration, put together of what isolates told.

    Attributes:
        raw: The configuration as it was handed over; the first that told of a setting counts.
        config: The same under the names of `Suite.config`.
        planned: Test files that were to be run, in order.
    """

    def __init__(self) -> None:
        self.raw: dict[str, object] = {}
        self.config: dict[str, object] = {}
        self.planned: dict[str, None] = {}
        self._source = ""
        self._at: dict[str, float] = {}

    def take_in(self, line: Line, runner: str) -> None:
        """Take in one line.

        Raises:
            KeyError: If something is missing.
            TypeError: If something is of another kind.
            ValueError: If a time is none.
        """
        event, at = line["event"], decode.instant(line["at"])
        if event == "plan":
            self.planned.update(dict.fromkeys(decode.texts(line["files"])))
        elif event == "config":
            adapter, given = named(runner), decode.mapping(line["config"])
            settled = adapter.config(given) if adapter is not None else {}
            self.raw, self.config = {**given, **self.raw}, {**settled, **self.config}
            self._source = self._source or decode.text(line["source"])
        self._at.setdefault(event, at)

    def lines(self) -> Iterator[Line]:
        """Lines that say it again, for the whole run."""
        if self.config:
            yield {
                "at": self._at["config"],
                "event": "config",
                "config": self.config,
                "source": self._source,
            }
        if self.planned:
            yield {"at": self._at["plan"], "event": "planned", "planned": list(self.planned)}


def _configured(directory: Path, runners: Sequence[_Runner]) -> _Configured:
    configured = _Configured()
    only = runners[0].adapter.NAME if len(runners) == 1 else ""
    for stream in _streams(directory):
        runner = only
        for line in stream:
            runner = str(line.get("runner") or runner)
            try:
                configured.take_in(line, runner)
            except (KeyError, TypeError, ValueError):
                continue  # the loader counts it
    return configured


def _streams(directory: Path) -> Iterator[list[Line]]:
    """Of each isolate the lines that say something of the whole run, as far as they are whole."""
    if not directory.is_dir():
        return
    for file in sorted(directory.iterdir())[:_MOST_STREAMS]:
        if "-sampler" in file.name or file.suffix != ".jsonl":
            continue
        try:
            content = reading.content(file)
        except OSError:
            continue
        lines: list[Line] = []
        for match in _WANTED.finditer(content):
            try:
                lines.append(decode.mapping(decode.parse(match[0])))
            except (TypeError, ValueError):
                continue
        yield lines


def _printed(path: Path, runners: Sequence[_Runner]) -> list[Line]:
    if not runners:
        return []
    service = named("esbuild")  # others use it, and it says nothing of its own but that it died
    own = {runner.adapter.NAME: runner for runner in runners}
    adapters = [runner.adapter for runner in runners]
    if service is not None and service.NAME not in own:
        adapters.append(service)
    lines: list[Line] = []
    deaths: dict[str, Line] = {}
    for name, each in said(reading.output(path, []), adapters).items():
        for at, text in each.deaths:
            line = {"at": at, "event": "death", "line": text[:_LONGEST]}
            deaths.setdefault(text, line)  # a stack names its cause twice
        if name in own:
            lines += [_report(at, found) for at, found in each.reports[-_MOST_REPORTS:]]
            lines += _stretches(each, own[name])
    return [*lines, *list(deaths.values())[:_MOST_DEATHS]]


def _stretches(each: Said, runner: _Runner) -> list[Line]:
    """Lines of phases; which of several processes of a runner was in it, cannot be told."""
    process = runner.mains[0].process if len(runner.mains) == 1 else None
    lines = []
    for stretch in each.stretches[:_MOST_STRETCHES]:
        line = {
            "at": stretch.started,
            "event": "stretch",
            "name": stretch.name,
            "label": stretch.label[:_LONGEST] or None,
            "process": process,
            "started": stretch.started,
            "ended": stretch.ended,
        }
        lines.append(_present(line))
    return lines


def _report_files(
    runners: Sequence[_Runner], config: Mapping[str, object], now: float
) -> Iterator[Line]:
    """Lines of the report files that this run wrote."""
    began = time.time() - now
    looked_at: set[Path] = set()
    for runner in runners:
        for main in runner.mains:
            for name in runner.adapter.report_files(main.command, config):
                file = Path(main.directory, name)
                if file in looked_at or len(looked_at) == _MOST_FILES:
                    continue
                looked_at.add(file)
                try:
                    written = file.stat().st_mtime - began
                    content = reading.content(file) if written >= -_EARLY else b""
                except (OSError, ValueError):
                    continue
                found = report(name, content, [runner.adapter])
                if found is not None:
                    yield _report(min(max(written, 0.0), now), found)


def _report(at: float, found: RunnerReport) -> Line:
    return _present(
        {
            "at": at,
            "event": "report",
            "source": found.source[:_LONGEST],
            "green": found.green,
            "files": found.files,
            "files_ended": found.files_ended,
            "tests": found.tests,
            "tests_pending": found.tests_pending,
            "sentence": found.sentence[:_LONGEST],
        }
    )


def _present(line: Line) -> Line:
    """Leave out what is absent, and round times as everywhere."""
    return {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in line.items()
        if value is not None
    }
