"""Comparing template hashes (`ContentSignals.template`): texts alike but for numbers, names and links have hashes few bits apart."""

NEAR = 6  # bits: about one word in twelve exchanged


def is_near(one: int, other: int, bits: int = NEAR) -> bool:
    """Whether two template hashes differ in at most `bits` bits. 0 stands for "too short to tell" and is near to nothing."""
    return bool(one and other) and (one ^ other).bit_count() <= bits


def bands(template: int, count: int = 8) -> tuple[int, ...]:
    """`count` keys (a divisor of 64) under which to file a hash: two hashes that differ in fewer than `count` bits share one at least."""
    width = 64 // count
    mask = (1 << width) - 1
    return tuple(place << width | template >> (place * width) & mask for place in range(count))
