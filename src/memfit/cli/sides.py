"""The two sides of a comparison, as they are named on a command line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from memfit.cli.colour import coloured
from memfit.cli.width import columns
from memfit.errors import UnusableInputError
from memfit.experiment.journal import RUNS, finished
from memfit.explain.compare import Summary, compare, summary
from memfit.explain.verdict import explain
from memfit.model.experiment import Comparison
from memfit.record.load import load
from memfit.record.store import MANIFEST


def compare_sides(first: str, second: str) -> Comparison:
    """Compare what two words name.

    Args:
        first: A recording, a directory that holds recordings (such as an experiment), or several
            of either, with commas between.
        second: The same.

    Raises:
        UnusableInputError: If one names no recording.
    """
    return compare(_summaries(first), _summaries(second))


def comparison_as_text(comparison: Comparison, *, as_json: bool) -> str:
    """Return a comparison for a person or for a program."""
    if as_json:
        from memfit.report.experiments import document

        return json.dumps(document(comparison), indent=2) + "\n"
    from memfit.report.compare import render

    colour = coloured(sys.stdout)
    return render(comparison, columns(), colour=colour)


def _summaries(words: str) -> list[Summary]:
    found = []
    # One after another: a recording is large, and what is compared of it is not.
    for path in recordings(words):
        recording = load(path)
        found.append(summary(recording, explain(recording)))
    return found


def recordings(words: str) -> list[Path]:
    """Return the recordings that a word names, each once.

    Raises:
        UnusableInputError: If a part of it names none.
    """
    names = [words] if Path(words).exists() else words.split(",")
    return list(dict.fromkeys(path for name in names for path in _below(Path(name))))


def _below(path: Path) -> Iterator[Path]:
    """Yield a recording, or those of an experiment that are whole, or those in a directory."""
    if not path.is_dir() or (path / MANIFEST).is_file():
        yield path  # what is not there is refused when it is loaded
        return
    if (path / RUNS).is_file():
        found = [path / done.recording for done in finished(path)]
    else:
        found = sorted(each.parent for each in path.glob(f"*/{MANIFEST}"))
    if not found:
        raise UnusableInputError(
            f"{path} holds no recording", "name what memfit run, repro or minimum has made"
        )
    yield from found
