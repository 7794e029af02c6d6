import pytest

from letters.parse import volume
from letters.study import by


@pytest.mark.parametrize("year", range(1904, 1916))
def test_letters_are_numbered(year):
    letters = volume(f"{year}, first half")
    assert [letter.number for letter in letters] == list(range(len(letters)))
    assert len(by(letters, "nobody")) == 0
