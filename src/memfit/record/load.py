"""Read a recording back, however the run and the recorder ended.

A kill at any instant costs at most one torn last line of each stream. What cannot be read is
left out and named in `Recording.damage`; only a directory that holds no recording is an error.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from memfit.errors import UnusableInputError
from memfit.model.recording import (
    SCHEMA,
    End,
    EndedBy,
    Exec,
    How,
    Limit,
    Limits,
    Machine,
    Measured,
    OomKills,
    OutputChunk,
    Process,
    Recording,
    Role,
    Series,
)
from memfit.record import store


def newest(directory: Path) -> Path | None:
    """Find the newest recording of a directory or of its nearest parent that has any."""
    for place in (directory, *directory.parents):
        home = place / store.HOME / "recordings"
        found = sorted(home.glob(f"*/{store.MANIFEST}")) if home.is_dir() else []
        if found:
            return found[-1].parent
    return None


def load(path: Path) -> Recording:
    """Read a recording.

    Raises:
        UnusableInputError: If there is none at `path`, or a newer memfit wrote it.
    """
    manifest = _manifest(path)
    damage: list[str] = []
    samples = _Samples()
    for line in _lines(path / store.SAMPLES, damage):
        samples.add(line)
    processes = _processes(path, samples, damage)
    try:
        return _recording(path, manifest, processes, samples, damage)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableInputError(
            f"{path / store.MANIFEST} is damaged: {type(error).__name__} {error}",
            "the streams beside it are JSON lines and can be read by hand",
        ) from error


def _manifest(path: Path) -> dict[str, Any]:
    file = path / store.MANIFEST
    try:
        content = json.loads(file.read_bytes())
    except OSError as error:
        raise UnusableInputError(
            f"{path} is not a recording: {store.MANIFEST}: {error.strerror}",
            f"name a directory that `memfit run` made, under {store.HOME}/recordings/",
        ) from error
    except ValueError as error:
        raise UnusableInputError(
            f"{file} is not JSON: the run was cut off while it was written",
            "record the run again",
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("schema"), int):
        raise UnusableInputError(f"{file} is not the manifest of a recording")
    if content["schema"] > SCHEMA:
        raise UnusableInputError(
            f"{path} has format {content['schema']}; this memfit reads up to {SCHEMA}",
            "upgrade memfit: pip install --upgrade memfit",
        )
    return content


def _lines(path: Path, damage: list[str]) -> Iterator[dict[str, Any]]:
    """The whole lines of a stream; a torn or foreign one is counted and left out."""
    try:
        file = path.open("rb")
    except OSError as error:
        damage.append(f"{path.name} cannot be read: {error.strerror}")
        return
    unreadable = 0
    torn = False
    with file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                torn = not text.endswith(b"\n")
                unreadable += not torn
                continue
            if isinstance(line, dict):
                yield line
            else:
                unreadable += 1
    if torn:
        damage.append(f"the last line of {path.name} is torn: memfit was killed or the disk full")
    if unreadable:
        damage.append(f"{unreadable} lines of {path.name} are unreadable and left out")


@dataclass(slots=True)
class _Samples:
    """The streams of numbers, as they are put together again from their changes."""

    usage: Series = field(default_factory=Series)
    anonymous: Series = field(default_factory=Series)
    cache: Series = field(default_factory=Series)
    pressure: Series = field(default_factory=Series)
    kills: list[OomKills] = field(default_factory=list)
    rss: defaultdict[int, Series] = field(default_factory=lambda: defaultdict(Series))
    heap: defaultdict[int, Series] = field(default_factory=lambda: defaultdict(Series))
    pss: defaultdict[int, Series] = field(default_factory=lambda: defaultdict(Series))
    ignored: int = 0

    def add(self, line: dict[str, Any]) -> None:
        """Take in one line; a line of another shape is ignored."""
        try:
            at = float(line["at"])
            for name, series in (
                ("usage", self.usage),
                ("anon", self.anonymous),
                ("cache", self.cache),
                ("psi", self.pressure),
            ):
                if name in line:
                    _append(series, at, line[name])
            for name, group in (("rss", self.rss), ("heap", self.heap), ("pss", self.pss)):
                for key, value in line.get(name, {}).items():
                    _append(group[int(key)], at, value)
            if "kills" in line:
                self.kills.append(OomKills(at, *line["kills"]))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            self.ignored += 1


def _append(series: Series, at: float, value: int) -> None:
    series.value.append(value)
    series.at.append(at)


def _processes(path: Path, samples: _Samples, damage: list[str]) -> tuple[Process, ...]:
    found: dict[int, dict[str, Any]] = {}
    strange = samples.ignored
    for line in _lines(path / store.PROCESSES, damage):
        try:
            _take_in(found, line)
        except (KeyError, TypeError, ValueError):
            strange += 1
    if strange:
        damage.append(f"{strange} lines have another shape than this memfit writes")
    return tuple(
        Process(
            **{
                **known,
                "execs": tuple(known["execs"]),
                "rss": samples.rss.get(key, Series()),
                "heap": samples.heap.get(key, Series()),
                "pss": samples.pss.get(key, Series()),
            }
        )
        for key, known in sorted(found.items())
    )


def _take_in(found: dict[int, dict[str, Any]], line: dict[str, Any]) -> None:
    key, at, event = int(line["process"]), float(line["at"]), line["event"]
    if event == "fork":
        parent = found.get(line["parent"]) if "parent" in line else None
        found[key] = {
            "key": key,
            "pid": int(line["pid"]),
            "parent": line.get("parent"),
            "command": tuple(line.get("command") or (parent["command"] if parent else ())),
            "role": Role(line["role"]),
            "started": at,
            "execs": [],
        }
        return
    process = found[key]
    if event == "exec":
        process["command"] = tuple(map(str, line["command"]))
        process["role"] = Role(line["role"])
        process["heap_limit"] = line.get("heap_limit")
        process["execs"].append(Exec(at, process["command"]))
        return
    if line.get("peak") is not None:
        process["peak"] = Measured(int(line["peak"]), How(line["how"]), str(line["source"]))
    process["threads"] = line.get("threads")
    if event == "exit":
        process["ended"] = at
        process["exit_code"], process["signal"] = line.get("code"), line.get("signal")


def _output(path: Path, damage: list[str]) -> tuple[OutputChunk, ...]:
    index = path / store.OUTPUT_INDEX
    chunks: list[OutputChunk] = []
    try:
        data = (path / store.OUTPUT).read_bytes()
    except OSError as error:
        damage.append(f"{store.OUTPUT} cannot be read: {error.strerror}")
        return ()
    position = 0
    for line in _lines(index, damage):
        try:
            at, size = float(line["at"]), int(line.get("bytes", 0))
            dropped, stream = int(line.get("dropped", 0)), str(line.get("stream", ""))
        except (KeyError, TypeError, ValueError):
            continue
        chunks.append(OutputChunk(at, stream, data[position : position + size], dropped))
        position += size
    if position < len(data):
        # The keeper was killed before it wrote the last line.
        last = chunks[-1].at if chunks else 0.0
        chunks.append(OutputChunk(last, "unknown", data[position:]))
    return tuple(chunks)


def _recording(
    path: Path,
    manifest: dict[str, Any],
    processes: tuple[Process, ...],
    samples: _Samples,
    damage: list[str],
) -> Recording:
    runner = manifest.get("runner") or {}
    return Recording(
        path=path,
        memfit=manifest["memfit"],
        started=manifest["started"],
        command=tuple(manifest["command"]),
        directory=manifest["directory"],
        environment=manifest["environment"],
        machine=_machine(manifest["machine"]),
        limits=Limits(**_known(Limits, manifest["limits"])),
        lifecycle=manifest["lifecycle"]["how"],
        lifecycle_why=manifest["lifecycle"]["why"],
        runner=runner.get("name"),
        runner_version=runner.get("version"),
        tools=manifest["tools"],
        interval=manifest["interval"],
        end=_end(manifest["end"]),
        processes=processes,
        usage=samples.usage,
        usage_source=manifest["usage"]["source"],
        usage_how=How(manifest["usage"]["how"]),
        anonymous=samples.anonymous,
        page_cache=samples.cache,
        pressure=samples.pressure,
        oom_kills=tuple(samples.kills),
        output=_output(path, damage),
        notes=tuple(manifest["notes"]),
        damage=tuple(damage),
    )


def _machine(facts: dict[str, Any]) -> Machine:
    around = facts["around"]
    limit = Limit(**_known(Limit, around)) if around else None
    return Machine(**{**_known(Machine, facts), "around": limit})


def _known(kind: type, keys: dict[str, Any]) -> dict[str, Any]:
    """The keys that this memfit knows; a later one of the same format may write more."""
    return {each.name: keys[each.name] for each in fields(kind) if each.name in keys}


def _end(facts: dict[str, Any] | None) -> End | None:
    if facts is None:
        return None
    peak, by = facts["peak"], facts["ended_by"]
    return End(
        **{
            **_known(End, facts),
            "ended_by": EndedBy(by) if by else None,
            "peak": Measured(peak["bytes"], How(peak["how"]), peak["source"]) if peak else None,
            "survivors": tuple(facts["survivors"]),
        }
    )
