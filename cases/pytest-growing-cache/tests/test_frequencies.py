import pytest

from letters.parse import volume
from letters.study import frequencies


@pytest.mark.parametrize("year", range(1880, 1892))
def test_every_word_is_counted(year):
    letters = volume(f"{year}, first half")
    assert frequencies(letters).total() == 40 * len(letters)
