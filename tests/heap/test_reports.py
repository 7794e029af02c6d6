import json
from dataclasses import replace

from memfit.model.snapshot import (
    Answer,
    ClassRow,
    Content,
    Duplicate,
    Holder,
    Place,
    Snapshot,
    Step,
)
from memfit.report.heap_document import document, markdown
from memfit.report.heap_page import page
from memfit.report.heap_text import render, render_holders

HOSTILE = "</script><img src=x onerror=alert(1)>|`\x1b[31m\u202e{{data}}"


def snapshot(name="cache", holders=3):
    place = Place("/home/me/project/packages/app/src/prices.ts", 3, 1)
    way = (Step("", "(root)", 1, 9_000_000), Step(f" variable {name}", "Map", 77, 8_000_000))
    found = tuple(
        Holder(
            70 + at,
            "Map",
            name,
            place,
            "listeners",
            8_000_000,
            0.8,
            (Content(name, 9, 7_000_000),),
            path=way,
        )
        for at in range(holders)
    )
    return Snapshot(
        "a.heapsnapshot", 10_000_000, 1234, 5678, f"7.63 MB (80%) Map at {name}", found,
        (Answer("mocks", "mock and spy functions", 12, 400_000, 0.04, (Content(name, 12, 400_000),)),),
        (Content("object", 1000, 9_000_000),), (ClassRow(name, 3, 4, 5),), (Duplicate(name, 2, 30),),
    )  # fmt: skip


def test_a_screen_shows_the_headline_first_and_what_to_type_last():
    lines = render(snapshot(), width=100, height=24, colour=False).splitlines()

    assert lines[0] == "7.63 MB (80%) Map at cache"
    assert "@70 Map at cache (…/app/src/prices.ts:3) [listeners]" in lines[2]
    assert "12 mock and spy functions" in "\n".join(lines)
    assert lines[-1] == "next: memfit heap --path 70 a.heapsnapshot"


def test_a_report_is_never_longer_than_a_screen():
    for holders in (0, 1, 8, 200):
        text = render(snapshot(holders=holders), width=80, height=24, colour=False)
        assert len(text.splitlines()) < 24


def test_a_note_about_damage_is_shown():
    noted = replace(snapshot(), notes=("the file is cut",))

    assert "note: the file is cut" in render(noted, width=80, height=24, colour=False)


def test_escape_codes_in_names_do_not_reach_the_terminal():
    for text in (
        render(snapshot(HOSTILE), width=500, height=40, colour=False),
        render_holders(snapshot(HOSTILE).holders, width=500, colour=False),
    ):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\\x1b[31m" in text


def test_names_in_markdown_start_nothing_of_their_own():
    text = markdown(snapshot(HOSTILE))

    assert "<img" not in text.replace("\\<", "")
    assert all(line.count("|") - line.count("\\|") in {0, 5, 7} for line in text.splitlines())


def test_the_document_holds_what_the_dataclasses_say():
    told = json.loads(json.dumps(document(snapshot())))

    assert (told["schema"], told["kind"]) == (1, "snapshot")
    assert told["holders"][0]["place"]["line"] == 3
    assert told["answers"][0]["question"] == "mocks"


def test_names_in_the_page_are_data():
    text = page(snapshot(HOSTILE))

    assert text.count("</script>") == 2
    assert "<img" not in text
    data = text.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert json.loads(data)["holders"][0]["name"] == HOSTILE


def test_the_page_needs_nothing_from_elsewhere():
    text = page(snapshot())

    assert "://" not in text
    assert "src=" not in text
    assert "{{" not in text
