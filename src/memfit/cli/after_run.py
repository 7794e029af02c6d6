"""What `memfit run` says when the run has ended, and what it exits with."""

import contextlib
import sys

from memfit.cli.colour import coloured
from memfit.cli.recordings import shortest
from memfit.cli.width import columns
from memfit.errors import UnusableInputError
from memfit.model.finding import EndingKind, Explanation
from memfit.model.recording import Recording
from memfit.record.request import Outcome
from memfit.record.store import amend_returned
from memfit.report.escape import escape

UNFINISHED = 1
"""Exit code of a run whose command exited 0 and did not finish: what runners exit with as well."""


def conclude(outcome: Outcome, *, quiet: bool) -> int:
    """Explain the recording, say what there is to say, and return the exit code.

    Whatever becomes of the explanation, the program's exit code is not lost: only a run that did
    not finish gets another one, and memfit says so.
    """
    if outcome.unstarted:
        say(f"memfit: {escape(outcome.unstarted)}\n")
        return outcome.returned
    if quiet and outcome.returned:
        return outcome.returned
    try:
        recording, explanation = _explained(outcome)
        page = "" if quiet else "\n" + _page(recording, explanation)
    except UnusableInputError as error:
        reason = "; ".join(outcome.unwritten) or error.message
        say("" if quiet else f"memfit: nothing was recorded: {escape(reason)}\n")
        return outcome.returned
    except Exception as error:  # noqa: BLE001 (a defect here must not look like the program's)
        say(f"memfit: the recording could not be explained: {escape(repr(error))}\n")
        return outcome.returned
    say(page)
    if outcome.returned or not _unfinished(explanation):
        return outcome.returned
    amend_returned(outcome.path, UNFINISHED)
    why = "the tests did not finish" if page else explanation.ending.sentence
    say(f"memfit: exit code {UNFINISHED}, not the command's 0: {escape(why)}\n")
    return UNFINISHED


def _explained(outcome: Outcome) -> tuple[Recording, Explanation]:
    # Imported only now: before the run they would delay the command.
    from memfit.explain.verdict import explain
    from memfit.record.load import load

    recording = load(shortest(outcome.path))
    return recording, explain(recording)


def _page(recording: Recording, explanation: Explanation) -> str:
    from memfit.report.text import render

    width = columns()
    colour = coloured(sys.stderr)
    return render(explanation, recording, width, colour)


def _unfinished(explanation: Explanation) -> bool:
    """Whether the tests were not all run; memory may be the reason, and is the ending then."""
    return explanation.interior.unfinished or explanation.ending.kind is EndingKind.INCOMPLETE


def say(text: str) -> None:
    """Print to standard error; whether or not it can be said, the exit code is the same."""
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr)
