"""Whether two work-ups are about the same employer or landlord, and why it seems so (P7).

No clock and no vault in here: work-ups go in, groups with reasons come out, and a person judges. A telephone or a
street and number in common says it alone; a name alone says it only when it is more than a common surname.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.text import digits, fold
from cima_desktop.store.sound import sounds

SAME_PHONE = N_("same telephone")
SAME_STREET = N_("same street and number")
SAME_NAME = N_("same name")
NAME_NEARLY = N_("the name is spelled almost the same")
NAME_SOUNDS = N_("the name sounds the same")
SAME_CONTACT = N_("same contact person")
SAME_PLACE = N_("same complex or park")
SAME_CONTRACTOR = N_("same general contractor")

_SURE, _ENOUGH = 100, 60
_STRONG, _HALF, _SOME = 100, 60, 35
_NEAR = 86.0
"""From so many of 100 on two names are one with a slip or two (rapidfuzz, token sort)."""
_PHONE_DIGITS = 10
_MOST_A_BLOCK = 60
"""A word that more work-ups share says nothing of any two of them; they meet by another word, or by the telephone."""
_NOISE = frozenset(
    fold(
        "llc inc incorporated corp corporation co company compania ltd lp sa dba and y e the of de del la el "
        "los las mr mrs ms sr sra senor senora don dona construction construccion contractor contractors "
        "constructora services servicios service rentals rental properties property management apartments "
        "apartamentos homes home group enterprises restaurant restaurante landscaping painting roofing "
        "drywall cleaning farms farm"
    ).split()
)
"""Words that say what sort of business it is, not which."""


@attrs.frozen(kw_only=True)
class Business:
    """What one work-up says of an employer or a landlord."""

    workup: RecordId
    sort: str
    """"employer" or "landlord"."""
    names: tuple[str, ...]
    phones: tuple[str, ...] = ()
    street: str = ""
    contact: str = ""
    place: str = ""
    contractor: str = ""


@attrs.frozen(kw_only=True)
class Link:
    """Two work-ups that seem to be about the same, and what speaks for it (messages, the weightiest first)."""

    one: RecordId
    other: RecordId
    score: int
    reasons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Group:
    """Work-ups that seem to be about one employer or landlord."""

    workups: tuple[RecordId, ...]
    links: tuple[Link, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for it, each reason once."""
        return tuple(dict.fromkeys(reason for link in self.links for reason in link.reasons))


class _Name(NamedTuple):
    """One spelling: its telling words in order, the same as one line, and how they sound."""

    words: tuple[str, ...]
    line: str
    ears: frozenset[str]


class _Face(NamedTuple):
    """What is compared of a business."""

    business: Business
    names: tuple[_Name, ...]
    phones: frozenset[str]
    street: str
    contact: str
    place: str
    contractor: str


def groups(
    businesses: Sequence[Business],
    same: Iterable[tuple[RecordId, RecordId]] = (),
    apart: Iterable[tuple[RecordId, RecordId]] = (),
) -> list[Group]:
    """Return the groups of two and more, the largest first.

    Args:
        businesses: the work-ups; employers and landlords are never joined with each other.
        same: pairs of work-ups that a person said are the same: they are in one group whatever their names.
        apart: pairs that a person said are not the same: they are in no group together, not even by way of a third.
    """
    clusters = _Clusters([each.workup for each in businesses], apart)
    for one, other in same:
        clusters.join(one, other)
    links = sorted(links_between(businesses), key=lambda link: (-link.score, link.one, link.other))
    used: dict[RecordId, list[Link]] = defaultdict(list)
    for link in links:
        if clusters.join(link.one, link.other):
            used[link.one].append(link)
    found = [
        Group(workups=tuple(inside), links=tuple(link for each in inside for link in used.get(each, ())))
        for inside in clusters.members()
        if len(inside) > 1
    ]
    return sorted(found, key=lambda group: (-len(group.workups), group.workups))


class _Clusters:
    """Who is with whom so far, and who must never be."""

    def __init__(self, every: Sequence[RecordId], apart: Iterable[tuple[RecordId, RecordId]]) -> None:
        self._root = {each: each for each in every}
        self._inside = {each: [each] for each in every}
        self._foes: dict[RecordId, set[RecordId]] = defaultdict(set)
        for one, other in apart:
            self._foes[one].add(other)
            self._foes[other].add(one)

    def join(self, one: RecordId, other: RecordId) -> bool:
        """Put two clusters together, the smaller into the larger; tell whether these two are together now."""
        if one not in self._root or other not in self._root:
            return False
        into, gone = self._root[one], self._root[other]
        if into == gone:
            return True
        if len(self._inside[into]) < len(self._inside[gone]):
            into, gone = gone, into
        moved = self._inside[gone]
        if any(self._root.get(foe) == into for each in moved for foe in self._foes.get(each, ())):
            return False
        for each in moved:
            self._root[each] = into
        self._inside[into] += self._inside.pop(gone)
        return True

    def members(self) -> list[list[RecordId]]:
        """Return every cluster."""
        return list(self._inside.values())


def links_between(businesses: Sequence[Business]) -> list[Link]:
    """Return every two work-ups that seem to be about the same, each two once."""
    faces = [_face(each) for each in businesses]
    pairs = {pair for block in _blocks(faces) for pair in combinations(block, 2)}
    pairs.update(_sharing(faces))
    return [link for one, other in sorted(pairs) if (link := _link(faces[one], faces[other])) is not None]


def compare(one: Business, other: Business) -> Link | None:
    """Return what speaks for two work-ups being about the same; None when it is too little."""
    return _link(_face(one), _face(other))


def _face(business: Business) -> _Face:
    return _Face(
        business,
        tuple(name for text in business.names if (name := _name(text)).words),
        frozenset(d[-_PHONE_DIGITS:] for p in business.phones if len(d := digits(p)) >= _PHONE_DIGITS),
        _street(business.street),
        _name(business.contact).line if business.contact else "",
        fold(business.place),
        _name(business.contractor).line if business.contractor else "",
    )


def _name(text: str) -> _Name:
    words = fold(text).split()
    telling = tuple([word for word in words if word not in _NOISE]) or tuple(words)
    return _Name(telling, " ".join(telling), frozenset([ear for word in telling for ear in sounds(word)]))


def _street(text: str) -> str:
    """Return number and first word of a street, by which two spellings of one address meet; empty without a number."""
    words = fold(text).split()
    for place, word in enumerate(words[:-1]):
        if word.isdigit():
            rest = [each for each in words[place + 1 :] if len(each) > 1]
            return f"{word} {rest[0]}" if rest else ""
    return ""


def _blocks(faces: Sequence[_Face]) -> Iterator[list[int]]:
    """Yield which work-ups share a sounding word of the name; where too many do, which share two of them."""
    crowded: set[int] = set()
    for block in _by_ears(faces, range(len(faces)), iter):
        if len(block) <= _MOST_A_BLOCK:
            yield block
        else:
            crowded.update(block)
    for block in _by_ears(faces, sorted(crowded), _two_by_two):
        if len(block) <= _MOST_A_BLOCK:
            yield block


def _by_ears(
    faces: Sequence[_Face], places: Iterable[int], keys_of: Callable[[Sequence[str]], Iterable[str]]
) -> Iterator[list[int]]:
    """Yield which work-ups share a key of what is heard of their names; a sound of one letter says nothing."""
    blocks: dict[str, list[int]] = {}
    for place in places:
        face = faces[place]
        ears = {ear for name in face.names for ear in name.ears if len(ear) > 1}
        for key in keys_of(sorted(ears)):
            blocks.setdefault(f"{face.business.sort} {key}", []).append(place)
    return (block for block in blocks.values() if len(block) > 1)


def _two_by_two(ears: Sequence[str]) -> Iterable[str]:
    return (f"{one} {other}" for one, other in combinations(ears, 2))


def _sharing(faces: Sequence[_Face]) -> Iterator[tuple[int, int]]:
    """Yield work-ups with a telephone, a street, or the very same name of several words in common: however many there
    are, each is compared with the one before only.
    """
    last: dict[str, int] = {}
    for place, face in enumerate(faces):
        shared = [f"phone {phone}" for phone in face.phones]
        shared += [f"name {name.line}" for name in face.names if len(name.words) > 1]
        if face.street:
            shared.append(f"street {face.street}")
        if face.contractor:
            shared.append(f"contractor {face.contractor}")
        if " " in face.contact:
            shared.append(f"contact {face.contact}")
        for key in shared:
            before = last.get(f"{face.business.sort} {key}", place)
            last[f"{face.business.sort} {key}"] = place
            if before != place:
                yield before, place


def _link(one: _Face, other: _Face) -> Link | None:
    if one.business.sort != other.business.sort or one.business.workup == other.business.workup:
        return None
    weights = dict(_weights(one, other))
    score = min(_SURE, sum(weights.values()))
    if score < _ENOUGH:
        return None
    reasons = tuple(sorted(weights, key=lambda reason: -weights[reason]))
    return Link(one=one.business.workup, other=other.business.workup, score=score, reasons=reasons)


def _weights(one: _Face, other: _Face) -> Iterator[tuple[str, int]]:
    if one.phones & other.phones:
        yield SAME_PHONE, _STRONG
    if one.street and one.street == other.street:
        yield SAME_STREET, _HALF
    if one.contractor and one.contractor == other.contractor:
        yield SAME_CONTRACTOR, _HALF
    if one.contact and one.contact == other.contact and " " in one.contact:
        yield SAME_CONTACT, _HALF
    elif one.contact and one.contact == other.contact:
        yield SAME_CONTACT, _SOME
    if one.place and one.place == other.place:
        yield SAME_PLACE, _SOME
    named = [said for mine in one.names for yours in other.names if (said := _alike(mine, yours))]
    if named:
        yield max(named, key=lambda said: said[1])


def _alike(mine: _Name, yours: _Name) -> tuple[str, int] | None:
    """Return how two spellings agree and how much that says; one word in common, such as a surname, says little."""
    telling = min(len(mine.words), len(yours.words)) > 1
    if mine.line == yours.line:
        return SAME_NAME, _HALF if telling else _SOME
    if len(mine.words) == len(yours.words) and mine.ears == yours.ears:
        return NAME_SOUNDS, _HALF if telling else _SOME
    if _with_initials(mine.words, yours.words):
        return NAME_NEARLY, _SOME + 5
    if _with_slips(mine, yours):
        return NAME_NEARLY, _HALF if telling else _SOME
    return (NAME_NEARLY, _SOME) if set(mine.words) & set(yours.words) else None


def _with_slips(mine: _Name, yours: _Name) -> bool:
    """Tell whether one is the other with a slip or two; another initial is another person, not a slip."""
    if any(len(word) == 1 for word in {*mine.words} ^ {*yours.words}):
        return False
    from rapidfuzz import fuzz  # lazy: start-up need not pay for it

    return bool(fuzz.token_sort_ratio(mine.line, yours.line, score_cutoff=_NEAR))


def _with_initials(mine: tuple[str, ...], yours: tuple[str, ...]) -> bool:
    """Tell whether one is the other with given names shortened to their initials ("R. Hensley")."""
    if len(mine) != len(yours) or mine[-1] != yours[-1] or len(mine) == 1:
        return False
    pairs = zip(mine, yours, strict=True)
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)
