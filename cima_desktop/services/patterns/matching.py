"""Whether two work-ups are about the same employer or landlord, and why it seems so (P7).

No clock and no vault in here: work-ups go in, groups with reasons come out, and a person judges. A telephone or a
street and number in common says it alone; a name alone says it only when it is more than a common surname.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

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

_SURE, _ENOUGH = 100, 60
_STRONG, _HALF, _SOME = 100, 60, 35
_NEAR = 86.0
"""From so many of 100 on two names are one with a slip or two (rapidfuzz, token sort)."""
_PHONE_DIGITS = 10
_MOST_A_BLOCK = 60
"""A word that more work-ups share says nothing of any two of them; they meet by another word, or by the telephone."""
_NOISE = frozenset(
    [
        "llc",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "compania",
        "ltd",
        "lp",
        "sa",
        "dba",
        "and",
        "y",
        "e",
        "the",
        "of",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "mr",
        "mrs",
        "ms",
        "sr",
        "sra",
        "senor",
        "senora",
        "don",
        "dona",
        "construction",
        "construccion",
        "contractor",
        "contractors",
        "constructora",
        "services",
        "servicios",
        "service",
        "rentals",
        "rental",
        "properties",
        "property",
        "management",
        "apartments",
        "apartamentos",
        "homes",
        "home",
        "group",
        "enterprises",
        "restaurant",
        "restaurante",
        "landscaping",
        "painting",
        "roofing",
        "drywall",
        "cleaning",
        "farms",
        "farm",
    ]
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


@attrs.frozen
class _Name:
    """One spelling: its telling words in order, and how they sound."""

    words: tuple[str, ...]
    ears: frozenset[str]

    @property
    def line(self) -> str:
        return " ".join(self.words)


@attrs.frozen
class _Face:
    """What is compared of a business."""

    business: Business
    names: tuple[_Name, ...]
    phones: frozenset[str]
    street: str
    contact: str
    place: str


def groups(
    businesses: Sequence[Business],
    same: Iterable[tuple[RecordId, RecordId]] = (),
    apart: Iterable[tuple[RecordId, RecordId]] = (),
) -> list[Group]:
    """Return the groups of two and more, the largest first.

    Args:
        businesses: the work-ups; employers and landlords are never joined with each other.
        same: pairs of work-ups that a person said are the same: they are in one group whatever their names.
        apart: pairs that a person said are not the same: no link is made between them.
    """
    told_apart = {frozenset(pair) for pair in apart}
    links = [link for link in links_between(businesses) if frozenset((link.one, link.other)) not in told_apart]
    root = {each.workup: each.workup for each in businesses}
    for one, other in [*same, *((link.one, link.other) for link in links)]:
        if one in root and other in root:
            root[_root(root, other)] = _root(root, one)
    members: dict[RecordId, list[RecordId]] = defaultdict(list)
    for each in businesses:
        members[_root(root, each.workup)].append(each.workup)
    by_root: dict[RecordId, list[Link]] = defaultdict(list)
    for link in links:
        by_root[_root(root, link.one)].append(link)
    found = [
        Group(workups=tuple(inside), links=tuple(by_root[top])) for top, inside in members.items() if len(inside) > 1
    ]
    return sorted(found, key=lambda group: (-len(group.workups), group.workups))


def links_between(businesses: Sequence[Business]) -> list[Link]:
    """Return every two work-ups that seem to be about the same."""
    faces = [_face(each) for each in businesses]
    seen: set[tuple[int, int]] = set()
    found = []
    for block in _blocks(faces).values():
        if len(block) > _MOST_A_BLOCK:
            continue
        for pair in combinations(block, 2):
            if pair not in seen:
                seen.add(pair)
                link = _link(faces[pair[0]], faces[pair[1]])
                if link is not None:
                    found.append(link)
    return [*found, *_chained(faces)]


def compare(one: Business, other: Business) -> Link | None:
    """Return what speaks for two work-ups being about the same; None when it is too little."""
    return _link(_face(one), _face(other))


def _root(root: dict[RecordId, RecordId], start: RecordId) -> RecordId:
    while root[start] != start:
        root[start] = root[root[start]]
        start = root[start]
    return start


def _face(business: Business) -> _Face:
    return _Face(
        business,
        tuple(name for text in business.names if (name := _name(text)).words),
        frozenset(d[-_PHONE_DIGITS:] for p in business.phones if len(d := digits(p)) >= _PHONE_DIGITS),
        _street(business.street),
        _name(business.contact).line,
        fold(business.place),
    )


def _name(text: str) -> _Name:
    words = fold(text).split()
    telling = tuple(word for word in words if word not in _NOISE) or tuple(words)
    return _Name(telling, frozenset(ear for word in telling for ear in sounds(word)))


def _street(text: str) -> str:
    """Return number and first word of a street, by which two spellings of one address meet; empty without a number."""
    words = fold(text).split()
    for place, word in enumerate(words[:-1]):
        if word.isdigit():
            rest = [each for each in words[place + 1 :] if len(each) > 1]
            return f"{word} {rest[0]}" if rest else ""
    return ""


def _blocks(faces: Sequence[_Face]) -> Mapping[tuple[str, ...], list[int]]:
    """Return which work-ups share a sounding word of the name; only those of one block are compared."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, face in enumerate(faces):
        keys = {(face.business.sort, ear) for name in face.names for ear in name.ears if len(ear) > 1}
        for key in keys:
            blocks[key].append(place)
    return blocks


def _chained(faces: Sequence[_Face]) -> Iterator[Link]:
    """Yield links between neighbours of those that share a telephone, a street, or the very same name: however many
    there are, each is compared with the next only.
    """
    same: dict[tuple[str, ...], list[_Face]] = defaultdict(list)
    for face in faces:
        sort = face.business.sort
        shared = [("phone", phone) for phone in face.phones] + ([("street", face.street)] if face.street else [])
        shared += [("name", name.line) for name in face.names if len(name.words) > 1]
        for key in shared:
            same[(sort, *key)].append(face)
    for inside in same.values():
        for one, other in pairwise(inside):
            link = _link(one, other)
            if link is not None:
                yield link


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
    from rapidfuzz import fuzz  # lazy: start-up need not pay for it

    if fuzz.token_sort_ratio(mine.line, yours.line) >= _NEAR:
        return NAME_NEARLY, _HALF if telling else _SOME
    return (NAME_NEARLY, _SOME) if set(mine.words) & set(yours.words) else None


def _with_initials(mine: tuple[str, ...], yours: tuple[str, ...]) -> bool:
    """Tell whether one is the other with given names shortened to their initials ("R. Hensley")."""
    if len(mine) != len(yours) or mine[-1] != yours[-1] or len(mine) == 1:
        return False
    pairs = zip(mine, yours, strict=True)
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)
