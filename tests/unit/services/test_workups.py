"""Work-ups of a case: what is owed, the letter, the hearing first, and the next date made with the outcome."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.workups import Accompaniment, Appointment, WageClaim
from cima_desktop.services import reads
from cima_desktop.services.belonging import belongings, with_company
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.session import Session
from cima_desktop.services.workups import appointments, going_along, homes, wages
from cima_desktop.services.workups.going_along import Outcome
from cima_desktop.services.workups.workup import begin
from cima_desktop.store import Edit
from tests import pdf_text
from tests.unit.services.conftest import TODAY

Put = Callable[..., RecordId]


@pytest.fixture
def put(session: Session) -> Put:
    def add(kind: str, **values: Any) -> RecordId:
        record = new_id()
        session.store.save("Added", [Edit(kind, record, values)])
        return record

    return add


@pytest.fixture
def luz(put: Put) -> RecordId:
    return put("person", given_names="Luz", paternal_surname="Inventada", county="Buncombe")


@pytest.fixture
def case(put: Put, luz: RecordId) -> RecordId:
    return put("case", person=luz, need="wages", number="26-AAAAA", opened_on=TODAY)


@pytest.fixture
def claim(put: Put, case: RecordId) -> RecordId:
    made = put(
        "wage_claim", case=case, employer="Techos Inventados LLC", employer_address="12 Calle Falsa\nAsheville",
        rate=1500, rate_unit="hour", answer_by="2026-12-10", last_day="2026-11-06", job="Techos",
    )  # fmt: skip
    put("wage_period", wage_claim=made, start="2026-11-02", end="2026-11-06", hours=2400, paid=20000)
    return made


def test_a_work_up_is_begun_with_one_deed_and_undone_with_one(session: Session, case: RecordId) -> None:
    made = begin(session, "housing", case)
    assert homes.of_case(session, case).housing is not None
    assert made.touched.ids == {made.record}
    session.store.undo()
    assert homes.of_case(session, case).housing is None
    with pytest.raises(NotFoundError):
        begin(session, "housing", new_id())


def test_a_claim_is_told_with_its_sum_and_its_clocks(session: Session, case: RecordId, claim: RecordId) -> None:
    (view,) = wages.of_case(session, case)
    assert (view.claim.id, view.reckoning.owed) == (claim, 40000)
    assert view.clocks[0].key == "answer"
    assert view.prints == ()


def test_the_letter_says_what_is_owed_to_whom_and_by_when_in_both_languages(session: Session, claim: RecordId) -> None:
    made = wages.make_letter(session, claim, "both")
    found = pdf_text.whole(made.pdf)
    words = (
        "Luz Inventada", "Techos Inventados LLC", "12 Calle Falsa", "$400.00", "95-25.6", "95-25.22",
        "DRAFT – not reviewed by an attorney", "BORRADOR", "December 10, 2026", "10 de diciembre de 2026",
    )  # fmt: skip
    for said in words:
        assert pdf_text.squeezed(said) in found, said
    assert made.pages == 2
    assert "555" not in found
    assert pdf_text.squeezed("December") not in pdf_text.whole(wages.make_letter(session, claim, "es").pdf)


def test_no_letter_is_made_while_the_sum_is_in_doubt_or_nothing_is_owed(
    session: Session, put: Put, claim: RecordId
) -> None:
    put("wage_period", wage_claim=claim, start="2026-11-06", end="2026-11-07", hours=60)
    with pytest.raises(wages.UnclearClaimError):
        wages.make_letter(session, claim, "en")
    session.store.undo()
    session.store.save("x", [Edit("wage_claim", claim, {"recovered": 40000})])
    with pytest.raises(wages.NothingOwedError):
        wages.make_letter(session, claim, "en")
    with pytest.raises(NotFoundError):
        wages.make_letter(session, new_id(), "en")


def test_the_longest_words_are_never_cut(session: Session, put: Put, case: RecordId, luz: RecordId) -> None:
    kind = {f: "Ñ" * 24 + " " for f in ("employer", "trade_name", "contact_person", "job")}
    values: dict[str, Any] = {name: (words * 8)[:120].strip() for name, words in kind.items()}
    values |= {"employer_address": ("Avenida Larguísima " * 20)[:300].strip(), "project": ("Obra " * 60)[:300].strip()}
    long = put("wage_claim", case=case, rate=1_000_000, rate_unit="day", **values)
    for week in range(40):
        day = date.fromordinal(date(2025, 1, 6).toordinal() + 7 * week)
        put("wage_period", wage_claim=long, start=day, end=day, units=999, paid=100)
    session.store.save("x", [Edit("person", luz, {"name_as_on_id": ("Xochiquétzal " * 20)[:120].strip()})])
    made = wages.make_letter(session, long, "both")
    found = pdf_text.whole(made.pdf)
    for words in values.values():
        assert pdf_text.missing_words(str(words), found) == []
    assert pdf_text.missing_words("Xochiquétzal", found) == []
    assert made.pages > 4
    assert found.count(pdf_text.squeezed("$9,989,900.00")) == 0
    assert pdf_text.squeezed("$9,990,000.00") in found


def test_a_letter_of_a_case_without_a_person_has_room_for_the_name(
    session: Session, put: Put, luz: RecordId, claim: RecordId
) -> None:
    session.store.save("x", [Edit("wage_claim", claim, {"answer_by": "", "last_day": "", "job": ""})])
    session.store.delete("x", [luz])
    found = pdf_text.whole(wages.make_letter(session, claim, "en").pdf)
    assert "_" * 18 in found
    assert "Luz" not in found
    assert pdf_text.squeezed("My last day") not in found


def test_every_print_is_noted_and_counted(session: Session, put: Put, case: RecordId, claim: RecordId) -> None:
    other = put("wage_claim", case=case, employer="Otro")
    for record in (claim, other, claim):
        wages.begin_print(session, record)
    assert len(wages.prints(session, claim)) == 2
    assert reads.WAGE_LETTER in {deed.what for deed in session.store.deeds()}
    assert len(wages.of_case(session, case)[0].prints) == 2


def test_nothing_leaves_a_helper_copy(session: Session, claim: RecordId, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "ending", object())
    with pytest.raises(HelperCopyReadOnlyError):
        wages.make_letter(session, claim, "en")
    with pytest.raises(HelperCopyReadOnlyError):
        wages.begin_print(session, claim)


def test_the_hearing_that_comes_stands_first_then_the_last_one(session: Session, put: Put, case: RecordId) -> None:
    assert homes.of_case(session, case).hearing is None
    past = put("appointment", sort="hearing", about=case, what="Antes", on="2026-10-01", result="held")
    found = homes.of_case(session, case)
    assert (found.hearing.id if found.hearing else "", found.hearing_days) == (past, -51)
    asked = put("appointment", sort="hearing", about=case, what="Sin fecha", unknown=True, ask_on="2026-12-01")
    found = homes.of_case(session, case)
    assert (found.hearing.id if found.hearing else "", found.hearing_days) == (asked, None)
    nearer = put("appointment", sort="hearing", about=case, what="Pronto", on="2026-11-24", at="09:30")
    put("appointment", sort="office", about=case, what="Antes aun", on="2026-11-22")
    found = homes.of_case(session, case)
    assert (found.hearing.id if found.hearing else "", found.hearing_days) == (nearer, 3)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"on": "2026-11-20"}, appointments.OVER),
        ({"on": "2026-11-20", "result": "held"}, ""),
        ({"on": "2026-11-21"}, ""),
        ({"on": ""}, appointments.NO_DAY),
        ({"unknown": True}, appointments.NO_DAY),
        ({"unknown": True, "ask_on": "2026-12-01"}, ""),
    ],
)
def test_a_day_in_the_past_is_allowed_and_said(session: Session, values: dict[str, Any], said: str) -> None:
    assert appointments.caution(session, values) == said
    kept = appointments.keep(session, None, {"sort": "hearing", "what": "Audiencia", **values})
    assert session.store.need(Appointment, kept.record).on == values.get("on", "")


def test_an_appointment_is_changed_and_a_wrong_day_keeps_nothing(session: Session, case: RecordId) -> None:
    made = appointments.keep(session, None, {"sort": "hearing", "about": case, "what": "Una"})
    appointments.keep(session, made.record, {"what": "Otra"})
    (kept,) = appointments.of(session, case)
    assert (kept.what, session.store.title_of(kept.person)) == ("Otra", "Luz Inventada")
    with pytest.raises(InvalidInputError):
        appointments.keep(session, None, {"sort": "hearing", "on": "no day"})


def test_what_is_known_of_an_appointment_in_a_form(session: Session, put: Put, case: RecordId, luz: RecordId) -> None:
    of_case = put("appointment", sort="hearing", about=case, what="Audiencia")
    found = appointments.look(session, of_case, {"on": "2026-11-24", "confirmed": True})
    assert (found.case, found.person, found.left, found.is_dated, found.confirmed) == (case, "", 3, True, True)
    of_person = put("appointment", sort="clinic", about=luz, what="Vacunas")
    found = appointments.look(session, of_person, {"unknown": True, "ask_on": "2026-12-01"})
    assert (found.case, found.person, found.left, found.is_dated, found.caution) == ("", luz, None, True, "")
    found = appointments.look(session, new_id(), {"person": luz})
    assert (found.case, found.person, found.is_dated, found.caution) == ("", luz, False, appointments.NO_DAY)


def test_one_that_was_written_down_by_itself_belongs_to_the_person_who_goes(
    session: Session, put: Put, case: RecordId, luz: RecordId
) -> None:
    alone = put("appointment", sort="clinic", what="Vacunas")
    assert not appointments.settle(session, alone)
    session.store.save("x", [Edit("appointment", alone, {"person": luz})])
    assert appointments.settle(session, alone)
    assert session.store.need(Appointment, alone).about == luz
    assert not appointments.settle(session, alone)
    of_case = put("appointment", sort="hearing", what="Audiencia", about=case, person=luz)
    assert not appointments.settle(session, of_case)
    company = with_company(session, belongings(session, [luz]))
    assert company[alone] == "appointment"


@pytest.fixture
def hearing(put: Put, case: RecordId, luz: RecordId) -> RecordId:
    return put(
        "appointment", sort="hearing", about=case, person=luz, what="Salarios", on="2026-11-24", at="09:30",
        place="Juzgado", agency="District Court", county="Buncombe",
    )  # fmt: skip


@pytest.fixture
def going(session: Session, hearing: RecordId) -> RecordId:
    return going_along.go_along(session, hearing).record


def test_somebody_goes_along_to_an_appointment_of_the_case(
    session: Session, put: Put, case: RecordId, hearing: RecordId, luz: RecordId
) -> None:
    put("appointment", sort="office", about=case, what="Pasada", on="2026-11-01")
    assert [(f.appointment.id, f.days) for f in going_along.without_company(session, case)] == [(hearing, 3)]
    made = going_along.go_along(session, hearing)
    assert going_along.without_company(session, case) == []
    dario = put("volunteer", name="Darío", active=True)
    put("assignment", volunteer=dario, about=made.record, sort="accompany", state="accepted")
    put("assignment", volunteer=dario, about=made.record, sort="accompany", state="declined")
    plan = put("plan", name="Familia Inventada", parent1=luz)
    (view,) = going_along.of_case(session, case)
    assert (view.appointment.id if view.appointment else "", view.days, view.coming) == (hearing, 3, 1)
    assert (view.plan, view.next) == (plan, None)


def test_the_outcome_makes_the_next_date_in_one_step(session: Session, case: RecordId, going: RecordId) -> None:
    told = Outcome(outcome="postponed", report="La jueza pidió más papeles.", next="known", on="2026-12-15", at="10:00")
    going_along.tell(session, going, told)
    kept = session.store.need(Accompaniment, going)
    after = session.store.need(Appointment, kept.next_appointment)
    assert (kept.outcome, kept.outcome_on, kept.report) == ("postponed", TODAY.isoformat(), told.report)
    assert (after.on, after.at, after.sort, after.about) == ("2026-12-15", "10:00", "hearing", case)
    assert (after.what, after.place, after.agency, after.confirmed) == ("Salarios", "Juzgado", "District Court", None)
    before = session.store.need(Appointment, kept.appointment)
    assert before.result == "postponed"
    (view,) = going_along.of_case(session, case)
    assert view.next == after
    session.store.undo()
    assert session.store.get(Appointment, after.id) is None
    assert session.store.need(Appointment, before.id).result == ""


def test_a_next_date_that_is_not_known_is_to_be_asked_for(session: Session, going: RecordId) -> None:
    going_along.tell(session, going, Outcome(outcome="attended", next="ask", ask_on="2026-12-01"))
    after = session.store.need(Appointment, session.store.need(Accompaniment, going).next_appointment)
    assert (after.unknown, after.ask_on, after.on) == (True, "2026-12-01", "")


def test_without_a_next_date_none_is_made(session: Session, going: RecordId) -> None:
    going_along.tell(session, going, Outcome(outcome="did_not_go", next="none"))
    kept = session.store.need(Accompaniment, going)
    assert kept.next_appointment == ""
    assert session.store.need(Appointment, kept.appointment).result == "missed"


@pytest.mark.parametrize(
    ("told", "path"),
    [
        (Outcome(outcome=""), "outcome"),
        (Outcome(outcome="attended"), "next"),
        (Outcome(outcome="attended", next="known"), "on"),
        (Outcome(outcome="attended", next="known", on="2026-11-20"), "on"),
        (Outcome(outcome="attended", next="ask"), "ask_on"),
        (Outcome(outcome="attended", next="ask", ask_on="mañana"), "ask_on"),
    ],
)
def test_nobody_forgets_the_next_date(session: Session, going: RecordId, told: Outcome, path: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        going_along.tell(session, going, told)
    assert refused.value.path == path
    assert session.store.need(Accompaniment, going).outcome == ""
    assert session.store.count("appointment") == 1


def test_an_outcome_whose_appointment_is_gone_still_makes_the_next_one(
    session: Session, case: RecordId, hearing: RecordId, going: RecordId
) -> None:
    session.store.delete("x", [hearing])
    going_along.tell(session, going, Outcome(outcome="attended", next="known", on="2026-12-15"))
    after = session.store.need(Appointment, session.store.need(Accompaniment, going).next_appointment)
    assert (after.sort, after.about) == ("other", case)
    (view,) = going_along.of_case(session, case)
    assert (view.appointment, view.days) == (None, None)


def test_two_people_write_the_end_down_apart(session: Session, going: RecordId) -> None:
    going_along.tell(session, going, Outcome(outcome="attended", next="known", on="2026-12-15"))
    going_along.tell(session, going, Outcome(outcome="attended", next="known", on="2026-12-16"))
    after = session.store.need(Appointment, session.store.need(Accompaniment, going).next_appointment)
    assert after.on == "2026-12-16"
    assert session.store.count("appointment") == 3


def test_a_work_up_goes_with_its_case_into_the_bin_and_back(session: Session, case: RecordId, claim: RecordId) -> None:
    session.store.delete("x", [case])
    assert session.store.get(WageClaim, claim) is None
    session.store.restore([case])
    assert wages.of_case(session, case)[0].reckoning.owed == 40000
