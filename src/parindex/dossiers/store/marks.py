"""Marks of keys: four bits of one word for each, so that most keys that a run lacks need no search.

The first bits of a key choose the word, the last ones the bits in it; sorted keys meet the words in their
order. Of keys that are not there, 4 in 1,000 are searched for at 16 bits a key. Source: F. Putze, P. Sanders,
J. Singler, Cache-, Hash- and Space-Efficient Bloom Filters (2007), section 3: blocked filters.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

WORD_BITS: Final = 6
"""A word has two to this power of bits."""
_KEY_BITS: Final = 64
_BITS_PER_KEY: Final = 16
_FEWEST, _MOST = 10, 40
_ONE, _LAST = np.uint64(1), np.uint64((1 << WORD_BITS) - 1)
_OTHERS: Final = (np.uint64(6), np.uint64(12), np.uint64(18))
"""Where the second bit of a key and those after it are read."""


def mark_bits(rows: int) -> int:
    """Give how many bits of marks so many keys have, as a power of two."""
    return min(max(int(rows * _BITS_PER_KEY).bit_length(), _FEWEST), _MOST)


def first_key(word: int, bits: int) -> int:
    """Give the lowest key whose marks are in a word."""
    return word << (_KEY_BITS + WORD_BITS - bits)


def patterns_of(keys: Numbers) -> Numbers:
    """Give the word in which the four bits of each key are set.

    >>> patterns_of(np.array([0, 1 | 2 << 6 | 3 << 12 | 4 << 18], dtype=np.uint64)).tolist()
    [1, 30]
    """
    patterns = _ONE << (keys & _LAST)
    for shift in _OTHERS:
        patterns |= _ONE << ((keys >> shift) & _LAST)
    return patterns


def marks_of(keys: Numbers, bits: int, first: int, count: int) -> Numbers:
    """Give ``count`` words of marks from ``first`` on; the keys are sorted and all have theirs there."""
    marks = np.zeros(count, np.uint64)
    if keys.size:
        word = _words(keys, bits) - first
        starts = np.flatnonzero(np.concatenate(([True], word[1:] != word[:-1])))
        marks[word[starts]] = np.bitwise_or.reduceat(patterns_of(keys), starts)
    return marks


def may_have(marks: Numbers, bits: int, keys: Numbers, patterns: Numbers) -> Places:
    """Give the places of the keys that may be among those of some marks."""
    return np.flatnonzero(marks.take(_words(keys, bits)) & patterns == patterns)


def _words(keys: Numbers, bits: int) -> Places:
    return (keys >> np.uint64(_KEY_BITS + WORD_BITS - bits)).view(np.int64)
