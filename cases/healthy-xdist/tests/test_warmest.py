import pytest

from weather.days import warmest


@pytest.mark.parametrize("station", ["coast", "hill", "valley", "island"])
def test_warmest(station, year):
    assert 0 <= warmest(year) < 365
