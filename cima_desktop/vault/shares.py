"""Recovery shares: a random secret split by SLIP-0039, so that any few of several people together open the vault.

The library that splits is not hardened against somebody who measures this computer while it works; so it is used once,
offline, on a slot's own secret and never on the data key. What is typed back from paper is read here, because a
person must be told which sheet, and where possible which word, to look at again.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

SECRET_BYTES = 32
WORDS = 33
FEWEST, MOST = 2, 16
"""Of how many people, and how many of them: with one alone the recovery code does the same."""
THRESHOLD, HOLDERS = 2, 3
"""What is offered when nobody says anything else."""

_PREFIX = 4
_RADIX_BITS = 10
_CHECK_WORDS = 3
_CUSTOM = b"shamir_extendable"
_MOST_TYPED = 10_000
_ANOTHER_LETTER = re.compile(r"[^a-z]+")


class ShareError(KnownError):
    """What was typed from the sheets cannot be used; `share` is the sheet (from 1), `wrong` the words to look at."""

    message = N_("Share {share} needs {words} words; words typed: {count}.")
    remedy = N_("Look at the sheet again, and correct what is marked.")

    def __init__(self, message: str = "", remedy: str = "", *, share: int = 0, wrong: tuple[int, ...] = (),
                 **facts: object) -> None:  # fmt: skip
        self.share = share
        self.wrong = wrong
        facts.setdefault("words", WORDS)
        super().__init__(message, remedy, share=share, numbers=", ".join(map(str, wrong)), **facts)


class ShareCountError(KnownError):
    """A split was asked for that makes no sense."""

    message = N_("Shares are for {fewest} to {most} people, and at least {fewest} of them must be needed.")
    remedy = N_("Choose how many people get a share, and how many of them open the vault together.")


_UNKNOWN = N_("Share {share}: these words are not on the list of words: {numbers}.")
_ONE_WRONG = N_("Share {share}: word {numbers} is mistyped.")
_SUM_WRONG = N_("Share {share}: at least two words are mistyped or in the wrong order.")
_FOREIGN = N_("Share {share} is not a share of this app.")
_MIXED = N_("Share {share} belongs to another set than the first one.")
_TWICE = N_("Shares {other} and {share} are the same one.")
_TOO_FEW = N_("{needed} shares are needed; typed so far: {count}.")
_TOO_FEW_REMEDY = N_("Type one more share of the same set.")
_NOT_TOGETHER = N_("These shares do not belong together.")
_ONE_SET = N_("Use shares that were made on the same day, each with another number.")


@dataclass(frozen=True, slots=True)
class Share:
    """A sheet that was read: `number` is printed on it (from 1), `set_id` and `threshold` are those of its set."""

    words: tuple[str, ...]
    set_id: int
    threshold: int
    number: int


def split(secret: bytes, threshold: int, holders: int) -> list[tuple[str, ...]]:
    """Return the words of each holder's sheet; any `threshold` of them give `secret` back.

    Raises:
        ShareCountError: the numbers make no sense.
    """
    from shamir_mnemonic import generate_mnemonics  # lazy: only this page and the door's third way need it

    if not FEWEST <= threshold <= holders <= MOST:
        raise ShareCountError(fewest=FEWEST, most=MOST)
    # No stretching: the secret is random already, and nobody guesses at 256 bits.
    groups = generate_mnemonics(1, [(threshold, holders)], secret, iteration_exponent=0)
    return [tuple(mnemonic.split()) for mnemonic in groups[0]]


def known_word(typed: str) -> str:
    """Return the word of the list that was meant, or an empty string; its first four letters are enough."""
    folded = _folded(typed)
    known = _list().by_prefix.get(folded[:_PREFIX], "")
    return known if len(folded) >= _PREFIX and known.startswith(folded) else ""


def read(typed: str, share: int = 1) -> Share:
    """Return the sheet that was typed as the `share`-th; numbers, accents, capitals and spacing do not matter.

    Raises:
        ShareError: names the words to look at again, where that can be known.
    """
    found = [word for word in _ANOTHER_LETTER.split(_folded(typed[:_MOST_TYPED])) if word]
    words = [known_word(word) for word in found]
    unknown = tuple(place for place, word in enumerate(words, 1) if not word)
    if unknown and len(unknown) < len(words):
        raise ShareError(_UNKNOWN, share=share, wrong=unknown[:WORDS])
    if len(words) != WORDS or unknown:
        raise ShareError(share=share, count=len(words))
    indices = [_list().places[word] for word in words]
    syndrome = _check(indices)
    if syndrome:
        wrong = _mistyped(syndrome)
        raise ShareError(_ONE_WRONG if wrong else _SUM_WRONG, share=share, wrong=wrong)
    return _parsed(words, share)


def combine(typed: Sequence[str]) -> bytes:
    """Return the secret of the sheets that were typed, in any order; more than are needed do no harm.

    Raises:
        ShareError: names the sheet, and the word where possible; or says how many are missing.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics  # lazy, as above

    sheets = read_all(typed)
    needed = sheets[0].threshold if sheets else FEWEST
    if len(sheets) < needed:
        raise ShareError(_TOO_FEW, _TOO_FEW_REMEDY, count=len(sheets), needed=needed)
    try:
        secret: bytes = combine_mnemonics([" ".join(sheet.words) for sheet in sheets[:needed]])
    except MnemonicError as error:
        raise ShareError(_NOT_TOGETHER, _ONE_SET) from error
    return secret


def read_all(typed: Sequence[str]) -> list[Share]:
    """Return the sheets that were typed, after making sure that they are different ones of one set.

    Raises:
        ShareError: names the sheet.
    """
    sheets: list[Share] = []
    for place, text in enumerate(typed[:MOST], 1):
        sheet = read(text, place)
        if sheets and (sheet.set_id, sheet.threshold) != (sheets[0].set_id, sheets[0].threshold):
            raise ShareError(_MIXED, _ONE_SET, share=place)
        for other, before in enumerate(sheets, 1):
            if before.number == sheet.number:
                raise ShareError(_TWICE, _ONE_SET, share=place, other=other)
        sheets.append(sheet)
    return sheets


def _parsed(words: Sequence[str], share: int) -> Share:
    from shamir_mnemonic import MnemonicError  # lazy, as above
    from shamir_mnemonic import Share as Parsed

    try:
        parsed = Parsed.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise ShareError(_FOREIGN, _ONE_SET, share=share) from error
    ours = parsed.extendable and parsed.group_count == 1 and parsed.iteration_exponent == 0
    if not ours or len(parsed.value) != SECRET_BYTES or parsed.member_threshold < FEWEST:
        raise ShareError(_FOREIGN, _ONE_SET, share=share)
    return Share(tuple(words), parsed.identifier, parsed.member_threshold, parsed.index + 1)


@dataclass(frozen=True, slots=True)
class _WordList:
    words: tuple[str, ...]
    places: dict[str, int]
    by_prefix: dict[str, str]


@cache
def _list() -> _WordList:
    from shamir_mnemonic.wordlist import WORDLIST  # lazy, as above

    places = {word: place for place, word in enumerate(WORDLIST)}
    return _WordList(tuple(WORDLIST), places, {word[:_PREFIX]: word for word in WORDLIST})


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _check(indices: Sequence[int]) -> int:
    """Return by which bits the words' own check (RS1024 of SLIP-0039) differs from the right one; 0 is right."""
    from shamir_mnemonic.rs1024 import create_checksum  # lazy, as above

    right = create_checksum(indices[:-_CHECK_WORDS], _CUSTOM)
    bits = 0
    for one, other in zip(right, indices[-_CHECK_WORDS:], strict=True):
        bits = bits << _RADIX_BITS | one ^ other
    return bits


def _mistyped(syndrome: int) -> tuple[int, ...]:
    """Return the place of the one word (from 1) whose change would make the check right; empty when there is none.

    The check is linear over bits: changing one word changes it by a mix of ten values that depend on the place
    alone. Any two mistakes are further from a right sheet than one, so a place that is named is the right one.
    """
    return next(((place + 1,) for place, bits in enumerate(_changes()) if _reaches(bits, syndrome)), ())


@cache
def _changes() -> tuple[tuple[int, ...], ...]:
    """Return, for each place, what flipping each bit of its word does to the check."""
    blank = _check([0] * WORDS)

    def lone(place: int, bit: int) -> list[int]:
        return [1 << bit if at == place else 0 for at in range(WORDS)]

    return tuple(tuple(_check(lone(place, bit)) ^ blank for bit in range(_RADIX_BITS)) for place in range(WORDS))


def _reaches(values: Sequence[int], target: int) -> bool:
    """Say whether some of `values` add up (bit by bit, without carrying) to `target`."""
    basis: list[int] = []
    for value in values:
        left = _reduced(value, basis)
        if left:
            basis.append(left)
    return _reduced(target, basis) == 0


def _reduced(value: int, basis: Sequence[int]) -> int:
    for known in sorted(basis, reverse=True):
        value = min(value, value ^ known)
    return value
