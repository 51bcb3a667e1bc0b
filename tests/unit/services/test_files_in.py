"""Tables of other programs into the vault: nothing guessed, nothing lost, nothing about status, all taken back."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from cima_desktop.exchange.csv_files import read_csv
from cima_desktop.exchange.sheets import ForeignFileError, Sheet
from cima_desktop.model.dates import TWO_WAYS
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.guarding import NeverKeptError, UndecidedWordsError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Household, Person
from cima_desktop.model.work import Note
from cima_desktop.services import arriving
from cima_desktop.services.attachment_source import OwnFileError, SourceError
from cima_desktop.services.files import columns as c
from cima_desktop.services.files import reading, review, taking
from cima_desktop.services.files.review import Review
from cima_desktop.services.files.taking import take
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.outside import NotWrittenError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, saving
from cima_desktop.vault.errors import DiskFullError
from tests.unit.exchange.test_workbooks import saved, simple


def sheet_of(text: str) -> Sheet:
    return read_csv(text.encode())


def judged(session: Session, text: str, **decided: Any) -> Review:
    sheet = sheet_of(text)
    return review.judge(session, sheet, attrs.evolve(c.guess(sheet, decided.pop("kind", "")), **decided))


def put(session: Session, **values: Any) -> RecordId:
    made = new_id()
    session.store.save("Added", [Edit("person", made, values)])
    return made


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"Nombre,Tel\nAna,1\n"),
        ("wrong name.pdf", b"Nombre,Tel\nAna,1\n"),
        ("a.xlsx", saved(simple())),
        ("a.csv", saved(simple())),
        ("a.vcf", b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\n"),
    ],
)
def test_a_file_is_known_by_its_bytes(session: Session, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert "Ana" in reading.read_file(session, file).rows[0]


def test_what_is_no_file_or_too_big_is_refused(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(ForeignFileError):
        reading.read_file(session, file)
    monkeypatch.setattr(reading, "MOST_BYTES", 4)
    with pytest.raises(reading.FileTooBigError):
        reading.read_file(session, file)
    with pytest.raises(SourceError):
        reading.read_file(session, tmp_path / "not there.csv")
    with pytest.raises(OwnFileError):
        reading.read_file(session, session.folder / "vault.db")


def test_cells_become_values(session: Session) -> None:
    text = (
        "Nombre,Apellidos,Tel,Nacimiento,Idioma,Otros idiomas,Intérprete,Otros nombres,Notas,Correo\n"
        "Ana,López Gil,'+50255551234,1990-03-04 00:00,castellano,Mam; inglés,Sí,Anita; La Güera,Llamar tarde,a@b.org\n"
        "Eva,Ruiz,(+50255551234),\"March 4, 1990\",K'iche',,no,,,\n"
    )
    first, second = judged(session, text, surnames=c.APART).rows
    assert first.values == {
        "given_names": "Ana",
        "paternal_surname": "López",
        "maternal_surname": "Gil",
        "phone": "+50255551234",
        "birth_date": "1990-03-04",
        "language": "es",
        "other_languages": frozenset({"mam", "en"}),
        "interpreter": True,
        "aliases": frozenset({"Anita", "La Güera"}),
    }
    assert (first.note, first.sort) == ("Llamar tarde\na@b.org", review.NEW)
    assert (second.values["phone"], second.values["language"]) == ("+50255551234", "quc")
    assert second.values["interpreter"] is False


def test_surnames_may_stay_together(session: Session) -> None:
    (row,) = judged(session, "Nombre,Apellidos\nAna,López Gil", surnames=c.TOGETHER).rows
    assert row.values["paternal_surname"] == "López Gil"


@pytest.mark.parametrize(
    ("head", "cell", "error"),
    [
        ("Tel", "12", InvalidInputError),
        ("Tel", "828-555-0101 ext 4", InvalidInputError),
        ("Nacimiento", "3/4/1990", InvalidInputError),
        ("Nacimiento", "30 feb 1990", InvalidInputError),
        ("Nacimiento", "2090-01-01", InvalidInputError),
        ("Idioma", "klingon", InvalidInputError),
        ("Intérprete", "quizá", InvalidInputError),
        ("Papel", "es indocumentado", UndecidedWordsError),
        ("Papel", "A012345678", NeverKeptError),
        ("Notas", "123-45-6789", NeverKeptError),
        ("Notas", "cruzó la frontera sin papeles", UndecidedWordsError),
        ("Hogar", "F" * 300, InvalidInputError),
        ("Notas", "x" * 5000, InvalidInputError),
    ],
)
def test_a_cell_that_cannot_be_kept_is_named_with_its_column(
    session: Session, head: str, cell: str, error: type[InvalidInputError]
) -> None:
    sheet = sheet_of(f"Nombre,{head}\nAna,{cell}\nEva,otro\nLeo,otra")
    chosen = c.guess(sheet)
    if head == "Papel":
        chosen = c.placed(sheet, chosen, ["Papel=role"])
    row, *_others = review.judge(session, sheet, chosen).rows
    assert (row.sort, row.decisions) == (review.FAULTY, (review.LEAVE, review.ADD))
    (fault,) = row.faults
    assert fault.column == head
    assert isinstance(fault.error, error)
    assert taking.fault_words(row)[0].startswith(f"{head}: ")
    assert row.values == {"given_names": "Ana"}  # the rest of the row is good


def test_dates_that_could_be_two_are_read_as_was_said(session: Session) -> None:
    text = "Nombre,Nacimiento\nAna,3/4/1990"
    assert judged(session, text, dates="month").rows[0].values["birth_date"] == "1990-03-04"
    assert judged(session, text, dates="day").rows[0].values["birth_date"] == "1990-04-03"
    (fault,) = judged(session, text).rows[0].faults
    assert fault.error.message == TWO_WAYS


def test_words_are_kept_on_purpose_only(session: Session) -> None:
    text = "Nombre,Notas\nAna,es indocumentada"
    found = judged(session, text, keep_words=True)
    assert found.rows[0].sort == review.NEW
    take(session, found, {}, with_backup=False)
    (person,) = session.store.all(Person)
    assert [n.words for n in session.store.children(Note, about=person.id)] == ["es indocumentada"]
    assert len(session.store.deeds("kept_words")) == 1


def test_rows_are_new_here_already_twice_or_nameless(session: Session) -> None:
    here = put(session, given_names="Ana", paternal_surname="López", phone="+18285550101")
    found = judged(
        session,
        "Nombre,Apellido paterno,Tel\nAna,López,\nBeto,Ruiz,8285550102\nBeto,Ruiz,(828) 555-0102\n,,8285550103\n",
    )
    assert [row.sort for row in found.rows] == [review.LIKE, review.NEW, review.TWIN, review.FAULTY]
    assert found.counts() == {review.NEW: 1, review.LIKE: 1, review.TWIN: 1, review.FAULTY: 1}
    assert found.rows[0].like is not None
    assert found.rows[0].like.id == here
    assert found.rows[2].twin == 3
    assert not found.rows[3].can_be_taken
    assert found.usual() == {0: review.LEAVE, 1: review.ADD, 2: review.LEAVE, 3: review.LEAVE}
    assert review.decided(found, review.FILL, review.ADD) == {
        0: review.FILL, 1: review.ADD, 2: review.LEAVE, 3: review.LEAVE,
    }  # fmt: skip


def test_what_was_decided_is_saved_as_one_import(session: Session) -> None:
    here = put(session, given_names="Ana", paternal_surname="López", phone="+18285550101")
    found = judged(
        session,
        "Nombre,Apellido paterno,Tel,Idioma,Notas\n"
        "Ana,López,8285550199,mam,nota\nBeto,Ruiz,8285550102,,\nEva,Sol,12,,\n,,,es,\nDos,Tres,,,",
    )
    ticks: list[tuple[int, int]] = []
    done = take(
        session,
        found,
        {0: review.FILL, 2: review.ADD, 4: review.LEAVE, 3: review.ADD},
        with_backup=False,
        tick=lambda n, total: ticks.append((n, total)),
    )
    assert (done.people, done.households, done.filled, done.left) == (2, 0, 1, 2)
    assert ticks == [(0, 3)]
    ana = session.store.need(Person, here)
    assert (ana.phone, ana.language) == ("+18285550101", "mam")  # only what was empty was filled
    assert [n.words for n in session.store.children(Note, about=here)] == ["nota"]
    assert {p.given_names for p in session.store.all(Person)} == {"Ana", "Beto", "Eva"}
    line = session.store.bundle(done.n)
    assert (line.way, line.sort, line.state) == ("in", "table", "done")
    assert line.facts == {"changes": done.records, "records": done.records, "rows": 3}
    came = {p.id for p in session.store.all(Person)} | {n.id for n in session.store.all(Note)}
    assert set(session.store.bundle_records(done.n)) == came
    rest = list(taking.rest(found, {0: review.FILL, 2: review.ADD, 4: review.LEAVE}))
    assert [row[0] for row in rest[1:]] == ["5", "6"]
    assert rest[1][2:] == ["", "", "", "es", ""]
    assert rest[2][1] == "Se dejó fuera a propósito."


def test_the_whole_import_is_taken_back_on_a_later_day(session: Session) -> None:
    here = put(session, given_names="Ana", paternal_surname="López", phone="+18285550101")
    heads = "Nombre,Apellido paterno,Tel,Idioma,Hogar,Dirección,Notas"
    text = f"{heads}\nAna,López,,mam,,,\nBeto,Sol,,,Familia Sol,1 Calle,x\n"
    done = take(session, judged(session, text, homes=c.BY_NAME), {0: review.FILL}, with_backup=False)
    assert session.store.count("person") == 2
    later = put(session, given_names="Después")
    (listed,) = arriving.decided(session)  # where a person finds it on that day
    assert (listed.note.n, listed.note.sort) == (done.n, "table")
    session.store.undo_import(done.n)
    assert {p.given_names for p in session.store.all(Person)} == {"Ana", "Después"}
    assert session.store.need(Person, here).language == ""
    assert session.store.all(Household) == []
    assert session.store.all(Note) == []
    assert session.store.bundle(done.n).state == "undone"
    assert session.store.get(Person, later) is not None


def test_people_are_put_into_households_only_as_was_said(session: Session) -> None:
    text = (
        "Nombre,Hogar,Dirección,Ciudad,Código postal\n"
        "Ana,Familia Sol,1 Calle,Asheville,28806\nBeto,familia sol,1 calle,,\nEva,Familia Luna,2 Calle,Arden,28704\n"
        "Leo,,3 Calle,Arden,\nMía,,3 Calle,Arden,\nSin Nada,,,,\n"
    )
    assert c.can_group(c.guess(sheet_of(text))) == (c.BY_NAME, c.BY_ADDRESS)
    take(session, judged(session, text), {}, with_backup=False)
    assert session.store.all(Household) == []
    take(session, judged(session, text, homes=c.BY_NAME), dict.fromkeys(range(6), review.ADD), with_backup=False)
    homes = {h.name: h for h in session.store.all(Household)}
    assert set(homes) == {"Familia Sol", "Familia Luna"}
    sol = homes["Familia Sol"]
    assert (sol.street, sol.city, sol.zip) == ("1 Calle", "Asheville", "28806")
    members = session.store.children(Person, household=sol.id)
    assert {(p.given_names, p.street) for p in members} == {("Ana", ""), ("Beto", "")}
    # The same again, by address: homes that are here by name and street are taken, others only where two share one.
    take(session, judged(session, text, homes=c.BY_ADDRESS), dict.fromkeys(range(6), review.ADD), with_backup=False)
    names = sorted(h.name for h in session.store.all(Household))
    assert names == ["Familia Luna", "Familia Sol", "Leo"]
    (three,) = [h for h in session.store.all(Household) if h.name == "Leo"]
    assert {p.given_names for p in session.store.children(Person, household=three.id)} == {"Leo", "Mía"}
    assert len(session.store.children(Person, household=sol.id)) == 4


def test_households_come_as_rows_of_their_own(session: Session) -> None:
    text = "Familia,Dirección,Teléfono,Notas\nFamilia Sol,1 Calle,8285550100,perro\nFamilia Luna,2 Calle,,\n,3 Calle,,"
    found = judged(session, text)
    done = take(session, found, {}, with_backup=False)
    assert (done.people, done.households, done.left) == (0, 2, 1)
    again = judged(session, text)
    assert [row.sort for row in again.rows] == [review.LIKE, review.LIKE, review.FAULTY]
    filled = take(session, again, {0: review.FILL}, with_backup=False)
    assert (filled.households, filled.filled) == (0, 1)


def test_rows_that_stayed_out_are_saved_with_their_reasons(session: Session, tmp_path: Path) -> None:
    put(session, given_names="Ana", paternal_surname="López", phone="+18285550101")
    found = judged(session, "Nombre,Apellido paterno,SSN,Tel\nAna,López,123-45-6789,8285550101\nEva,Sol,,12\nEva,Sol,,")
    target = tmp_path / "rest.csv"
    assert taking.save_rest(session, found, {}, target) == 3
    text = target.read_text(encoding="utf-8-sig")
    assert "ya está aquí" in text
    assert "Tel: Este número" in text
    assert "6789" not in text  # what is never written down is not written by us either
    assert "SSN" not in text
    with pytest.raises(NotWrittenError):
        taking.save_rest(session, found, {}, tmp_path / "not there" / "rest.csv")


def test_a_disk_that_fills_up_keeps_nothing_half(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(session, "Nombre\nAna\nBeto")

    def full(*_args: object, **_more: object) -> int:
        raise DiskFullError

    monkeypatch.setattr(session.store, "save_through", full)
    with pytest.raises(DiskFullError):
        take(session, found, {}, with_backup=False)
    assert session.store.count("person") == 0
    assert session.store.bundles()[0].facts == {"rows": 2}


def test_an_import_that_stops_half_way_can_be_taken_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(session, "Nombre\nAna\nBeto\nEva")
    monkeypatch.setattr(saving, "_BATCH", 1)
    real, written = session.store._write_bulk, []

    def twice(*arguments: Any, **more: Any) -> Any:
        written.append(1)
        if len(written) == 3:
            raise DiskFullError
        return real(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(session.store, "_write_bulk", twice)
        with pytest.raises(DiskFullError):
            take(session, found, {}, with_backup=False)
    assert session.store.count("person") == 2
    (line,) = session.store.bundles()
    assert line.facts == {"rows": 3}  # how many records came was not said any more
    session.store.undo_import(line.n)
    assert session.store.count("person") == 0


def test_nothing_is_taken_into_a_helper_copy(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(session, "Nombre\nAna")
    monkeypatch.setattr(session, "ending", object())
    with pytest.raises(HelperCopyReadOnlyError):
        take(session, found, {})


def test_whoever_stops_it_keeps_nothing(session: Session) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    sheet = sheet_of("Nombre\nAna")
    with pytest.raises(Stopped):
        review.judge(session, sheet, c.guess(sheet), stop)
    with pytest.raises(Stopped):
        take(session, judged(session, "Nombre\nAna"), {}, with_backup=False, tick=stop)
    assert session.store.bundles() == []
    assert session.store.count("person") == 0
