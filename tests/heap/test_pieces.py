import gzip

import numpy as np
import pytest

from memfit.heap.pieces import Pieces
from memfit.heap.reserve import Reserve
from memfit.heap.room import room


def test_reserved_memory_keeps_what_was_written():
    columns = (room(1 << 21, np.uint32), room(1 << 23, np.uint8), room(3, np.uint8))
    for column in columns:
        column[:] = 5
    reserve = Reserve(columns)

    for rows in (1000, 10, 1 << 20, 1 << 30):
        reserve.until(rows)

    assert all((column == 5).all() for column in columns)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("longest", [1, 5000, 300_000])
def test_a_file_comes_as_it_is_whatever_stays_of_each_piece(packed, longest, tmp_path):
    values = [b"x" * (1 + (at * 7919) % longest) for at in range(40)]
    text = b",".join(values)
    file = tmp_path / "a"
    file.write_bytes(gzip.compress(text) if packed else text)
    pieces, got = Pieces(file, 4096), []
    while pieces.more():
        whole, comma, _ = pieces.text(1 << 30).rpartition(b",")
        start = pieces.base + pieces.start
        assert text[start : start + len(whole)] == whole
        got.append(whole + comma)
        pieces.consume(len(whole + comma))
        assert pieces.buffer[pieces.end] == 0
    got.append(pieces.text(1 << 30))
    pieces.close()

    assert b"".join(got) == text


def test_the_window_jumps_to_any_place_of_a_file(tmp_path):
    text = bytes(range(1, 250)) * 100
    file = tmp_path / "a"
    file.write_bytes(text)
    pieces = Pieces(file, 1000)

    for place in (20_000, 7, len(text), 0):
        pieces.more()
        pieces.jump(place)
        assert pieces.place == place
        assert pieces.start == pieces.end
        assert pieces.buffer[pieces.end] == 0
        assert pieces.more() == (place < len(text))
        assert pieces.text(10) == text[place : place + 10]
    pieces.close()
