"""The printed recovery code: 256 random bits on paper, in groups that say themselves when they are mistyped.

Fourteen groups of five signs from an alphabet without look-alikes. Each of the first thirteen holds four signs of
the code and one that checks the group and its place; the last holds a check over the whole code.
"""

import hashlib

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

CODE_BYTES = 32
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs without I, L, O and U (the idea is Douglas Crockford's)."""
GROUPS = 14
GROUP_SIGNS = 5
_PAYLOAD_SIGNS = GROUP_SIGNS - 1
_CODE_SIGNS = 52  # 52 * 5 bits = 256 bits and 4 zero bits
_READ_AS = {"O": "0", "I": "1", "L": "1", "U": "V"}


class RecoveryCodeError(KnownError):
    """The code cannot be the one that was printed; `groups` are the wrong ones, counted from 1."""

    message = N_("That recovery code is not complete: it has {groups} groups of {signs} letters and numbers.")
    remedy = N_("Type the code again from the sheet, group by group.")

    def __init__(self, message: str = "", remedy: str = "", *, wrong: tuple[int, ...] = (), **facts: object) -> None:
        self.wrong = wrong
        facts.setdefault("groups", GROUPS)
        super().__init__(message, remedy, signs=GROUP_SIGNS, **facts)


_WRONG_GROUPS = N_("These groups of the recovery code are mistyped: {numbers}.")
_WRONG_ORDER = N_("The groups of the recovery code do not belong together.")


def render(code: bytes) -> str:
    """Return 32 bytes as fourteen groups joined by dashes.

    Raises:
        ValueError: not 32 bytes.
    """
    if len(code) != CODE_BYTES:
        raise ValueError("a recovery code has 32 bytes")
    number = int.from_bytes(code, "big") << 4
    signs = "".join(ALPHABET[number >> 5 * (_CODE_SIGNS - 1 - i) & 31] for i in range(_CODE_SIGNS))
    payloads = [signs[i : i + _PAYLOAD_SIGNS] for i in range(0, _CODE_SIGNS, _PAYLOAD_SIGNS)]
    payloads.append(_total(code))
    return "-".join(payload + _check_sign(i, payload) for i, payload in enumerate(payloads))


def parse(text: str) -> bytes:
    """Return the 32 bytes of a typed code; case, spaces, dashes and O/0, I/L/1, U/V do not matter.

    Raises:
        RecoveryCodeError: incomplete, or names the groups that are wrong.
    """
    signs = "".join(_READ_AS.get(c, c) for c in text[:1000].upper() if c.isalnum())
    if len(signs) != GROUPS * GROUP_SIGNS:
        raise RecoveryCodeError
    groups = [signs[i : i + GROUP_SIGNS] for i in range(0, len(signs), GROUP_SIGNS)]
    wrong = tuple(i + 1 for i, group in enumerate(groups) if not _is_sound(i, group))
    if wrong:
        raise RecoveryCodeError(_WRONG_GROUPS, wrong=wrong, numbers=", ".join(map(str, wrong)))
    number = 0
    for group in groups[:-1]:
        for sign in group[:_PAYLOAD_SIGNS]:
            number = number << 5 | ALPHABET.index(sign)
    code = (number >> 4).to_bytes(CODE_BYTES, "big")
    if number & 15 or _total(code) != groups[-1][:_PAYLOAD_SIGNS]:
        raise RecoveryCodeError(_WRONG_ORDER)
    return code


def is_group(index: int, text: str) -> bool:
    """Say whether `text` can be the group at `index` (from 0), so that a form can mark it while it is typed."""
    signs = "".join(_READ_AS.get(c, c) for c in text[:100].upper() if c.isalnum())
    return len(signs) == GROUP_SIGNS and _is_sound(index, signs)


def _is_sound(index: int, group: str) -> bool:
    known = all(sign in ALPHABET for sign in group)
    return known and _check_sign(index, group[:_PAYLOAD_SIGNS]) == group[-1]


def _check_sign(index: int, payload: str) -> str:
    """Return a sign over place and payload: odd weights mod 32 catch any one wrong sign; a hash could miss it.

    Weights 1, 3, 5, 7 catch every single wrong sign and every swap of neighbours that differ by other than 16.
    """
    total = 11 * index + sum((2 * i + 1) * ALPHABET.index(sign) for i, sign in enumerate(payload))
    return ALPHABET[total % 32]


def _total(code: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(b"cima-vault recovery code 1" + code).digest()[:3], "big") >> 4
    return "".join(ALPHABET[number >> 5 * (_PAYLOAD_SIGNS - 1 - i) & 31] for i in range(_PAYLOAD_SIGNS))
