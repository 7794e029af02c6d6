"""An investigation that can be pasted: complete, in order, and safe."""

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from memfit.explain.verdict import explain
from memfit.model.finding import Rejected
from memfit.report.markdown import advice, markdown
from memfit.units import format_bytes
from tests.explain.build import process, recording, series
from tests.report.synthetic import finding, suite

HOSTILE = (
    "</script>| <img src=x> @someone #1 `x` [a](https://evil.example) \x1b[31m \u202e \udcff\n# x"
)
READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def investigation(name="test"):
    run = suite(20.0, 400, 24, name)
    rejected = (Rejected("workers-times-ceiling", f"one worker grows the same, {name}"),)
    return markdown(replace(explain(run), findings=(finding(name),), rejected=rejected), run)


def section(text, title):
    (found,) = [
        part for part in re.split(r"^#{2,3} ", text, flags=re.MULTILINE) if part.startswith(title)
    ]
    return found


def test_it_says_what_happened_first_then_why_then_everything_else():
    titles = re.findall(r"^(#{2,3} [\w -]+)", investigation(), flags=re.MULTILINE)

    assert [title.lstrip("# ") for title in titles] == [
        "oom-killed", "Cause", "Observed", "Memory over time", "Held at the peak",
        "Dearest test files", "Considered and rejected", "What was run", "Not checked", "Next",
    ]  # fmt: skip


def test_every_number_says_how_it_was_obtained():
    text = investigation()

    assert "| growth of the floor a file | 4.10 MB | sampled | `isolates/4001-0.jsonl` |" in text
    assert re.search(r"\| peak of the tree \| \S+ GB \| exact, `memory.peak`, seen", text)
    assert "rss and V8 heap: sampled; native = rss - heap: estimate." in text


@pytest.mark.parametrize(
    ("how", "written"),
    [
        ("test: { isolate: true }", "```\ntest: { isolate: true }\n```"),
        ("load heavy parts with import()", "- load heavy parts with import()"),
        ("silent: true in jest.config", "- `silent: true` in jest.config"),
    ],
)
def test_only_what_can_be_pasted_is_code(how: str, written: str):
    assert advice([how]) == written


def test_the_cause_has_its_basis_its_remedy_and_the_experiment_that_would_prove_it():
    cause = section(investigation(), "Cause")

    assert "(inferred: the recording fits it and nothing else that was checked)" in cause
    assert "```\ntest: { isolate: true, pool: 'forks' }\n```" in cause
    assert "What would prove it: the same run with isolate: true" in cause
    assert "Not to be confused with `mock-registry`, `context-leak`." in cause


def test_the_timeline_is_a_picture_in_characters():
    picture = section(investigation(), "Memory over time")

    assert "█" in picture
    assert "✕" in picture
    assert "├" in picture


def test_the_dearest_files_come_first():
    rows = re.findall(r"^\| `(\S+)`", section(investigation(), "Dearest"), flags=re.MULTILINE)

    assert rows[:2] == ["src/test/file-020.test.ts", "src/test/file-016.test.ts"]
    assert len(rows) == 10


def test_what_was_rejected_and_what_was_not_checked_is_said():
    text = investigation()

    assert "- `workers-times-ceiling`: one worker grows the same" in text
    assert "- `retained-across-files` is inferred: no experiment was made." in text


def test_where_it_ran_and_under_which_limits_is_said():
    ran = section(investigation(), "What was run")

    assert "| command | `npx vitest run test` |" in ran
    assert "vitest 3.2.4" in ran
    assert "(cgroup-v2)" in ran


def test_hostile_names_mention_link_and_render_nothing():
    text = investigation(HOSTILE)
    html = READER.render(text)
    outside_of_code = re.sub(r"<(code|pre)\b.*?</\1>|href=\S+", "", html, flags=re.DOTALL)

    assert "<img" not in html
    assert "<script" not in html
    assert re.findall(r'href="(?!https://example\.org/)', html) == []
    assert not re.search(r"@\w|#\d|://", outside_of_code)
    assert text.replace("\n", "").replace("\u200b", "").isprintable()
    assert len(re.findall("<h[1-6]>", html)) == len(
        re.findall("<h[1-6]>", READER.render(investigation()))
    )


@pytest.mark.parametrize(
    "run",
    [
        recording(processes=(), end=None, oom_kills=()),
        recording(process(0, rss=90), usage=series((0, 90)), peak=90),
        recording(process(0), end=None),
    ],
)
def test_every_recording_has_an_investigation(run):
    text = markdown(explain(run), run)

    assert text.startswith("## ")
    assert "Nothing was seen from inside the processes" in text


def test_an_investigation_of_a_long_suite_stays_short_enough_for_an_issue():
    run = suite(600.0, 2000, 300, "x" * 200)

    assert len(markdown(replace(explain(run), findings=(finding(),) * 3), run)) < 65_536


def test_what_watching_cost_is_taken_out_of_every_peak_as_its_note_says():
    watched = suite(20.0, 400, 24)
    isolates = tuple(replace(each, own_cost=9 << 20) for each in watched.isolates)
    watched = replace(watched, isolates=isolates)
    explained = explain(watched)
    rows = {row.pid: row.peak for row in explained.processes}

    held = section(markdown(explained, watched), "Held at the peak")

    peaks = dict(re.findall(r"\| worker (\d+) \|.*\| ([\d.]+ \wB) exact \|", held))
    assert peaks == {pid: format_bytes(rows[int(pid)].bytes) for pid in peaks}
    assert len(peaks) == 4


def test_a_ceiling_that_was_read_is_an_observation():
    run = suite(20.0, 400, 24)
    run = replace(run, isolates=tuple(replace(each, heap_limit=300 << 20) for each in run.isolates))
    text = markdown(explain(run), run)

    assert "of heap in force" in section(text, "Observed")
    assert "of heap in force" not in section(text, "Not checked")
