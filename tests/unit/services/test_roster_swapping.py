"""Requests to swap, open needs, what is before somebody, and how it all reads."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from cima_desktop import i18n
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Shift, SwapRequest, VolunteerContact
from cima_desktop.services.roster import assigning, coming, duties, needs, rota, swapping, telling
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid
from tests.unit.services.roster_of import ACT, shift, training, volunteer

SATURDAY, SUNDAY = "2026-11-21", "2026-11-22"
OPERATOR = {"roles": ["operator"]}


def plain(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ")


@pytest.fixture
def night(session: Session) -> RecordId:
    """Return the night shift of Ana at the hotline, for which others are trained."""
    for who in ("ana", "beto", "carla"):
        volunteer(session, who, "hotline", **OPERATOR)
    return shift(session, "ana", SUNDAY, "22:00", "06:00")


def names(session: Session, about: RecordId) -> list[str]:
    return [each.name.split()[0] for each in swapping.substitutes(session, about)]


def request(session: Session, of: str) -> SwapRequest:
    """Return the newest request to somebody."""
    return [each for each in session.store.all(SwapRequest) if each.of == rid(of)][-1]


def test_the_least_asked_who_suit_are_offered_first(session: Session, night: RecordId) -> None:
    volunteer(session, "untrained", **OPERATOR)
    volunteer(session, "verifier", "hotline", roles=["verifier"])
    volunteer(session, "resting", "hotline", rests_from=SUNDAY, **OPERATOR)
    volunteer(session, "full", "hotline", most_a_week=0, **OPERATOR)
    volunteer(session, "taken", "hotline", **OPERATOR)
    shift(session, "taken", "2026-11-23", "05:00", "09:00", "consulta")
    other = shift(session, "carla", "2026-11-17", "08:00", "12:00")
    swapping.ask(session, other, rid("beto"))

    offered = swapping.substitutes(session, night)

    assert [(each.name.split()[0], each.asked, each.load) for each in offered] == [("Carla", 0, 1), ("Beto", 1, 0)]
    swapping.ask(session, night, rid("carla"))
    assert names(session, night) == ["Beto"]


def test_whoever_was_asked_long_ago_counts_as_not_asked(session: Session, night: RecordId) -> None:
    old = {"shift": night, "of": rid("beto"), "asked_on": "2026-10-01", "state": "declined"}
    session.store.save(ACT, [Edit("swap_request", rid("old"), old)])

    assert names(session, night) == ["Beto", "Carla"]


def test_who_says_yes_takes_the_shift_and_nobody_else_is_asked_any_more(session: Session, night: RecordId) -> None:
    swapping.ask(session, night, rid("beto"), "Tengo cita")
    swapping.ask(session, night, rid("carla"))
    assert [(each.by, each.of) for each in swapping.waiting(session)] == [
        ("Ana de Práctica", "Beto de Práctica"),
        ("Ana de Práctica", "Carla de Práctica"),
    ]

    swapping.accept(session, request(session, "beto").id)

    assert session.store.need(Shift, night).volunteer == rid("beto")
    assert (request(session, "beto").state, request(session, "carla").state) == ("accepted", "withdrawn")
    assert request(session, "beto").answered_on == SATURDAY
    assert swapping.waiting(session) == []
    session.store.undo()
    assert session.store.need(Shift, night).volunteer == rid("ana")
    assert request(session, "carla").state == "asked"


def test_who_is_on_another_shift_by_now_cannot_take_it(session: Session, night: RecordId) -> None:
    swapping.ask(session, night, rid("beto"))
    shift(session, "beto", "2026-11-23", "05:00", "09:00", "verifiers")

    with pytest.raises(rota.TwiceOnCallError):
        swapping.accept(session, request(session, "beto").id)
    assert session.store.need(Shift, night).volunteer == rid("ana")
    assert request(session, "beto").state == "asked"


@pytest.mark.parametrize("verb", [swapping.accept, swapping.decline, swapping.withdraw])
@pytest.mark.parametrize("before", [swapping.decline, swapping.withdraw])
def test_what_is_settled_is_not_answered_again(
    session: Session,
    night: RecordId,
    verb: Callable[[Session, RecordId], Touched],
    before: Callable[[Session, RecordId], Touched],
) -> None:
    swapping.ask(session, night, rid("beto"))
    asked = request(session, "beto").id
    before(session, asked)

    with pytest.raises(swapping.AnsweredError):
        verb(session, asked)
    assert session.store.need(Shift, night).volunteer == rid("ana")


def test_nobody_is_asked_twice_and_not_for_a_shift_that_is_gone(session: Session, night: RecordId) -> None:
    swapping.ask(session, night, rid("beto"))
    with pytest.raises(swapping.AskedAlreadyError):
        swapping.ask(session, night, rid("beto"))
    rota.take_off(session, night)
    with pytest.raises(NotFoundError):
        swapping.ask(session, night, rid("carla"))
    assert swapping.waiting(session) == []


def test_a_shift_whose_hours_cannot_be_read_is_offered_to_nobody(session: Session) -> None:
    volunteer(session, "ana")

    assert swapping.substitutes(session, shift(session, "ana", SUNDAY, "", "06:00")) == []


def test_requests_about_the_past_wait_no_longer(session: Session, night: RecordId) -> None:
    past = shift(session, "ana", "2026-11-20", "08:00", "12:00")
    swapping.ask(session, past, rid("beto"))

    assert swapping.waiting(session) == []


# --- what needs somebody ---------------------------------------------------------------------------------------------


def journey(session: Session, key: str = "journey", **facts: object) -> RecordId:
    """Put somebody who is to be accompanied into the vault."""
    session.store.save(ACT, [Edit("accompaniment", rid(key), {"case": rid("case"), **facts})])
    return rid(key)


def needed(session: Session) -> list[tuple[str, str, int]]:
    return [(each.sort, each.day, each.asked) for each in needs.open_needs(session)]


def test_what_nobody_said_yes_to_is_needed_until_somebody_does(session: Session) -> None:
    volunteer(session, "ana")
    hearing = {"sort": "hearing", "what": "Audiencia de práctica", "on": "2026-11-30", "at": "09:00"}
    session.store.save(ACT, [Edit("appointment", rid("hearing"), hearing)])
    about = journey(session, appointment=rid("hearing"), ride=True, interpreter=False, meeting_point="La entrada")
    assert needed(session) == [("accompany", "2026-11-30", 0), ("ride", "2026-11-30", 0)]
    assert {each.title for each in needs.open_needs(session)} == {"Audiencia de práctica"}

    assigning.assign(session, rid("ana"), about, "accompany")
    assert needed(session)[0] == ("accompany", "2026-11-30", 1)
    assigning.answer(session, assigning.of(session, about)[0].id, "accepted")
    assert needed(session) == [("ride", "2026-11-30", 0)]


def test_what_is_over_past_or_not_wanted_needs_nobody(session: Session) -> None:
    past = {"sort": "hearing", "what": "Audiencia", "on": "2026-11-20"}
    session.store.save(ACT, [Edit("appointment", rid("hearing"), past)])
    journey(session, "over", outcome="attended")
    journey(session, "past", appointment=rid("hearing"))
    journey(session, "alone", agreed=False)
    session.store.save(
        ACT, [Edit("appointment", rid("open"), {"sort": "hearing", "unknown": True, "on": "2026-11-01"})]
    )
    journey(session, "undated", appointment=rid("open"), meeting_point="La plaza")

    assert [(each.title, each.day) for each in needs.open_needs(session)] == [("La plaza", "")]


def test_an_incident_needs_a_verifier_until_one_was_sent_or_it_is_over(session: Session) -> None:
    seen = {"activity": "checkpoint", "area": "Calle Inventada", "on": SATURDAY, "at": "08:00"}
    session.store.save(ACT, [Edit("incident", rid("one"), seen)])
    session.store.save(ACT, [Edit("incident", rid("over"), {**seen, "over_on": SATURDAY})])
    assert needed(session) == [("verify", SATURDAY, 0)]

    sent = {"incident": rid("one"), "verifier": rid("ana")}
    session.store.save(ACT, [Edit("verification", rid("sent"), sent)])
    assert needed(session) == []


def test_what_was_declined_needs_somebody_else_once(session: Session) -> None:
    for who in ("ana", "beto"):
        volunteer(session, who)
    session.store.save(ACT, [Edit("person", rid("luz"), {"given_names": "Luz"})])
    for who in ("ana", "beto"):
        assigning.assign(session, rid(who), rid("luz"), "ride", on=SUNDAY)
    assigning.assign(session, rid("ana"), rid("luz"), "deliver", on="2026-11-20")
    for task in assigning.of(session, rid("luz")):
        assigning.answer(session, task.id, "declined")
    assert needed(session) == [("ride", SUNDAY, 0)]

    assigning.assign(session, rid("ana"), rid("luz"), "ride", on=SUNDAY)
    assert needed(session) == []


# --- one volunteer ---------------------------------------------------------------------------------------------------


def test_what_somebody_has_before_them(session: Session) -> None:
    ana = volunteer(session, "ana", most_a_week=3, rests_from="2026-12-01")
    session.store.save(ACT, [Edit("person", rid("luz"), {"given_names": "Luz"})])
    for sort, on in (("ride", "2026-11-18"), ("deliver", "2026-11-19"), ("other", "2026-11-25")):
        assigning.assign(session, ana, rid("luz"), sort, on=on)
    first, second, _third = assigning.of(session, rid("luz"))
    for task in (first, second):
        assigning.answer(session, task.id, "declined")
    shift(session, "ana", "2026-11-10", "08:00", "12:00")
    coming_shift = shift(session, "ana", "2026-11-24", "08:00", "12:00")

    found = duties.duties(session, ana)

    assert [each.sort for each in found.tasks] == ["other", "deliver", "ride"]
    assert found.titles == ("Luz", "Luz", "Luz")
    assert [each.id for each in found.shifts] == [coming_shift]
    assert (found.load, found.minutes, found.rests) == (0, 480, False)
    with pytest.raises(NotFoundError):
        duties.duties(session, rid("nobody"))


def test_trainings_are_noted_and_taken_away(session: Session) -> None:
    ana = volunteer(session, "ana", "none")
    training(session, "ana", "agreement", "2025-01-01", "2026-01-01")
    duties.add_training(session, ana, {"course": "agreement", "done_on": "2026-01-02", "until": "2027-01-02"})

    newest, oldest = duties.trainings(session, ana)
    assert (newest.until, oldest.until) == ("2027-01-02", "2026-01-01")
    duties.drop_training(session, oldest.id)
    assert duties.trainings(session, ana) == [newest]


def test_how_somebody_is_reached_is_one_record(session: Session) -> None:
    ana = volunteer(session, "ana")
    assert duties.reach(session, ana) is None

    duties.note_reach(session, ana, {"phone": "(828) 555-0151"})
    duties.note_reach(session, ana, {"safe_hours": "Por la tarde"})

    (kept,) = session.store.all(VolunteerContact)
    assert (kept.phone, kept.safe_hours) == ("+18285550151", "Por la tarde")


# --- in words --------------------------------------------------------------------------------------------------------


def test_a_gap_is_told_with_its_weekday_in_both_languages() -> None:
    night = rota.Gap(desk="linea", begin=datetime(2026, 11, 26, 22), end=datetime(2026, 11, 27, 6))
    days = rota.Gap(desk="verifiers", begin=datetime(2026, 11, 26, 22), end=datetime(2026, 11, 28, 6))

    assert plain(telling.gap_text(night, "en")) == (
        "Nobody answers the community line on Thursday, Nov 26, 2026 from 10:00 PM to 6:00 AM"
    )
    assert plain(telling.gap_text(night, "es")) == (
        "Nadie contesta la Línea el jueves 26 nov 2026 de 10:00 p.m. a 6:00 a.m."
    )
    assert plain(telling.gap_text(days, "en")) == (
        "No verifier is on call from Thursday, Nov 26, 2026, 10:00 PM, to Saturday, Nov 28, 2026, 6:00 AM"
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("22:00", "06:00", "10:00 PM–6:00 AM (next day)"),
        ("16:00", "00:00", "4:00 PM–12:00 AM"),
        ("09:00", "17:00", "9:00 AM–5:00 PM"),
        ("", "", "–"),
    ],
)
def test_hours_say_when_they_end_on_the_next_day(start: str, end: str, words: str) -> None:
    found = Shift(volunteer=rid("ana"), desk="linea", on=SATURDAY, start=start, end=end)

    assert plain(telling.hours_text(found, "en")) == words
    assert telling.shift_day(found, "es") == "Sábado 21 nov 2026"
    assert telling.shift_day(Shift(volunteer=rid("ana"), desk="linea"), "es") == ""


def test_the_first_page_tells_gaps_of_a_kept_rota_and_what_has_to_be_renewed(session: Session) -> None:
    i18n.use("en")
    volunteer(session, "ana", "none")
    training(session, "ana", "agreement", "2025-01-01", "2026-11-01")
    training(session, "ana", "verifying", "2025-12-20", "2026-12-20")
    assert [(each.kind, each.title, each.tone) for each in coming.items(session)] == [
        ("volunteer", "Ana de Práctica: Confidentiality agreement signed", "danger"),
        ("volunteer", "Ana de Práctica: Training for verifiers", "warn"),
    ]

    session.now = lambda: datetime(2026, 11, 21, 10)
    shift(session, "ana", SATURDAY, "08:00", "20:00")
    told = [each for each in coming.items(session) if each.kind == "page"]
    assert [each.day for each in told] == [date(2026, 11, 21)] * 2
    assert all(each.id == "rota" for each in told)
