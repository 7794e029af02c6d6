import pytest

from weather.days import days


@pytest.mark.parametrize("station", ["coast", "hill", "valley", "island"])
def test_whole(station, year):
    assert sum(len(day) for day in days(year)) == len(year)
