"""Every runner that is recognised can be read, and is documented."""

import re
from pathlib import Path

import pytest

from memfit.runners import known
from memfit.runners.table import ADAPTERS, named
from tests.runners.printed import OUTPUTS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "runners.md"
NAMES = [row.name for row in known.ROWS]


def test_every_row_has_an_adapter_and_every_adapter_a_row():
    assert [each.NAME for each in ADAPTERS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_runner_has_a_row_in_the_page(name: str):
    assert f"\n| {name} | " in PAGE.read_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_runner_has_real_output(name: str):
    word = name.partition(" ")[0]

    assert any(file.name.startswith(f"{word}-") for file in OUTPUTS.iterdir())


def test_every_output_is_explained():
    rows = re.findall(r"^\| (`.+?) \|", (OUTPUTS / "README.md").read_text(), re.MULTILINE)
    patterns = re.findall(r"`([^`]+)`", " ".join(rows))
    unexplained = [
        file.name
        for file in OUTPUTS.iterdir()
        if file.name != "README.md" and not any(file.match(pattern) for pattern in patterns)
    ]

    assert unexplained == []


def test_an_unknown_name_has_no_adapter():
    assert named("make") is None


@pytest.mark.parametrize(
    ("variables", "label"),
    [
        ({"VITEST_POOL_ID": "3", "TINYPOOL_WORKER_ID": "1"}, "3"),
        ({"JEST_WORKER_ID": "2"}, "2"),
        ({"MOCHA_WORKER_ID": "0"}, "0"),
        ({"PYTEST_XDIST_WORKER": "gw1"}, "gw1"),
        ({"JEST_WORKER_ID": ""}, None),
        ({"HOME": "/"}, None),
    ],
)
def test_a_worker_is_named_as_its_runner_names_it(variables: dict[str, str], label: str | None):
    assert known.worker_label(variables) == label
