from tides.turns import turns


def test_high_and_low_waters_take_turns(year):
    kinds = [kind for _, kind in turns(year)]
    assert all(a != b for a, b in zip(kinds, kinds[1:]))


def test_there_are_about_four_turns_a_day(year):
    assert 3.5 < len(turns(year)) / 365 < 4.1
