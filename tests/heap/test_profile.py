import json

import pytest

from memfit.errors import UnusableInputError
from memfit.heap.profile import summarise


def frame(name, url, line, size, *children):
    call = {
        "functionName": name,
        "url": url,
        "lineNumber": line,
        "columnNumber": 0,
        "scriptId": "1",
    }
    return {"callFrame": call, "selfSize": size, "id": 1, "children": list(children)}


def written(tmp_path, head):
    file = tmp_path / "a.heapprofile"
    file.write_text(json.dumps({"head": head}))
    return file


def test_allocations_are_summed_by_function_and_file(tmp_path):
    grow = frame("grow", "file:///src/a.js", 4, 100)
    other = frame("grow", "file:///src/a.js", 4, 30)
    head = frame("(root)", "", -1, 0, frame("main", "file:///src/m.js", 0, 5, grow), other)

    profile = summarise(written(tmp_path, head), 10)

    assert profile.bytes == 135
    first = profile.functions[0]
    assert (first.function, first.place.file, first.place.line) == ("grow", "/src/a.js", 5)
    assert (first.self_bytes, first.total) == (130, 130)
    assert [(f.place.file, f.self_bytes, f.total) for f in profile.files[:2]] == [
        ("/src/a.js", 130, 130), ("/src/m.js", 5, 105),
    ]  # fmt: skip


def test_a_function_that_calls_itself_counts_once(tmp_path):
    head = frame("f", "a.js", 0, 1, frame("f", "a.js", 0, 1, frame("f", "a.js", 0, 1)))

    assert summarise(written(tmp_path, head), 1).functions[0].total == 3


def test_a_deep_stack_is_read(tmp_path):
    head = frame("f0", "a.js", 0, 1)
    for depth in range(1, 300):
        head = frame(f"f{depth}", "a.js", 0, 1, head)

    assert summarise(written(tmp_path, head), 1).bytes == 300


@pytest.mark.parametrize("text", ["", "{}", '{"head": 3}', '{"head": {"callFrame"', "[" * 100_000])
def test_what_is_no_profile_is_told_in_a_sentence(text, tmp_path):
    file = tmp_path / "a.heapprofile"
    file.write_text(text)

    with pytest.raises(UnusableInputError, match="is no sampling heap profile"):
        summarise(file, 5)


def test_odd_values_in_a_profile_are_read_as_nothing(tmp_path):
    head = {"callFrame": 3, "selfSize": "x", "children": [{"selfSize": -4}, 7, {"selfSize": 10}]}

    assert summarise(written(tmp_path, head), 5).bytes == 10
