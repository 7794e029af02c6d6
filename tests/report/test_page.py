"""The page in a real browser: it opens, it works, and names in it do nothing."""

import re
from array import array
from dataclasses import replace

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import Rejected
from memfit.model.recording import Series
from memfit.report.page import page
from tests.explain.build import GB, MB, process, recording, series
from tests.report.browser import visit
from tests.report.synthetic import finding, suite

pytestmark = pytest.mark.node

HOSTILE = (
    "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
    "<!-- {{script}} \u202e \udcff \u2028 <a href='javascript:window.hacked=1'>"
)
MEGABYTE = 1_000_000


def explained(run, *findings):
    return replace(explain(run), findings=findings, rejected=(Rejected("mock-registry", "no"),))


def written(tmp_path, run, *findings):
    file = tmp_path / "report.html"
    file.write_text(page(explained(run, *findings), run), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """What a visitor saw of a page full of hostile names."""
    run = suite(20.0, 400, 24, HOSTILE)
    return visit(written(tmp_path_factory.mktemp("page"), run, finding(HOSTILE)), "tour.cjs")


def width(seen: str) -> float:
    """Seconds in view, as the page says it."""
    start, end = re.findall(r"([\d.]+) s", seen)
    return float(end) - float(start)


def test_it_opens_without_errors_and_asks_for_nothing(tour):
    assert tour["errors"] == []
    assert tour["asked"] == []


def test_hostile_names_are_text(tour):
    assert tour["hacked"] is None
    assert tour["elements"] == [0, 2, 0, 0, 0, 0]
    assert "{{script}}" in tour["title"] or "…" in tour["title"]
    assert "<img src=x" in tour["found"][0]


def test_the_policy_forbids_other_scripts_and_the_network(tour):
    assert set(tour["forbidden"].values()) == {False}


def test_the_cursor_says_what_was_held_and_what_ran(tour):
    assert float(tour["hovered"].split()[1]) == pytest.approx(5.0, abs=0.1)
    assert "worker 4001" in tour["hovered"]
    assert "file-004.test.ts" in tour["hovered"]
    assert len(re.findall(r"\d+(?:\.\d+)? MB", tour["hovered"])) >= 10


def test_dragging_scrolling_keys_and_buttons_zoom(tour):
    assert tour["whole"] == "all of 20.0 s"
    assert width(tour["dragged"]) == pytest.approx(5.0, abs=0.3)
    assert tour["doubled"] == tour["home"] == tour["minus"] == tour["all"] == tour["whole"]
    assert 5 < width(tour["wheeled"]) < 15
    assert width(tour["plus"]) == width(tour["button"]) == pytest.approx(10.0, abs=0.1)


def test_a_key_goes_to_a_mark_and_says_it(tour):
    assert "killed by SIGKILL" in tour["said"]


def test_a_finding_with_the_focus_lights_up_where_it_was_seen(tour):
    assert width(tour["focused"]) == pytest.approx(4.0, abs=0.2)
    assert tour["lit"]


def test_files_sort_filter_and_lead_to_the_timeline(tour):
    assert ["heap growth", "descending"] in tour["heads"]
    assert tour["up"] == sorted(tour["up"])
    assert tour["down"] == sorted(tour["up"], reverse=True)
    assert [name.rsplit("/", 1)[-1] for name in tour["found"]] == ["file-003.test.ts"]
    assert width(tour["picked"]) == pytest.approx(4.0, abs=0.2)


def test_the_treemap_fills_its_area_with_the_dearest_files(tour):
    assert sum(area for _, area in tour["tiles"]) == pytest.approx(tour["area"], rel=0.02)
    largest = max(tour["tiles"], key=lambda tile: tile[1])
    assert largest[0].startswith("file-016.test.ts")
    assert len(tour["others"]) == 24


def test_a_process_can_be_drawn_alone(tour):
    assert tour["alone"] == 1


def test_light_and_dark_follow_the_system_until_one_is_chosen(tour):
    light, dark = tour["themes"]["theme: light"], tour["themes"]["theme: dark"]

    assert light != dark
    assert tour["themes"]["theme: system"] == light
    assert tour["themes"]["dark system"] == dark


def test_two_fingers_zoom_and_a_tap_reads_on_a_phone(tmp_path):
    seen = visit(written(tmp_path, suite(20.0, 400, 24)), "pinch.cjs")

    assert seen["errors"] == []
    assert width(seen["pinched"]) < 12
    assert seen["after"] == seen["pinched"]
    assert seen["tapped"].startswith("at 1")


@pytest.mark.parametrize("screen", [360, 1200])
def test_ten_minutes_of_a_suite_fit_in_a_file_of_a_megabyte_and_a_half(tmp_path, screen):
    file = written(tmp_path, suite(), finding())

    seen = visit(file, "glance.cjs", str(screen), "0.5")

    assert file.stat().st_size < 1.5 * MEGABYTE
    assert seen["errors"] == []
    assert seen["tooWide"] <= 0
    assert "readings" in seen["notes"]


def test_an_hour_at_full_speed_still_fits(tmp_path):
    file = written(tmp_path, suite(3600.0, 72_000, 1200), finding())

    assert file.stat().st_size < 1.5 * MEGABYTE


@pytest.mark.parametrize("spiking", ["process", "tree"])
def test_a_peak_of_one_reading_among_100_000_is_painted(tmp_path, spiking):
    ticks = 100_000
    at = array("d", (tick / 100 for tick in range(ticks)))
    flat = array("q", [100 * MB]) * ticks
    high = flat[:]
    high[ticks // 4] = 900 * MB
    rss, usage = (high, flat) if spiking == "process" else (flat, high)
    node = process(0, "node a.js", rss=Series(at, rss), ended=None)
    run = recording(node, usage=Series(at, usage), at=at[-1])

    seen = visit(written(tmp_path, run), "glance.cjs", "1200", "0.25")

    assert seen["painted"] > 0.9


@pytest.mark.parametrize(
    "run",
    [
        recording(processes=(), end=None, oom_kills=()),
        recording(process(0, rss=90)),
        recording(process(0, rss=90), end=None, usage=series((0, 1))),
        recording(process(0, ended=0.0), at=0.0, usage=series((0.0, 10)), memory=GB / MB),
    ],
    ids=["nothing", "no usage", "no end", "no time"],
)
def test_every_recording_has_a_page(tmp_path, run):
    seen = visit(written(tmp_path, run), "glance.cjs", "1200", "0.5")

    assert seen["errors"] == []
    assert "does not tell of test files" in seen["files"]
