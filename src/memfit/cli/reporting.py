"""Writes the explanation of a recording in one of its formats, where it is wanted."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from memfit.cli.colour import coloured
from memfit.errors import UnusableInputError
from memfit.model.finding import Explanation
from memfit.model.recording import Recording
from memfit.report.escape import escape
from memfit.units import format_bytes

FORMATS: Final = ("text", "json", "markdown", "html", "github")

FOR_A_FILE: Final = ("markdown", "html")
"""Formats that `-o` can write."""

_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
_CHECKOUT: Final = "GITHUB_WORKSPACE"


def report(explanation: Explanation, recording: Recording, form: str, *, files: bool) -> str:
    """Return an explanation in a format; modules are imported by the format that needs them."""
    match form:
        case "json":
            from memfit.report.document import document

            return json.dumps(document(explanation, recording), indent=2) + "\n"
        case "markdown":
            from memfit.report.markdown import markdown

            return markdown(explanation, recording)
        case "html":
            from memfit.report.page import page

            return page(explanation, recording)
        case "github":
            from memfit.report.github import annotations

            return annotations(explanation, recording, os.environ.get(_CHECKOUT, ""))
        case _:
            return _text(explanation, recording, files=files)


def write(text: str, output: Path) -> None:
    """Write a report to a file, over what was there.

    Raises:
        UnusableInputError: If it cannot be written.
    """
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnusableInputError(
            f"cannot write {output}: {error.strerror}", "name a file in a directory that exists"
        ) from error
    size = format_bytes(len(text.encode()))
    print(f"memfit: wrote {escape(str(output))} ({size})", file=sys.stderr)


def append_job_summary(explanation: Explanation, recording: Recording) -> None:
    """Add the investigation to the summary of a GitHub Actions step; outside of one, do nothing.

    Raises:
        UnusableInputError: If the file that the variable names cannot be written.
    """
    named = os.environ.get(_SUMMARY)
    if not named:
        return
    from memfit.report.github import ROOM, summary

    file = Path(named)
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(summary(explanation, recording, ROOM - stream.tell()))
    except OSError as error:
        raise UnusableInputError(
            f"cannot write the job summary: {error.strerror}", f"{_SUMMARY} names {named}"
        ) from error


def _text(explanation: Explanation, recording: Recording, *, files: bool) -> str:
    # rich takes longer to import than a recording to explain.
    from memfit.report.files import render_files
    from memfit.report.text import render

    colour = coloured(sys.stdout)
    width = shutil.get_terminal_size().columns
    page = render_files if files else render
    return page(explanation, recording, width, colour=colour)
