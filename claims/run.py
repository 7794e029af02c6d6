"""Measure what is claimed about memory, and write docs/reference/claims.md.

python -m claims.run                     measure all claims
python -m claims.run --only NAME ...     measure these; the others stay as they are
python -m claims.run --page              write the page from what was measured before
"""

import argparse
import sys
import time

from claims.claim import Claim, claims, keep, measured
from claims.decide import Verdict, decide
from claims.measure import install, measure
from claims.page import PAGE, page
from memfit.errors import MemfitError
from memfit.units import format_seconds


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 if every claim was measured, 1 if one could not be or its verdict is another than the
        claim file was written for, 130 if it was interrupted.
    """
    every = {claim.name: claim for claim in claims()}
    given = _parser(sorted(every)).parse_args(arguments)
    chosen = [] if given.page else [every[name] for name in given.only or every]
    surprises = 0
    for claim in chosen:
        try:
            surprises += not _measured(claim, given.runs or claim.runs, resume=given.resume)
        except MemfitError as error:
            print(f"{claim.name}: {error}", file=sys.stderr)
            surprises += 1
        except KeyboardInterrupt:
            print(
                f"interrupted; finished runs are kept: --resume --only {claim.name}",
                file=sys.stderr,
            )
            return 130
    PAGE.write_text(page([(claim, measured(claim)) for claim in every.values()]), encoding="utf-8")
    return int(surprises > 0)


def _parser(names: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m claims.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, help=", ".join(names))
    parser.add_argument("--runs", type=int, metavar="N", help="runs of each arm, not the claim's")
    parser.add_argument("--resume", action="store_true", help="keep the runs of an interrupted one")
    parser.add_argument("--page", action="store_true", help="write the page, measure nothing")
    return parser


def _measured(claim: Claim, times: int, *, resume: bool) -> bool:
    """Measure a claim and keep the figures; return whether its verdict is the expected one."""
    install(claim)
    start = time.monotonic()
    found = measure(claim, times, resume=resume)
    keep(claim, found)
    decision = decide(claim.rule, found.arms["as-it-is"], found.arms["claimed"])
    took = format_seconds(time.monotonic() - start)
    print(f"{claim.name}: {decision.verdict}, {decision.sentence} ({took})", flush=True)
    if decision.verdict != Verdict(claim.written_for):
        print(f"  its file was written for: {claim.written_for}", flush=True)
    return decision.verdict == Verdict(claim.written_for)


if __name__ == "__main__":
    sys.exit(main())
