"""vCards of telephones and address books (2.1, 3.0 and 4.0) as a table, and our own in 3.0 and 4.0."""

import quopri
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import attrs

from cima_desktop.exchange.csv_files import text_of
from cima_desktop.exchange.sheets import BrokenFileError, NoRowsError, Sheet, Tick, Told, gather, plain
from cima_desktop.i18n import N_

GIVEN, FAMILY, WHOLE, NICK, BORN = "Given names", "Surnames", "Full name", "Name they use", "Date of birth"
PHONE, OTHER, STREET, CITY, STATE, ZIP, NOTE = (
    "Telephone",
    "Another telephone",
    "Street",
    "City",
    "State",
    "ZIP",
    "Note",
)
COLUMNS = (GIVEN, FAMILY, WHOLE, NICK, BORN, PHONE, OTHER, STREET, CITY, STATE, ZIP, NOTE)
"""How the parts of a card are named as columns; English, because nobody but the mapping reads them."""

LEFT = N_("Not read from the cards, because there is no place for it here: {names}.")

_LINE = re.compile(r"^(?:[\w-]+\.)?([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)$", re.DOTALL)
_SILENT = frozenset({"version", "prodid", "rev", "uid", "begin", "end", "sort-string", "x-ablabel", "kind", "source"})
_DAY = re.compile(r"^(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?$")


@attrs.frozen(kw_only=True)
class Card:
    """What one of our own vCards says; empty parts are left out."""

    name: str
    given: str = ""
    family: str = ""
    phones: Sequence[str] = ()
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    language: str = ""
    note: str = ""


def is_vcards(data: bytes) -> bool:
    """Tell whether bytes begin as vCards do."""
    return data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:11].upper() == b"BEGIN:VCARD"


def read_vcards(data: bytes, tick: Tick | None = None) -> Sheet:
    """Return the cards of a file as a table, one a row; `lines` counts the cards.

    Raises:
        ForeignFileError: one of its kinds.
    """
    text, told = text_of(data)
    left: dict[str, None] = {}
    rows = [COLUMNS, *(_row(lines, left) for lines in _cards(text))]
    if len(rows) == 1:
        raise NoRowsError
    more: list[Told] = [(LEFT, {"names": ", ".join(left)})] if left else []
    return gather(enumerate(rows), [*told, *more], tick)


def _cards(text: str) -> Iterator[list[str]]:
    """Yield the unfolded lines of each card.

    Raises:
        BrokenFileError: a card does not end.
    """
    lines: list[str] | None = None
    for line in _unfolded(text):
        word = "".join(line.split()).upper()
        if word == "BEGIN:VCARD":
            if lines:
                raise BrokenFileError
            lines = []
        elif word == "END:VCARD" and lines is not None:
            yield lines
            lines = None
        elif lines is not None:
            lines.append(line)
    if lines is not None:
        raise BrokenFileError


def _unfolded(text: str) -> Iterator[str]:
    """Yield lines with their continuations: a space ahead (3.0, 4.0), or an equals sign behind (quoted-printable)."""
    parts: list[str] = []
    soft = False
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if parts and (soft or raw[:1] in (" ", "\t")):
            parts.append(("\n" + raw) if soft else raw[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [raw]
        quoted = "QUOTED-PRINTABLE" in parts[0].upper()
        soft = quoted and raw.endswith("=")
    yield "".join(parts)


def _row(lines: Sequence[str], left: dict[str, None]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        name = match[1].lower()
        value = _decoded(match[2], match[3])
        if name in _READERS:
            _READERS[name](found, value)
        elif value.strip() and name not in _SILENT:
            left[name.upper()] = None
    if found.get(GIVEN) or found.get(FAMILY):
        found.pop(WHOLE, None)  # the same name once more
    return tuple(found.get(column, "") for column in COLUMNS)


def _decoded(params: str, value: str) -> str:
    words = params.upper()
    if "QUOTED-PRINTABLE" not in words:
        return value
    charset = re.search(r"CHARSET=\"?([\w-]+)", words)
    data = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return data.decode(charset[1] if charset else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return data.decode("cp1252", "replace")


def _split(value: str, most: int) -> list[str]:
    """Return the parts of a value between semicolons, without their escapes; `most` of them at least."""
    parts = [""]
    for piece in re.findall(r"\\.|[^\\;]+|[\\;]", value, re.DOTALL):
        parts += [""] if piece == ";" else []
        parts[-1] += "" if piece == ";" else piece
    return [*map(_plain, parts), *[""] * (most - len(parts))]


def _plain(text: str) -> str:
    return re.sub(r"\\([nN;,:\\])", lambda m: "\n" if m[1] in "nN" else m[1], text).strip()


def _name(found: dict[str, str], value: str) -> None:
    family, given, middle, *_rest = _split(value, 3)
    found[FAMILY] = family.replace(",", " ")
    found[GIVEN] = f"{given} {middle}".replace(",", " ").strip()


def _phone(found: dict[str, str], value: str) -> None:
    number = re.sub(r"^tel:", "", _plain(value), flags=re.IGNORECASE)
    if not found.get(PHONE):
        found[PHONE] = number
    elif number != found[PHONE]:
        found[OTHER] = found.get(OTHER) or number


def _address(found: dict[str, str], value: str) -> None:
    if found.get(STREET) or found.get(CITY):
        return
    _box, more, street, city, state, code, _country = _split(value, 7)[:7]
    found |= {STREET: f"{street} {more}".strip(), CITY: city, STATE: state, ZIP: code}


def _born(found: dict[str, str], value: str) -> None:
    plain = _plain(value)
    found[BORN] = _DAY.sub(r"\1-\2-\3", plain)


def _text(column: str, found: dict[str, str], value: str) -> None:
    kept = _plain(value)
    if kept and kept not in found.get(column, ""):
        found[column] = f"{found[column]}\n{kept}" if found.get(column) else kept


_READERS: Mapping[str, Callable[[dict[str, str], str], None]] = {
    "n": _name,
    "fn": partial(_text, WHOLE),
    "nickname": partial(_text, NICK),
    "bday": _born,
    "tel": _phone,
    "adr": _address,
    "note": partial(_text, NOTE),
}


def write_vcards(cards: Iterable[Card], version: str = "4.0") -> bytes:
    """Return a file of vCards of this version, "3.0" or "4.0"; nothing in it names this vault or its records."""
    return "".join(f"{line}\r\n" for card in cards for line in _lines(card, version)).encode()


def _lines(card: Card, version: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield from _folded(f"FN:{_escaped(card.name)}")
    yield from _folded(f"N:{_escaped(card.family)};{_escaped(card.given)};;;")
    for number in card.phones:
        said = " ".join(plain(number).split())
        yield from _folded(f"TEL;VALUE=uri:tel:{said}" if version == "4.0" else f"TEL:{said}")
    home = (card.street, card.city, card.state, card.zip)
    if any(home):
        yield from _folded(f"ADR:;;{';'.join(map(_escaped, home))};")
    if card.language.isalpha() and version == "4.0":
        yield f"LANG:{card.language}"
    if card.note:
        yield from _folded(f"NOTE:{_escaped(card.note)}")
    yield "END:VCARD"


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", plain(text)).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes, never splitting a letter."""
    rest, room = line, 75
    while len(rest.encode()) > room:
        piece = rest.encode()[:room].decode("utf-8", "ignore")
        yield piece if room == 75 else f" {piece}"
        rest, room = rest[len(piece) :], 74
    yield rest if room == 75 else f" {rest}"
