"""Reading the text of a snapshot without a compiler."""

import hashlib
import re
from typing import Final

import numpy as np

from memfit.heap.graph import ABSENT, I64, U8, U32, U64, Mask
from memfit.heap.kernels import EdgeTable, NodeTable, Progress, State, StringTable

_WORD: Final = 8
# Per number of digits at the end of a word, the bits of their values.
_DIGITS: Final = np.array(
    [0x0F0F0F0F0F0F0F0F >> 8 * (8 - n) << 8 * (8 - n) for n in range(9)], np.uint64
)
_JOINS: Final = tuple(
    tuple(map(np.uint64, join))
    for join in ((8, 10, 0x00FF00FF00FF00FF), (16, 100, 0x0000FFFF0000FFFF), (32, 10**4, 2**32 - 1))
)
_STRING: Final = re.compile(rb'[^"\]]*+(?:"((?:[^"\\]++|\\.)*+)"|(\]))', re.DOTALL)
_PAIR: Final = re.compile(
    rb"\d+( / part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))"
)


class PureText:
    """The parsers of `Kernels`."""

    piece = 1 << 18  # what numpy makes of it stays in the processor's cache

    def parse_nodes(self, text: U8, length: int, table: NodeTable, done: Progress) -> None:
        """See `Kernels`."""
        rows, ends, start = _rows(text, length, table.fields, table.rows, done)
        kind, name, number, size, count, detached = table.places
        edges = int(table.first[start]) + np.cumsum(rows[:, count], dtype=np.uint64)
        good = (
            (rows[:, kind] < table.types) & (rows[:, name] < ABSENT) & (rows[:, number] <= ABSENT)
            & (rows[:, count] <= table.edges) & (edges <= table.edges)
        )  # fmt: skip
        taken = _take(good, ends, done)
        rows, to = rows[:taken], slice(start, start + taken)
        table.type[to], table.name[to] = rows[:, kind], rows[:, name]
        table.id[to], table.size[to] = rows[:, number], rows[:, size]
        table.first[start + 1 : start + taken + 1] = edges[:taken]
        table.detached[to] = rows[:, detached] & np.uint64(3) if detached >= 0 else 0

    def parse_edges(self, text: U8, length: int, table: EdgeTable, done: Progress) -> None:
        """See `Kernels`."""
        rows, ends, start = _rows(text, length, table.fields, table.rows, done)
        kind, name, target = table.places
        node, rest = np.divmod(rows[:, target], np.uint64(table.node_fields))
        good = (
            (rows[:, kind] < table.types) & (rows[:, name] <= ABSENT)
            & (node < table.nodes) & (rest == 0)
        )  # fmt: skip
        taken = _take(good, ends, done)
        to = slice(start, start + taken)
        table.type[to], table.name[to] = rows[:taken, kind], rows[:taken, name]
        table.target[to] = node[:taken]

    def parse_numbers(self, text: U8, length: int, out: U32, done: Progress) -> None:
        """See `Kernels`."""
        rows, ends, start = _rows(text, length, 1, len(out), done)
        if done.state is State.COMPLETE:
            done.state = State.FULL
        taken = _take(np.ones(len(rows), np.bool_), ends, done)
        out[start : start + taken] = np.minimum(rows[:taken, 0], ABSENT)

    def index_strings(
        self, text: U8, length: int, base: int, table: StringTable, done: Progress
    ) -> None:
        """See `Kernels`."""
        raw = text[:length].tobytes()
        at, done.state = 0, State.WANTS_TEXT
        while (match := _STRING.match(raw, at)) is not None:
            if match[2]:
                done.state, at = State.ENDED, match.end() - 1
                break
            if done.rows == len(table.offset) or table.pairs == len(table.pair_string):
                done.state = State.FULL
                break
            start, end = match.span(1)
            table.offset[done.rows], table.length[done.rows] = base + start, end - start
            if end - start > 40 and raw[end - 1 : end] == b")":
                _pair(raw[start:end], done.rows, table)
            done.rows += 1
            at = match.end()
        done.consumed = at


def _rows(
    text: U8, length: int, fields: int, promised: int, done: Progress
) -> tuple[U64, I64, int]:
    """Read whole rows; sets what stopped the reading."""
    window = text[:length]
    raw = window.tobytes()
    end = min(at if at >= 0 else length for at in (raw.find(b"]"), raw.find(b"\0")))
    inside = np.zeros(end + 2, np.bool_)
    np.less(window[:end] - np.uint8(ord("0")), 10, out=inside[1:-1])
    turns = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = turns[::2], turns[1::2]
    # A number that touches the end of the piece may go on in the next.
    if len(ends) and end == length and ends[-1] == end:
        starts, ends = starts[:-1], ends[:-1]
    rows = min(len(starts) // fields, promised - done.rows)
    starts, ends = starts[: rows * fields], ends[: rows * fields]
    done.state = (
        State.COMPLETE if done.rows + rows == promised
        else State.WANTS_TEXT if end == length
        else State.ENDED if window[end] else State.BAD_VALUE
    )  # fmt: skip
    padded = np.zeros(_WORD + (end // _WORD + 2) * _WORD, np.uint8)
    padded[_WORD : _WORD + end] = window[:end]
    value = _values(padded.view("<u8"), ends, ends - starts)
    return value.reshape(-1, fields), ends[fields - 1 :: fields], done.rows


def _values(words: U64, ends: I64, width: I64) -> U64:
    """Convert runs of digits, eight at a time from their ends, as C programs do in a register.

    Args:
        words: The text, with a word of zeros before and after it.
        ends: Per run, where it ends in the text.
        width: Per run, its digits.
    """
    # In place wherever it goes: the pages of a new array take longer than what is done with it.
    word = ends >> 3
    bit = (ends & 7).view(np.uint64)
    bit <<= np.uint64(3)
    # The eight bytes before an end lie across two words; a shift by 64 gives 0 here.
    value: U64 = words[word]
    value >>= bit
    word += 1
    half = words[word]
    np.subtract(np.uint64(64), bit, out=bit)
    half <<= bit
    value |= half
    value &= _DIGITS.take(width, mode="clip")
    # Neighbours are joined: digits to pairs, pairs to fours, fours to eight.
    for size, scale, mask in _JOINS:
        np.right_shift(value, size, out=half)
        value *= scale
        value += half
        value &= mask
    long = np.flatnonzero(width > _WORD)
    if len(long):
        value[long] += _values(words, ends[long] - _WORD, width[long] - _WORD) * np.uint64(10**8)
    return value


def _take(good: Mask, ends: I64, done: Progress) -> int:
    """Count rows up to the first bad one, and move on behind them."""
    taken = len(good) if good.all() else int(np.argmin(good))
    if taken < len(good):
        done.state = State.BAD_VALUE
    done.rows += taken
    done.consumed = int(ends[taken - 1]) if taken else 0
    return taken


def _pair(raw: bytes, string: int, table: StringTable) -> None:
    match = _PAIR.fullmatch(raw)
    if match and int(match[2]) <= ABSENT:
        digest = hashlib.blake2b(match[1], digest_size=8).digest()
        table.pair_string[table.pairs] = string
        table.pair_table[table.pairs] = int(match[2])
        table.pair_hash[table.pairs] = int.from_bytes(digest, "little")
        table.pairs += 1
