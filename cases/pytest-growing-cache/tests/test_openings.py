import pytest

from letters.parse import volume
from letters.study import opening


@pytest.mark.parametrize("year", range(1880, 1892))
def test_an_opening_has_five_words(year):
    letters = volume(f"{year}, second half")
    assert len(opening(letters[0], 5).split()) == 5
