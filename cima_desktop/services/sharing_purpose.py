"""What leaves for a purpose: of each record only what the preset names, as it is now (Y6, H6, L7, C5, C6)."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.model.people import Household, Person
from cima_desktop.model.places import roughly
from cima_desktop.model.plans import Plan
from cima_desktop.model.sharing import PURPOSES, fields_for
from cima_desktop.services.apart import KEPT_APART
from cima_desktop.services.belonging import WHOLES, belongings, with_company
from cima_desktop.services.consents import Answer, consent_for
from cima_desktop.services.protecting import Protected, protected
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice, Going, Kept, Selection, Why
from cima_desktop.store import Edit
from cima_desktop.store.change import Scalar, read_stored
from cima_desktop.store.merge import fitted, state

EXACT = ("street", "zip", "city")
"""What says where somebody lives; `area` says it roughly."""

_PLACED: Mapping[str, type[Household] | type[Person]] = {"household": Household, "person": Person}


@attrs.frozen(kw_only=True)
class _Found:
    """One record that might leave, with its values as they would be then."""

    id: RecordId
    kind: Kind
    title: str
    values: Mapping[str, Value]
    live: Mapping[str, frozenset[Scalar]]
    """Of each field that has something every value that holds, as it was written; where nobody decided between two
    both would leave."""

    def all_of(self, name: str) -> frozenset[Scalar]:
        """Return every value of a field; none when it is empty."""
        return self.live.get(name, frozenset()) - {"", None}


def select(session: Session, choice: Choice, receiver: str) -> Selection:
    """Return what a choice comes to under its preset; `receiver` is the name a referral is asked of."""
    company = with_company(session, belongings(session, choice.records))
    writes = tuple(_writes(session, choice, company, receiver))
    found = {each.id: each for each in _found(session, choice, company, writes)}
    people = [each.id for each in found.values() if each.kind.name == "person"]
    guarded = protected(session, people, choice.records)
    standings = {p: consent_for(session, p, choice.preset, session.today()) for p in people}
    kept: list[Kept] = []
    going: dict[RecordId, _Found] = {}
    for each in found.values():
        refused = each.id in standings and standings[each.id].answer is Answer.NO
        why = Why.REFUSED if refused else _why_not(session, each, choice, guarded)
        if why is None:
            going[each.id] = each
        else:
            kept.append(Kept(id=each.id, kind=each.kind.name, title=each.title, why=why))
    kept += list(_drop_loose(going))
    leaving, stays = _leaving(going, choice, guarded)
    kept += stays
    gone = {each.id: each.fields for each in leaving}
    return Selection(
        going=tuple(leaving),
        kept=tuple(kept),
        standings=tuple(s for p, s in standings.items() if p in gone or s.answer is Answer.NO),
        writes=tuple(edit for edit in writes if set(edit.values) & set(gone.get(edit.id, ()))),
    )


def _leaving(going: Mapping[RecordId, _Found], choice: Choice, guarded: Protected) -> tuple[list[Going], list[Kept]]:
    """Return what leaves of each record, and the fields that stay; whom nothing that leaves speaks of stays whole."""
    fields: dict[RecordId, tuple[str, ...]] = {}
    kept: list[Kept] = []
    for each in going.values():
        names, stays = _fields(each, choice, going, guarded)
        if any(each.kind.field(name).type is not FieldType.REF for name in names):
            fields[each.id] = names
            kept += stays
    spoken_of = {*choice.records, *_named(going, fields)}
    leaving = []
    for record, names in fields.items():
        each = going[record]
        if each.kind.name == "person" and record not in spoken_of and "household" not in names:
            kept = [one for one in kept if one.id != record]
            kept.append(Kept(id=record, kind="person", title=each.title, why=Why.NOT_FOR))
        else:
            leaving.append(Going(id=record, kind=each.kind.name, title=each.title, fields=names))
    return leaving, kept


def _named(going: Mapping[RecordId, _Found], fields: Mapping[RecordId, Iterable[str]]) -> Iterator[RecordId]:
    """Yield the records that fields which leave point to."""
    for record, names in fields.items():
        for name in names:
            yield from (RecordId(str(value)) for value in going[record].all_of(name))


def _found(
    session: Session, choice: Choice, company: Mapping[RecordId, str], writes: Iterable[Edit]
) -> Iterator[_Found]:
    """Yield every record that has something for this purpose, what will be noted first put in."""
    noted = {edit.id: edit for edit in writes}
    for record, name in {**company, **({choice.referral: "referral"} if choice.referral else {})}.items():
        kind = KINDS[name]
        if not fields_for(kind, choice.preset) or (name == "referral" and record != choice.referral):
            continue
        there = session.store.get(kind.record, record)
        values = dict(kind.values(there)) if there is not None else {f.name: f.empty for f in kind.fields}
        live = _live(session, record) if there is not None else {}
        if record in noted:
            new = {field: str(value) for field, value in noted[record].values.items()}
            values |= new
            live |= {field: frozenset({value}) for field, value in new.items()}
        yield _Found(id=record, kind=kind, title=_title(session, kind, record, values), values=values, live=live)


def _title(session: Session, kind: Kind, record: RecordId, values: Mapping[str, Value]) -> str:
    """Return what names a record; one without a name of its own by its first words and the people it is about."""
    own = kind.build(record, values).title()
    if own:
        return own
    words = [str(values.get(f.name) or "") for f in kind.fields if f.listed and f.type is FieldType.TEXT][:1]
    about = (field.name for field in kind.refs() if field.refers_to == "person")
    return " · ".join(filter(None, [*words, *(session.store.title_of(str(values.get(name) or "")) for name in about)]))


def _live(session: Session, record: RecordId) -> dict[str, frozenset[Scalar]]:
    made = state(map(read_stored, session.store.all_changes(record)))
    return {field: frozenset(op.value for op in ops) for field, ops in made.live.items()}


def _writes(session: Session, choice: Choice, company: Mapping[RecordId, str], receiver: str) -> Iterator[Edit]:
    """Yield what is noted here before anything leaves: places said roughly, and the question of a referral."""
    for record, name in company.items():
        if name in _PLACED and choice.preset not in KINDS[name].field("street").presets:
            place = session.store.need(_PLACED[name], record)
            if not place.area and (area := roughly(place.street, place.city)):
                yield Edit(name, record, {"area": area})
    if choice.referral:
        values = {
            "about": choice.records[0] if choice.records else "",
            "question": choice.question,
            "receiver": receiver,
            "state": "asked",
            "asked_on": session.today().isoformat(),
        }
        yield Edit("referral", choice.referral, values)


def _why_not(session: Session, each: _Found, choice: Choice, guarded: Protected) -> Why | None:
    """Return why a record stays here whatever else goes."""
    purpose = PURPOSES[choice.preset]
    if each.id in guarded.people:
        return Why.APART
    if each.id in guarded.homes or _is_of_one_left_out(each, guarded):
        return Why.TELLS
    if each.id in choice.left_out:
        return Why.HELD_BACK
    if each.kind.name == "attachment" and not (choice.files and purpose.files):
        return Why.FILE
    if KEPT_APART in each.all_of("relation"):
        return Why.APART
    if purpose.only_children and not _is_of_a_child(session, each):
        return Why.NOT_FOR
    return None


def _is_of_one_left_out(each: _Found, guarded: Protected) -> bool:
    """Tell whether what a part is called by names somebody who is left out: what it says else is about them too."""
    called = (field for field in each.kind.fields if field.required and field.type is not FieldType.REF)
    return each.kind.name not in WHOLES and any(guarded.is_told(each.all_of(field.name)) for field in called)


def _is_of_a_child(session: Session, each: _Found) -> bool:
    """Tell whether a part of a plan is about one of its children, or about nobody in particular."""
    plan = session.store.get(Plan, str(each.values.get("plan", "")))
    if plan is None or each.kind.parent != "plan":
        return True
    return (each.all_of("child") or each.all_of("person")) <= plan.children


def _drop_loose(going: dict[RecordId, _Found]) -> Iterator[Kept]:
    """Take out, and yield, what cannot be without something that stays here; a home may be missing."""
    while True:
        loose = [each for each in going.values() if any(_misses(each, field, going) for field in _needed(each.kind))]
        if not loose:
            return
        for each in loose:
            del going[each.id]
            yield Kept(id=each.id, kind=each.kind.name, title=each.title, why=Why.BELONGS)


def _needed(kind: Kind) -> Iterator[Field]:
    return (field for name in kind.needs() if (field := kind.field(name)).refers_to != "household")


def _misses(each: _Found, field: Field, going: Mapping[RecordId, _Found]) -> bool:
    named = each.all_of(field.name)
    return not named or not named <= going.keys()


def _fields(
    each: _Found, choice: Choice, going: Mapping[RecordId, _Found], guarded: Protected
) -> tuple[tuple[str, ...], list[Kept]]:
    """Return the fields of a record that leave, and those with something in them that stay."""
    allowed = {field.name for field in fields_for(each.kind, choice.preset)}
    leaving, kept = [], []
    for field in each.kind.fields:
        value = each.values[field.name]
        if value is None or value == field.empty:
            continue
        why = _field_why(each, field, choice, going, guarded) if field.name in allowed else _not_for(field, allowed)
        if why is None:
            leaving.append(field.name)
        else:
            kept.append(Kept(id=each.id, kind=each.kind.name, title=each.title, why=why, field=field.name))
    return tuple(leaving), kept


def _not_for(field: Field, allowed: set[str]) -> Why:
    return Why.ROUGHLY if field.name in EXACT and "area" in allowed else Why.NOT_FOR


def _field_why(
    each: _Found, field: Field, choice: Choice, going: Mapping[RecordId, _Found], guarded: Protected
) -> Why | None:
    values = each.all_of(field.name)
    if (each.id, field.name) in choice.withheld:
        return Why.HELD_BACK
    if guarded.is_told(values):
        return Why.TELLS
    if not all(_is_shown(field, value) for value in values):
        return Why.STRANGE
    points = field.type is FieldType.REF or (each.kind.name, field.name) == ("plan", "children")
    return Why.BELONGS if points and not values <= going.keys() else None


def _is_shown(field: Field, value: Scalar) -> bool:
    """Tell whether whoever looks at what leaves sees a value; a peer can have put anything into a field."""
    fits = fitted(field, value)
    return fits == value and bool(text_of(field, frozenset({str(fits)}) if field.type.is_set else fits, name_of=str))
