import pytest

from memfit.errors import UnusableInputError
from memfit.heap.examine import Examined
from tests.heap.builder import HeapFile, leaky


@pytest.fixture
def world():
    heap = HeapFile()
    return heap, heap.child(0, "shortcut", 1, "object", "global", 100)


def said(heap, tmp_path, most=10):
    return Examined(heap.write(tmp_path / "a.heapsnapshot")).snapshot(most)


def test_the_headline_names_variable_file_and_contents(tmp_path):
    headline = said(leaky(), tmp_path).headline

    assert headline.endswith("Array at requestLog (/src/app.ts:12) holds 20 x {url, app}")
    assert "(99%)" in headline


def test_a_holder_tells_the_way_from_the_root(tmp_path):
    path = said(leaky(), tmp_path).holders[0].path

    assert [(step.edge, step.what) for step in path] == [
        ("", "(synthetic)"),
        (" (1)", "global"),
        (".handler", "function handler"),
        (" {context}", "system / Context"),
        (" variable requestLog", "Array"),
    ]


def test_sizes_of_a_holder_sum_up(tmp_path):
    snapshot = said(leaky(count=7), tmp_path)

    assert snapshot.holders[0].bytes == 16 + 7 * 8 + 7 * 1800
    assert snapshot.holders[0].contents[0].bytes == 7 * 1800
    assert sum(kind.bytes for kind in snapshot.kinds) == snapshot.bytes


def test_like_holders_count_as_one(world, tmp_path):
    heap, top = world
    for module in range(5):
        owner = heap.child(top, "property", f"module{module}", "closure", "load", 10)
        scope = heap.child(owner, "internal", "context", "object", "system / Context", 10)
        table = heap.child(scope, "context", "table", "object", "Array", 10)
        for entry in range(10):
            heap.child(table, "element", entry, "object", "Row", 100)

    holder = said(heap, tmp_path).holders[0]

    assert (holder.count, holder.what, holder.name) == (5, "Array", "table")
    assert holder.bytes == 5 * 1010


def test_a_slot_without_a_name_gets_it_from_the_scope(world, tmp_path):
    heap, top = world
    function = heap.child(top, "property", "run", "closure", "run", 10)
    scope = heap.child(function, "internal", "context", "object", "system / Context", 10)
    info = heap.child(scope, "internal", "scope_info", "code", "system / ScopeInfo", 10)
    for at, name in enumerate(["config", "cache", "run"]):
        heap.child(info, "hidden", at + 4, "string", name, 8)
    heap.child(scope, "hidden", 0, "object", "Object", 10)
    cache = heap.child(scope, "hidden", 1, "object", "Map", 10)
    heap.edge(scope, "hidden", 2, function)
    for at in range(9):
        heap.child(cache, "element", at, "object", "Row", 1000)

    assert said(heap, tmp_path).holders[0].name == "cache"


def test_questions_are_answered_with_what_the_things_hold(world, tmp_path):
    heap, top = world
    for at in range(3):
        mock = heap.child(top, "property", f"mock{at}", "closure", "spy", 10)
        heap.child(mock, "property", "mockReturnValueOnce", "closure", "f", 5)
        heap.child(mock, "property", "calls", "object", "Array", 1000)
    heap.child(top, "property", "timer", "object", "Timeout", 500)

    answers = {answer.question: answer for answer in said(heap, tmp_path).answers}

    assert (answers["mocks"].count, answers["mocks"].bytes) == (3, 3 * 1015)
    assert answers["timers"].bytes == 500
    assert "windows" not in answers


def test_nested_things_count_once(world, tmp_path):
    heap, top = world
    outer = heap.child(top, "property", "a", "object", "Server", 100)
    heap.child(outer, "property", "b", "object", "Socket", 50)

    answer = next(a for a in said(heap, tmp_path).answers if a.question == "handles")

    assert (answer.count, answer.bytes) == (1, 150)


def test_a_class_counts_nested_objects_once_in_what_it_holds(world, tmp_path):
    heap, top = world
    first = heap.child(top, "property", "head", "object", "Link", 10)
    second = heap.child(first, "property", "next", "object", "Link", 10)
    heap.child(second, "property", "value", "string", "text", 100)

    row = next(row for row in said(heap, tmp_path).classes if row.name == "Link")

    assert (row.count, row.self_bytes, row.retained) == (2, 20, 120)


def test_copies_of_a_string_are_counted(world, tmp_path):
    heap, top = world
    for at in range(4):
        heap.child(top, "property", f"p{at}", "string", "the same text", 40)
    heap.child(top, "property", "q", "string", "another text", 40)

    copies = said(heap, tmp_path).duplicates

    assert [(c.text, c.count, c.bytes) for c in copies] == [("the same text", 4, 120)]


def test_objects_of_a_class_are_found_largest_first(world, tmp_path):
    heap, top = world
    for size in (10, 30, 20):
        heap.child(top, "property", f"s{size}", "object", "Server", size)
    examined = Examined(heap.write(tmp_path / "a.heapsnapshot"))

    found = examined.holders_of_class("Server", 2)

    assert [holder.bytes for holder in found] == [30, 20]
    assert found[0].name == "globalThis.s30"


@pytest.mark.parametrize("number", [999_999, -1, 1 << 40])
def test_an_id_that_is_not_there_is_told_in_a_sentence(number, tmp_path):
    examined = Examined(leaky().write(tmp_path / "a.heapsnapshot"))

    with pytest.raises(UnusableInputError, match="has no object @"):
        examined.holder(number)


def test_a_class_that_is_not_there_is_told_in_a_sentence(tmp_path):
    examined = Examined(leaky().write(tmp_path / "a.heapsnapshot"))

    with pytest.raises(UnusableInputError, match="no object of class Nowhere"):
        examined.holders_of_class("Nowhere", 3)


def test_a_cut_file_still_tells_its_sizes(tmp_path):
    file = tmp_path / "a.heapsnapshot"
    text = leaky().text()
    file.write_text(text[: text.index('"edges"') + 40])

    snapshot = Examined(file).snapshot(10)

    assert snapshot.headline.startswith("the file is cut: ")
    assert snapshot.bytes > 20 * 1800
    assert snapshot.holders == ()
