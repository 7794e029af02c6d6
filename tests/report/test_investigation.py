"""The report of an investigation: complete, with its numbers, and safe, on the page and pasted."""

from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Rejected
from memfit.report.investigation import render
from memfit.report.investigation_markdown import investigation_markdown
from memfit.report.page import page
from tests.report.browser import visit
from tests.report.investigated import investigated
from tests.report.synthetic import finding, suite
from tests.report.test_markdown import READER, section
from tests.report.test_page import HOSTILE


def explained(name="test"):
    run = suite(20.0, 400, 24, name)
    rejected = (Rejected("mock-registry", "no"), Rejected("context-leak", "no"))
    return replace(explain(run), findings=(finding(name),), rejected=rejected), run


def pasted(name="test"):
    return investigation_markdown(investigated(name), *explained(name))


def seen_on_page(directory, name="test", width=1200, found=None):
    file = directory / "report.html"
    explanation, run = explained(name)
    file.write_text(page(explanation, run, found), encoding="utf-8")
    return visit(file, "investigation.cjs", str(width))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """What a visitor saw of a page full of hostile names."""
    return seen_on_page(tmp_path_factory.mktemp("page"), HOSTILE, found=investigated(HOSTILE))


@pytest.mark.node
def test_hostile_names_in_an_investigation_are_text(hostile):
    assert (hostile["errors"], hostile["asked"]) == ([], [])
    assert (hostile["hacked"], hostile["images"]) == (None, 0)
    assert "<img src=x" in hostile["outcome"]
    assert "\u202e" not in hostile["outcome"]


@pytest.mark.node
def test_the_page_has_every_part_of_an_investigation_in_order(hostile):
    assert hostile["titles"] == [
        "Hypotheses", "Experiments", "Remedies tried", "Pressure", "Not checked",
    ]  # fmt: skip
    hypotheses, remedies = hostile["tables"]
    assert [row[:2] for row in hypotheses] == [
        ["retained-across-files", "confirmed"], ["mock-registry", "rejected"],
    ]  # fmt: skip
    assert [row[1:3] for row in remedies] == [["holds 3 runs", "yes"], ["rejected 1 run", "no"]]
    assert [row[4][2:] for row in remedies] == ["1.25", ""]
    # What the investigation says why of is not said again.
    assert [line.split(":")[0] for line in hostile["rejected"]] == ["context-leak"]


@pytest.mark.node
def test_bars_are_as_long_as_their_numbers_and_mark_each_run(hostile):
    bars = [tuple(one) for one in hostile["bars"]]

    assert bars[2:4] == [("before", 100, 0, "400 MB"), ("after", 25, 0, "100 MB")]
    assert bars[4:6] == [("before", 80, 0, "4.0 s"), ("after", 100, 0, "5.0 s")]
    before, after = bars[7:9]
    assert (before[0], before[3][-6:]) == ("as it is", ", died")
    assert after[2:] == (3, "100 MB to 120 MB")
    assert after[1] < before[1] <= 100
    assert [one[3] for one in bars[-2:]] == [
        "90 % of the peak: passed", "75 % of the peak: oom-killed",
    ]  # fmt: skip


@pytest.mark.node
def test_a_hypothesis_leads_to_its_experiment_and_the_remedy_is_copied(hostile):
    assert hostile["target"] == "experiment"
    assert hostile["selected"] == hostile["cure"][0] == "isolate: true"
    assert hostile["cure"][1].startswith("env $'A=</script>")


@pytest.mark.node
def test_the_page_of_an_investigation_fits_a_phone(tmp_path):
    seen = seen_on_page(tmp_path, width=390, found=investigated())

    assert (seen["errors"], seen["tooWide"]) == ([], 0)


@pytest.mark.node
def test_the_page_of_a_run_alone_has_no_part_about_an_investigation(tmp_path):
    seen = seen_on_page(tmp_path)

    assert seen["hidden"]
    assert len(seen["rejected"]) == 2


def test_what_is_pasted_has_every_part_with_its_numbers():
    text = pasted()

    assert text.startswith("# retained-across-files, proven by experiment")
    assert "6 runs, 30.0 s, 6.0 times a run of the suite." in text
    assert "isolate: true" in section(text, "Remedy that holds")
    assert "| `retained-across-files` | confirmed | it passed, test | `isolate-files` |" in text
    assert "the peak of the tree: 400 MB before, 100 MB after" in section(text, "Experiments")
    again = section(text, "How to make them again")
    assert "memfit run --memory 1g -- env -u GONE A=test npx vitest run test --isolate" in again
    assert "| yes | yes | 3 | 100 MB, 110 MB, 120 MB | x 1.25 |" in section(text, "Remedies tried")
    assert "| 300 MB | 75 % | oom-killed | it died, test |" in section(text, "Pressure")
    assert "halves of the suite" in section(text, "Not checked by experiment")
    assert "mock-registry" not in section(text, "Considered and rejected")


def test_what_is_pasted_of_hostile_names_is_text():
    tokens = READER.parse(pasted(HOSTILE))
    inside = [child for token in tokens for child in (token.children or [])]

    assert not {"html_block", "image"} & {token.type for token in (*tokens, *inside)}
    html = {token.content for token in inside if token.type == "html_inline"}
    assert html <= {"<br>", "<sub>", "</sub>"}


def test_what_a_terminal_shows_of_hostile_names_obeys_nothing():
    explanation, _ = explained(HOSTILE)

    shown = render(investigated(HOSTILE), explanation, 80, colour=False)

    assert not {"\x1b", "\u202e", "\u2028"} & set(shown)
