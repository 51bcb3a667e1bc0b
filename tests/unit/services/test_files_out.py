"""Lists, vCards and calendars on their way out: what was chosen, noted first, and nobody who is kept apart."""

import errno
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from cima_desktop import i18n
from cima_desktop.exchange.csv_files import read_csv
from cima_desktop.exchange.vcards import read_vcards
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import joining, outside
from cima_desktop.services.files import calendar, columns, lists
from cima_desktop.services.files.lists import Chosen
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.outside import Going, NotWrittenError, OwnFolderError, RecordsStayError
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import Edit
from cima_desktop.vault.errors import DiskFullError

FOR = Going(holder="Lic. Ejemplo", why="cita del martes")


def put(session: Session, kind: str = "person", **values: Any) -> RecordId:
    made = new_id()
    session.store.save("Added", [Edit(kind, made, values)])
    return made


def ana(session: Session, **more: Any) -> RecordId:
    return put(session, given_names="Ana", paternal_surname="López", phone="+18285550101", language="es", **more)


def table(session: Session, kind: str, *names: str) -> list[list[str]]:
    ids = tuple(lists.everything(session, kind))
    return list(lists.rows(session, Chosen(kind=kind, ids=ids, fields=names)))


def test_a_table_says_what_was_ticked_in_words(session: Session) -> None:
    home = put(session, "household", name="Familia Sol")
    ana(session, household=home, birth_date="1990-03-04", interpreter=True, other_languages=["mam", "en"])
    put(session, given_names="Beto", paternal_surname="Ruiz", phone="+50255551234")
    found = table(
        session, "person", "given_names", "phone", "birth_date", "interpreter", "other_languages", "household"
    )
    assert (
        found
        == [
            ["Nombres", "Teléfono", "Fecha de nacimiento", "Necesita intérprete", "Otros idiomas", "Hogar"],
            ["Ana", "(828) 555-0101", "1990-03-04", "Sí", "inglés y mam", "Familia Sol"],
            ["Beto", "(+50255551234)", "", "", "", ""],
        ]
        or found[1][4]
    )
    i18n.use("en")
    assert table(session, "person", "phone")[0] == ["Telephone"]


def test_usual_fields_are_on_the_screen_and_not_delicate() -> None:
    for kind in lists.LISTED:
        fields = {f.name: f for f in lists.fields_of(kind)}
        usual = lists.usual_fields(kind)
        assert usual
        assert not any(fields[name].sensitive for name in usual)
    assert "birth_date" not in lists.usual_fields("person")
    assert "street" not in lists.usual_fields("household")


def test_fields_may_be_named(session: Session) -> None:
    assert lists.known_fields("person", "phone, given_names,") == ("phone", "given_names")
    assert lists.known_fields("person", " ") == lists.usual_fields("person")
    with pytest.raises(InvalidInputError):
        lists.known_fields("person", "phone,immigration_status")
    with pytest.raises(InvalidInputError):
        lists.only_people("household", [])
    assert lists.only_people("person", []) == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_is_written_noted_and_safe_for_spreadsheets(session: Session, tmp_path: Path, form: str) -> None:
    record = ana(session, safe_hours="=cmd|' /C calc'!A0")
    target = tmp_path / f"lista.{form}"
    chosen = Chosen(kind="person", ids=(record,), fields=("given_names", "phone", "safe_hours"))
    assert lists.save_table(session, chosen, target, FOR, form) == 1
    if form == "csv":
        assert target.read_bytes().startswith(b"\xef\xbb\xbf")
        rows = [list(row) for row in read_csv(target.read_bytes()).rows]
    else:
        rows = [[c.value for c in row] for row in load_workbook(target).worksheets[0].iter_rows(min_row=2)]
    assert rows == [["Ana", "(828) 555-0101", "'=cmd|' /C calc'!A0"]]
    (line,) = session.store.bundles()
    assert (line.way, line.sort, line.reason, line.state) == ("out", "table", "Lic. Ejemplo – cita del martes", "left")
    assert line.facts == {"kind": "person", "records": 1, "form": form}
    assert session.store.bundle_records(line.n) == {record: chosen.fields}
    assert [look.how for look in session.store.looks_at(record)] == ["saved"]
    assert (target.stat().st_mode & 0o077) == 0


def test_what_we_write_comes_back_as_it_was(session: Session, tmp_path: Path) -> None:
    record = ana(session, safe_hours="-tarde", birth_date="1990-03-04", interpreter=False)
    target = tmp_path / "lista.csv"
    fields = ("given_names", "paternal_surname", "phone", "safe_hours", "birth_date", "interpreter", "language")
    lists.save_table(session, Chosen(kind="person", ids=(record,), fields=fields), target, FOR)
    sheet = read_csv(target.read_bytes())
    guessed = columns.guess(sheet)
    assert guessed.places == fields


def test_the_exact_place_of_a_report_does_not_leave_as_the_name_of_it(session: Session) -> None:
    report = put(session, "report", activity="checkpoint", place="412 Patton Ave", city="Asheville")
    put(session, "call", report=report, case=put(session, "case", person=ana(session), need="wages"), matter="report")
    assert [row[1] for row in table(session, "call", "matter", "report")] == ["Reporte", ""]
    put(session, "task", about=report, what="Llamar")
    assert not any("Patton" in cell for row in table(session, "task", "what", "about") for cell in row)


def test_records_that_are_gone_meanwhile_are_left_out(session: Session) -> None:
    record = ana(session)
    session.store.delete("To the bin", [record])
    assert list(lists.rows(session, Chosen(kind="person", ids=(record,), fields=("phone",)))) == [["Teléfono"]]


def test_nobody_is_told_where_people_who_are_kept_apart_are(session: Session, tmp_path: Path) -> None:
    home = put(session, "household", name="Familia Sol", street="1 Calle", city="Asheville", phone="+18285550100")
    other = put(session, "household", name="Familia Luna", street="2 Calle")
    rosa = ana(session, household=home, street="9 Calle", safe_hours="tarde")
    leo = put(session, given_names="Leo", phone="+18285550102")
    eva = put(session, given_names="Eva", phone="+18285550103")
    put(session, "relationship", person=rosa, other=leo, relation="kept_apart")
    ids = lists.everything(session, "person")
    assert lists.withheld(session, "person", ids) == {rosa, leo}
    assert lists.withheld(session, "household", [home, other]) == {home}
    assert lists.withheld(session, "plan", []) == frozenset()
    chosen = Chosen(kind="person", ids=(rosa, leo, eva), fields=("given_names", "phone", "street", "household"))
    assert list(lists.rows(session, chosen))[1:] == [
        ["Ana", "", "", ""],
        ["Leo", "", "", ""],
        ["Eva", "(828) 555-0103", "", ""],
    ]
    homes = Chosen(kind="household", ids=(home, other), fields=("name", "street", "city", "phone"))
    assert list(lists.rows(session, homes))[1:] == [["Familia Sol", "", "", ""], ["Familia Luna", "2 Calle", "", ""]]
    target = tmp_path / "a.vcf"
    lists.save_cards(session, ids, tuple(lists.CARD_PARTS), target, FOR)
    text = target.read_text(encoding="utf-8")
    assert "8285550103" in text
    assert not any(secret in text for secret in ("8285550101", "8285550102", "Calle", "tarde", "Asheville"))


def test_every_record_about_somebody_who_is_kept_apart_is_silent(session: Session, tmp_path: Path) -> None:
    other = put(session, "household", name="Familia Luna", street="2 Calle")
    rosa, rosita = ana(session), put(session, given_names="Rosita", phone="+18285550155", household=other)
    leo = put(session, given_names="Leo")
    put(session, "relationship", person=rosa, other=leo, relation="kept_apart")
    joining.join(session, rosa, rosita)
    assert lists.withheld(session, "person", [rosa, rosita]) == {rosa, rosita}
    assert lists.withheld(session, "household", [other]) == {other}
    hija = put(session, given_names="Hija", household=other)  # whose own card would tell of the home
    lists.save_cards(session, [rosa, rosita, hija], tuple(lists.CARD_PARTS), tmp_path / "a.vcf", FOR)
    text = (tmp_path / "a.vcf").read_text(encoding="utf-8")
    assert not any(secret in text for secret in ("8285550101", "8285550155", "Calle"))


@pytest.mark.parametrize("version", lists.VERSIONS)
def test_cards_say_what_was_ticked_and_nothing_else(session: Session, tmp_path: Path, version: str) -> None:
    home = put(session, "household", name="Familia Sol", street="1 Calle", city="Asheville", state="NC", zip="28806")
    record = ana(session, household=home, other_phone="+18285550109", safe_hours="tarde", birth_date="1990-03-04")
    gone = put(session, given_names="Nadie")
    session.store.delete("To the bin", [gone])
    target = tmp_path / "a.vcf"
    assert lists.save_cards(session, [record, gone], (), target, FOR, version) == 2
    bare = target.read_text(encoding="utf-8")
    assert f"VERSION:{version}" in bare
    assert not any(word in bare for word in ("TEL", "ADR", "LANG", "NOTE", "BDAY", "UID", record))
    lists.save_cards(session, [record], tuple(lists.CARD_PARTS), target, FOR, version)
    (card,) = read_vcards(target.read_bytes()).rows
    assert card == (
        "Ana", "López", "", "", "", "+18285550101", "+18285550109", "1 Calle", "Asheville", "NC", "28806", "tarde",
    )  # fmt: skip
    assert "1990" not in target.read_text(encoding="utf-8")
    assert [line.sort for line in session.store.bundles()] == ["vcard", "vcard"]


def dates(session: Session) -> None:
    plan = put(
        session, "plan", name="Familia Sol", signing_day="2026-12-01", review_due="2027-11-01",
        care_expires="2026-11-21", money_expires="2020-01-01",
    )  # fmt: skip
    signed = put(session, "document", plan=plan, name="Poder", sort="poa", state="signed", expires_on="2027-01-02")
    put(session, "document", plan=plan, name="Otro", sort="poa", state="made", expires_on="2027-01-02")
    put(session, "signing", document=signed, renew_on="2027-01-03")
    put(session, "signing", document=signed, renew_on="2027-01-04", revoked_on="2026-11-01")
    put(session, "plan_document", plan=plan, sort="us_passport", expires_on="2027-02-01", apply_by="2027-01-15")
    put(session, "task", about=plan, what="Llamar a Rosa", due_on="2026-11-30")
    put(session, "task", about=plan, what="Hecho", due_on="2026-11-30", done_on="2026-11-20")


def events(target: Path) -> dict[str, tuple[date, str]]:
    found = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    return {str(e["uid"]): (e.decoded("dtstart"), str(e["summary"])) for e in found}


def test_days_that_come_leave_without_names_unless_asked(session: Session, tmp_path: Path) -> None:
    dates(session)
    target = tmp_path / "c.ics"
    assert calendar.save_calendar(session, target, FOR) == 8
    plain = events(target)
    assert {title for _day, title in plain.values()} == {"Cita"}
    assert sorted(day for day, _title in plain.values())[0] == date(2026, 11, 21)
    calendar.save_calendar(session, target, FOR, calendar.SORTS)
    sorts = events(target)
    assert sorts.keys() == plain.keys()  # the calendar takes them for the same days
    assert (date(2026, 12, 1), "Día de firma") in sorts.values()
    assert not any("Rosa" in title or "Familia" in title for _day, title in sorts.values())
    calendar.save_calendar(session, target, FOR, calendar.NAMES)
    assert (date(2026, 11, 30), "Tarea: Llamar a Rosa") in events(target).values()
    lines = session.store.bundles()
    assert [line.facts["form"] for line in lines] == ["names", "sorts", "plain"]
    raw = target.read_bytes()
    assert not any(record.encode() in raw for record in session.store.bundle_records(lines[0].n))


def test_appointments_leave_by_kind_and_hour_and_with_names_only_when_asked(session: Session, tmp_path: Path) -> None:
    rosa = put(session, "person", given_names="Rosa", paternal_surname="Ejemplo")
    put(session, "appointment", sort="hearing", person=rosa, what="Salarios", on="2026-12-01", at="09:30")
    put(session, "appointment", sort="clinic", what="Vacunas", on="2026-12-02")
    put(session, "appointment", sort="ice_checkin", person=rosa, what="x", unknown=True, ask_on="2026-12-03")
    put(session, "appointment", sort="office", what="Dicha", on="2026-12-04", result="held")
    put(session, "appointment", sort="office", what="Dicha sin día", unknown=True, ask_on="2026-12-04", result="missed")
    target = tmp_path / "c.ics"
    assert calendar.save_calendar(session, target, FOR) == 3
    assert {title for _day, title in events(target).values()} == {"Cita"}
    calendar.save_calendar(session, target, FOR, calendar.SORTS)
    assert set(events(target).values()) == {
        (date(2026, 12, 1), "Audiencia en la corte, 9:30\N{NO-BREAK SPACE}a.m."),
        (date(2026, 12, 2), "Clínica u hospital"),
        (date(2026, 12, 3), "Preguntar la fecha de una cita"),
    }
    calendar.save_calendar(session, target, FOR, calendar.NAMES)
    assert any(title.endswith(": Rosa Ejemplo") for _day, title in events(target).values())
    assert any(title.endswith(": Vacunas") for _day, title in events(target).values())


def test_the_same_day_moved_keeps_its_name(session: Session, tmp_path: Path) -> None:
    task = put(session, "task", about=new_id(), what="Llamar", due_on="2026-12-01")
    target = tmp_path / "c.ics"
    calendar.save_calendar(session, target, FOR)
    before = events(target)
    session.store.save("Moved", [Edit("task", task, {"due_on": "2026-12-05"})])
    calendar.save_calendar(session, target, FOR)
    assert events(target).keys() == before.keys()
    assert [day for day, _title in events(target).values()] == [date(2026, 12, 5)]


def test_nothing_leaves_practice_helper_copies_or_into_the_vault(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = ana(session)
    chosen = Chosen(kind="person", ids=(record,), fields=("phone",))
    with pytest.raises(OwnFolderError):
        lists.save_table(session, chosen, session.folder / "x.csv", FOR)
    with pytest.raises(NotWrittenError):
        lists.save_table(session, chosen, tmp_path / "not there" / "x.csv", FOR)
    with pytest.raises(NotWrittenError):
        lists.save_table(session, chosen, tmp_path, FOR)
    assert {line.state for line in session.store.bundles()} == {"not_left"}  # noted, and noted as not written
    monkeypatch.setattr(session, "ending", object())
    with pytest.raises(HelperCopyReadOnlyError):
        lists.save_table(session, chosen, tmp_path / "x.csv", FOR)
    with pytest.raises(HelperCopyReadOnlyError):
        lists.save_cards(session, [record], (), tmp_path / "x.vcf", FOR)
    with pytest.raises(HelperCopyReadOnlyError):
        calendar.save_calendar(session, tmp_path / "x.ics", FOR)
    with open_practice(tmp_path / "practice") as practice, pytest.raises(RecordsStayError):
        lists.save_table(practice, chosen, tmp_path / "x.csv", FOR)
    assert [p.name for p in tmp_path.glob("x.*")] == []


def test_a_full_disk_leaves_what_was_there(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = ana(session)
    target = tmp_path / "x.csv"
    target.write_text("before", encoding="utf-8")

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(outside, "write_pieces_atomically", full)
    with pytest.raises(DiskFullError):
        lists.save_table(session, Chosen(kind="person", ids=(record,), fields=("phone",)), target, Going())
    assert target.read_text(encoding="utf-8") == "before"
    (line,) = session.store.bundles()
    assert (line.state, line.reason) == ("not_left", "Un archivo en esta computadora")


def test_a_strange_fault_is_a_bug(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(*_args: object) -> None:
        raise OSError(errno.ECHILD, "strange")

    monkeypatch.setattr(outside, "write_pieces_atomically", strange)
    with pytest.raises(OSError, match="strange"):
        calendar.save_calendar(session, tmp_path / "x.ics", FOR)
