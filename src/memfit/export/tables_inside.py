"""The tables about the inside of a run: isolates, test files, tests, readings of isolates."""

from memfit.export import rows_inside
from memfit.export.table import SECONDS, Column, Kind, Table

_TEXT, _INTEGER, _REAL = Kind.TEXT, Kind.INTEGER, Kind.REAL
_STREAMS = "isolates/*.jsonl"
_UNTOLD = "not told"
_NOT_NODE = "not Node, or not told"

_ISOLATE = (
    Column("isolate", _TEXT, "", "Its name: pid and thread.", _STREAMS),
    Column("process", _INTEGER, "", "Number of its process.", _STREAMS, "the process is not known"),
    Column("thread", _INTEGER, "", "Node's number of the thread; 0 is the main one.", _STREAMS),
    Column("runtime", _TEXT, "", "`node` or `python`.", _STREAMS),
    Column("version", _TEXT, "", "Of the runtime.", _STREAMS),
    Column("runner", _TEXT, "", "Whose main or worker it is.", _STREAMS, "of no known runner"),
    Column("worker", _TEXT, "", "The runner's own name for it.", _STREAMS, "it has none"),
    Column("started", _REAL, SECONDS, "When it was first seen from inside.", _STREAMS),
    Column("ended", _REAL, SECONDS, "When it said that it exits.", _STREAMS, "it never did"),
    Column("files", _INTEGER, "files", "Test files that it began.", _STREAMS),
    Column(
        "heap_limit", _INTEGER, "bytes", "The ceiling in force, young objects included.",
        "isolates/*.jsonl, V8's heap_size_limit", _NOT_NODE,
    ),
    Column(
        "asked", _TEXT, "bytes", "JSON object: old space that was asked for, by source.",
        "isolates/*.jsonl, processes.jsonl",
    ),
    Column(
        "reaches", _INTEGER, "", "1 if what was asked for is in force, else 0.", "memfit",
        "nothing was asked for, or the ceiling is not known",
    ),
    Column("heap_peak", _INTEGER, "bytes", "Highest used heap; sampled.", _STREAMS, _NOT_NODE),
    Column(
        "external_peak", _INTEGER, "bytes", "Highest external memory; sampled.", _STREAMS, _NOT_NODE
    ),
    Column("contexts", _INTEGER, "contexts", "Most native contexts.", _STREAMS, _NOT_NODE),
    Column("collections", _INTEGER, "collections", "Collections.", _STREAMS, _UNTOLD),
    Column("collecting", _REAL, "seconds", "Time in them.", _STREAMS, _UNTOLD),
    Column("major", _INTEGER, "collections", "Mark-compacts.", _STREAMS, _UNTOLD),
    Column("major_collecting", _REAL, "seconds", "Time in those.", _STREAMS, _UNTOLD),
    Column("longest_collection", _REAL, "seconds", "The longest one.", _STREAMS, _UNTOLD),
    Column("stalls", _INTEGER, "readings", "Readings that had to wait 0.25 s for it.", _STREAMS),
    Column("own_cost", _INTEGER, "bytes", "What watching it cost.", _STREAMS, _UNTOLD),
)  # fmt: skip

_FILE = (
    Column("file", _TEXT, "", "Path of the test file, as the runner gives it.", _STREAMS),
    Column("isolate", _TEXT, "", "Name of the isolate that ran it.", _STREAMS),
    Column("process", _INTEGER, "", "Number of its process.", _STREAMS, "the process is not known"),
    Column("worker", _TEXT, "", "The runner's own name for the worker.", _STREAMS, "it has none"),
    Column("started", _REAL, SECONDS, "When it began, imports included.", _STREAMS),
    Column("ended", _REAL, SECONDS, "When it ended.", _STREAMS, "it never did"),
    Column("seconds", _REAL, "seconds", "How long it ran, or until its worker was gone.", _STREAMS),
    Column("outcome", _TEXT, "", "`passed`, `failed` or `skipped`.", _STREAMS, "not told"),
    Column("last_test", _TEXT, "", "The test that ran last.", _STREAMS, "none did"),
    Column("last_hook", _TEXT, "", "The hook or part that ran last.", _STREAMS, "none did"),
    Column("heap_before", _INTEGER, "bytes", "Used heap at its start.", _STREAMS, _NOT_NODE),
    Column("heap_after", _INTEGER, "bytes", "Used heap at its end.", _STREAMS, "never ended"),
    Column("heap_peak", _INTEGER, "bytes", "Highest used heap; sampled.", _STREAMS, _NOT_NODE),
    Column(
        "heap_kept", _INTEGER, "bytes", "Used heap after a forced collection at its end.",
        _STREAMS, "not asked for",
    ),
    Column("external_growth", _INTEGER, "bytes", "Growth of external memory.", _STREAMS, _NOT_NODE),
    Column(
        "native_growth", _INTEGER, "bytes",
        "Growth of what is resident outside of V8's heap; of Python, of unshared memory. Estimate.",
        _STREAMS, "other files ran in the process at the time, or not told",
    ),
    Column(
        "rss_peak", _INTEGER, "bytes", "Largest resident set of its process while it ran.",
        "isolates/*.jsonl, VmHWM; samples.jsonl", "not read",
    ),
    Column("rss_peak_how", _TEXT, "", "`exact` or `sampled`.", "memfit", "no peak"),
    Column("rss_peak_source", _TEXT, "", "Where the peak comes from.", "memfit", "no peak"),
    Column("stopped", _TEXT, "", "What became of a file that never ended.", "memfit", "it ended"),
)  # fmt: skip

_TEST = (
    Column("test", _TEXT, "", "Its name, with those of its suites.", _STREAMS),
    Column("file", _TEXT, "", "Its test file.", _STREAMS),
    Column("isolate", _TEXT, "", "Name of the isolate that ran it.", _STREAMS),
    Column("started", _REAL, SECONDS, "When it began, hooks included.", _STREAMS),
    Column("ended", _REAL, SECONDS, "When it ended.", _STREAMS, "it never did"),
    Column("outcome", _TEXT, "", "`passed`, `failed` or `skipped`.", _STREAMS, "not told"),
    Column(
        "used_before", _INTEGER, "bytes", "Used heap at its start; resident set of Python.",
        _STREAMS, _UNTOLD,
    ),
    Column("used_after", _INTEGER, "bytes", "The same at its end.", _STREAMS, "it never ended"),
)  # fmt: skip

_TICK = (
    Column("at", _REAL, SECONDS, "When it was read; it holds until the next one.", _STREAMS),
    Column("isolate", _TEXT, "", "Name of the isolate.", _STREAMS),
    Column("process", _INTEGER, "", "Number of its process.", _STREAMS, "the process is not known"),
    Column(
        "quantity", _TEXT, "",
        "`used`, `total`, `external`, `array_buffers`, `rss` (of the whole process, as the isolate "
        "saw it), `contexts`, `detached`, `queued` (what waits in the channel to the parent).",
        _STREAMS,
    ),
    Column(
        "value", _INTEGER, "bytes; a number of `contexts` and `detached`", "The reading; sampled.",
        "isolates/*.jsonl: V8's heap statistics",
    ),
)  # fmt: skip

INSIDE: tuple[Table, ...] = (
    Table("isolates", _ISOLATE, rows_inside.isolates, key="isolate"),
    Table("files", _FILE, rows_inside.files, index=("file", "started")),
    Table("tests", _TEST, rows_inside.tests, index=("file", "started")),
    Table("ticks", _TICK, rows_inside.ticks, index=("isolate", "at")),
)
"""Tables that have rows where the run was watched from inside."""
