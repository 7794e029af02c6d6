"""Read a recording back, however the run and the recorder ended.

A kill at any instant costs at most one torn last line of each stream. What cannot be read is
left out and named in `Recording.damage`; only a directory that holds no recording is an error.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

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
    OutputChunk,
    Process,
    Recording,
    Role,
    Series,
)
from memfit.record import decode, store
from memfit.record.samples import Samples

# Far above what memfit writes, and little enough to hold. The largest is the manifest of a command
# as long as the kernel allows, 2 MB, each byte of it escaped.
_MOST: Final = 16 << 20


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
    samples = Samples()
    for line in _lines(path / store.SAMPLES, damage):
        samples.add(line)
    processes = _processes(path, samples, damage)
    try:
        return _recording(path, manifest, processes, samples, damage)
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableInputError(
            f"{path / store.MANIFEST} is damaged: {type(error).__name__} {error}",
            "the streams beside it are JSON lines and can be read by hand",
        ) from error


def _manifest(path: Path) -> dict[str, Any]:
    file = path / store.MANIFEST
    try:
        content = decode.parse(_content(file))
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


def _open(path: Path) -> BinaryIO:
    """Open a file of a recording, which may come from anywhere.

    Raises:
        OSError: If it is a link, which could lead out of the recording, or a device or pipe,
            which need not have an end.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "it is a symbolic link") from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file")
    return os.fdopen(descriptor, "rb")


def _content(path: Path) -> bytes:
    with _open(path) as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise OSError(errno.EFBIG, f"it has more than {_MOST >> 20} MB")
    return data


def _lines(path: Path, damage: list[str]) -> Iterator[dict[str, Any]]:
    """The whole lines of a stream; a torn or foreign one is counted and left out."""
    try:
        file = _open(path)
    except OSError as error:
        damage.append(f"{path.name} cannot be read: {error.strerror}")
        return
    unreadable = 0
    torn = False
    with file:
        while text := file.readline(_MOST + 1):
            if len(text) > _MOST:
                damage.append(f"{path.name} is left out from a line of more than {_MOST >> 20} MB")
                break
            try:
                line = decode.parse(text)
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


def _processes(path: Path, samples: Samples, damage: list[str]) -> tuple[Process, ...]:
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
    key, at, event = decode.integer(line["process"]), decode.instant(line["at"]), line["event"]
    if event == "fork":
        parent = found.get(decode.integer(line["parent"])) if "parent" in line else None
        inherited = parent["command"] if parent else ()
        found[key] = {
            "key": key,
            "pid": decode.integer(line["pid"]),
            "parent": parent["key"] if parent else None,
            "command": decode.texts(line["command"]) if "command" in line else inherited,
            "role": Role(line["role"]),
            "started": at,
            "execs": [],
        }
        return
    process = found[key]
    if event == "exec":
        process["command"] = decode.texts(line["command"])
        process["role"] = Role(line["role"])
        process["heap_limit"] = decode.optional(line.get("heap_limit"))
        process["execs"].append(Exec(at, process["command"]))
        return
    if line.get("peak") is not None:
        process["peak"] = _measured({**line, "bytes": line["peak"]})
    process["threads"] = decode.optional(line.get("threads"))
    if event == "exit":
        process["ended"] = at
        process["exit_code"] = decode.optional(line.get("code"))
        process["signal"] = decode.optional(line.get("signal"))


def _output(path: Path, damage: list[str]) -> tuple[OutputChunk, ...]:
    index = path / store.OUTPUT_INDEX
    chunks: list[OutputChunk] = []
    try:
        data = _content(path / store.OUTPUT)
    except OSError as error:
        damage.append(f"{store.OUTPUT} cannot be read: {error.strerror}")
        return ()
    position = 0
    for line in _lines(index, damage):
        try:
            at, size = decode.instant(line["at"]), decode.integer(line.get("bytes", 0))
            dropped, stream = decode.integer(line.get("dropped", 0)), line.get("stream", "")
            part = data[position : position + size]
            chunks.append(OutputChunk(at, decode.text(stream), part, dropped))
        except (KeyError, TypeError, ValueError):
            continue
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
    samples: Samples,
    damage: list[str],
) -> Recording:
    runner = decode.mapping(manifest.get("runner") or {})
    lifecycle, usage = decode.mapping(manifest["lifecycle"]), decode.mapping(manifest["usage"])
    return Recording(
        path=path,
        memfit=decode.text(manifest["memfit"]),
        started=decode.text(manifest["started"]),
        command=decode.texts(manifest["command"]),
        directory=decode.text(manifest["directory"]),
        environment=_texts_by_name(manifest["environment"]),
        machine=_machine(manifest["machine"]),
        limits=Limits(**decode.members(Limits, manifest["limits"])),
        lifecycle=decode.text(lifecycle["how"]),
        lifecycle_why=decode.text(lifecycle["why"]),
        runner=runner.get("name") and decode.text(runner["name"]),
        runner_version=runner.get("version") and decode.text(runner["version"]),
        tools=_texts_by_name(manifest["tools"]),
        interval=decode.instant(manifest["interval"]),
        end=_end(manifest["end"], processes),
        processes=processes,
        usage=samples.usage,
        usage_source=decode.text(usage["source"]),
        usage_how=How(usage["how"]),
        anonymous=samples.anonymous,
        page_cache=samples.cache,
        pressure=samples.pressure,
        oom_kills=tuple(samples.kills),
        output=_output(path, damage),
        notes=decode.texts(manifest["notes"]),
        damage=tuple(damage),
    )


def _texts_by_name(value: Any) -> dict[str, str]:
    given = decode.mapping(value)
    return {name: decode.text(each) for name, each in given.items() if each is not None}


def _machine(value: Any) -> Machine:
    around = decode.mapping(value)["around"]
    limit = Limit(**decode.members(Limit, around)) if around is not None else None
    return Machine(**decode.members(Machine, value), around=limit)


def _measured(value: Any) -> Measured:
    return Measured(**decode.members(Measured, value), how=How(value["how"]))


def _end(value: Any, processes: tuple[Process, ...]) -> End | None:
    if value is None:
        return None
    peak, by = decode.mapping(value)["peak"], value["ended_by"]
    keys = {process.key for process in processes}
    survivors = [decode.integer(key) for key in value["survivors"]]
    return End(
        **decode.members(End, value),
        ended_by=EndedBy(by) if by is not None else None,
        peak=_measured(peak) if peak is not None else None,
        survivors=tuple(key for key in survivors if key in keys),
    )
