"""Node's reports of fatal errors, reduced to what they say about memory.

Node writes the whole environment and every open file into them. What is not about the death is taken
out at the end of the run; until then the directory is its owner's alone.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any, Final

from memfit.record import store

_HEADER: Final = ("event", "trigger", "dumpEventTime", "processId", "threadId", "nodejsVersion")
_KEPT: Final = ("javascriptStack", "javascriptHeap", "nativeStack")
_LARGEST: Final = 16 << 20


def reduce(directory: Path) -> list[str]:
    """Reduce the reports of a recording.

    Returns:
        Sentences about reports that could not be reduced and were removed.
    """
    notes = []
    for path in sorted(directory.glob("report.*.json")):
        try:
            content = _reduced(json.loads(_read(path)))
            path.unlink()
            descriptor = store.create(path)
            try:
                os.write(descriptor, json.dumps(content, indent=1).encode())
            finally:
                os.close(descriptor)
        except (OSError, ValueError, TypeError, AttributeError):
            with contextlib.suppress(OSError):
                path.unlink()
            notes.append(f"{path.name} was cut off, and is removed because it may hold secrets")
    return notes


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)


def _reduced(report: dict[str, Any]) -> dict[str, Any]:
    header = report["header"]
    kept: dict[str, Any] = {name: report[name] for name in _KEPT if name in report}
    kept["header"] = {name: header[name] for name in _HEADER if name in header}
    return kept
