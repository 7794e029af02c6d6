from tides.turns import ranges


def test_two_weeks_lie_between_spring_tides(year):
    moves = ranges(year)
    first = max(range(20), key=moves.__getitem__)
    second = max(range(first + 40, first + 75), key=moves.__getitem__)
    assert 50 <= second - first <= 65
