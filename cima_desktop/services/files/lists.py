"""Lists as tables and people as vCards: exactly the records that were chosen, and of them what was ticked."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from cima_desktop.exchange.csv_files import write_csv
from cima_desktop.exchange.sheets import Tick
from cima_desktop.exchange.vcards import Card, write_vcards
from cima_desktop.exchange.workbooks import write_workbook
from cima_desktop.i18n import N_, tr
from cima_desktop.model.declared import KINDS
from cima_desktop.model.display import text_of, typed_of
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import NEVER_LEAVES, Field, FieldType, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Record
from cima_desktop.model.people import Household, Person
from cima_desktop.services import reads
from cima_desktop.services.apart import everybody_apart
from cima_desktop.services.outside import Going, noted, refuse_to_leave, write_outside
from cima_desktop.services.session import Session
from cima_desktop.store.bundles import TABLE
from cima_desktop.store.reads import SAVED

LISTED = ("person", "household", "plan", "organization", "document")
"""The kinds whose lists leave as tables."""
VERSIONS = ("4.0", "3.0")
CARDS = "vcard"
PHONES, ADDRESS, LANGUAGE, HOURS = "phones", "address", "language", "hours"
CARD_PARTS: Mapping[str, str] = {
    PHONES: N_("Telephones"),
    LANGUAGE: N_("Preferred language"),
    ADDRESS: N_("Address"),
    HOURS: N_("Safe hours to call, as a note"),
}
"""What may stand on a vCard beside the name; only telephones and language are ticked beforehand."""

_WITHHELD: Mapping[str, frozenset[str]] = {
    "person": frozenset(
        {
            "phone",
            "other_phone",
            "safe_hours",
            "ask_for",
            "household",
            "other_household",
            "street",
            "city",
            "county",
            "zip",
            "area",
        }
    ),
    "household": frozenset({"street", "city", "county", "zip", "phone", "area"}),
}
"""What a list never says of whoever is kept apart from somebody, nor of the home such a person lives in (H6)."""
_BATCH = 200


@attrs.frozen(kw_only=True)
class Chosen:
    """What leaves: a kind, its records, and the fields of each."""

    kind: str
    ids: tuple[RecordId, ...]
    fields: tuple[str, ...]


def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the fields a list of this kind can have."""
    return tuple(f for f in KINDS[kind].fields if f.presets != NEVER_LEAVES and f.name != "same_as")


def usual_fields(kind: str) -> tuple[str, ...]:
    """Return the fields that are ticked beforehand: names, and what the list on the screen shows."""
    named = {"given_names", "paternal_surname", "maternal_surname", "preferred_name", "name"}
    return tuple(f.name for f in fields_of(kind) if (f.listed or f.name in named) and not f.sensitive)


def known_fields(kind: str, names: str) -> tuple[str, ...]:
    """Return the fields that are named, with commas between; the usual ones when none is.

    Raises:
        InvalidInputError: there is no such field.
    """
    wanted = tuple(filter(None, (name.strip() for name in names.split(","))))
    if not wanted:
        return usual_fields(kind)
    known = [f.name for f in fields_of(kind)]
    if not set(wanted) <= set(known):
        raise InvalidInputError(N_("There is no such column."), N_("Known are: {names}"), names=", ".join(known))
    return wanted


def only_people(kind: str, ids: Sequence[RecordId]) -> Sequence[RecordId]:
    """Return the records, which must be people.

    Raises:
        InvalidInputError: they are something else.
    """
    if kind != "person":
        raise InvalidInputError(N_("Only people leave as vCards."), N_("Give the file the ending .csv or .xlsx."))
    return ids


def everything(session: Session, kind: str) -> list[RecordId]:
    """Return the ids of the whole list, in its order."""
    found: list[RecordId] = []
    after = None
    while True:
        page = session.store.page(kind, after=after, limit=1000)
        found.extend(row.id for row in page.rows)
        if page.next is None:
            return found
        after = page.next


def withheld(session: Session, kind: str, ids: Collection[RecordId]) -> frozenset[str]:
    """Return those of the records of which a list does not say where they are."""
    apart = _homes_apart(session) if kind == "household" else everybody_apart(session.store)
    return apart & frozenset(ids) if kind in _WITHHELD else frozenset()


def _homes_apart(session: Session) -> frozenset[str]:
    """Return the homes of everybody who is kept apart from somebody."""
    people = [session.store.get(Person, person) for person in everybody_apart(session.store)]
    return frozenset(home for p in people if p for home in (p.household, p.other_household) if home)


def rows(session: Session, chosen: Chosen, tick: Tick = lambda _done, _total: None) -> Iterator[list[str]]:
    """Yield the table, its names of columns first; records that are gone meanwhile are left out."""
    kind = KINDS[chosen.kind]
    fields = [kind.field(name) for name in chosen.fields]
    silent = withheld(session, chosen.kind, chosen.ids)
    yield [tr(field.label) for field in fields]
    for place, record_id in enumerate(chosen.ids):
        if place % _BATCH == 0:
            tick(place, len(chosen.ids))
        record = session.store.get(kind.record, record_id)
        if record is not None:
            left_out = _WITHHELD[chosen.kind] if record_id in silent else frozenset()
            yield [_cell(session, record, field, left_out) for field in fields]


def _cell(session: Session, record: Record, field: Field, left_out: Collection[str]) -> str:
    def name_of(other: str) -> str:
        of = KINDS.get(session.store.kind_of_id(RecordId(other)))
        return "" if of is None or of.is_home_only else session.store.title_of(other)

    return "" if field.name in left_out else cell_of(field, getattr(record, field.name), name_of)


def cell_of(field: Field, value: Value, name_of: Callable[[str], str]) -> str:
    """Return a value as a table has it: in words, but for dates, times and numbers, which a table sorts by."""
    plain = field.type in (FieldType.DATE, FieldType.TIME) or field.type.is_whole
    text = typed_of(field, value) if plain else text_of(field, value, name_of=name_of)
    return f"({text})" if field.type is FieldType.PHONE and text.startswith("+") else text


def save_table(
    session: Session,
    chosen: Chosen,
    target: Path,
    going: Going,
    form: str = "csv",
    tick: Tick = lambda _done, _total: None,
) -> int:
    """Write the table as CSV or as an Excel workbook, after noting for whom and why; return how many records it has.

    Raises:
        RecordsStayError, HelperCopyReadOnlyError: nothing leaves this vault.
        NotWrittenError, OwnFolderError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    refuse_to_leave(session)

    def write() -> int:
        table = rows(session, chosen, tick)
        write_outside(session, target, _workbook(table) if form == "xlsx" else write_csv(table))
        return len(chosen.ids)

    return _left(session, TABLE, chosen, going, write, form)


def _workbook(table: Iterator[Sequence[str]]) -> Iterator[bytes]:
    out = io.BytesIO()
    write_workbook(out, table)
    yield out.getvalue()


def save_cards(
    session: Session, ids: Sequence[RecordId], parts: Collection[str], target: Path, going: Going, version: str = "4.0"
) -> int:
    """Write people as vCards with these parts, after noting for whom and why; return how many there are.

    Raises:
        RecordsStayError, HelperCopyReadOnlyError: nothing leaves this vault.
        NotWrittenError, OwnFolderError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    refuse_to_leave(session)
    names = {PHONES: ("phone", "other_phone"), ADDRESS: ("street", "city", "state", "zip"), LANGUAGE: ("language",)}
    names[HOURS] = ("safe_hours",)
    fields = ("given_names", "paternal_surname", "maternal_surname", *(n for p in parts for n in names[p]))
    chosen = Chosen(kind="person", ids=tuple(ids), fields=fields)

    def write() -> int:
        write_outside(session, target, [write_vcards(_cards(session, ids, parts), version)])
        return len(ids)

    return _left(session, CARDS, chosen, going, write, version)


def _cards(session: Session, ids: Sequence[RecordId], parts: Collection[str]) -> Iterator[Card]:
    silent, homes = withheld(session, "person", ids), _homes_apart(session)
    for record_id in ids:
        person = session.store.get(Person, record_id)
        if person is not None:
            told = frozenset() if record_id in silent else frozenset(parts)
            yield _card(session, person, told, parts, homes)


def _card(
    session: Session, person: Person, told: Collection[str], parts: Collection[str], silent_homes: Collection[str]
) -> Card:
    home = session.store.get(Household, person.household) if person.household and not person.street else None
    where = person if home is None else home
    with_address = ADDRESS in told and (home is None or home.id not in silent_homes)
    return Card(
        name=person.title(),
        given=person.given_names,
        family=f"{person.paternal_surname} {person.maternal_surname}".strip(),
        phones=[n for n in (person.phone, person.other_phone) if n] if PHONES in told else (),
        street=where.street if with_address else "",
        city=where.city if with_address else "",
        state=where.state if with_address else "",
        zip=where.zip if with_address else "",
        language=person.language if LANGUAGE in parts and len(person.language) == 2 else "",
        note=person.safe_hours if HOURS in told else "",
    )


def _left(session: Session, sort: str, chosen: Chosen, going: Going, write: Callable[[], int], form: str) -> int:
    records = {record: chosen.fields for record in chosen.ids}
    facts = {"kind": chosen.kind, "records": len(chosen.ids), "form": form}
    for record in chosen.ids:
        session.store.saw(record, SAVED)
    done = noted(session, sort, going, write, records=records, facts=facts)
    reads.keep_quietly(session)
    return done
