"""The tables that a recording is exported to: the one definition that all formats share.

Every column states its unit, its meaning and its source, and the exported table `columns`
repeats that beside the data.
"""

from collections.abc import Iterator

from memfit.export import rows
from memfit.export.rows import Row
from memfit.export.table import SECONDS, Column, Kind, Table
from memfit.export.tables_inside import INSIDE
from memfit.model.recording import Recording

_TEXT, _INTEGER, _REAL, _BLOB = Kind.TEXT, Kind.INTEGER, Kind.REAL, Kind.BLOB
_DIED = "the recorder was killed before the end"
_AT = SECONDS
_MANIFEST = "manifest.json"
_PROCESSES = "processes.jsonl"
_SAMPLES = "samples.jsonl"

_RUN = (
    Column("schema", _INTEGER, "", "Version of these tables.", "memfit"),
    Column("memfit", _TEXT, "", "Version of memfit that recorded the run.", _MANIFEST),
    Column("started", _TEXT, "", "Start of the recording, ISO 8601 with its offset.", _MANIFEST),
    Column("command", _TEXT, "", "The command, quoted for a shell, secrets masked.", _MANIFEST),
    Column("directory", _TEXT, "", "The working directory.", _MANIFEST),
    Column("environment", _TEXT, "", "JSON object: variables that matter to memory.", _MANIFEST),
    Column("runner", _TEXT, "", "The runner or builder.", _MANIFEST, "none was recognised"),
    Column("runner_version", _TEXT, "", "Its version.", _MANIFEST, "not found"),
    Column("tools", _TEXT, "", "JSON object: versions of tools that took part.", _MANIFEST),
    Column("kernel", _TEXT, "", "Release of the kernel.", "manifest.json, uname -r"),
    Column("architecture", _TEXT, "", "Architecture.", "manifest.json, uname -m"),
    Column("cores", _INTEGER, "cores", "Cores that memfit might use.", "sched_getaffinity(2)"),
    Column("machine_memory", _INTEGER, "bytes", "Physical memory.", "/proc/meminfo MemTotal"),
    Column("machine_swap", _INTEGER, "bytes", "Swap space.", "/proc/meminfo SwapTotal"),
    Column("page_size", _INTEGER, "bytes", "Size of a page.", "sysconf(3)"),
    Column(
        "around", _INTEGER, "bytes", "The smallest memory limit around memfit itself.",
        "memory.max or memory.limit_in_bytes of memfit's cgroup and its parents", "there is none",
    ),
    Column("around_source", _TEXT, "", "The file that holds that limit.", _MANIFEST, "no limit"),
    Column("memory", _INTEGER, "bytes", "Limit for the whole tree.", "--memory", "not given"),
    Column("swap", _INTEGER, "bytes", "Swap on top of it.", "--swap", "no memory limit given"),
    Column("cpus", _REAL, "cores", "Cores allowed.", "--cpus", "not given"),
    Column("timeout", _REAL, "seconds", "Time allowed.", "--timeout", "not given"),
    Column("limited_by", _TEXT, "", "The limiter, as `memfit doctor` names it.", _MANIFEST),
    Column("limited_why", _TEXT, "", "Why this one, and what it does not cover.", _MANIFEST),
    Column("watched_by", _TEXT, "", "`ptrace`, `taskstats` or `polling`.", _MANIFEST),
    Column("watched_why", _TEXT, "", "What is missed; empty if nothing.", _MANIFEST),
    Column("interval", _REAL, "seconds", "Time between ticks, far from the limit.", "--interval"),
    Column("usage_how", _TEXT, "", "How `usage` in `samples` was obtained.", _MANIFEST),
    Column("usage_source", _TEXT, "", "Where it comes from; empty if never read.", _MANIFEST),
    Column("ended", _REAL, _AT, "When the run ended.", _MANIFEST, _DIED),
    Column(
        "exit_code", _INTEGER, "", "What the command exited with.", _MANIFEST,
        f"a signal ended it, or {_DIED}",
    ),
    Column(
        "signal", _INTEGER, "", "The signal that ended the command.", _MANIFEST,
        f"it exited, or {_DIED}",
    ),
    Column("returned", _INTEGER, "", "What `memfit run` exited with.", _MANIFEST, _DIED),
    Column(
        "ended_by", _TEXT, "", "`timeout`, `watchdog`, `interrupt` or `signal`.", _MANIFEST,
        f"memfit did not end the run, or {_DIED}",
    ),
    Column("sent", _INTEGER, "", "The signal that memfit passed on.", _MANIFEST, "none ended it"),
    Column(
        "peak", _INTEGER, "bytes", "The tree's peak.",
        "memory.peak or memory.max_usage_in_bytes; else the largest `usage`",
        f"nothing could be read, or {_DIED}",
    ),
    Column("peak_how", _TEXT, "", "`exact`, `sampled` or `estimate`.", _MANIFEST, "no peak"),
    Column("peak_source", _TEXT, "", "The counter of the peak.", _MANIFEST, "no peak"),
)  # fmt: skip

_PROCESS = (
    Column("process", _INTEGER, "", "Number of the process, from 0; used once.", _PROCESSES),
    Column("pid", _INTEGER, "", "The kernel's number; may be used twice.", _PROCESSES),
    Column("parent", _INTEGER, "", "Number of its parent.", _PROCESSES, "the root, or unknown"),
    Column("role", _TEXT, "", "`main`, `worker`, `wrapper` or `helper`.", _PROCESSES),
    Column("command", _TEXT, "", "Last command line, quoted, secrets masked.", _PROCESSES),
    Column("started", _REAL, _AT, "When it was forked or first seen.", _PROCESSES),
    Column("ended", _REAL, _AT, "When it exited.", _PROCESSES, "not seen to exit"),
    Column("exit_code", _INTEGER, "", "What it exited with.", _PROCESSES, "killed, alive, unseen"),
    Column("signal", _INTEGER, "", "The signal that ended it.", _PROCESSES, "exited, alive, unseen"),
    Column("survived", _INTEGER, "", "1 if it outlived the command, else 0.", _MANIFEST, _DIED),
    Column(
        "peak", _INTEGER, "bytes", "Its largest resident set since its last exec.",
        "processes.jsonl, VmHWM of /proc/PID/status or hiwater_rss of taskstats", "not read",
    ),
    Column("peak_how", _TEXT, "", "`exact` or `sampled`.", _PROCESSES, "no peak"),
    Column("peak_source", _TEXT, "", "The counter of the peak.", _PROCESSES, "no peak"),
    Column("threads", _INTEGER, "threads", "Threads at its end.", _PROCESSES, "unknown"),
    Column(
        "heap_limit", _INTEGER, "bytes", "The V8 old-space ceiling that its flags ask for.",
        _PROCESSES, "not Node, or no flag",
    ),
)  # fmt: skip

_EXEC = (
    Column("process", _INTEGER, "", "Number of the process.", _PROCESSES),
    Column("at", _REAL, _AT, "When it became this program.", _PROCESSES),
    Column("command", _TEXT, "", "The command line, quoted, secrets masked.", _PROCESSES),
)

_SAMPLE = (
    Column("at", _REAL, _AT, "When it was read; the value holds until the next one.", _SAMPLES),
    Column("process", _INTEGER, "", "Number of the process.", _SAMPLES, "the whole tree"),
    Column(
        "quantity", _TEXT, "",
        "Of the tree: `usage`, `anonymous`, `page_cache`, `pressure`; of a process: `rss`, "
        "`heap`, `pss`.",
        _SAMPLES,
    ),
    Column(
        "value", _INTEGER, "bytes; microseconds of `pressure`",
        "The reading. `pressure`: time in which tasks stalled on memory so far; of the whole "
        "machine where the run has no cgroup of version 2.",
        "samples.jsonl: the cgroup's counters, /proc/PID/statm, maps and smaps_rollup",
    ),
)  # fmt: skip

_OUTPUT = (
    Column("at", _REAL, _AT, "When it was read.", "output.jsonl"),
    Column(
        "stream", _TEXT, "", "`stdout`, `stderr`, `terminal`, or `unknown` if the index is torn.",
        "output.jsonl", "a gap",
    ),
    Column("bytes", _INTEGER, "bytes", "Length of `data`.", "output.jsonl"),
    Column("dropped", _INTEGER, "bytes", "Passed on here and not kept.", "output.jsonl"),
    Column(
        "text", _TEXT, "", "`data` as UTF-8; what is not, and NUL, is U+FFFD.", "output.log",
    ),
    Column("data", _BLOB, "", "What was printed, byte for byte.", "output.log"),
)  # fmt: skip

_EVENT = (
    Column("at", _REAL, _AT, "When it happened.", "all streams", "a sentence about the whole run"),
    Column("process", _INTEGER, "", "Number of the process.", _PROCESSES, "the whole run"),
    Column(
        "event", _TEXT, "",
        "`fork`, `exec`, `exit`, `oom-kill` (a counter of kills rose), `note` (of the recorder), "
        "`damage` (what could not be read back).",
        "all streams",
    ),
    Column(
        "detail", _TEXT, "",
        "JSON object: `pid`, `parent` | `command` | `exit_code`, `signal` | `group`, `around`, "
        "`machine` (kills so far) | `text`. Keys that do not apply are left out.",
        "all streams",
    ),
)  # fmt: skip

_COLUMN = (
    Column("table", _TEXT, "", "Name of the table.", "memfit"),
    Column("column", _TEXT, "", "Name of the column.", "memfit"),
    Column("unit", _TEXT, "", "Its unit.", "memfit", "a name, a number without unit, or text"),
    Column("meaning", _TEXT, "", "What it says, and what NULL means.", "memfit"),
    Column("source", _TEXT, "", "Where it comes from.", "memfit"),
)


def describe(_recording: Recording) -> Iterator[Row]:
    """The rows of the table `columns`: one a column of every table, also of itself."""
    for table in TABLES:
        for column in table.columns:
            absent = f" NULL: {column.absent}." if column.absent else ""
            meaning = column.meaning + absent
            yield table.name, column.name, column.unit or None, meaning, column.source


TABLES: tuple[Table, ...] = (
    Table("run", _RUN, rows.run),
    Table("processes", _PROCESS, rows.processes, key="process"),
    Table("execs", _EXEC, rows.execs, index=("process", "at")),
    Table("samples", _SAMPLE, rows.samples, index=("process", "at")),
    Table("output", _OUTPUT, rows.output, index=("at",)),
    Table("events", _EVENT, rows.events, index=("process", "at")),
    *INSIDE,
    Table("columns", _COLUMN, describe),
)
"""Every table, in the order in which they are written."""
