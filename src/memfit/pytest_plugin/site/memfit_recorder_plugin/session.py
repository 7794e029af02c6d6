"""What memfit is told of one session of pytest, in the order in which it happens.

Nothing here knows pytest. Each public method is one step; whatever goes wrong inside a step of
ours ends the stream and never the tests.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import sys
from threading import get_native_id
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from .memory import Memory
    from .stream import Stream


_PACKAGE = __name__.rpartition(".")[0]


def failing_open(step: Callable[..., None]) -> Callable[..., None]:
    """Keep what goes wrong in a step of ours away from the tests."""

    @functools.wraps(step)
    def guarded(self: Any, *values: Any) -> None:
        try:
            step(self, *values)
        except Exception as error:
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            # A handler of the user's (of a signal: a timeout) may raise while a step of ours runs.
            raised_in = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
            if not raised_in.startswith(_PACKAGE):
                raise
            if not isinstance(error, MemoryError):
                self.close()

    return guarded


class Session:
    """One session of pytest in this process.

    Args:
        stream: Where to write.
        memory: Readings of this process.
        collect: Whether to collect garbage at the end of each file (`--gc`).
    """

    # A window shorter than this goes on over the next file: suites in random order change files
    # with each test.
    _SHORTEST_WINDOW = 0.02

    # When this process' mark was reset: by this session, or by an earlier one.
    _window_from = 0.0

    _collect_garbage = staticmethod(gc.collect)

    def __init__(self, stream: Stream, memory: Memory, *, collect: bool) -> None:
        self._stream = stream
        self._memory = memory
        self._collect = collect
        self._file: str | None = None
        self._test: str | None = None
        self._label: tuple[str, str, str] = ("", "", "")
        self._in_call = False
        self._has_fixtures = False
        self._outcomes: set[str] = set()
        self._file_outcomes: set[str] = set()
        self._exit_code: int | None = None
        self._all_in_one = False  # the mark cannot be reset

    @failing_open
    def start(self, worker: str | None) -> None:
        """The plugin was loaded."""
        version = ".".join(str(part) for part in sys.version_info[:3])
        text = self._stream.text
        named = "null" if worker is None else text(worker)
        self._stream.line(
            "start",
            f',"runtime":"python","version":{text(version)},"pid":{os.getpid()}'
            f',"parent_pid":{os.getppid()},"thread":0,"os_thread":{get_native_id()}'
            f',"runner":"pytest","worker":{named},"heap_limit":null,"asked":{{}},"own_cost":null'
            f',"counters":{self._counters()}',
        )

    @failing_open
    def configured(self, config: dict[str, object], source: str) -> None:
        """The runner's configuration is known."""
        body = f',"config":{json.dumps(config)},"source":{self._stream.text(source)}'
        self._stream.line("config", body)

    @failing_open
    def planned(self, identifiers: list[str]) -> None:
        """The runner knows which tests it is going to run."""
        files = dict.fromkeys(one.partition("::")[0] for one in identifiers)
        if files:
            listed = ",".join(self._stream.text(file) for file in files)
            self._stream.line("plan", f',"files":[{listed}]')

    @failing_open
    def collecting(self, file: str) -> None:
        """A file is being imported; an empty name: the last one was."""
        self._say(file, "", "collect" if file else "")

    @failing_open
    def test_begins(self, identifier: str) -> None:
        """A test begins, its fixtures included."""
        file, _, test = identifier.partition("::")
        if file != self._file:
            self._end_file()
            self._begin_file(file)
        self._test = self._stream.text(test)
        self._label = (file, test, "")
        self._in_call = self._has_fixtures = False
        self._outcomes = set()
        self._stream.line("test-start", f',"test":{self._test},"used":{self._rss()}')

    @failing_open
    def reported(self, outcome: str) -> None:
        """The runner says how a part of the test under way ended."""
        if self._test is not None:
            self._outcomes.add(outcome)

    @failing_open
    def called(self) -> None:
        """The fixtures are set up, and the test itself runs."""
        self._in_call = True
        self._hook("")

    @failing_open
    def fixture_begins(self, name: str) -> None:
        """A fixture is being set up."""
        self._has_fixtures = True
        self._hook(name)

    @failing_open
    def fixture_ended(self) -> None:
        """A fixture is there, maybe one that the test itself asked for."""
        if self._in_call:
            self._hook("")

    @failing_open
    def torn_down(self, name: str) -> None:
        """A fixture of more than one test is being torn down."""
        self._hook(name)

    @failing_open
    def teardown_begins(self, following: str | None) -> None:
        """The test is over, and what it asked for is torn down."""
        if self._has_fixtures or self._is_last(following):
            self._hook("teardown")

    @failing_open
    def test_ended(self, following: str | None) -> None:
        """The test ended, and its fixtures are torn down."""
        # One of set-up, call and teardown that was skipped makes the test skipped.
        outcome = _first(("failed", "skipped", "passed"), self._outcomes)
        self._file_outcomes.add(outcome)
        how = f',"outcome":"{outcome}"' if outcome else ""
        self._stream.line("test-end", f',"test":{self._test}{how},"used":{self._rss()}')
        self._test = None
        self._label = (self._label[0], "", "suite")
        if self._is_last(following):
            self._end_file()

    @failing_open
    def finishing(self) -> None:
        """The session ends; what is left is torn down."""
        if self._file is not None and self._test is None:
            self._hook("teardown")

    @failing_open
    def finished(self, exit_code: int) -> None:
        """The session ended."""
        self._exit_code = exit_code
        if self._test is None:
            self._end_file()

    @failing_open
    def exits(self) -> None:
        """The session is over, reports included."""
        self._window()
        code = "null" if self._exit_code is None else self._exit_code
        self._stream.line("exit", f',"code":{code},"counters":{self._counters()}')
        self.close()

    def close(self) -> None:
        """Tell no more."""
        self._stream.close()
        self._memory.close()

    def _is_last(self, following: str | None) -> bool:
        return following is None or following.partition("::")[0] != self._file

    def _hook(self, hook: str) -> None:
        self._say(self._label[0], self._label[1], hook)

    def _say(self, file: str, test: str, hook: str) -> None:
        label = (file, test, hook)
        if label != self._label:
            self._label = label
            quoted = [self._stream.text(part) for part in label]
            self._stream.line("label", f',"file":{quoted[0]},"test":{quoted[1]},"hook":{quoted[2]}')

    def _begin_file(self, file: str) -> None:
        self._window()
        self._file = file
        self._file_outcomes = set()
        counters = self._counters()
        self._stream.line("file-start", f',"file":{self._stream.text(file)},"counters":{counters}')

    def _end_file(self) -> None:
        if self._file is None:
            return
        file, self._file = self._stream.text(self._file), None
        outcome = _first(("failed", "passed", "skipped"), self._file_outcomes)
        how = f',"outcome":"{outcome}"' if outcome else ""
        body = f',"file":{file}{how},"counters":{self._counters()}'
        if self._collect:
            self._collect_garbage()
            body += f',"kept":{self._counters()}'
        self._label = ("", "", "")
        self._stream.line("file-end", body)
        self._window()

    def _window(self) -> None:
        """Write the exact peak since the last window, and begin another one."""
        now = self._stream.now()
        if self._all_in_one or now - self._window_from < self._SHORTEST_WINDOW:
            return
        peak = self._memory.peak()
        if peak is None:
            return
        since = f"{self._window_from:.4f}"
        # Once it is reset, nobody else can learn the mark: it must be on disk first.
        written = self._stream.line("peak", f',"from":{since},"bytes":{peak}', now)
        if written and self._memory.reset_peak():
            Session._window_from = now
        else:
            self._all_in_one = True

    def _rss(self) -> int | str:
        rss = self._memory.rss()
        return "null" if rss is None else rss

    def _counters(self) -> str:
        """Used, malloced, rss and uss in their places of the list; used is rss in Python."""
        memory = self._memory
        rss = memory.rss()
        values: list[int | None] = [rss, None, None, None, memory.traced(), None, None, rss]
        uss = memory.uss()
        if uss is not None:
            values.append(uss)
        return "[" + ",".join("null" if value is None else str(value) for value in values) + "]"


def _first(order: tuple[str, ...], outcomes: set[str]) -> str:
    return next((outcome for outcome in order if outcome in outcomes), "")
