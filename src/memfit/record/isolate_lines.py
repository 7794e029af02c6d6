"""The lines of one isolate, put together: what it held, what ran in it, its test files."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, Final

from memfit.classes import dataclass
from memfit.model.isolate import (
    AllocationProfile,
    Counters,
    HeapSnapshot,
    Isolate,
    Label,
    Stack,
)
from memfit.model.recording import Series
from memfit.model.suite import FileRun, TestRun
from memfit.record import decode
from memfit.record import isolate_values as values

_SERIES: Final = ("used", "total", "external", "array_buffers", "rss", "contexts", "detached")
_EVENTS: Final = {
    "start": "_start",
    "runner": "_runner",
    "cost": "_cost",
    "plan": "_plan",
    "config": "_config",
    "file-start": "_file_start",
    "file-end": "_file_end",
    "test-start": "_test_start",
    "test-end": "_test_end",
    "label": "_said",
    "tick": "_tick",
    "scripts": "_scripts",
    "allocations": "_allocations",
    "stack": "_stack",
    "snapshot": "_snapshot",
    "note": "_note",
    "exit": "_exit",
    "worker-end": "_worker_end",
}


@dataclass(slots=True)
class Told:
    """What the lines of one isolate tell, taken in by their time.

    Attributes:
        isolate: The isolate as far as it is known; its series grow.
        files: Its test files.
        planned: Files that it was told to run, or None.
        config: The runner's configuration, if it told.
        config_source: How that was learnt.
        strange: Lines of another shape.
    """

    isolate: Isolate
    files: list[FileRun] = field(default_factory=list)
    planned: list[str] | None = None
    config: dict[str, object] = field(default_factory=dict)
    config_source: str = ""
    strange: int = 0
    _labels: list[Label] = field(default_factory=list)
    _tests: list[TestRun] = field(default_factory=list)
    _running: list[tuple[str, int]] = field(default_factory=list)  # names, places in _tests
    _open: bool = False
    _stalls: list[tuple[float, float]] = field(default_factory=list)
    _profiles: list[AllocationProfile] = field(default_factory=list)
    _stacks: list[Stack] = field(default_factory=list)
    _snapshots: dict[str, HeapSnapshot] = field(default_factory=dict)  # by path
    _notes: list[str] = field(default_factory=list)

    def add(self, line: Mapping[str, Any]) -> None:
        """Take in the next line; one of another shape is counted and left out."""
        try:
            name = _EVENTS.get(decode.text(line["event"]))
            if name is not None:  # a later memfit may tell more
                getattr(self, name)(decode.instant(line["at"]), line)
        except (KeyError, TypeError, ValueError, AttributeError):
            self.strange += 1

    def finished(self) -> Isolate:
        """Return the isolate, once all lines were taken in."""
        self._close()
        return replace(
            self.isolate,
            labels=tuple(self._labels),
            stalls=tuple(self._stalls),
            allocations=tuple(self._profiles),
            stacks=tuple(self._stacks),
            snapshots=tuple(self._snapshots.values()),
            notes=tuple(self._notes),
        )

    # Events ---------------------------------------------------------------------------------------

    def _start(self, at: float, line: Mapping[str, Any]) -> None:
        asked = decode.mapping(line.get("asked") or {})
        self._change(
            runtime=values.name(line["runtime"]),
            version=values.name(line.get("version", "")),
            runner=values.optional_name(line.get("runner")),
            worker=values.optional_name(line.get("worker")),
            started=at,
            heap_limit=decode.optional(line.get("heap_limit")),
            asked={values.name(source): decode.integer(size) for source, size in asked.items()},
            own_cost=decode.optional(line.get("own_cost")),
        )
        self._counters(at, line)

    def _runner(self, _: float, line: Mapping[str, Any]) -> None:
        worker = values.optional_name(line.get("worker"))
        self._change(runner=values.name(line["runner"]), worker=worker or self.isolate.worker)

    def _cost(self, _: float, line: Mapping[str, Any]) -> None:
        self._change(own_cost=(self.isolate.own_cost or 0) + decode.integer(line["bytes"]))

    def _plan(self, _: float, line: Mapping[str, Any]) -> None:
        self.planned = [*(self.planned or []), *map(values.name, decode.texts(line["files"]))]

    def _config(self, _: float, line: Mapping[str, Any]) -> None:
        self.config |= {
            values.name(name): value for name, value in decode.settings(line["config"]).items()
        }
        self.config_source = values.name(line.get("source", ""))

    def _file_start(self, at: float, line: Mapping[str, Any]) -> None:
        self._close()
        file = values.name(line["file"])
        counters = self._counters(at, line)
        run = FileRun(
            file=file,
            isolate=self.isolate.name,
            process=self.isolate.process,
            worker=self.isolate.worker,
            started=at,
            before=counters or Counters(),
        )
        self.files.append(run)
        self._open = True
        self._labels.append(Label(at, file))

    def _file_end(self, at: float, line: Mapping[str, Any]) -> None:
        if not self._open or self.files[-1].file != values.name(line["file"]):
            raise ValueError("no such file is open")
        after = self._counters(at, line)
        kept = values.counters(line["kept"]) if line.get("kept") else None
        if kept is not None:
            self._read(at, kept)
        resources = decode.mapping(line.get("resources") or {})
        self.files[-1] = replace(
            self.files[-1],
            ended=at,
            outcome=values.outcome(line.get("outcome")),
            after=after,
            kept=kept,
            mocks=decode.optional(line.get("mocks")),
            calls=decode.optional(line.get("calls")),
            documents=decode.optional(line.get("documents")),
            resources={values.name(kind): decode.integer(each) for kind, each in resources.items()},
        )
        self._modules(line)
        self._collections(line)
        if line.get("gc") and self.isolate.collections is not None:
            self.files[-1] = replace(self.files[-1], majors=self.isolate.collections.major)
        self._close()
        self._labels.append(Label(at))

    def _test_start(self, at: float, line: Mapping[str, Any]) -> None:
        name = values.name(line["test"])
        before = self._used(at, line)
        self._running.append((name, len(self._tests)))
        self._tests.append(TestRun(name, at, used_before=before))
        self._modules(line)
        self._label(at, test=name)

    def _test_end(self, at: float, line: Mapping[str, Any]) -> None:
        name = values.name(line["test"])
        found = next((each for each in self._running if each[0] == name), None)
        if found is None:
            raise ValueError("no such test runs")
        self._running.remove(found)
        place = found[1]
        self._tests[place] = replace(
            self._tests[place],
            ended=at,
            outcome=values.outcome(line.get("outcome")),
            used_after=self._used(at, line),
        )
        self._label(at, test=self._running[-1][0] if self._running else "")

    def _said(self, at: float, line: Mapping[str, Any]) -> None:
        before = self._labels[-1] if self._labels else Label(at)
        file = values.name(line.get("file", before.file))
        test = values.name(line.get("test", before.test))
        self._labels.append(Label(at, file, test, values.name(line.get("hook", ""))))

    def _tick(self, at: float, line: Mapping[str, Any]) -> None:
        self._counters(at, line)
        self._modules(line)
        if line.get("modules") is not None:
            _append(self.isolate.loads, at, decode.integer(line["modules"]))
        queued = decode.optional(line.get("queued"))
        if queued is not None:
            _append(self.isolate.queued, at, queued)
        if "took" in line:
            self._stalls.append((at, decode.instant(line["took"])))
        if "label" in line:
            file, test, hook = map(values.name, line["label"])
            self._labels.append(Label(at, file, test, hook))

    def _allocations(self, at: float, line: Mapping[str, Any]) -> None:
        self._profiles.append(values.profile(at, line))

    def _stack(self, at: float, line: Mapping[str, Any]) -> None:
        self._stacks.append(values.stack(at, line))

    def _modules(self, line: Mapping[str, Any]) -> None:
        """Take in how many modules the open file has loaded by now."""
        modules = decode.optional(line.get("modules"))
        if modules is not None and self._open:
            self.files[-1] = replace(self.files[-1], modules=modules)

    def _scripts(self, _: float, line: Mapping[str, Any]) -> None:
        scripts = decode.integer(line["scripts"])
        if self.isolate.used.at:  # V8 was asked when the heap was read
            _append(self.isolate.loads, self.isolate.used.at[-1], scripts)
        if self._open:
            self.files[-1] = replace(self.files[-1], scripts=scripts)

    def _snapshot(self, at: float, line: Mapping[str, Any]) -> None:
        snapshot = values.snapshot(at, line)
        # Begun and done are two lines; what was only begun was cut off by the end of the process.
        begun = self._snapshots.get(snapshot.path, snapshot)
        self._snapshots[snapshot.path] = replace(snapshot, at=begun.at)

    def _note(self, _: float, line: Mapping[str, Any]) -> None:
        self._notes.append(values.name(line["text"]))

    def _exit(self, at: float, line: Mapping[str, Any]) -> None:
        self._counters(at, line)
        self._collections(line)
        self._change(ended=at)

    def _worker_end(self, at: float, _: Mapping[str, Any]) -> None:
        if self.isolate.ended is None:
            self._change(ended=at)

    # What they have in common -----------------------------------------------------------------------

    def _change(self, **members: Any) -> None:
        self.isolate = replace(self.isolate, **members)

    def _counters(self, at: float, line: Mapping[str, Any]) -> Counters | None:
        if not line.get("counters"):
            return None
        counters = values.counters(line["counters"])
        self._read(at, counters)
        return counters

    def _read(self, at: float, counters: Counters) -> None:
        for name in _SERIES:
            value = getattr(counters, name)
            if value is not None:
                _append(getattr(self.isolate, name), at, value)

    def _used(self, at: float, line: Mapping[str, Any]) -> int | None:
        value = decode.optional(line.get("used"))
        if value is not None:
            _append(
                self.isolate.used if self.isolate.runtime == "node" else self.isolate.rss, at, value
            )
        return value

    def _label(self, at: float, test: str) -> None:
        self._labels.append(Label(at, self.files[-1].file if self._open else "", test))

    def _close(self) -> None:
        """Give the last file its tests; what follows belongs to the next one."""
        if self._tests and self.files:
            self.files[-1] = replace(self.files[-1], tests=tuple(self._tests))
        self._tests, self._running = [], []
        self._open = False

    def _collections(self, line: Mapping[str, Any]) -> None:
        if line.get("gc"):
            self._change(collections=values.collections(line["gc"]))


def _append(series: Series, at: float, value: int) -> None:
    series.value.append(value)
    series.at.append(at)
