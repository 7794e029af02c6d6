"""jest 29 and 30: in-band, in child processes and in worker threads."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from memfit.model.suite import RunnerReport, Stretch
from memfit.runners import jest_document, settings
from memfit.runners.command import values
from memfit.runners.contract import Line, Said
from memfit.runners.text import after, counts

NAME: Final = "jest"
MARKS: Final = (
    rb"Test Suites: |Tests: |\b(?:PASS|FAIL)\b|% Stmts"
    rb"|[Jj]est worker |Call retries were exceeded|ERR_WORKER_OUT_OF_MEMORY"
)
DOCUMENT: Final = rb'\{"numFailedTestSuites"'

_TOTAL: Final = re.compile(r"\s*(?:([^()]*), )?(?:\d{1,9} of )?(\d{1,9}) total")
_DEATH: Final = re.compile(
    r"\b[Jj]est worker (?:process \(pid=\d+\) was terminated|ran out of memory)"
    r"|\bCall retries were exceeded\b|\bERR_WORKER_OUT_OF_MEMORY\b"
)


def read(lines: Sequence[Line]) -> Said:
    """Read its summaries, what it says of dead workers, and when it dealt with coverage."""
    reports: list[tuple[float, RunnerReport]] = []
    deaths: list[tuple[float, str]] = []
    suites: dict[str, tuple[str, dict[str, int], int]] = {}
    for line in lines:
        found = after(line.text, "Test Suites: ")
        if found is not None and (read_suites := _counted(found[1])) is not None:
            suites[found[0]] = (f"Test Suites: {found[1].strip()}", *read_suites)
        # The two lines always come together; the second completes the summary.
        found = after(line.text, "Tests: ")
        if found is not None and found[0] in suites and (tests := _counted(found[1])) is not None:
            reports.append((line.at, _summary(*suites.pop(found[0]), *tests)))
        if _DEATH.search(line.text):
            deaths.append((line.at, line.text.strip()))
    return Said(tuple(reports), _coverage(lines), tuple(deaths))


def _counted(text: str) -> tuple[dict[str, int], int] | None:
    match = _TOTAL.fullmatch(text)
    if match is None:
        return None
    return counts(match[1], ",") if match[1] else {}, int(match[2])


def _summary(
    sentence: str, files: dict[str, int], of: int, tests: dict[str, int], in_all: int
) -> RunnerReport:
    return RunnerReport(
        "output",
        not (files.get("failed") or tests.get("failed")),
        files=of,
        files_ended=min(of, sum(files.values())),
        tests=in_all,
        tests_pending=max(0, in_all - sum(tests.values())),
        sentence=sentence,
    )


def _coverage(lines: Sequence[Line]) -> tuple[Stretch, ...]:
    """From the end of the last test file to the coverage table, which comes with its end."""
    last: float | None = None
    for line in lines:
        if last is not None and "% Stmts" in line.text:
            return (Stretch("coverage", "", None, last, line.at),)
        if line.text.lstrip().startswith(("PASS ", "FAIL ")):
            last = line.at
    return ()


def report(source: str, document: object) -> RunnerReport | None:
    """Read its JSON report."""
    content = jest_document.read(document)
    whole = settings.mapping(document)
    if content is None or "wasInterrupted" not in whole:
        return None
    suites = [whole.get(f"num{kind}TestSuites") for kind in ("Passed", "Failed", "Pending")]
    files = whole.get("numTotalTestSuites")
    return RunnerReport(
        source,
        content.success,
        files=files if isinstance(files, int) else None,
        files_ended=sum(one for one in suites if isinstance(one, int)),
        tests=content.tests,
        tests_pending=None if content.tests is None else max(0, content.tests - content.settled),
        sentence=content.sentence,
    )


def report_files(words: Sequence[str], config: Mapping[str, object]) -> tuple[str, ...]:
    """Name the file of `--json --outputFile`, and that of the jest-junit reporter."""
    named = list(values(words, "--outputFile"))
    named += (
        settings.texts(settings.first(config.get("outputFile"), config.get("output_file"))) or []
    )
    if "jest-junit" in (settings.texts(config.get("reporters")) or []):
        named.append("junit.xml")  # its default, in the working directory
    return tuple(dict.fromkeys(named))


def config(resolved: Mapping[str, object]) -> dict[str, object]:
    """Bring its resolved configuration, the global and the project's part, to common names."""
    environment = settings.mapping(resolved.get("testEnvironmentOptions"))
    collects = resolved.get("collectCoverage")
    flags = resolved.get("execArgv")
    given = {
        "pool": _pool(resolved.get("workerThreads")),
        "workers": resolved.get("maxWorkers"),
        "max_workers": resolved.get("maxWorkers"),
        "run_in_band": settings.first(resolved.get("runInBand"), resolved.get("i")),
        "worker_idle_memory_limit": resolved.get("workerIdleMemoryLimit"),
        "globals_cleanup": environment.get("globalsCleanup"),
        "environment": resolved.get("testEnvironment"),
        "dom": resolved.get("dom"),
        "setup_files": [
            *(settings.names(resolved.get("setupFiles")) or []),
            *(settings.names(resolved.get("setupFilesAfterEnv")) or []),
        ]
        or None,
        "global_setup": resolved.get("globalSetup"),
        "reset_modules": resolved.get("resetModules"),
        "detect_open_handles": resolved.get("detectOpenHandles"),
        "detect_leaks": resolved.get("detectLeaks"),
        "max_concurrency": resolved.get("maxConcurrency"),
        "reporters": settings.texts(resolved.get("reporters")),
        "bail": resolved.get("bail"),
        "exec_argv": settings.memory_flags(flags),
        "old_space": settings.old_space(flags),
        "coverage": None
        if collects is None
        else (resolved.get("coverageProvider", "babel") if collects else False),
        "coverage_include": settings.texts(resolved.get("collectCoverageFrom")),
    }
    return settings.normal(resolved, given)


def _pool(threads: object) -> str | None:
    return None if threads is None else "threads" if threads else "forks"
