"""The explanation for GitHub Actions: annotations as workflow commands, and a job summary.

Limits, from GitHub's documentation: a step shows 10 annotations of each level, and a job summary
may have 1 MiB a step; a larger one is dropped whole.
"""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator

from memfit.classes import dataclass
from memfit.model.finding import EndingKind, Explanation, Finding, Level
from memfit.model.recording import Recording
from memfit.report.cells import amount
from memfit.report.escape import escape
from memfit.report.markdown import sections

MOST = 10
"""Annotations of one level that GitHub shows for a step."""

ROOM = 1 << 20
"""Bytes of a step's job summary."""

LONGEST = 2_000
"""Characters of a message; what is longer is for the summary."""

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_LEFT_OUT = "\n\nThe rest is left out: GitHub shows 1 MiB of a summary.\n"


@dataclass(frozen=True, slots=True)
class _Annotation:
    level: Level
    title: str
    message: str
    file: str | None = None


def annotations(explanation: Explanation, recording: Recording, root: str) -> str:
    """Return workflow commands, one a line, the most important first.

    Args:
        explanation: What to say.
        recording: What it is about.
        root: The checkout (`GITHUB_WORKSPACE`): files below it are named relative to it, as
            annotations need them; others are not named. Empty if unknown: the working directory
            of the command.

    Returns:
        Lines; empty if nothing is wrong with memory.
    """
    lines = [_command(one) for one in _within_limits(_all(explanation, recording, root))]
    return "".join(f"{line}\n" for line in lines)


def summary(explanation: Explanation, recording: Recording, room: int = ROOM) -> str:
    """Return the job summary: the investigation in Markdown, as much of it as there is room for.

    Args:
        explanation: What to say.
        recording: What it is about.
        room: Bytes that are left; other commands of the step may have written already.

    Returns:
        Whole sections, in UTF-8 at most `room` bytes; empty if not even the first fits.
    """
    written = ""
    parts = sections(explanation, recording)
    for number, part in enumerate(parts):
        longer = f"{written}{part}\n\n"
        reserve = 0 if number == len(parts) - 1 else len(_LEFT_OUT)
        if len(longer.encode("utf-8", "replace")) + reserve > room:
            return f"{written.rstrip()}{_LEFT_OUT}" if written else ""
        written = longer
    return written


def _all(explanation: Explanation, recording: Recording, root: str) -> Iterator[_Annotation]:
    ending = explanation.ending
    if ending.kind.of_memory or ending.kind is EndingKind.INCOMPLETE:
        said = [ending.sentence, *ending.evidence]
        yield _Annotation(Level.ERROR, f"memfit: {ending.kind.value}", _message(said))
    for finding in explanation.findings:
        yield _Annotation(
            finding.level,
            f"memfit: {finding.cause} ({finding.basis.value})",
            _message(_said(finding)),
            _place(finding.culprit.module or finding.culprit.file, recording.directory, root),
        )


def _said(finding: Finding) -> Iterator[str]:
    yield finding.sentence
    for one in finding.evidence:
        yield f"{one.what}: {amount(one.number)} ({one.how.value}, {one.source})"
    for remedy in finding.remedies[:1]:
        yield f"remedy: {remedy.what}: {remedy.how}"
    if finding.page:
        yield finding.page


def _message(lines: Iterable[str]) -> str:
    said = "\n".join(escape(line) for line in lines)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _within_limits(all_of_them: Iterable[_Annotation]) -> Iterator[_Annotation]:
    shown: Counter[Level] = Counter()
    for one in all_of_them:
        shown[one.level] += 1
        if shown[one.level] <= MOST:
            yield one


def _place(file: str | None, directory: str, root: str) -> str | None:
    """Return a file relative to the checkout, or None if it is not below it."""
    if not file:
        return None
    root = posixpath.normpath(root or directory)
    path = posixpath.normpath(posixpath.join(directory, file))
    below = path.removeprefix(root.rstrip("/") + "/")
    return None if below == path or not below else below


def _command(one: _Annotation) -> str:
    properties = [f"file={_property(one.file)}"] if one.file else []
    properties.append(f"title={_property(one.title)}")
    return f"::{_COMMANDS[one.level]} {','.join(properties)}::{_data(one.message)}"


def _data(text: str) -> str:
    """Escape a message: what ends a line would end the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property, which a colon or a comma would end."""
    return _data(escape(text)).replace(":", "%3A").replace(",", "%2C")
