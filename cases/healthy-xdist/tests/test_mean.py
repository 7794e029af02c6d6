import pytest

from weather.days import mean


@pytest.mark.parametrize("station", ["coast", "hill", "valley", "island"])
def test_mean(station, year):
    assert min(year) <= mean(year) <= max(year)
