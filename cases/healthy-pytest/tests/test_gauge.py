from tides.gauge import MINUTES, heights


def test_there_is_a_height_for_each_minute(year):
    assert len(year) == 365 * MINUTES


def test_the_water_stays_within_its_range(year):
    assert max(year) <= 2.1
    assert min(year) >= -2.1


def test_the_same_harbour_has_the_same_tide():
    assert heights(3, 7) == heights(3, 7)
