"""PCG64 written out in whole numbers, independent of NumPy: what another program needs to repeat a draw.

Source: O'Neill 2014, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random
Number Generation; the member PCG XSL RR 128/64.
"""

from collections.abc import Iterator, Mapping

MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
MASK_64 = 2**64 - 1
MASK_128 = 2**128 - 1


def raws(state: Mapping[str, str]) -> Iterator[int]:
    """Give the raw numbers that follow a recorded state."""
    now, increment = int(state["state"]), int(state["inc"])
    while True:
        now = (now * MULTIPLIER + increment) & MASK_128
        mixed, turn = (now >> 64) ^ (now & MASK_64), now >> 122
        yield ((mixed >> turn) | (mixed << (64 - turn))) & MASK_64
