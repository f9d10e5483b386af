"""Bits as text that people can paste: Crockford's base 32, without letters that look like digits.

Source: https://www.crockford.com/base32.html
"""

import hashlib
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
GROUP = 5
"""Characters between dashes."""


def packed(fields: Sequence[tuple[int, int]]) -> str:
    """Characters for (value, bits) pairs, filled with zero bits to a whole character."""
    number, width = 0, 0
    for value, bits in fields:
        assert 0 <= value < 1 << bits, (value, bits)
        number, width = number << bits | value, width + bits
    number <<= -width % 5
    return "".join(ALPHABET[number >> shift & 31] for shift in range(width + -width % 5 - 5, -1, -5))


class Unpacking:
    """Reads fields off the front of packed characters."""

    def __init__(self, characters: str) -> None:
        self._number = 0
        for character in characters:
            self._number = self._number << 5 | ALPHABET.index(character)
        self._left = 5 * len(characters)

    def take(self, bits: int) -> int:
        self._left -= bits
        return self._number >> self._left & ((1 << bits) - 1)


def short(text: str, bits: int) -> int:
    """A number of so many bits that stands for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> (64 - bits)


def dashed(characters: str) -> str:
    return "-".join(characters[i : i + GROUP] for i in range(0, len(characters), GROUP))
