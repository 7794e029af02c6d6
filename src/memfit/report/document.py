"""The explanation as one JSON document.

docs/reference/explanation-format.md specifies it key by key. Keys are always there; what does not
apply or was not measured is null.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from memfit.model.finding import SCHEMA, Ending, Explanation
from memfit.model.inside import FileRow, PhaseRow
from memfit.model.recording import Measured, Process, Recording


def document(explanation: Explanation, recording: Recording) -> dict[str, Any]:
    """Return what `memfit explain --format json` prints, ready for `json.dumps`."""
    processes = {process.key: process for process in recording.processes}
    return {
        "schema": SCHEMA,
        "ending": _ending(explanation.ending, processes),
        "complete": explanation.complete,
        "elapsed": explanation.elapsed,
        "peak": _measured(explanation.peak),
        "peak_at": explanation.peak_at,
        "limit": asdict(explanation.limit) if explanation.limit else None,
        "headroom": explanation.headroom,
        "anonymous": explanation.anonymous,
        "page_cache": explanation.page_cache,
        "findings": [asdict(finding) for finding in explanation.findings],
        "rejected": [asdict(each) for each in explanation.rejected],
        "holders": [
            {**asdict(holder), "process": _reference(holder.process, processes)}
            for holder in explanation.holders
        ],
        "victim": _reference(explanation.victim, processes),
        "biggest": _reference(explanation.biggest, processes),
        "shapes": [
            {**asdict(shape), "process": _reference(shape.process, processes)}
            for shape in explanation.shapes
        ],
        "processes": [_process(asdict(row)) for row in explanation.processes],
        "files": [_file(row, processes) for row in explanation.interior.files],
        "phases": [_phase(row, processes) for row in explanation.interior.phases],
        "isolates": [
            {**asdict(row), "process": _reference(row.process, processes)}
            for row in explanation.interior.isolates
        ],
        "ceilings": list(explanation.interior.ceilings),
        "notes": list(explanation.notes),
        "next_commands": list(explanation.next_commands),
    }


def _ending(ending: Ending, processes: Mapping[int, Process]) -> dict[str, Any]:
    return {
        "kind": ending.kind,
        "exit_code": ending.exit_code,
        "process": _reference(ending.process, processes),
        "by": ending.by,
        "sentence": ending.sentence,
        "evidence": list(ending.evidence),
    }


def _reference(key: int | None, processes: Mapping[int, Process]) -> dict[str, Any] | None:
    """Name a process: its key in `processes`, its pid and its role."""
    if key is None:
        return None
    process = processes[key]
    return {"key": key, "pid": process.pid, "role": process.role}


def _process(row: dict[str, Any]) -> dict[str, Any]:
    return {"key": row.pop("process"), **row}


def _file(row: FileRow, processes: Mapping[int, Process]) -> dict[str, Any]:
    """Write a test file: its numbers stand side by side, so that they can be sorted by."""
    peak = row.rss_peak
    return {
        **asdict(row),
        "process": _reference(row.process, processes),
        "rss_peak": peak.bytes if peak else None,
        "rss_peak_how": peak.how if peak else None,
        "rss_peak_source": peak.source if peak else None,
    }


def _phase(row: PhaseRow, processes: Mapping[int, Process]) -> dict[str, Any]:
    return {
        **asdict(row),
        "process": _reference(row.process, processes),
        "rss_process": _reference(row.rss_process, processes),
    }


def _measured(measured: Measured | None) -> dict[str, Any] | None:
    return asdict(measured) if measured else None
