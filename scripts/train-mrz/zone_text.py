"""What stands on the drawn lines: text shaped like zones, and text with no shape at all."""

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = DIGITS + LETTERS + "<"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
VOWELS = "AEIOU"


def line(rng, length):
    """A line of `length` characters. No names or numbers of anybody: syllables and digits drawn by chance."""
    pieces = []
    total = 0
    while total < length:
        piece = _piece(rng)
        pieces.append(piece)
        total += len(piece)
    text = "".join(pieces)
    start = rng.integers(0, total - length + 1)
    return text[start : start + length]


def _piece(rng):
    kind = rng.random()
    if kind < 0.22:  # fillers: the ends of names and the gaps between them
        return "<" * int(1 + rng.random() ** 2 * 16)
    if kind < 0.42:  # a word that can be spoken
        return "".join(
            rng.choice(list(CONSONANTS)) + rng.choice(list(VOWELS)) for _ in range(rng.integers(1, 5))
        ) + "<" * rng.integers(0, 3)
    if kind < 0.58:  # letters in any order, so that rare ones are seen as often as common ones
        return _from(rng, LETTERS, 2, 9)
    if kind < 0.8:  # dates, numbers, check digits
        return _from(rng, DIGITS, 2, 9)
    if kind < 0.95:  # numbers with letters in them: 0 beside O, 5 beside S, 8 beside B
        return _from(rng, DIGITS + LETTERS, 3, 10)
    # The pairs that are taken for one another most often.
    return _from(rng, "0OQD1I5S8B2Z6G7TKX<K<S4A", 2, 6)


def _from(rng, alphabet, least, most):
    return "".join(rng.choice(list(alphabet)) for _ in range(rng.integers(least, most)))
