"""Run `memfit run` as a user does, and read what it left."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from memfit.explain.verdict import explain
from memfit.model.recording import Process, Recording
from memfit.record.lifecycle.choose import NAMES, ways
from memfit.record.load import load
from memfit.report.document import document
from tests.platforms import require

PATIENCE = 100.0
"""Seconds after which a run counts as hung; nothing here takes a tenth of it."""

NOBODY = 65534
"""The user and the group that own nothing."""

WAYS = NAMES
"""Ways to watch processes, for tests that must hold with each."""


@dataclass(frozen=True)
class Result:
    """What `memfit run` did.

    Attributes:
        returned: Its exit code; negative if a signal ended memfit itself.
        stdout: What reached its standard output.
        stderr: What reached its standard error: the program's and memfit's own.
        path: Directory of the recording.
    """

    returned: int
    stdout: bytes
    stderr: str
    path: Path

    @property
    def recording(self) -> Recording:
        return load(self.path)

    @property
    def document(self) -> dict[str, Any]:
        recording = self.recording
        # Through JSON, as a program that reads it gets it.
        return json.loads(json.dumps(document(explain(recording), recording)))

    @property
    def kind(self) -> str:
        return self.document["ending"]["kind"]

    def processes(self, word: str) -> list[Process]:
        """Processes that have a word in one of the command lines that they ran."""
        return [
            process
            for process in self.recording.processes
            if any(word in part for each in process.execs for part in each.command)
        ]


@dataclass
class Memfit:
    """Runs memfit in a directory of its own.

    Attributes:
        directory: Where it runs and, if nothing else is said, leaves recordings.
        runs: How many were started.
    """

    directory: Path
    runs: int = field(default=0)

    def line(
        self,
        command: Sequence[str],
        *,
        options: Sequence[str] = (),
        watch: str | None = None,
        quiet: bool = True,
        prefix: Sequence[str] = (),
    ) -> tuple[list[str], Path]:
        """Return the command line of a run and where its recording will be."""
        self.runs += 1
        path = self.directory / f"recording-{self.runs}"
        words = [*prefix, sys.executable, "-m", "memfit", "run", "--recording", str(path)]
        if watch is not None:
            must_watch_by(watch)
            words += ["--watch", watch]
        return [*words, *(["-q"] if quiet else []), *options, "--", *command], path

    def __call__(
        self,
        *command: str,
        options: Sequence[str] = (),
        watch: str | None = None,
        quiet: bool = True,
        prefix: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        streams: Mapping[str, Any] | None = None,
    ) -> Result:
        """Run memfit to its end.

        Args:
            command: The command line to record.
            options: Options of `memfit run`.
            watch: Value of --watch, or None; the test is skipped where it is not allowed.
            quiet: Whether memfit says nothing about the run.
            prefix: Command that runs memfit, such as `setpriv …`.
            variables: Added to the environment.
            stdin: What memfit's standard input holds.
            streams: Other keywords for Popen.
        """
        words, path = self.line(command, options=options, watch=watch, quiet=quiet, prefix=prefix)
        ended = subprocess.run(
            words,
            cwd=self.directory,
            env={**os.environ, **(variables or {})},
            check=False,
            timeout=PATIENCE,
            **{"input": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            | dict(streams or {}),
        )
        return Result(ended.returncode, ended.stdout or b"", (ended.stderr or b"").decode(), path)

    def start(self, *command: str, **how: Any) -> "Running":
        """Start memfit, and return when the program has printed its first line."""
        words, path = self.line(command, **how)
        running = subprocess.Popen(
            words, cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert running.stdout is not None
        return Running(running, path, running.stdout.readline())


@dataclass
class Running:
    """A memfit that was started.

    Attributes:
        popen: Its process.
        path: Directory of its recording.
        first: The first line that the program printed.
    """

    popen: "subprocess.Popen[bytes]"
    path: Path
    first: bytes

    def send(self, number: signal.Signals) -> None:
        self.popen.send_signal(number)

    def line(self) -> bytes:
        """Return the next line that the program prints."""
        stdout: IO[bytes] | None = self.popen.stdout
        assert stdout is not None
        return stdout.readline()

    def end(self) -> Result:
        """Wait for its end."""
        stdout, stderr = self.popen.communicate(timeout=PATIENCE)
        return Result(self.popen.returncode, self.first + stdout, stderr.decode(), self.path)


def must_watch_by(name: str) -> None:
    """Skip the test where this way to watch processes is not allowed."""
    unusable = {way.name: way.unusable for way in ways()}[name]
    require(unusable and f"processes cannot be watched by {name} here: {unusable}")


def must_be_root() -> None:
    """Skip the test for who is not root."""
    require(None if os.geteuid() == 0 else "needs root")


def must_have(program: str) -> None:
    """Skip the test where a program is missing."""
    found = any(Path(place, program).exists() for place in os.get_exec_path())
    require(None if found else f"{program} is not installed")
