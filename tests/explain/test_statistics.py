"""Statistics of few runs, against brute force and against simulated runs."""

import random
from itertools import combinations, permutations
from math import comb
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memfit.explain.statistics import (
    false_discoveries,
    mann_kendall,
    mann_whitney,
    rate,
    ratio,
    spread,
    theil_sen,
)


def at_least(count: int, runs: int, p: float) -> float:
    return sum(comb(runs, k) * p**k * (1 - p) ** (runs - k) for k in range(count, runs + 1))


@given(st.integers(1, 40).flatmap(lambda runs: st.tuples(st.integers(0, runs), st.just(runs))))
def test_each_bound_of_a_rate_leaves_out_a_fortieth(seen: tuple[int, int]):
    count, runs = seen
    found = rate(count, runs)

    assert 0 <= found.low <= count / runs <= found.high <= 1
    if count:
        assert at_least(count, runs, found.low) == pytest.approx(0.025, abs=1e-9)
    if count < runs:
        assert 1 - at_least(count + 1, runs, found.high) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize("true", [0.05, 0.3, 0.5, 0.87])
def test_the_bounds_hold_the_true_rate_in_at_least_19_of_20_experiments(true: float):
    held = sum(
        comb(12, k) * true**k * (1 - true) ** (12 - k)
        for k in range(13)
        if rate(k, 12).low <= true <= rate(k, 12).high
    )

    assert held >= 0.95


def test_bounds_may_be_surer():
    assert rate(8, 8, 0.99).low < rate(8, 8).low


@given(
    st.lists(st.integers(), min_size=1, max_size=5, unique=True),
    st.lists(st.integers(), min_size=1, max_size=5, unique=True),
)
def test_the_rank_test_counts_orders(first: list[int], second: list[int]):
    if set(first) & set(second):
        return
    everyone = first + second

    def wins(places: tuple[int, ...]) -> int:
        chosen = {everyone[place] for place in places}
        return sum(a < b for a in chosen for b in set(everyone) - chosen)

    total = len(first) * len(second)
    seen = sum(a < b for a in first for b in second)
    every = [wins(places) for places in combinations(range(len(everyone)), len(first))]
    extreme = [each for each in every if min(each, total - each) <= min(seen, total - seen)]

    assert mann_whitney(first, second) == pytest.approx(min(1.0, len(extreme) / len(every)))


def test_large_sets_are_told_apart_as_small_ones():
    draw = random.Random(3)
    first, second = ([draw.gauss(100 + shift, 10) for _ in range(50)] for shift in (0, 4))

    assert mann_whitney(first * 2, second * 2) < mann_whitney(first, second)
    assert mann_whitney([*first, 100.0], second) == pytest.approx(
        mann_whitney(first, second), rel=0.2
    )


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=12))
def test_the_slope_is_the_median_over_all_pairs(values: list[int]):
    slopes = [(values[j] - values[i]) / (j - i) for i, j in combinations(range(len(values)), 2)]

    assert theil_sen(values) == pytest.approx(median(slopes))


def test_the_trend_test_is_near_the_exact_one():
    values = (3, 1, 4, 6, 2, 7, 5)

    def score(order: tuple[int, ...]) -> int:
        return sum((b > a) - (b < a) for a, b in combinations(order, 2))

    every = [score(order) for order in permutations(values)]
    exact = sum(each >= score(values) for each in every) / len(every)

    assert mann_kendall(values) == pytest.approx(exact, abs=0.02)


@given(st.lists(st.integers(0, 100), max_size=15))
def test_what_falls_is_no_trend(values: list[int]):
    assert mann_kendall(sorted(values, reverse=True)) == 1.0


def test_the_ratio_of_alike_runs_is_seldom_decided():
    draw = random.Random(7)
    alarms = sum(
        ratio(
            [draw.gauss(100, 10) for _ in range(runs)], [draw.gauss(100, 10) for _ in range(runs)]
        ).decided
        for runs in (3, 4, 5, 8)
        for _ in range(40)
    )

    assert alarms <= 0.05 * 160


def test_a_fifth_less_is_decided_with_eight_runs():
    draw = random.Random(8)
    found = [
        ratio([draw.gauss(100, 8) for _ in range(8)], [draw.gauss(80, 8) for _ in range(8)])
        for _ in range(40)
    ]

    assert sum(each.decided and each.value < 1 for each in found) >= 36
    held = [(each.low or 0) <= 0.8 <= (each.high or 0) for each in found]
    assert sum(held) >= 34


def test_one_run_on_a_side_has_no_interval():
    found = ratio([100.0], [50.0])

    assert (found.value, found.low, found.high, found.decided) == (0.5, None, None, False)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=50)
def test_rows_that_count_do_so_with_every_row_of_a_smaller_chance(chances: list[float]):
    limit = false_discoveries(chances)
    counting = sorted(each for each in chances if each <= limit)

    assert counting == sorted(chances)[: len(counting)]
    # As many as any rank allows, by the definition.
    ranks = [
        n for n in range(1, len(chances) + 1) if sorted(chances)[n - 1] <= 0.05 * n / len(chances)
    ]
    assert len(counting) >= max(ranks, default=0)


def test_of_a_hundred_rows_of_chance_hardly_one_counts():
    draw = random.Random(5)
    rounds = [[draw.random() for _ in range(100)] for _ in range(200)]

    assert sum(false_discoveries(chances) >= 0 for chances in rounds) <= 20


def test_a_spread_is_least_median_and_most():
    found = spread([5.0, 1.0, 2.0, 10.0])

    assert (found.count, found.low, found.middle, found.high) == (4, 1.0, 3.5, 10.0)
