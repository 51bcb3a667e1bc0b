"""What the columns of a foreign table are: known in both languages, asked where unclear, never about status."""

import attrs
import pytest

from cima_desktop.exchange.csv_files import read_csv
from cima_desktop.exchange.sheets import Sheet
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.services.files import columns as c
from cima_desktop.services.files.columns import Columns
from cima_desktop.services.files.values import two_surnames


def sheet_of(text: str) -> Sheet:
    return read_csv(text.encode())


def test_columns_are_known_in_both_languages() -> None:
    spanish = c.guess(
        sheet_of("Nombre,Apellido paterno,Apellido materno,Celular,Fecha de nacimiento,Idioma\nA,B,C,1,2,3")
    )
    assert spanish.places == (
        "given_names", "paternal_surname", "maternal_surname", "phone", "birth_date", "language",
    )  # fmt: skip
    english = c.guess(sheet_of("First Name,Last Name,Mobile Phone,Home Street,E-mail Address,Whatever\nA,B,1,2,3,4"))
    assert english.places == ("given_names", c.SURNAMES, "phone", "street", c.NOTE, "")
    ours = c.guess(sheet_of("Nombres,¿Es seguro dejar un mensaje?,Safe hours to call\nA,sí,x"))
    assert ours.places == ("given_names", "voicemail_ok", "safe_hours")
    twice = c.guess(sheet_of("Nombre,Nombre,Notas,Nota\nA,B,c,d"))
    assert twice.places == ("given_names", "", c.NOTE, c.NOTE)


def test_a_table_of_homes_is_seen_as_one() -> None:
    homes = c.guess(sheet_of("Familia,Dirección,Ciudad\nFamilia Ejemplo,1 Calle,Asheville"))
    assert (homes.kind, homes.places) == ("household", ("name", "street", "city"))
    assert c.can_group(homes) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Status", "Estatus migratorio", "SSN", "Social Security Number", "Número de seguro social", "A-Number",
        "A#: Alien Registration", "ITIN", "Country of Birth", "País de origen", "Nacionalidad", "Ciudadanía",
        "Date of entry", "Fecha de entrada", "Visa", "Receipt number", "USCIS #", "DACA", "Immigration status",
        "Documentado", "Passport no.",
    ],
)  # fmt: skip
def test_columns_about_status_numbers_and_origin_have_no_place(name: str) -> None:
    (column, _other) = c.describe(sheet_of(f"{name},Nombre\nsecreto,Ana"))
    assert column.why_not
    assert column.samples == ()
    assert c.guess(sheet_of(f"{name},Nombre\nsecreto,Ana")).places == ("", "given_names")
    with pytest.raises(InvalidInputError):
        c.placed(sheet_of(f"{name},Nombre\nx,Ana"), Columns(places=("", "given_names")), [f"{name}=role"])


def test_a_column_full_of_such_numbers_has_no_place_whatever_its_name() -> None:
    (column, other) = c.describe(sheet_of("Otro,Estado\n123-45-6789,NC\n,NC\n987-65-4321,NC"))
    assert column.why_not
    assert not other.why_not


def test_what_must_be_said_is_asked() -> None:
    sheet = sheet_of("Nombre,Apellidos,Nacimiento\nAna,López Gil,3/4/1990\nBeto,Ruiz,nada")
    asked = c.guess(sheet)
    assert c.questions(sheet, asked) == {"surnames", "dates"}
    with pytest.raises(InvalidInputError) as refused:
        c.refuse_unclear(sheet, asked)
    assert refused.value.message == c.PROBLEMS["dates"]
    said = attrs.evolve(asked, surnames=c.TOGETHER, dates="day")
    assert c.questions(sheet, said) == frozenset()
    c.refuse_unclear(sheet, said)
    both = c.placed(sheet, said, ["Nacimiento=paternal_surname"])
    assert c.questions(sheet, both) == {"places"}
    assert c.questions(sheet, c.placed(sheet, said, ["Nacimiento=given_names"])) == {"places"}
    assert c.questions(sheet, c.placed(sheet, said, ["Nombre=", "Apellidos=", "Nacimiento=~note"])) == {"nothing"}
    with pytest.raises(InvalidInputError):
        c.placed(sheet, said, ["Nada=role"])
    clear = sheet_of("Nombre,Nacimiento\nAna,25/3/1990\nBeto,1990-03-04\nEva,4 mar 1990")
    assert c.questions(clear, c.guess(clear)) == frozenset()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("López Gil", ("López", "Gil")),
        ("de la Cruz López", ("de la Cruz", "López")),
        ("López de la Cruz", ("López", "de la Cruz")),
        ("López", ("López", "")),
        ("López Gil Ruiz", ("López Gil Ruiz", "")),
        ("López de", ("López de", "")),
        ("López-Gil", ("López-Gil", "")),
    ],
)
def test_surnames_come_apart_only_where_that_is_clear(text: str, parts: tuple[str, str]) -> None:
    assert two_surnames(text) == parts
