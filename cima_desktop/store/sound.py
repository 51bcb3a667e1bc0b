"""How a name sounds to a Spanish speaker: words that sound alike get one key, however they are spelled.

Own rules, made for the spellings that meet in this community: b/v, s/z/c/x, ll/y/i, mute h, g/j/x, qu/k/c,
ñ/ni/ny, hu/gu/w, n/m before b and p, doubled letters.
"""

import re
from functools import lru_cache

_SIMPLE = (
    ("ph", "f"),
    ("sh", "s"),
    ("ch", "6"),  # one sound, one sign
    ("h", ""),
    ("ll", "i"),
    ("y", "i"),
    ("v", "b"),
    ("z", "s"),
)
_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^h?u(?=[aeio])|w", "gu"),
        (r"qu(?=[ei])|qu?|ck", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"gu(?=[eiy])", "9"),  # the hard g of Guerra, set aside before a soft one becomes j
        (r"g(?=[eiy])", "j"),
        (r"9", "g"),
        (r"(?:ny|ni|gn)(?=[aeiou])", "n"),
        (r"n(?=[bpv])", "m"),
        (r"^ps", "s"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def sounds(word: str) -> tuple[str, ...]:
    """Return the keys of one folded word; an x gives two, as in Ximena (Jimena) and Xochitl (Sochitl).

    Words with digits have no sound.
    """
    if not word.isalpha():
        return ()
    if "x" not in word:
        return (_key(word),)
    return tuple(dict.fromkeys((_key(word.replace("x", "s")), _key(word.replace("x", "j")))))


def _key(word: str) -> str:
    for pattern, to in _RULES:
        word = pattern.sub(to, word)
    for old, new in _SIMPLE:
        word = word.replace(old, new)
    return _DOUBLED.sub(r"\1", word)


def sound_line(line: str) -> str:
    """Return the keys of every word of a folded line, for the index."""
    return " ".join(dict.fromkeys(key for word in line.split() for key in sounds(word) if key))
