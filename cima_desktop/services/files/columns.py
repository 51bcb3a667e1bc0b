"""What each column of a foreign table is: guessed from its name in both languages, decided by a person."""

import re
from collections.abc import Mapping, Sequence

import attrs

from cima_desktop.exchange.sheets import Sheet
from cima_desktop.i18n import LANGUAGES, N_, tr
from cima_desktop.model.dates import TWO_WAYS, UnclearDateError, read_date
from cima_desktop.model.declared import KINDS
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import FieldType
from cima_desktop.model.guarding import Matter, sightings
from cima_desktop.model.text import fold

SURNAMES, HOME, NOTE = "~surnames", "~home", "~note"
"""Places for a column that are no field: surnames in one, the name of a person's household, and a note."""
NO_HOMES, BY_NAME, BY_ADDRESS = "none", "name", "address"
TOGETHER, APART = "together", "apart"
IMPORTED_KINDS = ("person", "household")
_SAMPLES = 3
_LOOKED_AT = 200

_SPECIAL: Mapping[str, str] = {
    SURNAMES: N_("Surnames, one or two in this column"),
    HOME: N_("Name of the household"),
    NOTE: N_("A note about this record"),
}
ORIGIN = N_("We never note where somebody was born or whose citizen they are. It could be used against them.")
_FORBIDDEN: tuple[tuple[str, str], ...] = (
    (r"\b(ssn|social security|seguro social|ss|itin|tax id)\b|\bnumero social\b", Matter.SSN.why),
    (r"\ba (number|numero|num|no)\b|\b(numero|num|no) a\b|\balien|\buscis|\banumber\b", Matter.A_NUMBER.why),
    (r"\breceipt|\brecibo", Matter.RECEIPT.why),
    (r"status\b|estatus|situacion (migra|legal)|estado (migra|legal|inmigra)", Matter.STATUS.why),
    (r"migrator|immigra|inmigra|\bvisa\b|documentad|documented|\bpapeles\b|\blegal\b", Matter.STATUS.why),
    (r"\bgreen card\b|\bdaca\b|\btps\b|\basyl|\basil", Matter.STATUS.why),
    (r"\bentry\b|\bentrada\b|\bentro\b|arrival|llegada|\bcruce\b|\bcrossing\b|came to|port of", Matter.ENTRY.why),
    (r"country|\bpais\b|nacionalidad|nationality|citizen|ciudadan|birthplace|place of birth", ORIGIN),
    (r"lugar de nac|passport|pasaporte", ORIGIN),
)
"""Names of columns that are never offered a place, and why."""

_HINTS: Mapping[str, str] = {
    "given_names": "first name|first|given name|given names|nombre|nombres|nombre de pila|primer nombre|name first",
    SURNAMES: "last name|last|surname|surnames|apellido|apellidos|family name|family names",
    "paternal_surname": "apellido paterno|primer apellido|paterno|first surname|paternal surname|apellido 1",
    "maternal_surname": "apellido materno|segundo apellido|materno|second surname|maternal surname|apellido 2",
    "preferred_name": "name|full name|nombre completo|nombre y apellidos|display name|name they use|apodo|nickname"
    "|nombre que usa|nombre para mostrar|file as",
    "suffix": "suffix|name suffix|sufijo",
    "birth_date": "birthday|birth date|date of birth|dob|fecha de nacimiento|nacimiento|cumpleanos|f nac|fecha nac",
    "phone": "phone|telephone|mobile|mobile phone|cell|cell phone|phone number|phone 1 value|telefono|celular|cel|tel"
    "|numero de telefono|movil|primary phone|phone 1|telefono celular|telefono movil|telefono principal",
    "other_phone": "another telephone|other phone|home phone|phone 2 value|phone 2|otro telefono|telefono 2"
    "|telefono de casa|work phone|telefono del trabajo",
    "language": "language|preferred language|idioma|lengua|idioma preferido",
    "other_languages": "other languages|otros idiomas",
    "interpreter": "interpreter|needs an interpreter|interprete|necesita interprete",
    "safe_hours": "safe hours|safe hours to call|hours|horario|horario seguro|cuando llamar|horas seguras para llamar",
    "ask_for": "ask for|name to ask for|preguntar por",
    "role": "role|rol|role in the community|papel en la comunidad",
    "street": "street|address|home address|home street|direccion|calle|domicilio|street address|address 1 street"
    "|street and number|calle y numero|address 1|address line 1",
    "city": "city|town|city or town|home city|ciudad|pueblo|ciudad o pueblo|address 1 city|localidad",
    "county": "county|condado",
    "state": "state|home state|estado|address 1 region|provincia",
    "zip": "zip|zip code|postal code|home postal code|codigo postal|cp|address 1 postal code",
    HOME: "household|family|hogar|familia|household name|name of the household|nombre del hogar|casa",
    NOTE: "note|notes|nota|notas|comment|comments|comentarios|observaciones|email|e mail|e mail address|correo"
    "|correo electronico|e mail 1 value",
    "pets": "pets|mascotas|animales",
}
_BY_HEADER = {word: place for place, words in _HINTS.items() for word in words.split("|")}


@attrs.frozen(kw_only=True)
class Columns:
    """What a person has decided about a table.

    `places` says for each column which field of the kind it fills, which of the special places, or "" for none.
    """

    kind: str = "person"
    places: tuple[str, ...]
    surnames: str = ""
    """How surnames in one column are read: `TOGETHER` or `APART`; "" until somebody says."""
    dates: str = ""
    """Which number of 3/4/2015 is the "day" or the "month" first; "" until somebody says."""
    homes: str = NO_HOMES
    keep_words: bool = False
    """Whether words about status and entry are kept on purpose; the register notes it, without the words."""


@attrs.frozen(kw_only=True)
class Column:
    """One column as the mapping page shows it. `why_not` is why it has no place at all."""

    name: str
    samples: tuple[str, ...]
    why_not: str = ""


def places(kind: str) -> tuple[tuple[str, str], ...]:
    """Return every place a column can have, with its label."""
    fields = [f for f in KINDS[kind].fields if f.type is not FieldType.REF]
    known = [(f.name, f.label) for f in fields]
    special = (SURNAMES, HOME, NOTE) if kind == "person" else (NOTE,)
    return (*known, *((key, _SPECIAL[key]) for key in special))


def describe(sheet: Sheet) -> tuple[Column, ...]:
    """Return the columns with some of their values, and which of them are never read, and why."""
    return tuple(_column(sheet, place, name) for place, name in enumerate(sheet.columns))


def _column(sheet: Sheet, place: int, name: str) -> Column:
    values = list(dict.fromkeys(row[place] for row in sheet.rows[:_LOOKED_AT] if row[place]))
    why = next((why for pattern, why in _FORBIDDEN if re.search(pattern, fold(name))), "")
    if not why:
        numbers = [found[0].matter.why for value in values if (found := sightings(value[:300], words=False))]
        why = numbers[0] if len(numbers) * 2 > len(values) else ""
    return Column(name=name, samples=() if why else tuple(v[:80] for v in values[:_SAMPLES]), why_not=why)


def guess(sheet: Sheet, kind: str = "") -> Columns:
    """Return what the columns seem to be; what is not clear is left out, for a person to say."""
    described = describe(sheet)
    heads = [fold(column.name) for column in described]
    chosen = kind or ("household" if _is_of_homes(heads) else "person")
    offered = dict(places(chosen))
    found: list[str] = []
    for column, head in zip(described, heads, strict=True):
        place = "" if column.why_not else _BY_HEADER.get(head) or _by_label(chosen, head)
        if chosen == "household" and place in (HOME, "preferred_name"):
            place = "name"
        free = place in offered and (place not in found or place == NOTE)
        found.append(place if free else "")
    return Columns(kind=chosen, places=tuple(found))


def _is_of_homes(heads: Sequence[str]) -> bool:
    people = {"given_names", SURNAMES, "paternal_surname", "preferred_name", "birth_date"}
    known = {_BY_HEADER.get(head) for head in heads}
    return HOME in known and not known & people


def _by_label(kind: str, head: str) -> str:
    """Return the field whose own label a column has, as in a list that this program wrote."""
    for field in KINDS[kind].fields:
        if field.type is not FieldType.REF and head in {fold(tr(field.label, language)) for language in LANGUAGES}:
            return field.name
    return ""


def questions(sheet: Sheet, columns: Columns) -> frozenset[str]:
    """Return what must be said before rows can be read: "surnames", "dates", or that two columns have one "place"."""
    asked = set()
    if SURNAMES in columns.places and not columns.surnames:
        asked.add("surnames")
    if not columns.dates and any(_is_unclear(sheet, n) for n in _dates(columns)):
        asked.add("dates")
    chosen = [place for place in columns.places if place and place != NOTE]
    both = SURNAMES in chosen and {"paternal_surname", "maternal_surname"} & set(chosen)
    if len(chosen) > len(set(chosen)) or both:
        asked.add("places")
    if not chosen:
        asked.add("nothing")
    return frozenset(asked)


def placed(sheet: Sheet, columns: Columns, named: Sequence[str]) -> Columns:
    """Return the columns with some places named as "column=place"; an empty place leaves a column out.

    Raises:
        InvalidInputError: there is no such column or place, or that column is never read.
    """
    found = list(columns.places)
    never = {column.name for column in describe(sheet) if column.why_not}
    known = {"", *(key for key, _label in places(columns.kind))}
    for one in named:
        name, _sign, place = one.rpartition("=")
        if name not in sheet.columns or place not in known or (place and name in never):
            raise InvalidInputError(
                N_("There is no such column or field: {what}"),
                N_("Known fields: {names}"),
                what=one,
                names=", ".join(known),
            )
        found[sheet.columns.index(name)] = place
    return attrs.evolve(columns, places=tuple(found))


PROBLEMS: Mapping[str, str] = {
    "surnames": N_("Say how the surnames are to be read."),
    "dates": N_("Say which number of the dates comes first."),
    "places": N_("Two columns have the same place. Leave one of them out, or give it another place."),
    "nothing": N_("Give at least one column a place."),
}


def refuse_unclear(sheet: Sheet, columns: Columns) -> None:
    """Raise while something must still be said.

    Raises:
        InvalidInputError: says what.
    """
    for asked in sorted(questions(sheet, columns)):
        raise InvalidInputError(PROBLEMS[asked], N_("Nothing was added."))


def _dates(columns: Columns) -> list[int]:
    fields = {f.name: f.type for f in KINDS[columns.kind].fields}
    return [n for n, place in enumerate(columns.places) if fields.get(place) is FieldType.DATE]


def _is_unclear(sheet: Sheet, place: int) -> bool:
    for row in sheet.rows:
        try:
            read_date(row[place])
        except UnclearDateError as unclear:
            if unclear.sentence == TWO_WAYS:
                return True
    return False


def can_group(columns: Columns) -> tuple[str, ...]:
    """Return by what people of a table can be put into households."""
    if columns.kind != "person":
        return ()
    return tuple(way for way, place in ((BY_NAME, HOME), (BY_ADDRESS, "street")) if place in columns.places)
