"""Experiments that are interrupted at random moments: they lose nothing and come to their answer."""

from pathlib import Path

import pytest

from tests.torture_experiments import answer_of, torture


@pytest.mark.node
@pytest.mark.parametrize(
    ("name", "seed", "beside"), [("repro", 5, False), ("investigate", 8, True)]
)  # fmt: skip
def test_an_experiment_goes_on_after_every_interruption_and_finds_the_same(
    tmp_path: Path, name: str, seed: int, beside: bool
):
    (tmp_path / "disturbed").mkdir()
    answer = answer_of(name, tmp_path / "undisturbed")

    hit = torture(name, seed, tmp_path / "disturbed", answer, beside, most=3)

    assert hit.total() > 0
