"""What the page shows of an investigation, as JSON for the script in the same file."""

from collections.abc import Mapping
from typing import Any

from memfit.model.finding import Explanation
from memfit.model.investigation import Experiment, Investigation, Number, Step, Tried
from memfit.report.escape import escape
from memfit.report.experiments import amount
from memfit.report.investigation import as_typed, cost, effect, remedy, typed


def investigation_data(found: Investigation, explanation: Explanation) -> dict[str, Any]:
    """Return an investigation, ready for `json.dumps`; text is escaped as for a terminal.

    Args:
        found: What was done and found.
        explanation: What was said of the run as it was given.
    """
    before = explanation.peak.bytes if explanation.peak is not None else None
    held = remedy(found)
    return {
        "outcome": escape(found.outcome),
        "cost": cost(found),
        "remedy": None if held is None else _remedy(held),
        "hypotheses": [
            {
                "cause": escape(each.cause), "conclusion": each.conclusion,
                "sentence": escape(each.sentence),
                "experiments": [escape(name) for name in each.experiments],
            }
            for each in found.hypotheses
        ],
        "experiments": [_experiment(each) for each in found.experiments],
        # What died at its limit was cut off there: it would have taken more.
        "before": {"peak": before, "cut": explanation.ending.kind.of_memory},
        "limit": explanation.limit.bytes if explanation.limit is not None else None,
        "tried": [_tried(each) for each in found.tried],
        "pressure": [_step(each) for each in found.pressure],
        "unchecked": [escape(each) for each in found.unchecked],
    }  # fmt: skip


def _remedy(held: Tried) -> dict[str, Any]:
    return {
        "what": escape(held.what),
        "lines": [escape(line) for line in held.how or (held.what,)],
        "effect": escape(effect(held)),
        "command": escape(as_typed(held)),
    }


def _experiment(each: Experiment) -> dict[str, Any]:
    return {
        "id": escape(each.id),
        "hypotheses": [escape(cause) for cause in each.hypotheses],
        "what": escape(each.what),
        "predicted": escape(each.predicted),
        "conclusion": each.conclusion,
        "sentence": escape(each.sentence),
        "made": bool(each.recordings),
        "cost": each.cost,
        "command": escape(typed(each.command, each.environment)),
        "options": [escape(word) for word in each.options],
        "recordings": [escape(path) for path in each.recordings],
        "numbers": [_number(one) for one in each.numbers],
    }


def _number(one: Number) -> dict[str, Any]:
    def side(value: float | None) -> Mapping[str, Any] | None:
        return None if value is None else {"value": value, "text": amount(value, one.unit)}

    return {
        "what": escape(one.what), "before": side(one.before), "after": side(one.after),
        "how": one.how,
    }  # fmt: skip


def _tried(each: Tried) -> dict[str, Any]:
    return {
        "what": escape(each.what),
        "lines": [escape(line) for line in each.how],
        "holds": each.holds,
        "verified": each.verified,
        "same_tests": each.same_tests,
        "runs": each.runs,
        "peaks": list(each.peaks),
        "time_ratio": each.time_ratio,
        "sentence": escape(each.sentence),
        "command": escape(as_typed(each)),
    }


def _step(each: Step) -> dict[str, Any]:
    return {
        "limit": each.limit, "share": each.share, "ending": each.ending,
        "died": each.ending.of_memory, "sentence": escape(each.sentence),
    }  # fmt: skip
