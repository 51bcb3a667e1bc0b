"""Lawyers: the interview, what was checked, and how people fared with them (law facts, 12)."""

from datetime import timedelta
from typing import Any

import pytest

from cima_desktop.model.directory import Attorney, AttorneyFeedback
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import myself
from cima_desktop.services.directory import attorneys
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY


@pytest.fixture
def firm(session: Session) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit("organization", record, {"name": "Bufete Luna"})])
    return record


@pytest.fixture
def lawyer(session: Session, firm: RecordId) -> RecordId:
    return attorneys.add(session, firm, "Estrella Inventada")


def edit(session: Session, record: RecordId, **values: Any) -> None:
    session.store.save("Edited", [Edit("attorney", record, values)])


def say(session: Session, lawyer: RecordId, counts: bool | None = True, **values: Any) -> RecordId:
    touched = attorneys.say(session, lawyer, {"on": TODAY.isoformat(), **values})
    made = next(iter(touched.ids))
    if counts is not None:
        attorneys.look_at(session, made, counts)
    return made


def test_a_lawyer_is_interviewed_today_by_whoever_sits_here(session: Session, firm: RecordId) -> None:
    me = myself.add_me(session, "Ana de Práctica")
    made = session.store.need(Attorney, attorneys.add(session, firm, "Estrella Inventada"))
    assert (made.organization, made.interviewed_on, made.interviewed_by) == (firm, TODAY.isoformat(), me)
    assert not attorneys.may_be_named(made)
    with pytest.raises(InvalidInputError):
        attorneys.add(session, firm, "X" * 500)


def test_lawyers_of_a_firm_come_by_name_and_say_what_is_due(session: Session, firm: RecordId) -> None:
    second = attorneys.add(session, firm, "Zoila Ficticia")
    first = attorneys.add(session, firm, "Ángel Ficticio")
    edit(session, second, next_check_on=TODAY.isoformat(), bar_checked_on=(TODAY - timedelta(days=3)).isoformat())
    found = attorneys.lawyers(session, firm)
    assert [each.attorney.id for each in found] == [first, second]
    assert [(each.is_due, each.bar_is_stale) for each in found] == [(False, True), (True, False)]


def test_the_standing_is_noted_with_its_day(session: Session, lawyer: RecordId) -> None:
    attorneys.bar_checked(session, lawyer)
    assert not attorneys.lawyer(session, lawyer).bar_is_stale
    with pytest.raises(NotFoundError):
        attorneys.bar_checked(session, new_id())
    with pytest.raises(NotFoundError):
        attorneys.lawyer(session, new_id())


@pytest.mark.parametrize(("answer", "named"), [(True, True), (False, False), (None, False)])
def test_only_a_yes_lets_families_have_the_name(answer: bool | None, named: bool) -> None:
    found = Attorney(id=new_id(), organization=new_id(), name="Estrella", may_list=answer)
    assert attorneys.may_be_named(found) is named


# how it went


def test_what_is_said_counts_only_after_somebody_looked(session: Session, lawyer: RecordId) -> None:
    said = say(session, lawyer, None, explained=False, words="Tardó mucho", red_flags={"unreachable"})
    shown = attorneys.lawyer(session, lawyer).summary
    assert (shown.kept, shown.waiting, shown.red_flags) == (0, 1, frozenset())
    me = myself.add_me(session, "Ana de Práctica")
    attorneys.look_at(session, said, True)
    kept = session.store.need(AttorneyFeedback, said)
    assert (kept.state, kept.looked_by) == ("kept", me)
    assert attorneys.lawyer(session, lawyer).summary.red_flags == {"unreachable"}
    attorneys.look_at(session, said, False)
    shown = attorneys.lawyer(session, lawyer).summary
    assert (shown.kept, shown.waiting, shown.red_flags) == (0, 0, frozenset())


def test_no_sum_is_shown_before_three_answers_count(session: Session, lawyer: RecordId) -> None:
    edit(session, lawyer, red_flags={"no_receipt"})
    for explained in (True, False):
        say(session, lawyer, explained=explained, again=True)
    say(session, lawyer, False, explained=True, again=True)
    shown = attorneys.lawyer(session, lawyer).summary
    assert (shown.kept, dict(shown.yes)) == (2, {})
    say(session, lawyer, explained=True)
    shown = attorneys.lawyer(session, lawyer).summary
    assert dict(shown.yes) == {"explained": (2, 3)}
    assert shown.red_flags == {"no_receipt"}


def test_what_waits_stands_first_and_then_the_newest(session: Session, lawyer: RecordId) -> None:
    old = say(session, lawyer, on=(TODAY - timedelta(days=9)).isoformat())
    new = say(session, lawyer, False, on=(TODAY - timedelta(days=1)).isoformat())
    waiting = say(session, lawyer, None, on=(TODAY - timedelta(days=30)).isoformat())
    assert [each.id for each in attorneys.feedback(session, lawyer)] == [waiting, new, old]


@pytest.mark.parametrize(
    "words", ["Rosa Inventada dijo que no", "según rosa no; pero Rosa Inventada sí", "INVENTADA ROSA"]
)
def test_the_name_of_somebody_we_know_is_refused_and_shown(session: Session, lawyer: RecordId, words: str) -> None:
    values = {"given_names": "Rosa", "paternal_surname": "Inventada"}
    session.store.save("Added", [Edit("person", new_id(), values)])
    with pytest.raises(InvalidInputError) as refused:
        say(session, lawyer, None, words=words)
    assert refused.value.path == "words"
    assert "Inventada" in refused.value.sentence() or "INVENTADA" in refused.value.sentence()
    assert session.store.all(AttorneyFeedback) == []


@pytest.mark.parametrize(
    "words", ["", "Explicó todo. Volvería.", "En Carolina del Norte", "La Corte de Inmigración", "Rosa", "🌷 — 12"]
)
def test_words_without_anybodys_name_are_kept(session: Session, lawyer: RecordId, words: str) -> None:
    values = {"given_names": "Rosa", "paternal_surname": "Inventada"}
    session.store.save("Added", [Edit("person", new_id(), values)])
    assert session.store.need(AttorneyFeedback, say(session, lawyer, None, words=words)).words == words


def test_nothing_is_said_about_nobody(session: Session) -> None:
    with pytest.raises(NotFoundError):
        attorneys.say(session, new_id(), {"explained": True})
    with pytest.raises(NotFoundError):
        attorneys.look_at(session, new_id(), True)
