"""One command in one project, alone and under memfit, and what can be compared of the two runs."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any

from memfit.model.recording import Recording
from memfit.record.load import load
from tests.matrix.projects import lay_out, path_of

PATIENCE = 180.0
"""Seconds after which a run counts as hung; nothing here takes a tenth of it."""

_CHANGING = (
    # What differs between two runs of one command, and nothing else.
    (re.compile(r"(?<![\[;.\w])\d+(\.\d+)?(\x1b\[\d+m)?\s?(ms|s|m)\b( \d+ms)?"), "<duration>"),
    (re.compile(r"(duration_ms|time=|timestamp=)\W?\s?[\d.:T-]+\"?"), r"\1 <duration>"),
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "<clock>"),
    (re.compile(r"\b(pid:?|process) \d+\b"), r"\1 <pid>"),
    (re.compile(r"\(node:\d+\)"), "(node:<pid>)"),
    (re.compile(r"(localhost|127\.0\.0\.1|\[::1\]):\d+"), r"\1:<port>"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"(\b\w+ \d+%(, )?)+"), "<shares>"),
    (re.compile(r"hostname=\"[^\"]*\""), 'hostname="<host>"'),
    # printed only where a duration is long enough to be told
    (re.compile(r"(, estimated <duration>| \(<duration>\)|(?<=[)\w]) <duration>)$"), ""),
)
# vitest 5 says what might be faster where it thinks that it is worth it.
_HINT = re.compile(r"workers? spawned|faster with")
_TIMES = frozenset(
    {"startTime", "endTime", "duration", "start", "end", "perfStats", "slow", "runtime",
     "loadTestEnvironmentStart", "loadTestEnvironmentEnd", "setupFilesStart", "setupFilesEnd",
     "setupAfterEnvStart", "setupAfterEnvEnd", "startAt", "speed", "stats.duration"}
)  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What a run left, times taken out.

    Attributes:
        code: Exit code; 128 + n for signal n, as a shell has it.
        stdout: Lines.
        stderr: Lines.
        report: What the runner wrote as its own report; None without one.
        left: Files in the project after the run, by name, with a digest of each.
    """

    code: int
    stdout: list[str]
    stderr: list[str]
    report: Any
    left: Mapping[str, str]


@dataclass(frozen=True)
class Command:
    """A command in a copy of a suite.

    Attributes:
        suite: Name in `suites/`.
        project: Name in `projects/`: whose packages it gets.
        words: The command line; `{report}` is where the runner is to write its report.
        node: Major version of Node; None is the machine's own.
        beside: Whether files run beside each other, so that the order of lines is the race's.
        variables: Added to the environment.
    """

    suite: str
    project: str
    words: tuple[str, ...]
    node: int | None = None
    beside: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    def given(self, variables: Mapping[str, str]) -> "Command":
        """Return the same with more variables."""
        return replace(self, variables={**self.variables, **variables})

    def run(
        self, place: Path, *, recording: Path | None = None, options: Iterable[str] = ()
    ) -> Ran:
        """Run it in a fresh copy at `place`, under memfit if there is to be a recording."""
        lay_out(self.suite, self.project, place)
        report = place.with_name("report")
        report.unlink(missing_ok=True)
        words = [word.replace("{report}", str(report)) for word in self.words]
        if recording is not None:
            words = [*MEMFIT, "run", "-q", "--recording", str(recording), *options, "--", *words]
        variables = {**os.environ, "PATH": path_of(self.node, place), **self.variables}
        done = subprocess.run(
            words, cwd=place, env=variables, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False,
        )  # fmt: skip
        stdout, stderr = (_lines(text, beside=self.beside) for text in (done.stdout, done.stderr))
        code = done.returncode if done.returncode >= 0 else 128 - done.returncode
        return Ran(code, stdout, stderr, _report(report), _left(place))


MEMFIT = (sys.executable, "-m", "memfit")


@dataclass(frozen=True)
class Under:
    """A run under memfit.

    Attributes:
        ran: What it left.
        path: Its recording.
    """

    ran: Ran
    path: Path

    @property
    def recording(self) -> Recording:
        return load(self.path)

    @property
    def document(self) -> dict[str, Any]:
        """What `memfit explain --format json` prints."""
        words = [*MEMFIT, "explain", str(self.path), "--format", "json"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    @property
    def shown(self) -> str:
        """The end of what was printed."""
        return "\n".join([*self.ran.stdout[-60:], *self.ran.stderr[-60:]])


@dataclass(frozen=True)
class Both:
    """A run alone and the same run under memfit.

    Attributes:
        alone: What the one left.
        under: What the other left.
        recording: Of the other.
    """

    alone: Ran
    under: Ran
    recording: Recording

    def must_be_alike(self) -> None:
        """Fail with the first thing that shows that memfit was there."""
        assert self.under.code == self.alone.code, "\n".join(self.under.stdout + self.under.stderr)
        for what in ("report", "stdout", "stderr", "left"):
            alone, under = (_shown(getattr(ran, what)) for ran in (self.alone, self.under))
            assert under == alone, f"{what}:\n" + "\n".join(unified_diff(alone, under, lineterm=""))


def both(command: Command, directory: Path, *, options: Iterable[str] = ()) -> Both:
    """Run a command twice in the same place: alone, then under memfit."""
    alone = command.run(directory / "project")
    run = under(command, directory, options=options)
    return Both(alone, run.ran, run.recording)


def under(command: Command, directory: Path, *, options: Iterable[str] = ()) -> Under:
    """Run a command under memfit."""
    recording = directory / "recording"
    ran = command.run(directory / "project", recording=recording, options=options)
    return Under(ran, recording)


def _shown(value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    return json.dumps(value, indent=1).splitlines()


def _lines(text: str, *, beside: bool) -> list[str]:
    lines = [_without_times(line) for line in text.splitlines() if not _HINT.search(line)]
    return sorted(line for line in lines if line) if beside else lines


def _without_times(line: str) -> str:
    for changing, name in _CHANGING:
        line = changing.sub(name, line)
    return line


def _report(path: Path) -> Any:
    """Read a report as JSON, or as lines of anything else."""
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    try:
        return _timeless(json.loads(text))
    except ValueError:
        return _lines(text, beside=False)


def _timeless(value: Any) -> Any:
    """Leave out times, and the order of files, which is that of their ends."""
    if isinstance(value, dict):
        return {key: _timeless(item) for key, item in value.items() if key not in _TIMES}
    if isinstance(value, list):
        items = [_timeless(item) for item in value]
        named = all(isinstance(item, dict) and "assertionResults" in item for item in items)
        return sorted(items, key=lambda item: item["name"]) if named else items
    return _without_times(value) if isinstance(value, str) else value


def _left(place: Path) -> dict[str, str]:
    """Digest the files of a project; caches hold times, and recordings are memfit's."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(place.rglob("*"))
        if path.is_file()
        for name in [str(path.relative_to(place))]
        if not name.startswith((".cache/", "node_modules/"))
    }
