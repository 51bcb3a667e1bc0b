"""Whether somebody is here already (R8): who is like, how much, and why, in words a person can judge by.

A score is no proof; below `LEAST` nothing is said. Brothers and sisters share a telephone, a home and surnames, a
parent and a child may share the whole name: what they do not share (the given name, the day of birth) counts against.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import product
from typing import TypeVar

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.text import digits, fold
from cima_desktop.services.session import Session
from cima_desktop.store.alike import PHONE_DIGITS, Asked, Near
from cima_desktop.store.sound import sounds

LEAST = 55
"""From this score on two may be one."""
MOST = 100

SAME_NAME = N_("same name")
SOUNDS_ALIKE = N_("the name sounds alike")
NAME_IN_PART = N_("part of the name is the same")
SAME_PHONE = N_("same telephone")
BORN_SAME_DAY = N_("born the same day")
BORN_NEARLY = N_("the date of birth differs by one slip")
SAME_HOME = N_("same household")
SAME_STREET = N_("same street")

_SMALL_WORDS = frozenset({"de", "del", "la", "las", "los", "y", "e", "i", "da", "do", "dos", "van", "von", "familia"})
_NEAR_WORD = 5
"""From so many letters on, one slip of the finger is taken for a slip."""
_MOST_A_BLOCK = 200
_PHONES = ("phone", "other_phone")
K = TypeVar("K")


@attrs.frozen(kw_only=True)
class Like:
    """A record that may be the same, how much speaks for it (55 to 100), and what."""

    id: RecordId
    title: str
    score: int
    reasons: tuple[str, ...]
    """Catalogue messages, the weightiest first."""


@attrs.frozen
class _Word:
    """One word of a name, and how it sounds."""

    letters: str
    ears: frozenset[str]


@attrs.frozen
class _Face:
    """What is compared of a person or a home."""

    given: tuple[_Word, ...]
    surnames: tuple[_Word, ...]
    full: str
    suffix: str
    phones: frozenset[str]
    born: str
    home: str
    street: str


def like(
    session: Session,
    values: Mapping[str, object],
    kind: str = "person",
    limit: int = 5,
    but: Collection[RecordId] = (),
) -> list[Like]:
    """Return the records that may be the one these values describe, the likeliest first.

    Args:
        session: the open vault.
        values: fields by name, as far as they are known; cleaned or as typed.
        kind: "person" or "household".
        limit: how many at most.
        but: records that are not to be named, such as the one being typed.
    """
    face = _face(values)
    given, surnames = (tuple(word.letters for word in part) for part in (face.given, face.surnames))
    asked = Asked(tuple(sorted(face.phones)), given, surnames, face.born)
    likes = _likes(face, ((near, _face(near.values)) for near in session.store.alike(kind, asked)))
    return _best(session, likes, limit, but)


def like_many(
    session: Session, people: Iterable[tuple[K, Mapping[str, object]]], kind: str = "person", limit: int = 3
) -> dict[K, list[Like]]:
    """Return the same for many at once (a file, a bundle), in one sweep of the vault; keys without a like are left out.

    Each is compared only with those who share a telephone, a day of birth or the sound of given name and surname.
    """
    blocks: dict[tuple[str, str], list[tuple[Near, _Face]]] = {}
    for near in session.store.all_alike(kind):
        face = _face(near.values)
        for block in _blocks(face):
            blocks.setdefault(block, []).append((near, face))
    found: dict[K, list[Like]] = {}
    for key, values in people:
        face = _face(values)
        others = {one.id: (one, seen) for block in _blocks(face) for one, seen in blocks.get(block, ())[:_MOST_A_BLOCK]}
        if likes := _likes(face, others.values()):
            found[key] = _best(session, likes, limit, ())
    return found


def compare(one: Mapping[str, object], other: Mapping[str, object]) -> tuple[int, tuple[str, ...]]:
    """Return how much speaks for two records being one (0 to 100), and what."""
    return _compare(_face(one), _face(other))


def _likes(face: _Face, others: Iterable[tuple[Near, _Face]]) -> list[Like]:
    found = []
    for near, seen in others:
        score, reasons = _compare(face, seen)
        if score >= LEAST:
            found.append(Like(id=near.id, title=near.title, score=score, reasons=reasons))
    return sorted(found, key=lambda each: (-each.score, each.title, each.id))


def _best(session: Session, likes: Iterable[Like], limit: int, but: Collection[RecordId]) -> list[Like]:
    """Return the first of them; somebody with several records once, by the one that leads."""
    likes = [each for each in likes if each.id not in but]
    leads = session.store.leading(each.id for each in likes)
    found: dict[RecordId, Like] = {}
    for each in likes:
        lead = leads.get(each.id, each.id)
        shown = each if lead == each.id else attrs.evolve(each, id=lead, title=session.store.title_of(lead))
        if lead not in but:
            found.setdefault(lead, shown)
    return list(found.values())[:limit]


def _compare(one: _Face, other: _Face) -> tuple[int, tuple[str, ...]]:
    points, reasons = _names(one, other)
    if one.phones & other.phones:
        points += 30
        reasons.append(SAME_PHONE)
    more, why = _births(one.born, other.born)
    points += more
    reasons += why
    if one.home and one.home == other.home:
        points += 8
        reasons.append(SAME_HOME)
    elif one.street and one.street == other.street:
        points += 8
        reasons.append(SAME_STREET)
    if one.suffix != other.suffix:
        points -= 40  # a father and a son of one name
    return max(0, min(MOST, points)), tuple(reasons)


def _names(one: _Face, other: _Face) -> tuple[int, list[str]]:
    """Return the points for the names; two given names that differ speak against it, as with sisters."""
    if one.full and one.full == other.full:
        return (60 if len(one.full.split()) > 1 else 30), [SAME_NAME]
    given, family = _meet(one.given, other.given), _meet(one.surnames, other.surnames)
    if given is False:
        return -40 if family else 0, []
    if given and family:
        return 55, [SOUNDS_ALIKE]
    if given or family:
        return (25 if family is not False else 10), [NAME_IN_PART]
    return 0, []


def _meet(one: tuple[_Word, ...], other: tuple[_Word, ...]) -> bool | None:
    """Tell whether all words of the shorter name have their like in the longer one; None when one says none."""
    short, long = sorted((one, other), key=len)
    if not short:
        return None
    return all(any(_alike(word, each) for each in long) for word in short)


def _alike(one: _Word, other: _Word) -> bool:
    """Tell whether two words are one name: they sound alike, one is the other's first letter, or a finger slipped."""
    first, second = one.letters, other.letters
    if first == second or one.ears & other.ears:
        return True
    if first[0] != second[0] or min(len(first), len(second)) < _NEAR_WORD:
        return 1 in (len(first), len(second)) and first[0] == second[0]
    if first[-1] != second[-1]:
        return False
    from rapidfuzz.distance import OSA  # heavy, and most pairs never need it

    return OSA.distance(first, second, score_cutoff=1) <= 1


def _births(one: str, other: str) -> tuple[int, list[str]]:
    if not one or not other:
        return 0, []
    if one == other:
        return 30, [BORN_SAME_DAY]
    if _one_slip(one, other):
        return 10, [BORN_NEARLY]
    return -60, []


def _one_slip(one: str, other: str) -> bool:
    """Tell whether two dates differ by one digit of the year or day, or by day and month in each other's place."""
    if (one[:4], one[5:7], one[8:]) == (other[:4], other[8:], other[5:7]):
        return True
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1 and one[5:7] == other[5:7]


def _face(values: Mapping[str, object]) -> _Face:
    given = _words(values, "given_names") + _words(values, "preferred_name")
    surnames = _words(values, "paternal_surname") + _words(values, "maternal_surname")
    if not given and not surnames:  # a name that nobody took apart: any of its words may be either
        given = surnames = _words(values, "name_as_on_id") or _words(values, "name")
    return _Face(
        given=_heard(given),
        surnames=_heard(surnames),
        full=_full(values),
        suffix=fold(str(values.get("suffix") or "")),
        phones=frozenset(digits(str(values.get(name) or ""))[-PHONE_DIGITS:] for name in _PHONES) - {""},
        born=_day(values.get("birth_date")),
        home=str(values.get("household") or ""),
        street=fold(str(values.get("street") or "")),
    )


def _heard(words: Iterable[str]) -> tuple[_Word, ...]:
    return tuple(_word(word) for word in dict.fromkeys(words))


@lru_cache(maxsize=4096)
def _word(letters: str) -> _Word:
    return _Word(letters, frozenset(sounds(letters)))


def _day(value: object) -> str:
    """Return a date as it is kept; half a date is not looked for."""
    return value if isinstance(value, str) and iso_date(value) else ""


def _full(values: Mapping[str, object]) -> str:
    parts = ("given_names", "paternal_surname", "maternal_surname")
    composed = fold(" ".join(str(values.get(name) or "") for name in parts))
    others = (fold(str(values.get(name) or "")) for name in ("name_as_on_id", "name", "preferred_name"))
    return composed or next((name for name in others if name), "")


def _words(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(word for word in fold(str(values.get(name) or "")).split() if word not in _SMALL_WORDS)


def _blocks(face: _Face) -> Iterable[tuple[str, str]]:
    """Yield by what a record is looked up among many."""
    for phone in face.phones:
        yield "phone", phone
    if face.born:
        yield "born", face.born
    for first in face.given[:4]:
        for last in face.surnames[:4]:
            for ear, end in product(first.ears, last.ears):
                yield "name", f"{ear} {end}"
