"""What the page shows, as JSON. Its only reader is the script in the same file.

Text from the recording is escaped as for a terminal: controls and characters that reorder a line
are shown, not obeyed. Long lists and series are cut, and `cut` says so in words.
"""

from collections.abc import Sequence
from typing import Any

from memfit.explain.naming import short_command, shorten_path
from memfit.model.finding import Explanation, Finding, ProcessRow
from memfit.model.inside import FileRow
from memfit.model.investigation import Investigation
from memfit.model.recording import Limit, Measured, Process, Recording, Series
from memfit.report.cells import amount
from memfit.report.escape import escape
from memfit.report.investigation_page import investigation_data
from memfit.report.lanes import Lane, lanes
from memfit.report.marks import marks, spans, timeline_end
from memfit.report.packing import pack, thin

MOST_READINGS = 120_000
"""Readings of all series together; about 5 bytes each in the page."""

FEWEST_READINGS = 2_000
"""Readings that a series may always keep: more than a screen has columns."""

MOST_PROCESSES = 500
MOST_FILES = 2_000
MOST_MEMBERS = 2_000
"""Processes of a lane that are told apart under the cursor."""

LONGEST_COMMAND = 160


def page_data(
    explanation: Explanation, recording: Recording, found: Investigation | None = None
) -> dict[str, Any]:
    """Return what the page shows, ready for `json.dumps`.

    Bytes and seconds as everywhere; series as `packing.pack` writes them.
    """
    end = timeline_end(recording)
    arranged = lanes(recording, end)
    lane_of = {
        process.key: index for index, lane in enumerate(arranged) for process in lane.processes
    }
    cut: list[str] = []
    # An investigation says of each that it considered why.
    considered = {one.cause for one in found.hypotheses} if found is not None else set()
    commands: dict[str, int] = {}
    tree = (recording.usage, recording.anonymous, recording.page_cache)
    packed = _packed([*tree, *(one for lane in arranged for one in (lane.rss, lane.heap))], cut)
    return {
        "run": _run(recording),
        "ending": {
            "kind": explanation.ending.kind,
            "sentence": escape(explanation.ending.sentence),
            "exit_code": explanation.ending.exit_code,
            "evidence": [escape(line) for line in explanation.ending.evidence],
            "of_memory": explanation.ending.kind.of_memory,
        },
        "complete": explanation.complete,
        "elapsed": explanation.elapsed,
        "peak": _measured(explanation.peak),
        "peak_at": explanation.peak_at,
        "limit": _limit(explanation.limit),
        "headroom": explanation.headroom,
        "end": end,
        "tree": {
            **dict(zip(("usage", "anonymous", "page_cache"), packed, strict=False)),
            "how": recording.usage_how,
            "source": escape(recording.usage_source),
        },
        "lanes": [
            {**_lane(lane, explanation, commands), "rss": packed[3 + 2 * index], "heap": packed[4 + 2 * index]}
            for index, lane in enumerate(arranged)
        ],
        "commands": list(commands),
        "marks": [
            [mark.at, mark.kind, escape(mark.text), _lane_of(mark.process, lane_of)]
            for mark in marks(recording, explanation)
        ],
        "phases": [
            {"name": escape(" ".join(filter(None, (one.name, one.label)))), "start": one.start, "end": one.end}
            for one in explanation.interior.phases
        ],
        "files": _files(explanation.interior.files, recording.directory, lane_of, cut),
        "findings": [_finding(one, recording, explanation, lane_of) for one in explanation.findings],
        "rejected": [
            {"cause": one.cause, "sentence": escape(one.sentence)} for one in explanation.rejected
            if one.cause not in considered
        ],
        "processes": _processes(explanation.processes, lane_of, cut),
        "notes": [escape(note) for note in (*explanation.interior.ceilings, *explanation.notes)],
        "next_commands": [escape(command) for command in explanation.next_commands],
        "cut": cut,
        "investigation": None if found is None else investigation_data(found, explanation),
    }  # fmt: skip


def _run(recording: Recording) -> dict[str, Any]:
    runner = " ".join(filter(None, (recording.runner, recording.runner_version)))
    machine = recording.machine
    return {
        "command": escape(_short(" ".join(recording.command), 4 * LONGEST_COMMAND)),
        "directory": escape(recording.directory),
        "started": escape(recording.started),
        "memfit": escape(recording.memfit),
        "runner": escape(runner),
        "tools": {escape(name): escape(version) for name, version in recording.tools.items()},
        "machine": escape(f"{machine.kernel} {machine.architecture}"),
        "cores": machine.cores,
        "memory": machine.memory,
        "recording": escape(str(recording.path)),
        "lifecycle": recording.lifecycle,
        "limited_by": recording.limits.how,
        "interval": recording.interval,
    }


def _packed(series: Sequence[Series], cut: list[str]) -> list[str]:
    """Write series; if they are too many readings together, the long ones are thinned."""
    total = sum(map(len, series))
    share = MOST_READINGS / total if total else 1.0
    if share < 1:
        cut.append(
            f"the timeline draws about {MOST_READINGS:,} of {total:,} readings: the highest and "
            "the lowest around each instant"
        )
    return [
        pack(thin(one, max(int(len(one) * share), FEWEST_READINGS)) if share < 1 else one)
        for one in series
    ]


def _lane(lane: Lane, explanation: Explanation, commands: dict[str, int]) -> dict[str, Any]:
    keys = {process.key for process in lane.processes}
    limits = {row.heap_limit for row in explanation.interior.isolates if row.process in keys}
    limits = limits or {process.heap_limit for process in lane.processes}
    return {
        "name": _lane_name(lane),
        "role": lane.role,
        "heap_limit": limits.pop() if len(limits) == 1 else None,
        "processes": [_member(process, commands) for process in lane.processes[:MOST_MEMBERS]],
    }


def _lane_name(lane: Lane) -> str:
    many = len(lane.processes)
    if lane.role is None:
        return f"{many:,} small ones"
    if many == 1:
        return f"{lane.role.value} {lane.processes[0].pid}"
    return f"{many:,} {lane.role.value}s"


def _member(process: Process, commands: dict[str, int]) -> list[Any]:
    """Write a process of a lane: pid, start, end and the place of its command in `commands`."""
    command = commands.setdefault(escape(short_command(process.command, 40)), len(commands))
    ended = None if process.ended is None else round(process.ended, 3)
    return [process.pid, round(process.started, 3), ended, command]


def _files(
    rows: Sequence[FileRow], directory: str, lane_of: dict[int, int], cut: list[str]
) -> list[dict[str, Any]]:
    if len(rows) > MOST_FILES:
        cut.append(f"the table has the dearest {MOST_FILES:,} of {len(rows):,} test files")
        rows = sorted(rows, key=lambda row: -row.largest)[:MOST_FILES]
    return [
        {
            "file": escape(shorten_path(row.file, directory, LONGEST_COMMAND)),
            "worker": _text(row.worker),
            "lane": _lane_of(row.process, lane_of),
            "start": row.start,
            "end": row.end,
            "seconds": row.seconds,
            "outcome": row.outcome,
            "last_test": _text(row.last_test),
            "last_hook": _text(row.last_hook),
            "heap_before": row.heap_before,
            "heap_growth": row.heap_growth,
            "heap_kept": row.heap_kept,
            "heap_peak": row.heap_peak,
            "external_growth": row.external_growth,
            "native_growth": row.native_growth,
            "rss_peak": row.rss_peak.bytes if row.rss_peak else None,
        }
        for row in rows
    ]


def _text(words: str | None) -> str | None:
    return None if words is None else escape(words)


def _finding(
    finding: Finding, recording: Recording, explanation: Explanation, lane_of: dict[int, int]
) -> dict[str, Any]:
    culprit = finding.culprit
    facts = {
        "process": " ".join(str(part) for part in (culprit.process, culprit.pid) if part is not None),
        "file": culprit.file and shorten_path(culprit.file, recording.directory, LONGEST_COMMAND), "test": culprit.test, "phase": culprit.phase,
        "module": culprit.module, "package": culprit.package, "holder": culprit.holder,
    }  # fmt: skip
    return {
        "cause": finding.cause,
        "level": finding.level,
        "basis": finding.basis,
        "sentence": escape(finding.sentence),
        "culprit": {name: escape(fact) for name, fact in facts.items() if fact},
        "evidence": [
            {"what": escape(one.what), "number": amount(one.number), "how": one.how,
             "source": escape(one.source)}
            for one in finding.evidence
        ],
        "remedies": [
            {"what": escape(one.what), "how": escape(one.how),
             "tried": None if one.tried is None else escape(str(one.tried.get("sentence", ""))),
             "holds": bool(one.tried and one.tried.get("holds"))}
            for one in finding.remedies
        ],
        "experiment": escape(finding.experiment),
        "confused_with": list(finding.confused_with),
        "page": escape(finding.page),
        "spans": [
            [span.start, span.end, escape(span.text), _lane_of(span.process, lane_of)]
            for span in spans(finding, recording, explanation)
        ],
    }  # fmt: skip


def _processes(
    rows: Sequence[ProcessRow], lane_of: dict[int, int], cut: list[str]
) -> list[dict[str, Any]]:
    if len(rows) > MOST_PROCESSES:
        cut.append(f"the table has the largest {MOST_PROCESSES} of {len(rows):,} processes")
    return [
        {
            "pid": row.pid,
            "role": row.role,
            "command": escape(_short(" ".join(row.command), LONGEST_COMMAND)),
            "started": row.started,
            "ended": row.ended,
            "peak": _measured(row.peak),
            "heap_peak": row.heap_peak,
            "ending": escape(row.ending),
            "lane": _lane_of(row.process, lane_of),
        }
        for row in rows[:MOST_PROCESSES]
    ]


def _lane_of(process: int | None, lane_of: dict[int, int]) -> int | None:
    return None if process is None else lane_of.get(process)


def _measured(number: Measured | None) -> dict[str, Any] | None:
    if number is None:
        return None
    return {"bytes": number.bytes, "how": number.how, "source": escape(number.source)}


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    return None if limit is None else {"bytes": limit.bytes, "source": escape(limit.source)}


def _short(words: str, width: int) -> str:
    return words if len(words) <= width else f"{words[: width - 1]}…"
