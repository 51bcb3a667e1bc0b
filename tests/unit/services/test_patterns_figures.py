"""What a period amounted to: records and people apart, what was erased, what was confirmed where and when (P1-P6)."""

from datetime import date, datetime
from pathlib import Path

import pytest

from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Verification
from cima_desktop.model.small_numbers import Hidden, Told
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.outside import Going, RecordsStayError
from cima_desktop.services.patterns import counts, raids, report
from cima_desktop.services.patterns.counts import Count, Figures, figures
from cima_desktop.services.patterns.periods import FREE, MONTH, QUARTER, YEAR, Period, PeriodError, around, beside
from cima_desktop.services.patterns.raids import HOURS, PARTS, WEEKS, Incidence, grid
from cima_desktop.services.reads import FIGURES
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid
from tests.pdf_text import squeezed, whole
from tests.unit.services import alerts_desk

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def put(session: Session, kind: str, key: object, **values: Value) -> RecordId:
    session.store.save("Added", [Edit(kind, rid(kind, key), values)])
    return rid(kind, key)


def people(session: Session, count: int) -> list[RecordId]:
    return [put(session, "person", n, given_names=f"Persona {n}") for n in range(count)]


def cases(session: Session, number: int, start: int = 0, **facts: Value) -> None:
    """Put cases of November into the vault, two of them for each person."""
    for n in range(start, start + number):
        values: dict[str, Value] = {"number": str(n), "person": rid("person", n // 2), "need": "wages", "state": "open"}
        put(session, "case", n, **{**values, "opened_on": "2026-11-10", "county": "Buncombe", **facts})


def count_of(found: Figures, kind: str) -> Count:
    return next(each for each in found.counts if each.kind == kind)


def table(count: Count, place: int) -> dict[str, tuple[int, int]]:
    return {row.label: (row.records, row.people) for row in count.tables[place].rows}


def test_records_are_not_people(session: Session) -> None:
    people(session, 5)
    cases(session, 8)
    cases(session, 2, start=8, need="housing", county="condado de HENDERSON")
    found = count_of(figures(session, NOVEMBER), "case")
    assert (found.records, found.people) == (10, 5)
    assert table(found, 0) == {"Housing": (2, 1), "Unpaid wages": (8, 4)}
    assert table(found, 1) == {"Buncombe": (8, 4), "Henderson": (2, 1)}


def test_two_records_of_one_person_count_once(session: Session) -> None:
    one, other = sorted(people(session, 2))
    cases(session, 4)
    session.store.save("Joined", [Edit("person", other, {"same_as": one})])
    found = figures(session, NOVEMBER)
    assert (count_of(found, "case").people, found.people, found.households) == (1, 1, 1)


def test_people_of_one_home_are_one_household(session: Session) -> None:
    home = put(session, "household", "home", name="Casa")
    put(session, "person", 0, given_names="Luz", household=home)
    put(session, "person", 1, given_names="Toño", household=home)
    cases(session, 4)
    found = figures(session, NOVEMBER)
    assert (found.people, found.households) == (2, 1)


def test_only_the_days_of_the_period_count(session: Session) -> None:
    people(session, 1)
    for n, day in enumerate(("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01", "")):
        put(session, "case", n, number=str(n), person=rid("person", 0), need="food", opened_on=day)
    assert count_of(figures(session, beside(NOVEMBER, MONTH, -1)), "case").records == 2


def test_what_is_not_said_and_other_counties_are_lines_of_their_own(session: Session) -> None:
    people(session, 3)
    cases(session, 2, county="")
    cases(session, 2, start=2, county="La casa azul de Luz")
    cases(session, 2, start=4, county="Person")
    found = figures(session, NOVEMBER)
    assert table(count_of(found, "case"), 1) == {raids.OTHER_COUNTY: (2, 1), "Person": (2, 1), counts.NOT_SAID: (2, 1)}
    words = [row.words("es") for row in count_of(found, "case").tables[1].rows]
    assert sorted(words) == sorted(["Otro condado", "Person", "No se dijo"])
    assert not any("azul" in cell for row in report.rows(found) for cell in row)


def test_a_visit_an_accompaniment_a_call_and_an_assignment_are_counted(session: Session) -> None:
    people(session, 1)
    cases(session, 1)
    put(session, "visit", 0, called="Luz", person=rid("person", 0), on="2026-11-03", need="food")
    put(session, "accompaniment", 0, case=rid("case", 0), outcome="attended", outcome_on="2026-11-04")
    put(session, "call", 0, on="2026-11-05", matter="report")
    put(session, "report", 0, received_on="2026-11-05", activity="checkpoint")
    put(session, "volunteer", 0, name="Ana")
    put(
        session,
        "assignment",
        0,
        volunteer=rid("volunteer", 0),
        about=rid("case", 0),
        sort="ride",
        on="2026-11-06",
        state="done",
    )
    found = figures(session, NOVEMBER)
    counted = {each.kind: (each.records, each.people) for each in found.counts}
    assert counted == {
        "case": (1, 1),
        "visit": (1, 1),
        "accompaniment": (1, 1),
        "call": (1, 0),
        "report": (1, 0),
        "assignment": (1, 1),
        "incident": (0, 0),
        "alert": (0, 0),
    }
    assert (found.people, count_of(found, "assignment").people_word) == (1, counts.VOLUNTEERS)


def test_figures_survive_after_names_are_erased(session: Session) -> None:
    people(session, 3)
    cases(session, 6)
    month = around(session.store.today(), MONTH)  # what was erased is known by the month in which it was written
    put(session, "case", 0, opened_on=month.first.isoformat())
    session.store.delete("Bin", [rid("case", 0)])
    session.store.erase([rid("case", 0)], "asked")
    found = count_of(figures(session, month), "case")
    assert found.erased == 1
    assert sum(row.records for row in found.tables[0].rows) == found.records
    assert {row.label: row.erased for row in found.tables[1].rows}[counts.ERASED_COUNTY] == 1
    free = Period(month.first, month.first)
    assert count_of(figures(session, free), "case").erased == 0


@pytest.fixture
def confirmed(session: Session) -> Session:
    """Return a desk with one incident that waits for a verifier."""
    alerts_desk.fill(session)
    return session


def incidence(county: str, at: str, outcome: str = raids.CONFIRMED, on: str = "2026-11-10", n: int = 0) -> Incidence:
    return Incidence(id=rid("incident", n), county=county, activity="checkpoint", on=on, at=at, outcome=outcome)


def test_only_what_counts_is_an_outcome(confirmed: Session) -> None:
    (seen,) = raids.incidents(confirmed, NOVEMBER)
    assert seen.outcome == raids.OPEN
    forged = {"incident": seen.id, "verifier": alerts_desk.OMAR, "outcome": "confirmed", "signed_on": "2026-11-20"}
    confirmed.store.save("Arrived", [Edit("verification", rid("forged"), forged)])
    assert confirmed.store.need(Verification, rid("forged")).outcome == "confirmed"
    (seen,) = raids.incidents(confirmed, NOVEMBER)
    assert (seen.outcome, seen.told) == (raids.OPEN, ())
    alerts_desk.confirmed(confirmed)
    alerts_desk.out(confirmed, passphrase="a passphrase for tests only")
    (seen,) = raids.incidents(confirmed, NOVEMBER)
    assert (seen.outcome, seen.county, seen.told) == (raids.CONFIRMED, "Buncombe", ("alert",))
    confirmed.store.save("Added", [Edit("incident_step", rid("step"), {"incident": rid("other"), "step": "received"})])
    put(confirmed, "incident", "other", activity="checkpoint", area="Road", on="2026-11-02")
    found = figures(confirmed, NOVEMBER)
    assert {row.label: row.records for row in count_of(found, "incident").tables[1].rows} == {
        "Confirmed": 1,
        "No outcome yet": 1,
    }
    assert {row.label: row.records for row in count_of(found, "alert").tables[0].rows} == {"Alert": 1}


def test_what_was_nothing_is_told_as_such(confirmed: Session) -> None:
    step = {"incident": alerts_desk.INCIDENT, "step": "unfounded", "on": "2026-11-21", "at": "08:30"}
    confirmed.store.save("Added", [Edit("incident_step", rid("closed"), step)])
    assert [each.outcome for each in raids.incidents(confirmed, NOVEMBER)] == [raids.UNFOUNDED]


def test_the_grid_counts_by_hour_week_and_part_of_the_day() -> None:
    found = [
        incidence("Buncombe", "05:59"),
        incidence("Buncombe", "06:00", on="2026-11-02"),
        incidence("Buncombe", ""),
        incidence("", "23:59", on="2026-11-30"),
        incidence("Madison", "10:00", raids.OPEN),
    ]
    hours = grid(found, NOVEMBER, HOURS)
    assert [county for county, _cells in hours.rows] == ["Buncombe", ""]
    assert {n: cell for n, cell in enumerate(hours.rows[0][1]) if cell} == {5: 1, 6: 1}
    assert (hours.undated, hours.most) == (1, 1)
    weeks = grid(found, NOVEMBER, WEEKS)
    assert weeks.columns[0] == "2026-10-26"
    assert [sum(cells) for _county, cells in weeks.rows] == [3, 1]
    parts = grid(found, NOVEMBER, PARTS)
    assert parts.rows == (("Buncombe", (1, 1, 0, 0, 1)), ("", (0, 0, 0, 1, 0)))
    assert grid([], NOVEMBER, PARTS).most == 0
    assert [raids.county_text(county, "es") for county in ("", raids.OTHER_COUNTY, "Person")] == [
        "Condado desconocido",
        "Otro condado",
        "Person",
    ]


def test_periods() -> None:
    day = date(2026, 11, 21)
    assert around(day, MONTH) == NOVEMBER
    assert around(day, QUARTER) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert around(day, YEAR) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert beside(NOVEMBER, MONTH, 2).first == date(2027, 1, 1)
    assert beside(NOVEMBER, QUARTER, -1) == Period(date(2026, 7, 1), date(2026, 9, 30))
    assert beside(around(date(1, 1, 1), YEAR), YEAR, -1) == around(date(1, 1, 1), YEAR)
    assert not Period(day, day).is_whole_months
    assert NOVEMBER.has_month("2026-11")
    assert not NOVEMBER.has_month("2026-10")
    assert not NOVEMBER.has(None)
    assert FREE not in {MONTH, QUARTER, YEAR}
    with pytest.raises(PeriodError):
        Period(day, date(2026, 11, 20))


def test_what_leaves_hides_small_numbers(session: Session) -> None:
    people(session, 8)
    cases(session, 12)
    cases(session, 3, start=12, need="housing", county="Madison")
    found = figures(session, NOVEMBER)
    lines = {tuple(row[:3]): row[3] for row in report.rows(found, "en")}
    assert lines["Cases", "Need", "Unpaid wages"] == "–"  # with the sum, three would be known
    assert lines["Cases", "Need", "Housing"] == "<5"
    assert lines["Cases", "", "Records"] == "15"
    assert lines["Cases", "", "People"] == "8"
    assert lines["Households", "", ""] == "8"


def big(rows: dict[str, int], confirmed: int) -> Figures:
    """Return figures of which only the incidents matter."""
    found = [incidence(county, "10:00", n=n) for county, many in rows.items() for n in range(many)]
    assert len(found) == confirmed
    return Figures(
        period=NOVEMBER, counts=(counts._of_incidents(found, ()),), incidents=tuple(found), people=0, households=0
    )


def test_the_grid_leaves_only_where_nothing_can_be_subtracted() -> None:
    lines = {tuple(row[1:3]): row[3] for row in report.rows(big({"Buncombe": 20, "Madison": 9, "Polk": 2}, 31), "en")}
    assert lines["Buncombe", "Total"] == "20"
    assert lines["Madison", "Total"] == "–"
    assert lines["Polk", "Total"] == "<5"
    assert lines["Polk", "Morning (6 to 12)"] == "–"
    few = report.rows(big({"Buncombe": 3}, 3), "en")
    assert not any(row[1] == "Buncombe" for row in few)
    assert report.told_text(Told(None, Hidden.BESIDE)) == "–"


@pytest.mark.parametrize(("language", "words"), [("es", "Cifras de un período"), ("en", "Figures of a period")])
def test_the_paper_has_no_name_on_it(session: Session, language: str, words: str) -> None:
    put(session, "person", 0, given_names="Xochiquétzal", paternal_surname="Inventada")
    cases(session, 2, goal="Que pague don Fulano")
    sheets = report.make(session, NOVEMBER, language)
    text = whole(sheets.pdf)
    assert squeezed(words) in text
    assert "Xochiqu" not in text
    assert "Fulano" not in text


def test_a_paper_of_everything_and_one_of_nothing(session: Session) -> None:
    assert report.make(session, NOVEMBER, "both").pages == 1
    people(session, 10)
    cases(session, 20)
    for n in range(8):
        put(session, "incident", n, activity="checkpoint", area="Road", county="Polk", on="2026-11-02", at="07:00")
    free = Period(date(2026, 11, 1), date(2026, 11, 20))
    assert squeezed("known by whole months only") in whole(report.make(session, free, "both").pdf)


def test_the_grid_is_on_the_paper(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raids, "_incidence", lambda _session, _id, cells: incidence(cells[0], cells[3]))
    for n in range(12):
        put(session, "incident", n, activity="checkpoint", area="Road", county="Polk", on="2026-11-02", at="07:00")
    text = whole(report.make(session, NOVEMBER, "en").pdf)
    assert "Polk" in text
    assert "Morning" in text


def test_saving_is_noted_and_printing_too(session: Session, tmp_path: Path) -> None:
    session.now = lambda: datetime(2026, 11, 21, 8, 30)
    for name, form in (("a.pdf", "pdf"), ("a.csv", "csv")):
        target = tmp_path / name
        if form == "pdf":
            report.save_report(session, NOVEMBER, "both", target, Going(holder="Fundación"))
        else:
            report.save_table(session, NOVEMBER, target, Going(holder="Fundación"))
        assert target.stat().st_size > 100
    assert [note.sort for note in session.store.every_bundle("out")] == [report.SORT, report.SORT]
    report.begin_print(session)
    assert [deed.what for deed in session.store.deeds(FIGURES)] == [FIGURES]


def test_nothing_leaves_the_practice_vault_or_a_helper_copy(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(session), "practice", property(lambda _self: True))
    with pytest.raises(RecordsStayError):
        report.save_table(session, NOVEMBER, tmp_path / "a.csv", Going())
    with pytest.raises(RecordsStayError):
        report.save_report(session, NOVEMBER, "es", tmp_path / "a.pdf", Going())
    monkeypatch.setattr(session, "ending", object())
    for deed in (lambda: report.make(session, NOVEMBER, "es"), lambda: report.begin_print(session)):
        with pytest.raises(HelperCopyReadOnlyError):
            deed()
