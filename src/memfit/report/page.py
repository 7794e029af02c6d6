"""A recording and its explanation as one HTML file that opens offline.

The page shows when what held the memory: the tree stacked by process, test files and phases under
it, findings that light up where they were seen, and tables. What it shows comes from `page_data`.
"""

from memfit.explain.naming import short_command
from memfit.model.finding import Explanation
from memfit.model.investigation import Investigation
from memfit.model.recording import Recording
from memfit.report.page_data import page_data
from memfit.report.shell import assemble

STYLES = ("common.css", "uplot/uPlot.min.css", "page.css", "page_parts.css", "investigation.css")
SCRIPTS = (
    "locale.js",
    "uplot/uPlot.iife.min.js",
    "common.js",
    "series.js",
    "timeline.js",
    "chart.js",
    "zoom.js",
    "lanes.js",
    "readout.js",
    "tables.js",
    "treemap.js",
    "findings.js",
    "investigation.js",
    "page.js",
)


def page(explanation: Explanation, recording: Recording, found: Investigation | None = None) -> str:
    """Return the page; names from the recording are data in it, never markup or script.

    Args:
        explanation: What was said of the run.
        recording: The run.
        found: What an investigation of it did and found, or None without one.

    Returns:
        At most 1.5 MB for ten minutes of a suite: longer series are thinned, see `page_data`.
    """
    return assemble(
        f"memfit: {explanation.ending.kind.value}, {short_command(recording.command)}",
        "page.html",
        STYLES,
        SCRIPTS,
        page_data(explanation, recording, found),
        licences=("uplot/LICENSE",),
    )
