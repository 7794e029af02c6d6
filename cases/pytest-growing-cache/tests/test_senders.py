import pytest

from letters.parse import volume
from letters.study import by


@pytest.mark.parametrize("year", range(1892, 1904))
def test_a_sender_wrote_what_he_sent(year):
    letters = volume(f"{year}, second half")
    assert {letter.sender for letter in by(letters, "Ada")} == {"Ada"}
