"""The explanation as an investigation in Markdown, to be pasted into an issue or a pull request.

What was run and where, what was observed and how, the cause, what was considered and rejected,
remedies, and what was not checked. Text from the recording stands in code or is escaped.
"""

import re
from collections.abc import Iterable, Iterator

from memfit.explain.naming import instant, short_command, shorten_path
from memfit.explain.own_cost import less_own_cost
from memfit.model.finding import Basis, Explanation, Finding, Holder, Remedy
from memfit.model.inside import FileRow
from memfit.model.recording import Process, Recording
from memfit.report.cells import ABSENT, amount, label, measured, size
from memfit.report.chart import chart
from memfit.report.holders import SHARED, more_than_charged
from memfit.report.markup import block, code, prose, table
from memfit.units import format_bytes, format_seconds

MOST_HOLDERS = 8
MOST_FILES = 10
MOST_NOTES = 12
MOST_EVIDENCE = 12
LONGEST = 400
"""Characters of a command or a name that are shown."""


def markdown(explanation: Explanation, recording: Recording) -> str:
    """Return the investigation; usually 4 to 10 kB."""
    return "\n\n".join(sections(explanation, recording)) + "\n"


def sections(explanation: Explanation, recording: Recording) -> list[str]:
    """Return the parts of the investigation, the most important first."""
    parts = [
        _title(explanation),
        *_causes(explanation),
        _titled("Observed", _observed(explanation)),
        _titled("Memory over time", _picture(explanation, recording)),
        _titled("Held at the peak", _held(explanation, less_own_cost(recording))),
        _titled("Dearest test files", _files(explanation, recording.directory)),
        _titled("Considered and rejected", _rejected(explanation)),
        _titled("What was run", _run(recording)),
        _titled("Not checked", _bullets(_unchecked(explanation))),
        _titled("Next", block(explanation.next_commands, "sh")),
    ]
    return [part for part in parts if part]


def _title(explanation: Explanation) -> str:
    ending = explanation.ending
    code_ = "" if ending.exit_code is None else f" (exit code {ending.exit_code})"
    evidence = _bullets(prose(_cut(line)) for line in ending.evidence[:MOST_EVIDENCE])
    return f"## {ending.kind.value}: {prose(_cut(ending.sentence))}{code_}\n\n{evidence}".rstrip()


def _causes(explanation: Explanation) -> Iterator[str]:
    for number, finding in enumerate(explanation.findings):
        yield _cause(finding, "Cause" if number == 0 else "Also")


def _cause(finding: Finding, title: str) -> str:
    about = code(finding.cause)
    if finding.page.startswith("https://"):
        about = f"[{about}](<{finding.page}>)"
    parts = [
        f"### {title}: {about} ({finding.basis.value}: {_BASES[finding.basis]})",
        prose(_cut(finding.sentence)),
        table(
            ("evidence", "number", "how", "source"),
            (
                (prose(one.what), amount(one.number), one.how.value, code(one.source))
                for one in finding.evidence[:MOST_EVIDENCE]
            ),
        ),
        *(_remedy(remedy) for remedy in finding.remedies),
    ]
    if finding.experiment:
        parts.append(f"What would prove it: {prose(finding.experiment)}")
    if finding.confused_with:
        parts.append(f"Not to be confused with {', '.join(map(code, finding.confused_with))}.")
    return "\n\n".join(part for part in parts if part)


_BASES = {
    Basis.MEASURED: "an experiment or a counter proves it",
    Basis.INFERRED: "the recording fits it and nothing else that was checked",
    Basis.CONJECTURE: "plausible, not tested",
}


_WORDS = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
"""Words beside each other: a sentence, not code."""

_SETTING = re.compile(
    r"(.+?) (in (?:[a-z]+\.config|\.mocharc|pytest\.ini|the environment of the command))"
)
"""A line of configuration, and where it belongs."""


def _remedy(remedy: Remedy) -> str:
    tried = "" if remedy.tried is None else " (tried here)"
    return f"**Remedy:** {prose(remedy.what)}{tried}\n\n{advice(remedy.how.splitlines())}"


def advice(lines: Iterable[str]) -> str:
    """Write what to do: code if it can be pasted, else a point each."""
    told = list(lines)
    if not any(map(_WORDS.search, told)):
        return block(told)
    return "\n".join(f"- {_step(line)}" for line in told)


def _step(line: str) -> str:
    found = _SETTING.fullmatch(line)
    return f"{code(found[1])} {prose(found[2])}" if found is not None else prose(line)


def _observed(explanation: Explanation) -> str:
    peak, limit, room = explanation.peak, explanation.limit, explanation.headroom
    at = explanation.peak_at
    rows = [("elapsed", format_seconds(explanation.elapsed), "")] if explanation.elapsed else []
    if room is not None and peak is not None:
        rows.insert(0, ("headroom", format_bytes(room) if room > 0 else "none", peak.how.value))
    if limit is not None:
        rows.insert(0, ("limit", format_bytes(limit.bytes), code(limit.source)))
    if peak is not None:
        seen = "" if at is None else f", seen highest at {instant(at)}"
        how = f"{peak.how.value}, {code(peak.source)}{seen}"
        rows.insert(0, ("peak of the tree", format_bytes(peak.bytes), how))
    if explanation.anonymous is not None:
        rows.append(("needed at the peak", format_bytes(explanation.anonymous), "sampled"))
    if explanation.page_cache is not None:
        rows.append(("page cache at the peak", format_bytes(explanation.page_cache), "sampled"))
    facts = table(("what", "number", "how"), rows)
    ceilings = _bullets(prose(_cut(one)) for one in explanation.interior.ceilings[:MOST_NOTES])
    return "\n\n".join(filter(None, (facts, ceilings, _shapes(explanation))))


def _shapes(explanation: Explanation) -> str:
    rows = {row.process: f"{row.role.value} {row.pid}" for row in explanation.processes}
    return _bullets(
        f"{'tree' if shape.process is None else rows.get(shape.process, 'process')}: "
        f"{prose(shape.sentence)} (sampled)"
        for shape in explanation.shapes[:MOST_HOLDERS]
    )


def _picture(explanation: Explanation, recording: Recording) -> str:
    lines = chart(explanation, recording)
    return block(lines) if lines else ""


def _held(explanation: Explanation, recording: Recording) -> str:
    processes = {process.key: process for process in recording.processes}
    held = [holder for holder in explanation.holders if holder.rss][:MOST_HOLDERS]
    rows = (_holder(holder, processes[holder.process]) for holder in held)
    facts = table(("process", "command", "rss", "V8 heap", "native", "own peak"), rows)
    how = "rss and V8 heap: sampled; native = rss - heap: estimate."
    if more_than_charged(held, explanation):
        how += f" {SHARED[0].upper()}{SHARED[1:]}."
    return f"{facts}\n\n{how}" if facts else ""


def _holder(holder: Holder, process: Process) -> tuple[str, ...]:
    command = code(short_command(process.command)) or ABSENT
    sizes = (size(holder.rss), size(holder.heap), size(holder.native))
    return (label(process), command, *sizes, measured(process.peak))


def _files(explanation: Explanation, directory: str) -> str:
    dearest = sorted(explanation.interior.files, key=lambda row: -row.largest)
    facts = table(
        ("file", "worker", "outcome", "took", "heap growth", "heap peak", "rss peak"),
        (_file(row, directory) for row in dearest[:MOST_FILES]),
    )
    more = len(dearest) - MOST_FILES
    return f"{facts}\n\n{more} more files held less." if more > 0 else facts


def _file(row: FileRow, directory: str) -> tuple[str, ...]:
    outcome = "never ended" if row.end is None else row.outcome or ABSENT
    return (
        code(shorten_path(row.file, directory)),
        prose(row.worker or ABSENT),
        str(outcome),
        format_seconds(row.seconds),
        size(row.heap_growth),
        size(row.heap_peak),
        measured(row.rss_peak),
    )


def _rejected(explanation: Explanation) -> str:
    return _bullets(
        f"{code(one.cause)}: {prose(_cut(one.sentence))}" for one in explanation.rejected
    )


def _run(recording: Recording) -> str:
    machine, limits = recording.machine, recording.limits
    asked = [
        f"--memory {format_bytes(limits.memory)}" if limits.memory is not None else "",
        f"--cpus {limits.cpus:g}" if limits.cpus is not None else "",
        f"--timeout {format_seconds(limits.timeout)}" if limits.timeout is not None else "",
        f"--container {limits.image}" if limits.image is not None else "",
    ]
    versions = [f"{recording.runner or ''} {recording.runner_version or ''}".strip()]
    versions += [f"{name} {version}" for name, version in recording.tools.items()]
    rows = [
        ("command", code(_cut(" ".join(recording.command)))),
        ("directory", code(recording.directory)),
        ("versions", prose(", ".join(filter(None, versions)))),
        ("limits", prose(f"{' '.join(filter(None, asked)) or 'none asked for'} ({limits.how})")),
        ("machine", prose(f"{machine.cores} cores, {format_bytes(machine.memory)}, Linux {machine.kernel} {machine.architecture}")),
        ("started", prose(recording.started)),
        ("measured", prose(f"tree by {recording.usage_source or 'nothing'}, processes by {recording.lifecycle}")),
        ("memfit", prose(f"{recording.memfit}, recording {recording.path.name}")),
    ]  # fmt: skip
    return table(("", ""), ((name, fact) for name, fact in rows if fact))


def _unchecked(explanation: Explanation) -> Iterator[str]:
    for finding in explanation.findings:
        if finding.basis is not Basis.MEASURED:
            yield f"{code(finding.cause)} is {finding.basis.value}: no experiment was made."
    if not explanation.findings and explanation.ending.kind.of_memory:
        yield "No cause that was checked fits this recording."
    inside = explanation.interior
    if not inside.isolates:
        yield "Nothing was seen from inside the processes: which test held what is not known."
    yield from (prose(_cut(one)) for one in explanation.notes[:MOST_NOTES])


def _titled(title: str, content: str) -> str:
    return f"### {title}\n\n{content}" if content else ""


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
