"""The page of claims, from the claim files and what was measured: nothing else goes into it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Final

from claims.claim import ROOT, Arm, Claim, Measured, Runs
from claims.decide import Decision, Verdict, decide, ratios
from memfit.model.experiment import Ratio
from memfit.model.finding import EndingKind
from memfit.units import format_bytes, format_seconds

PAGE: Final = ROOT / "docs" / "reference" / "claims.md"

_HEAD: Final = """# What is said about memory, and what is measured

Advice about test runs and builds that run out of memory is copied from one place to the next, and seldom with a measurement. So memfit measured some of it. Each claim below has a small real project in [claims](../../claims/): as it is, and changed as the claim has it. `make claims` runs both in turn, each run recorded by memfit, and compares the peaks of the process trees.

- *peak* and *time*: median as claimed by median as it is, with its 95 % interval. Less than 1 is less memory, or faster.
- *holds*: the ratio of peaks lies where the claim has it, by its interval and by a test of ranks, as [memfit compare](../explanation/few-runs.md#whether-two-sets-differ) decides. *Does not hold*: it lies on the other side, or memory ended the runs with the change and not those without. *Undecided*: chance could have brought it.
- A verdict is about that project and those versions. Your project may be the other case: `memfit trial --with 'name=…' -- CMD` asks the same question there.
"""

_SURPRISE: Final = 'What is known of it was written for "{}", and this time it came out otherwise.'
_MANY: Final = {
    Verdict.HOLDS: "hold",
    Verdict.DOES_NOT_HOLD: "do not hold",
    Verdict.UNDECIDED: "undecided",
}


def page(every: Sequence[tuple[Claim, Measured | None]]) -> str:
    """Return the page.

    Args:
        every: All claims, and what was measured of each; one that was not is left out.
    """
    known = [(claim, found) for claim, found in every if found is not None]
    decided = [(claim, found, _decide(claim, found)) for claim, found in known]
    rows = [_row(*one) for one in decided]
    title = "| claim | verdict | peak | time | what is so |"
    table = "\n".join([title, "|---|---|---|---|---|", *rows])
    sections = "\n".join(_section(*one) for one in decided)
    return f"{_HEAD}\n{_total(decided)}\n\n{table}\n\n{sections}"


def _total(decided: Sequence[tuple[Claim, Measured, Decision]]) -> str:
    count = Counter(decision.verdict for _, _, decision in decided)
    total = ", ".join(f"{count[one]} {word}" for one, word in _MANY.items() if count[one])
    dates = sorted({found.date for _, found, _ in decided})
    return f"{len(decided)} claims: {total}. Measured on {', '.join(dates)}; versions below."


def _decide(claim: Claim, found: Measured) -> Decision:
    return decide(claim.rule, found.arms["as-it-is"], found.arms["claimed"])


def _as_expected(claim: Claim, decision: Decision) -> bool:
    return decision.verdict == Verdict(claim.written_for)


def _row(claim: Claim, found: Measured, decision: Decision) -> str:
    link = f"[{claim.claim.removesuffix('.')}](#{claim.name})"
    known = claim.instead if _as_expected(claim, decision) else ""
    died = sum(EndingKind(ending).of_memory for ending in found.arms["claimed"].endings)
    peak = f"{died} of {len(found.arms['claimed'].endings)} died" if died else _ratio(decision.peak)
    cells = (link, f"**{decision.verdict}**", peak, _ratio(decision.time), known)
    return f"| {' | '.join(cells)} |"


def _section(claim: Claim, found: Measured, decision: Decision) -> str:
    before = found.arms["as-it-is"]
    rows = [
        f"| {' | '.join(cells)} |"
        for arm in claim.arms
        if arm.name in found.arms
        for cells in [_cells(arm, before, found.arms[arm.name])]
    ]
    versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    truth = claim.truth if _as_expected(claim, decision) else _SURPRISE.format(claim.written_for)
    project = f"[{claim.directory.name}](../../claims/{claim.directory.name}/)"
    runs = len(before.endings)
    load = " to ".join(f"{value:g}" for value in found.load)
    return "\n".join(
        [
            f"## {claim.name}",
            "",
            f"**Claim.** {claim.claim} Said {claim.said}.",
            "",
            f"**{_capital(decision.verdict)}**: {decision.sentence}. {claim.rule.why}",
            "",
            truth,
            "",
            "| arm | ended | peak | ratio | time | ratio |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"Project {project}, {runs} runs of each arm on {found.date}, load average {load}; {versions}.",
            "",
        ]
    )


def _cells(arm: Arm, before: Runs, runs: Runs) -> Iterable[str]:
    name = "" if arm.name in {"as-it-is", "claimed"} else "beside: "
    ended = ", ".join(f"{kind} {many}" for kind, many in Counter(runs.endings).most_common())
    peak, time = (None, None) if runs is before else ratios(before, runs)
    return (
        f"{'claimed: ' if arm.name == 'claimed' else name}{arm.what}",
        f"{ended}; other tests" if runs.other_tests and peak is not None else ended,
        _spread(runs.peaks, format_bytes),
        _ratio(peak),
        _spread(runs.seconds, format_seconds),
        _ratio(time),
    )


def _spread(values: Sequence[float], shown: Callable[[float], str]) -> str:
    low, middle, high = (shown(each) for each in (min(values), median(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


def _ratio(compared: Ratio | None) -> str:
    if compared is None:
        return "-"
    if compared.low is None or compared.high is None:
        return f"{compared.value:.2f}"
    return f"{compared.value:.2f} ({compared.low:.2f} to {compared.high:.2f})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
