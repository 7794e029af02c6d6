"""vitest 2 to 5, in every pool."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport, Stretch
from memfit.runners import jest_document, settings
from memfit.runners.command import values
from memfit.runners.contract import Line, Said
from memfit.runners.text import after, counts

NAME: Final = "vitest"
MARKS: Final = (
    rb"Test Files |Tests |Errors |\d tests?\b|Coverage (?:enabled|report)"
    rb"|Worker (?:exited|terminated)|Channel closed|\[vitest-pool|ERR_(?:WORKER|IPC)_"
)
DOCUMENT: Final = rb'\{"numTotalTestSuites"'

_TOTAL: Final = re.compile(r"\s*([^()]+) \((\d{1,9})\)")
_ERRORS: Final = re.compile(r"\s*[1-9]\d{0,8} (?:error|failed)")
_FILE_ENDED: Final = re.compile(r"\(\d{1,9} tests?\b")
# Node's and vitest's own names for what happened; test names do not begin like that.
_DEATH: Final = re.compile(
    r"(?:^|\b(?:Caused by|Uncaught): )Error: (?:Worker (?:exited|terminated)\b|Channel closed$"
    r"|\[vitest-pool[\w-]*\]: Worker \S+ emitted error)|\bERR_WORKER_OUT_OF_MEMORY\b"
    r"|\bERR_IPC_CHANNEL_CLOSED\b"
)
_LEFT_OPEN: Final = frozenset({"pending", "run", "queued", "None"})


def read(lines: Sequence[Line]) -> Said:
    """Read its summaries, what it says of dead workers, and when it dealt with coverage."""
    summaries: dict[str, list[_Summary]] = {}
    deaths: list[tuple[float, str]] = []
    for line in lines:
        _summarise(summaries, line)
        if _DEATH.search(line.text):
            deaths.append((line.at, line.text.strip()))
    reports = [one.report() for each in summaries.values() for one in each]
    return Said(
        tuple(sorted(reports, key=lambda report: report[0])), _coverage(lines), tuple(deaths)
    )


class _Summary:
    """The lines at the end of a run, which come one by one."""

    def __init__(self, at: float, sentence: str, files: Mapping[str, int], of: int) -> None:
        self.at, self.sentence, self.files, self.of = at, sentence, files, of
        self.tests: tuple[Mapping[str, int], int] | None = None
        self.errors = False

    def report(self) -> tuple[float, RunnerReport]:
        tests, of = self.tests or ({}, None)
        failed = self.files.get("failed") or tests.get("failed") or self.errors
        return self.at, RunnerReport(
            "output",
            not failed,
            files=self.of,
            files_ended=min(self.of, sum(self.files.values())),
            tests=of,
            tests_pending=None if of is None else max(0, of - sum(tests.values())),
            sentence=self.sentence,
        )


def _summarise(summaries: dict[str, list[_Summary]], line: Line) -> None:
    files = after(line.text, "Test Files ")
    if files is not None:
        read = _counted(files[1])
        if read is not None:
            sentence = f"Test Files {files[1]}".strip()
            summaries.setdefault(files[0], []).append(_Summary(line.at, sentence, *read))
        return
    tests = after(line.text, "Tests ")
    if tests is not None and tests[0] in summaries and summaries[tests[0]][-1].tests is None:
        summaries[tests[0]][-1].tests = _counted(tests[1])
        return
    errors = after(line.text.replace("Type Errors", "Errors", 1), "Errors ")
    if errors is not None and errors[0] in summaries and _ERRORS.match(errors[1]):
        summaries[errors[0]][-1].errors = True


def _counted(text: str) -> tuple[Mapping[str, int], int] | None:
    match = _TOTAL.fullmatch(text)
    read = counts(match[1], "|") if match else {}
    return (read, int(match[2])) if match and read else None


def _coverage(lines: Sequence[Line]) -> tuple[Stretch, ...]:
    """From the end of the last test file to the coverage report, where coverage was enabled."""
    enabled = False
    last: float | None = None
    for line in lines:
        if "Coverage enabled with" in line.text:
            enabled = True
        elif enabled and "Coverage report from" in line.text:
            return (Stretch("coverage", "", None, last if last is not None else line.at, line.at),)
        elif _FILE_ENDED.search(line.text):
            last = line.at
    return (Stretch("coverage", "", None, last, None),) if enabled and last is not None else ()


def report(source: str, document: object) -> RunnerReport | None:
    """Read its JSON report.

    A file of which a test is still pending, or that has no test and did not fail, never ended:
    its status says `passed` all the same when its worker died.
    """
    content = jest_document.read(document)
    if content is None or "wasInterrupted" in settings.mapping(document):
        return None
    ended = [
        status == "failed" if not tests else not _LEFT_OPEN.intersection(tests)
        for status, tests in content.files
    ]
    pending = sum(test in _LEFT_OPEN for _, tests in content.files for test in tests)
    return RunnerReport(
        source, content.success, len(ended), sum(ended), content.tests, pending, content.sentence
    )


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:
    """Name the files of its JSON and JUnit reporters."""
    options = [word.partition("=")[0] for word in words]
    mine = {one for one in options if one == "--outputFile" or one.startswith("--outputFile.")}
    named = list(values(words, *mine)) if mine else []
    resolved = settings.first(config.get("outputFile"), config.get("output_file"))
    named += [one for one in settings.mapping(resolved).values() if isinstance(one, str)]
    named += settings.texts(resolved) or []
    return tuple(dict.fromkeys(named))


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its resolved configuration to common names.

    Up to vitest 3 pools have options of their own; from 4 on they are at the top.
    """
    pool = resolved.get("pool")
    pools = settings.mapping(resolved.get("poolOptions"))
    own = settings.mapping(pools.get(pool)) if isinstance(pool, str) else {}
    coverage = settings.mapping(resolved.get("coverage"))
    flags = settings.first(own.get("execArgv"), resolved.get("execArgv"))
    intercept = resolved.get("disableConsoleIntercept")
    given = {
        "pool": pool,
        "isolate": settings.first(own.get("isolate"), resolved.get("isolate")),
        "workers": settings.first(
            resolved.get("maxWorkers"), own.get("maxForks"), own.get("maxThreads")
        ),
        "max_workers": resolved.get("maxWorkers"),
        "min_workers": settings.first(
            resolved.get("minWorkers"), own.get("minForks"), own.get("minThreads")
        ),
        "single_fork": own.get("singleFork"),
        "single_thread": own.get("singleThread"),
        "vm_memory_limit": settings.first(resolved.get("vmMemoryLimit"), own.get("memoryLimit")),
        "exec_argv": settings.memory_flags(flags),
        "old_space": settings.old_space(flags),
        "file_parallelism": resolved.get("fileParallelism"),
        "max_concurrency": resolved.get("maxConcurrency"),
        "environment": resolved.get("environment"),
        "setup_files": settings.texts(resolved.get("setupFiles")),
        "global_setup": settings.texts(resolved.get("globalSetup")),
        "reporters": settings.texts(resolved.get("reporters")),
        "bail": resolved.get("bail"),
        "console_intercept": None if intercept is None else not intercept,
        **({"coverage": _provider(coverage)} if coverage else {}),
        "coverage_include": settings.texts(coverage.get("include")),
        "coverage_all": coverage.get("all"),
    }
    return settings.normal(resolved, given)


def _provider(coverage: Mapping[str, object]) -> object:
    return coverage.get("provider", True) if coverage.get("enabled") else False
