from tides.turns import smooth


def test_the_ends_are_left_out(year):
    assert len(smooth(year, 61)) == len(year) - 60


def test_a_day_smoothed_is_nearly_flat(year):
    assert max(smooth(year, 1440)) < 0.2
