import pytest

from weather.days import days


@pytest.mark.parametrize("station", ["coast", "hill", "valley", "island"])
def test_days(station, year):
    assert len(days(year)) == 365
