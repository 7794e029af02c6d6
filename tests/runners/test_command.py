"""What stands in a command line."""

import pytest

from memfit.runners.command import heap_ceiling, is_node, split, values


@pytest.mark.parametrize(
    ("command", "options", "megabytes"),
    [
        (["node", "--max-old-space-size=256", "x.js"], None, 256),
        (["node", "--max_old_space_size=256", "x.js"], None, 256),
        (["node", "--max-old-space-size", "256", "x.js"], None, 256),
        (["node", "x.js", "--max-old-space-size=256"], None, None),
        (["node", "x.js"], "--max-old-space-size=99 --inspect", 99),
        (["node", "--max-old-space-size=1", "x.js"], "--max-old-space-size=99", 1),
        (["node", "--max-old-space-size=1", "--max-old-space-size=2", "x.js"], None, 2),
        (["node", "--max-old-space-size=abc", "x.js"], None, None),
        (["node", "--max-old-space-size=0", "x.js"], None, None),
        (["node", "--max-old-space-size="], None, None),
        (["node"], "", None),
        ([], None, None),
    ],
)
def test_a_heap_ceiling_is_read_as_node_reads_it(
    command: list[str], options: str | None, megabytes: int | None
):
    expected = None if megabytes is None else megabytes << 20

    assert heap_ceiling(command, options) == expected


@pytest.mark.parametrize(
    ("executable", "expected"),
    [
        ("/usr/bin/node", True),
        ("/opt/node-22/bin/node", True),
        ("/usr/bin/nodejs", True),
        ("/usr/bin/nodemon", False),
        ("/usr/bin/python3", False),
        ("/usr/bin/node (deleted)", False),
        ("", False),
    ],
)
def test_node_is_known_by_its_file(executable: str, expected: bool):
    assert is_node(executable) is expected


@pytest.mark.parametrize(
    ("words", "script"),
    [
        (["node", "app.js", "--inspect"], ["app.js", "--inspect"]),
        (["node", "-r", "./hook.cjs", "app.js"], ["app.js"]),
        (["node", "--max-old-space-size", "256", "app.js"], ["app.js"]),
        (["node", "--max-old-space-size=256", "--", "app.js"], ["app.js"]),
        (["node", "-e", "1", "app.js"], []),
        (["python3", "-um", "pytest", "-q"], ["pytest", "-q"]),
        (["python3", "-X", "dev", "-m", "pytest"], ["pytest"]),
        (["python3", "-c", "pass"], []),
        (["python3", "-"], []),
        (["node"], []),
        (["/usr/bin/python3.11", "app.py"], ["app.py"]),
    ],
)
def test_the_script_of_an_interpreter_is_told_from_its_options(words: list[str], script: list[str]):
    assert split(words)[1] == script


def test_the_next_option_is_not_the_value_of_one():
    assert list(values(["x", "--outputFile", "--json"], "--outputFile")) == []
