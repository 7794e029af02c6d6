"""How long `memfit explain --format html` takes to write a page, and a browser to draw it.

python -m benchmarks.page: prints a table in Markdown. Writing is CPU seconds of this process; drawing
is from the request of the file until its scripts have run, and the median of 20 zooms, in seconds.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from memfit.explain.verdict import explain
from memfit.report.page import page
from memfit.units import format_bytes
from tests.report.browser import visit
from tests.report.synthetic import finding, suite

TOUR = Path(__file__).with_suffix(".cjs").resolve()
SUITES = {"20 s": (20.0, 400, 24), "10 min": (600.0, 12_000, 300), "1 h": (3600.0, 72_000, 1200)}


def row(name: str, seconds: float, ticks: int, files: int) -> str:
    """Write a page, open it, and say what that took."""
    run = suite(seconds, ticks, files)
    explanation = replace(explain(run), findings=(finding(),))
    readings = sum(len(one.rss) + len(one.heap) for one in run.processes) + 3 * ticks
    start = time.process_time()
    text = page(explanation, run)
    wrote = time.process_time() - start
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "report.html"
        file.write_text(text, encoding="utf-8")
        seen = visit(file, str(TOUR))
    cells = (f"suite of {name}, {files} files", f"{readings:,}", format_bytes(len(text.encode())))
    times = (wrote, seen["drawn"], seen["zoomed"])
    return "| " + " | ".join([*cells, *(f"{one:.3f}" for one in times)]) + " |"


def main() -> None:
    """Print the table."""
    print("| recording | readings | page | written, s | drawn, s | zoomed, s |")
    print("|---|---|---|---|---|---|")
    for name, (seconds, ticks, files) in SUITES.items():
        print(row(name, seconds, ticks, files))


if __name__ == "__main__":
    main()
