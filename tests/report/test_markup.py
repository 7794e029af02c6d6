import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from memfit.report.markup import block, code, prose, table

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
ACTIVE = re.compile(r"<(?!/?(?:p|code|pre|table|thead|tbody|tr|th|td|br)\b)")


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="ab1 \\`*_{}[]()<>#+-.!|~@&$=:/\n\t", max_size=40))
def test_prose_makes_nothing_but_text(words):
    for written in (prose(words), f"said: {prose(words)}", table(("a",), [[prose(words)]])):
        assert not ACTIVE.search(READER.render(written)), written


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="ab `|\\<>*\n$", max_size=40))
def test_code_holds_what_it_was_given_and_nothing_else(words):
    html = READER.render(f"x {code(words)} y")

    assert html.count("<code>") == bool(words.strip(" "))
    assert not ACTIVE.search(html)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="a`~ <\n", max_size=12), max_size=4))
def test_a_block_ends_only_at_its_end(lines):
    html = READER.render(f"{block(lines)}\n\nafter")

    assert html.endswith("<p>after</p>\n")
    assert html.count("<pre>") == 1


@pytest.mark.parametrize(
    "words",
    [
        "@someone",
        "see #12",
        "a/b#3",
        "https://evil.example/x",
        "www.evil.example",
        "GH-7",
        ":tada:",
    ],
)
def test_github_finds_nothing_to_link(words):
    broken = prose(words)

    assert not re.search(r"@\w|#\d|://|www\.|GH-\d|:\w+:", broken)
    assert broken.replace("\u200b", "").replace("\\", "") == words


def test_a_bar_does_not_end_a_cell():
    assert READER.render(table(("a", "b"), [[code("x|y"), prose("p|q")]])).count("<td>") == 2


def test_controls_are_shown():
    assert prose("a\x1b\u202eb") == r"a\\x1b\\u202eb"
