"""vCards of telephones and address books in, and ours out; nothing of a card is split or guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.exchange import vcards as v
from cima_desktop.exchange.sheets import BrokenFileError, ForeignFileError, NoRowsError
from cima_desktop.exchange.vcards import Card, is_vcards, read_vcards, write_vcards

GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:Ana María Ejemplo López
N:Ejemplo López;Ana;María;;
item1.TEL:+1 828-555-0101
item1.X-ABLabel:Casa
TEL;TYPE=CELL:828-555-0102
TEL;TYPE=WORK:828-555-0103
BDAY:1990-03-04
ADR;TYPE=HOME:;;12 Calle\\, apto. 3;Asheville;NC;28806;US
NOTE:Prefiere la tarde\\nLlamar antes
NOTE:Prefiere la tarde
EMAIL;TYPE=INTERNET:ana@example.org
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ
 AAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw
UID:1234
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=B3pez;=
Jos=C3=A9;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9=20L=C3=B3pez
TEL;CELL;PREF:8285550104
END:VCARD
"""
OUTLOOK = """BEGIN:VCARD\r
VERSION:2.1\r
N;LANGUAGE=es;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Mu=F1oz;Zo=E9\r
NICKNAME:Zoe\r
ADR;WORK:;;"a: b";;;\r
BDAY:19850917\r
END:VCARD\r
"""
APPLE_4 = """begin:vcard
version:4.0
fn:Solo Nombre Completo
tel;value=uri:tel:+1-828-555-0105
tel;value=uri:tel:+1-828-555-0105
bday:--0304
adr;label="12 Calle\\n: Asheville":;;7 Sendero;;;;
adr:;;Otra;;;;
no colon here
end:vcard
"""


def row(text: str) -> dict[str, str]:
    sheet = read_vcards(text.encode())
    return {name: cell for name, cell in zip(sheet.columns, sheet.rows[0], strict=True) if cell}


def test_google_with_groups_folds_pictures_and_escapes() -> None:
    assert row(GOOGLE) == {
        v.GIVEN: "Ana María",
        v.FAMILY: "Ejemplo López",
        v.BORN: "1990-03-04",
        v.PHONE: "+1 828-555-0101",
        v.OTHER: "828-555-0102",
        v.STREET: "12 Calle, apto. 3",
        v.CITY: "Asheville",
        v.STATE: "NC",
        v.ZIP: "28806",
        v.NOTE: "Prefiere la tarde\nLlamar antes",
    }
    ((words, facts),) = read_vcards(GOOGLE.encode()).told
    assert words == v.LEFT
    assert facts == {"names": "EMAIL, PHOTO"}


def test_android_and_outlook_with_quoted_printable() -> None:
    assert row(ANDROID) == {v.GIVEN: "José", v.FAMILY: "López", v.PHONE: "8285550104"}
    assert row(OUTLOOK) == {
        v.GIVEN: "Zoé",
        v.FAMILY: "Muñoz",
        v.NICK: "Zoe",
        v.BORN: "1985-09-17",
        v.STREET: '"a: b"',
    }
    assert row(OUTLOOK.replace("Windows-1252", "no-such-page"))[v.FAMILY] == "Muñoz"


def test_version_four_with_addresses_and_telephones_as_links() -> None:
    assert row(APPLE_4) == {
        v.WHOLE: "Solo Nombre Completo",
        v.PHONE: "+1-828-555-0105",
        v.BORN: "--0304",
        v.STREET: "7 Sendero",
    }


def test_many_cards_are_counted() -> None:
    sheet = read_vcards((GOOGLE + "\n" + ANDROID + OUTLOOK + APPLE_4).encode())
    assert sheet.lines == (1, 2, 3, 4)


def test_cards_are_known_by_their_beginning() -> None:
    assert is_vcards(GOOGLE.encode())
    assert is_vcards(b"\xef\xbb\xbf\r\n" + GOOGLE.encode())
    assert is_vcards(GOOGLE.encode("utf-16"))
    assert not is_vcards(b"Nombre,BEGIN:VCARD")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NoRowsError),
        ("BEGIN:VCARD\nEND:VCARD\n", NoRowsError),
        ("END:VCARD\n", NoRowsError),
        ("BEGIN:VCARD\nFN:Ana\n", BrokenFileError),
        ("BEGIN:VCARD\nFN:Ana\nBEGIN:VCARD\nEND:VCARD\n", BrokenFileError),
    ],
)
def test_broken_files_are_refused(text: str, error: type[ForeignFileError]) -> None:
    with pytest.raises(error):
        read_vcards(text.encode())


@given(st.text(alphabet="BEGIN:VCARD\n;=\\,Nabc \tÑ", max_size=200))
def test_no_card_does_harm(inside: str) -> None:
    try:
        sheet = read_vcards(f"BEGIN:VCARD\n{inside}\nEND:VCARD\n".encode())
    except ForeignFileError:
        return
    assert all(len(cells) == len(sheet.columns) for cells in sheet.rows)


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_ours_comes_back_and_no_line_is_long(version: str) -> None:
    card = Card(
        name="Ñandú; “La, Güera” " + "é" * 90,
        given="Ñandú",
        family="De la Peña",
        phones=["+18285550101", "+18285550102"],
        street="1 Calle; apto. 2",
        city="Asheville",
        language="es",
        note="Tarde\nsolo\\martes",
    )
    data = write_vcards([card], version)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert f"VERSION:{version}".encode() in data
    assert (b"LANG:es" in data) is (version == "4.0")
    (read,) = read_vcards(data).rows
    assert dict(zip(v.COLUMNS, read, strict=True)) == {
        **dict.fromkeys(v.COLUMNS, ""),
        v.GIVEN: "Ñandú",
        v.FAMILY: "De la Peña",
        v.PHONE: "+18285550101",
        v.OTHER: "+18285550102",
        v.STREET: "1 Calle; apto. 2",
        v.CITY: "Asheville",
        v.NOTE: "Tarde\nsolo\\martes",
    }


def test_a_card_says_no_more_than_it_has() -> None:
    assert write_vcards([Card(name="Ana")]) == b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana\r\nN:;;;;\r\nEND:VCARD\r\n"


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_nothing_that_stands_in_a_part_becomes_a_line_of_its_own(version: str) -> None:
    hostile = "X\rTEL:+18285550199\r\nEND:VCARD\u2028TEL:1\x85TEL:2\nTEL:3\x00\x0b"
    card = Card(name=hostile, given=hostile, family=hostile, phones=[hostile], street=hostile, note=hostile)
    data = write_vcards([card], version).decode()
    lines = [line for line in data.splitlines() if not line.startswith(" ")]
    assert [line.split(":")[0].split(";")[0] for line in lines] == [
        *("BEGIN", "VERSION", "FN", "N", "TEL", "ADR", "NOTE", "END"),
    ]
    assert data.count("END:VCARD\r\n") == 1
    assert not any(c < " " and c not in "\r\n" for c in data)
