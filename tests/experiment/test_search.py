"""The search for the least size that passes, on simulated programs with noisy edges."""

import random
from math import exp

from memfit.experiment.search import Search, with_margin
from memfit.model.experiment import Why

MOST = 24_000

MEASURED = {140: 7 / 8, 142: 3 / 8, 144: 3 / 8, 146: 2 / 8, 148: 7 / 8}
"""Share of passes of a real program near its edge, by MB; it always passes from 150 on."""


class Program:
    """A program that passes by chance near its edge."""

    def __init__(self, seed: int, edge: float, width: float = 0.0) -> None:
        self.draw = random.Random(seed)
        self.edge = edge
        self.width = width
        self.tried: list[tuple[int, Why]] = []

    def rate(self, size: int) -> float:
        if not self.width:
            return float(size >= self.edge)
        return 1 / (1 + exp(-max(-50.0, min(50.0, (size - self.edge) / self.width))))

    def passes(self, size: int, why: Why) -> bool:
        self.tried.append((size, why))
        return self.draw.random() < self.rate(size)


class Measured(Program):
    def rate(self, size: int) -> float:
        return MEASURED.get(size // 2 * 2, float(size >= 150))


def test_a_noisy_edge_is_found_with_a_size_that_holds_in_200_simulations():
    runs, above = [], []
    for seed in range(200):
        draw = random.Random(seed)
        edge = draw.randint(30, 3000)
        program = Program(seed, edge, width=draw.uniform(0.001, 0.02) * edge)
        found = Search(program.passes, 4, MOST).find(int(edge * draw.uniform(1.0, 3.0)))
        assert found.confirmed is not None
        size = with_margin(found.confirmed, MOST)
        assert program.rate(size) > 0.99, (seed, edge, size)
        runs.append(len(program.tried))
        above.append(size / edge)

    assert sum(runs) / len(runs) < 14
    assert max(runs) <= 25
    assert sum(above) / len(above) < 1.2


def test_the_edge_that_was_measured_is_left_behind_every_time():
    for seed in range(200):
        program = Measured(seed, 150)
        found = Search(program.passes, 4, MOST).find(220)
        assert found.confirmed is not None
        assert with_margin(found.confirmed, MOST) >= 150


def test_a_sharp_edge_is_found_to_one_part_in_twenty():
    program = Program(0, 1000)
    found = Search(program.passes, 4, MOST).find(1700)

    assert 1000 <= (found.confirmed or 0) <= 1050
    assert 950 <= (found.failed or 0) < 1000


def test_every_size_lies_between_the_least_and_the_most():
    for edge, start in ((1, 50), (23_900, 1000), (200, 99_999)):
        program = Program(0, edge)
        found = Search(program.passes, 4, MOST).find(start)
        assert all(4 <= size <= MOST for size, _ in program.tried)
        assert found.confirmed is not None
        assert with_margin(found.confirmed, MOST) <= MOST


def test_what_passes_with_the_least_is_confirmed_there():
    program = Program(0, 0)
    found = Search(program.passes, 4, MOST).find(64)

    assert (found.confirmed, found.failed) == (4, None)


def test_a_start_that_is_too_small_is_raised():
    program = Program(0, 900)

    assert 900 <= (Search(program.passes, 4, MOST).find(100).confirmed or 0) <= 950


def test_what_never_passes_ends_at_the_most():
    program = Program(0, MOST + 1)
    found = Search(program.passes, 4, MOST).find(1000)

    assert found.confirmed is None
    assert program.tried[-1] == (MOST, Why.START)


def test_what_passes_half_of_the_time_whatever_the_size_is_given_up():
    class Coin(Program):
        def rate(self, size: int) -> float:
            return 0.5

    given_up = 0
    for seed in range(50):
        program = Coin(seed, 0)
        given_up += Search(program.passes, 4, MOST).find(1000).confirmed is None
        assert len(program.tried) < 80

    assert given_up >= 35


def test_more_runs_confirm_if_asked():
    program = Program(0, 100)
    Search(program.passes, 4, MOST, confirm=9).find(150)

    assert sum(why is Why.CONFIRM for _, why in program.tried) == 9
