from tides.turns import ranges


def test_the_water_always_moves(year):
    assert min(ranges(year)) > 0


def test_spring_tides_are_higher_than_neap_tides(year):
    assert max(ranges(year)) > 1.5 * min(ranges(year))
