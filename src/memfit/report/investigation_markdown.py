"""An investigation in Markdown, fit for a pull request.

What `memfit explain` says of the run as it was given, with what was done after it: hypotheses,
experiments with their numbers, remedies with their measured effect, what was not checked.
"""

from dataclasses import replace

from memfit.explain import shell
from memfit.model.finding import Explanation
from memfit.model.investigation import Investigation
from memfit.model.recording import Recording
from memfit.report.cells import ABSENT, size
from memfit.report.investigation import as_typed, cost, effect, number, remedy, typed
from memfit.report.markdown import advice, sections
from memfit.report.markup import block, code, prose, table
from memfit.units import format_bytes

_OBSERVED = "### Observed"
_SAME = {True: "yes", False: "no", None: "not known"}


def investigation_markdown(
    found: Investigation, explanation: Explanation, recording: Recording
) -> str:
    """Return the investigation."""
    considered = {one.cause for one in found.hypotheses}  # each with why, in a table of its own
    rest = tuple(one for one in explanation.rejected if one.cause not in considered)
    parts = sections(replace(explanation, rejected=rest), recording)
    at = next((place for place, part in enumerate(parts) if part.startswith(_OBSERVED)), 1)
    done = [
        _remedy(found),
        _titled("Hypotheses", _hypotheses(found)),
        _titled("Experiments", _experiments(found)),
        _titled("How to make them again", _commands(found)),
        _titled("Remedies tried", _tried(found)),
        _titled("Pressure", _pressure(found)),
        _titled("Not checked by experiment", "\n".join(f"- {prose(one)}" for one in found.unchecked)),
    ]  # fmt: skip
    head = f"# {prose(found.outcome)}\n\n{prose(cost(found))}."
    made = [head, *parts[:at], *(part for part in done if part), *parts[at:]]
    return "\n\n".join(made) + "\n"


def _remedy(found: Investigation) -> str:
    held = remedy(found)
    if held is None:
        return ""
    lines = advice(held.how or (held.what,))
    return (
        f"### Remedy that holds: {prose(held.what)}\n\n{lines}\n\n{prose(effect(held))}.\n\n"
        f"Tried as:\n\n{block([as_typed(held)], 'sh')}"
    )


def _hypotheses(found: Investigation) -> str:
    return table(
        ("cause", "conclusion", "why", "experiments"),
        (
            (
                code(each.cause), each.conclusion.value, prose(each.sentence),
                ", ".join(map(code, each.experiments)) or ABSENT,
            )
            for each in found.hypotheses
        ),
    )  # fmt: skip


def _experiments(found: Investigation) -> str:
    return table(
        ("experiment", "tests", "predicted", "seen", "conclusion"),
        (
            (
                f"{code(each.id)}: {prose(each.what)}",
                ", ".join(map(code, each.hypotheses)),
                prose(each.predicted),
                "<br>".join(prose(number(one)) for one in each.numbers) or "not made",
                each.conclusion.value,
            )
            for each in found.experiments
        ),
    )


def _commands(found: Investigation) -> str:
    """Write the command lines of the experiments, with what `memfit run` needs for them."""
    lines = []
    # One run may answer several questions.
    for each in {one.id: one for one in found.experiments}.values():
        command = typed(each.command, each.environment)
        lines += [f"# {each.id}", f"{shell.join(['memfit', 'run', *each.options])} -- {command}"]
    return block(lines, "sh") if lines else ""


def _tried(found: Investigation) -> str:
    return table(
        ("remedy", "holds", "same tests", "runs", "peaks", "time a test file", "seen"),
        (
            (
                prose(each.what),
                "yes" if each.holds else "no",
                _SAME[each.same_tests],
                str(each.runs),
                ", ".join(map(format_bytes, each.peaks)) or size(each.peak),
                ABSENT if each.time_ratio is None else f"x {each.time_ratio:.2f}",
                prose(each.sentence),
            )
            for each in found.tried
        ),
    )


def _pressure(found: Investigation) -> str:
    return table(
        ("limit", "of the peak", "ending", "seen"),
        (
            (
                format_bytes(each.limit),
                f"{100 * each.share:.0f} %",
                each.ending.value,
                prose(each.sentence),
            )
            for each in found.pressure
        ),
    )


def _titled(title: str, content: str) -> str:
    return f"### {title}\n\n{content}" if content else ""
