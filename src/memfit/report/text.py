"""The explanation as text for a terminal: what happened, how sure memfit is, what to do next.

Whatever comes from a recording is escaped on its way into a rich `Text`; no string is ever read
as rich's markup.
"""

import re
from collections.abc import Iterable, Mapping
from io import StringIO

from rich.console import Console
from rich.text import Text

from memfit.explain.files import Order, ordered
from memfit.explain.naming import instant, shorten_path
from memfit.explain.own_cost import less_own_cost
from memfit.model.finding import Basis, EndingKind, Explanation, Finding, Level, Shape
from memfit.model.recording import Process, Recording
from memfit.report.cells import cut, grid, label, measured, text
from memfit.report.console import console as new_console
from memfit.report.console import trimmed
from memfit.report.escape import escape
from memfit.report.files import file_table, legend, print_unended
from memfit.report.fold import fold
from memfit.report.holders import SHARED, holder_table, more_than_charged
from memfit.units import format_bytes, format_seconds

MOST_EVIDENCE = 2
MOST_REJECTED = 2
MOST_NOTES = 2
MOST_FILES = 3
MOST_CEILINGS = 2
MOST_LINES_OF_A_COMMAND = 3

_STYLES = {EndingKind.PASSED: "bold green"}
_ELSEWHERE = "in --format json"


def render(explanation: Explanation, recording: Recording, width: int, colour: bool) -> str:
    """Return the report.

    Args:
        explanation: What to say.
        recording: What it is about.
        width: Columns of the terminal; the table needs 70.
        colour: Whether to use terminal colours.

    Returns:
        About 30 lines, each at most `width` columns, but for words of a command that are longer.
    """
    recording = less_own_cost(recording)
    page = StringIO()
    console = new_console(page, width, colour=colour)
    processes = {process.key: process for process in recording.processes}
    _print_ending(console, explanation)
    _print_numbers(console, explanation)
    _print_verdict(console, explanation)
    _print_holders(console, explanation, recording)
    _print_victim(console, explanation, processes)
    _print_files(console, explanation, recording, colour=colour)
    _print_shapes(console, explanation, processes)
    _print_notes(console, explanation.notes)
    _print_next(console, explanation.next_commands)
    return trimmed(page)


def _print_ending(console: Console, explanation: Explanation) -> None:
    ending = explanation.ending
    style = "bold red" if ending.kind.of_memory else _STYLES.get(ending.kind, "bold yellow")
    said = re.search(rf"exit code {ending.exit_code}\b", ending.sentence)
    known = ending.exit_code is None or said is not None
    code = "" if known else f" (exit code {ending.exit_code})"
    console.print(
        Text.assemble((ending.kind.value, style), ": ", (escape(ending.sentence), "bold"), code)
    )
    facts = grid(console.width)
    for fact in ending.evidence[:MOST_EVIDENCE]:
        facts.add_row(text("because", "dim"), text(fact))
    console.print(facts)


def _print_numbers(console: Console, explanation: Explanation) -> None:
    numbers = grid(console.width)
    peak, limit, at = explanation.peak, explanation.limit, explanation.peak_at
    seen = f", seen highest at {instant(at)}" if at is not None else ""
    numbers.add_row(
        text("peak", "bold"),
        text(f"{measured(peak)} ({peak.source}){seen}" if peak else "not measured"),
    )
    if limit is not None:
        room = explanation.headroom
        left = ""
        if peak is not None and room is not None:
            much = f"headroom {format_bytes(room)}" if room > 0 else "no headroom"
            left = f", {much} {peak.how.value}"
        numbers.add_row(
            text("limit", "bold"), text(f"{format_bytes(limit.bytes)} ({limit.source}){left}")
        )
    for sentence in explanation.interior.ceilings[:MOST_CEILINGS]:
        numbers.add_row(text("ceiling", "bold"), text(sentence))
    elapsed = explanation.elapsed
    took = format_seconds(elapsed) if elapsed is not None else "not known"
    numbers.add_row(text("elapsed", "bold"), text(took))
    console.print()
    console.print(numbers)


def _print_verdict(console: Console, explanation: Explanation) -> None:
    """Print the verdict; two causes where only an experiment tells them apart."""
    findings = explanation.findings
    undecided = bool(findings) and findings[0].basis is Basis.CONJECTURE
    for finding in findings[: 2 if undecided else 1]:
        _print_finding(console, finding)
    if findings and explanation.rejected:
        others = grid(console.width)
        for each in explanation.rejected[:MOST_REJECTED]:
            others.add_row(text("not   ", "dim"), text(f"{each.cause}: {each.sentence}"))
        console.print(others)


def _print_finding(console: Console, finding: Finding) -> None:
    said = grid(console.width)
    cause = text(f"{finding.cause} ({finding.basis.value}): {finding.sentence}")
    style = "bold red" if finding.level is Level.ERROR else "bold yellow"
    said.add_row(text("cause", style), cause)
    if finding.experiment:
        said.add_row(text("proof", "bold"), text(finding.experiment))
    for remedy in finding.remedies[:1]:
        said.add_row(text("remedy", "bold"), text(f"{remedy.what}: {remedy.how}"))
    console.print()
    console.print(said)
    if finding.page:
        # Whole, however narrow the terminal: a link that is cut in two leads nowhere.
        console.print(text(f"page    {finding.page}", "dim"), soft_wrap=True)


def _print_holders(console: Console, explanation: Explanation, recording: Recording) -> None:
    held = [holder for holder in explanation.holders if holder.rss]
    if not held:
        return
    title = f"held at {instant(explanation.peak_at or 0.0)}, the peak"
    if explanation.anonymous is not None and explanation.page_cache is not None:
        title += (
            f": {format_bytes(explanation.anonymous)} needed, "
            f"{format_bytes(explanation.page_cache)} page cache (sampled)"
        )
    console.print()
    console.print(text(title, "bold"))
    console.print(holder_table(held, recording, console.width))
    console.print(text("rss and V8 heap: sampled; native = rss - heap: estimate", "dim"))
    if more_than_charged(held, explanation):
        console.print(text(SHARED, "dim"))


def _print_victim(
    console: Console, explanation: Explanation, processes: Mapping[int, Process]
) -> None:
    """Say who was the biggest, if the kernel killed somebody else."""
    victim, largest = explanation.victim, explanation.biggest
    if victim is None or largest is None or victim == largest:
        return
    sentence = (
        f"the victim, {label(processes[victim])} (peak {measured(processes[victim].peak)}), was "
        f"not the biggest: {label(processes[largest])} peaked at "
        f"{measured(processes[largest].peak)}"
    )
    console.print(text(sentence, "yellow"))


def _print_files(
    console: Console, explanation: Explanation, recording: Recording, *, colour: bool
) -> None:
    """Print the dearest test files, and those that never ended and were not named yet."""
    rows = explanation.interior.files
    if not rows:
        return
    dearest = ordered(rows, Order.PEAK)[:MOST_FILES]
    title = f"dearest of {len(rows)} files" if len(rows) > 1 else "test file"
    console.print()
    table = file_table(dearest, recording.directory, console.width, colour=colour, title=title)
    console.file.write("".join(f"{line}\n" for line in table))
    console.print(text(legend(dearest, table[0]), "dim"))
    said = explanation.ending.sentence
    unnamed = [row for row in rows if shorten_path(row.file, recording.directory) not in said]
    print_unended(console, unnamed, MOST_FILES)


def _print_shapes(
    console: Console, explanation: Explanation, processes: Mapping[int, Process]
) -> None:
    shapes = grid(console.width)
    for shape in _shapes_that_matter(explanation):
        who = "tree" if shape.process is None else label(processes[shape.process])
        shapes.add_row(text(who), text(shape.sentence))
    if shapes.row_count:
        console.print()
        console.print(text("shape over time (sampled)", "bold"))
        console.print(shapes)


def _shapes_that_matter(explanation: Explanation) -> Iterable[Shape]:
    """Yield the tree's shape, and that of the process that ended the run, else of the biggest."""
    by_process = {shape.process: shape for shape in explanation.shapes}
    largest = explanation.holders[0].process if explanation.holders else explanation.biggest
    wanted = (explanation.ending.process, largest, explanation.biggest)
    one = next((key for key in wanted if key is not None and key in by_process), None)
    for key in dict.fromkeys((None, one)):
        if key in by_process:
            yield by_process[key]


def _print_notes(console: Console, notes: tuple[str, ...]) -> None:
    if not notes:
        return
    table = grid(console.width)
    for note in notes[:MOST_NOTES]:
        table.add_row(text("note", "dim"), text(cut(escape(note), 2 * (console.width - 8)), "dim"))
    if len(notes) > MOST_NOTES:
        more = f"{len(notes) - MOST_NOTES} more {_ELSEWHERE}"
        table.add_row(text("note", "dim"), text(more, "dim"))
    console.print()
    console.print(table)


def _print_next(console: Console, commands: tuple[str, ...]) -> None:
    console.print()
    console.print(text("next", "bold"))
    for command in commands:
        lines = fold(command, console.width - 2)
        if len(lines) > MOST_LINES_OF_A_COMMAND:
            lines = [*lines[: MOST_LINES_OF_A_COMMAND - 1], f"    … (whole {_ELSEWHERE})"]
        for line in lines:
            console.print(text(f"  {line}", "cyan"), soft_wrap=True)
