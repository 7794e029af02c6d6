"""Let memfit investigate every case, and compare what it proved with the label.

python -m cases.investigated                 all cases that have no line in the results yet
python -m cases.investigated NAME ...        these, unless they have one
python -m cases.investigated --again NAME    these, from their beginning
python -m cases.investigated --report        print what is known, run nothing
python -m cases.investigated --write         put it into docs/reference/investigated.md as well

An investigation that was interrupted goes on with the first run that it lacks.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cases.score import CASES, ROOT, command, labels, options, share
from memfit.explain.median import median
from memfit.explain.same_tests import Ran, same_tests, what_ran
from memfit.explain.verdict import explain
from memfit.record.load import load

PAGE = ROOT / "docs" / "reference" / "investigated.md"
PLACE = ROOT / ".memfit" / "investigated"
RESULTS = "results.jsonl"
NOTHING = "nothing to fix"
ROOM = ("memory-", "ceiling-")  # remedies that mend nothing


@dataclass(frozen=True)
class Result:
    """What an investigation of a case came to.

    Attributes:
        case: Name of the case.
        wanted: Slug of the label; empty for a control.
        proved: Slug of the first finding whose basis is `measured`; empty if there is none.
        said: Slug of the first finding; empty if there is none.
        basis: Basis of the first finding; empty if there is none.
        remedy: Id of the remedy that memfit ended with; empty if it has none.
        held: Runs in which it was seen to hold.
        tests: Whether all these runs ran the same tests as the run as it was given, as far as
            that came: `same`, `unknown` or `changed`; empty without a remedy.
        runs: Runs that were made.
        seconds: Wall-clock time of `memfit investigate`.
        given: Seconds of the run as it was given.
        one_run: Seconds of one run of the suite: the run as it was given, or the median of those
            that came to their end if that is longer.
        outcome: The result in memfit's words.
    """

    case: str
    wanted: str
    proved: str
    said: str
    basis: str
    remedy: str
    held: int
    tests: str
    runs: int
    seconds: float
    given: float
    one_run: float
    outcome: str

    @property
    def control(self) -> bool:
        """Whether nothing is wrong with its memory."""
        return self.wanted == ""

    @property
    def right(self) -> bool:
        """Whether the label's cause was proved, or a control let go after one run."""
        if self.control:
            return self.runs == 1 and self.outcome.startswith(NOTHING)
        return self.proved == self.wanted

    @property
    def cost(self) -> float:
        """Wall-clock time in runs of the suite."""
        return self.seconds / self.one_run if self.one_run else 0.0


def investigate(case: str, label: dict[str, Any], place: Path, budget: str | None) -> Result:
    """Investigate a case as its label says to run it, or go on with it.

    Args:
        case: Its name.
        label: Its label.
        place: Directory of this investigation.
        budget: What `--time-budget` gets; None for memfit's own.
    """
    place.mkdir(parents=True, exist_ok=True)
    document, spent = place / "document.json", place / "seconds"
    given = [*options(label), *(["--time-budget", budget] if budget is not None else [])]
    before = float(spent.read_text()) if spent.is_file() else 0.0
    start = time.monotonic()
    with (place / "said.txt").open("w", encoding="utf-8") as said:
        done = subprocess.run(
            [sys.executable, "-m", "memfit", "investigate", "--experiment", str(place / "experiment"),
             "--json", str(document), "--markdown", str(place / "report.md"), *given, "--", *command(label)],
            cwd=CASES / case, env={**os.environ, **label.get("environment", {})},
            stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    seconds = before + time.monotonic() - start
    spent.write_text(f"{seconds:.1f}")
    if done.returncode not in {0, 1}:
        raise SystemExit(
            f"{case}: memfit investigate exited with {done.returncode}; see {place}/said.txt"
        )
    return summarise(case, label, json.loads(document.read_text(encoding="utf-8")), seconds)


def summarise(case: str, label: dict[str, Any], document: dict[str, Any], seconds: float) -> Result:
    """Compare the document of an investigation with a label.

    Args:
        case: Name of the case.
        label: Its label.
        document: What `memfit investigate --json` wrote.
        seconds: How long it took.
    """
    findings, made = document["findings"], document["investigation"]
    first = findings[0] if findings else {"cause": "", "basis": ""}
    measured = [each["cause"] for each in findings if each["basis"] == "measured"]
    # A remedy counts where it cures what was found, and was seen to hold.
    tried = next((each for each in document["tried"] if each["id"] == made["remedy"]), None)
    return Result(
        case=case,
        wanted=label["cause"],
        proved=made["cause"] if made["cause"] in measured[:1] else "",
        said=first["cause"],
        basis=first["basis"],
        remedy=tried["id"] if tried is not None else "",
        held=tried["runs"] if tried is not None and tried["verified"] else 0,
        tests=_tests(document, tried["recordings"]) if tried is not None else "",
        runs=made["runs"],
        seconds=round(seconds, 1),
        given=round(document["elapsed"], 1),
        one_run=round(made["seconds"] / made["cost"], 1) if made["cost"] else 0.0,
        outcome=made["outcome"],
    )


def _tests(document: dict[str, Any], recordings: list[str]) -> str:
    """Say whether runs of a remedy ran the tests of the run as it was given, and all the same."""
    journal = Path(recordings[0]).parent
    given, *changed = [_ran(path) for path in (journal / "baseline-1", *map(Path, recordings))]
    same = [same_tests(given, each).same for each in changed]
    if False in same or any(each.ended != changed[0].ended for each in changed):
        return "changed"
    return "same" if all(same) else "unknown"


def _ran(recording: Path) -> Ran:
    loaded = load(recording)
    return what_ran(loaded, explain(loaded))


def known(place: Path) -> dict[str, Result]:
    """Results so far, by case; the last line of a case counts."""
    file = place / RESULTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {line["case"]: Result(**line) for line in map(json.loads, lines)}


def table(results: Iterable[Result]) -> str:
    """Write the results as Markdown: the shares, then every case."""
    ordered = sorted(results, key=lambda each: (each.control, each.case))
    dying = [each for each in ordered if not each.control]
    controls = [each for each in ordered if each.control]
    costs = [each.cost for each in dying]
    lines = [
        f"- the labelled cause proved, basis measured: {share([each.right for each in dying])}",
        f"- a remedy seen to hold three times: {share([each.held >= 3 for each in dying])}",
        f"- of these remedies, those that only give room: {sum(map(_gives_room, dying))}",
        f"- of these remedies, those that change tests: {sum(each.tests == 'changed' for each in dying)}",
        f'- controls let go after one run with "{NOTHING}": {share([each.right for each in controls])}',
        f"- median cost: {median(costs):.1f} runs of the suite" if costs else "- median cost: -",
        "",
        "| case | cause | proved | remedy | held | tests | runs | seconds | one run | cost |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_row(each) for each in ordered),
    ]
    return "\n".join(lines) + "\n"


def _gives_room(each: Result) -> bool:
    # Where a ceiling does not reach, that it does is the whole remedy.
    mends = each.wanted == "ceiling-misses-workers"
    return each.held >= 3 and each.remedy.startswith(ROOM) and not mends


def _row(each: Result) -> str:
    wrong = f"{each.said or 'nothing'}{f' ({each.basis})' if each.basis else ''}"
    proved = f"no: {wrong}" if not each.right else "let go" if each.control else "yes"
    cells = (
        each.case, each.wanted or "control", proved, each.remedy, each.held or "", each.tests,
        each.runs, f"{each.seconds:.0f}", f"{each.one_run:.1f}", f"{each.cost:.1f}",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="cases; all of them if none is named")
    parser.add_argument(
        "--again", action="store_true", help="from the beginning, what is known or not"
    )
    parser.add_argument("--report", action="store_true", help="run nothing")
    parser.add_argument("--write", action="store_true", help="write docs/reference/investigated.md")
    parser.add_argument("--time-budget", metavar="DURATION", help="by default ten times the run")
    parser.add_argument("--place", type=Path, default=PLACE, help="where the results are kept")
    asked = parser.parse_args()
    place = asked.place.resolve()
    cases = labels()
    for name in () if asked.report else asked.names or cases:
        if name in known(place) and not asked.again:
            continue
        if asked.again:
            shutil.rmtree(place / name, ignore_errors=True)
        result = investigate(name, cases[name], place / name, asked.time_budget)
        with (place / RESULTS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(result)) + "\n")
        # Read already; the rest of a recording is small.
        for snapshot in (place / name).rglob("*.heapsnapshot"):
            snapshot.unlink()
        print(f"{'right' if result.right else 'WRONG'} {result}", file=sys.stderr, flush=True)
    text = table(each for name, each in known(place).items() if name in cases)
    print(text, end="")
    if asked.write:
        head, _, _ = PAGE.read_text(encoding="utf-8").partition("## Result")
        PAGE.write_text(f"{head}## Result\n\n{text}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
