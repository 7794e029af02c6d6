"""Read a recording back, however the run and the recorder ended.

A kill at any instant costs at most one torn last line of each stream. What cannot be read is
left out and named in `Recording.damage`; only a directory that holds no recording is an error.
"""

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
    Process,
    Recording,
    Role,
    Series,
)
from memfit.record import decode, isolates, pytest, reading, runner_lines, store
from memfit.record.isolates import Inside
from memfit.record.samples import Samples


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
    for line in reading.lines(path / store.SAMPLES, damage):
        samples.add(line)
    inner: dict[int, int] = {}
    processes = _processes(path, samples, inner, damage)
    inside = isolates.read(path / store.ISOLATES, processes, damage, inner)
    processes = tuple(
        isolates.with_windows(each, inside.windows.get(each.key, ())) for each in processes
    )
    try:
        return _recording(path, manifest, processes, samples, inside, damage)
    except (KeyError, TypeError, ValueError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UnusableInputError(
            f"{path / store.MANIFEST} is damaged: {what}",
            "the streams beside it are JSON lines and can be read by hand",
        ) from error


def _manifest(path: Path) -> dict[str, Any]:
    file = path / store.MANIFEST
    try:
        content = decode.parse(reading.content(file))
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


def _processes(
    path: Path, samples: Samples, inner: dict[int, int], damage: list[str]
) -> tuple[Process, ...]:
    found: dict[int, dict[str, Any]] = {}
    strange = samples.ignored
    for line in reading.lines(path / store.PROCESSES, damage):
        try:
            _take_in(found, line)
            if "inner" in line:
                inner[line["process"]] = decode.integer(line["inner"])
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


def _recording(
    path: Path,
    manifest: dict[str, Any],
    processes: tuple[Process, ...],
    samples: Samples,
    inside: Inside,
    damage: list[str],
) -> Recording:
    runner = decode.mapping(manifest.get("runner") or {})
    # Without the directory nobody was to look inside.
    missing: tuple[str, ...] = ()
    if (path / store.ISOLATES).is_dir():
        missing = isolates.unseen(processes, inside) + pytest.unseen(processes, inside.isolates)
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
        runner=_optional_text(runner.get("name")),
        runner_version=_optional_text(runner.get("version")),
        tools=_texts_by_name(manifest["tools"]),
        interval=decode.instant(manifest["interval"]),
        end=_end(manifest.get("end"), processes),
        processes=processes,
        usage=samples.usage,
        usage_source=decode.text(usage["source"]),
        usage_how=How(usage["how"]),
        anonymous=samples.anonymous,
        page_cache=samples.cache,
        pressure=samples.pressure,
        oom_kills=tuple(samples.kills),
        output=reading.output(path, damage),
        isolates=inside.isolates,
        files=inside.files,
        suite=runner_lines.read(path, inside, {each.key for each in processes}, damage),
        notes=(*decode.texts(manifest["notes"]), *missing),
        damage=tuple(damage),
    )


def _optional_text(value: Any) -> str | None:
    return None if value is None else decode.text(value)


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
