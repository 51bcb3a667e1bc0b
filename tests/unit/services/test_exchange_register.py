"""The register: what left, to whom, when, why, by whom; on the screen and on paper (Y12)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId
from cima_desktop.services import exchange_register as register
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice
from tests.pdf_text import pages_of
from tests.unit.services.exchanging import a_peer, hand_on, make_vault, put


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Session]:
    with make_vault(tmp_path / "here", "Ana") as opened:
        yield opened


@pytest.fixture
def rosa(here: Session) -> RecordId:
    return put(here, "person", given_names="Rosa", phone="8285550101")


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(pages_of(pdf)).split())


def left(here: Session, rosa: RecordId, folder: Path) -> int:
    choice = Choice(
        to=(a_peer(here, "Beto").id,), preset=Preset.HOST, records=(rosa,), reason="Una noche", without_consent="Urge"
    )
    return hand_on(here, choice, folder).note


def test_a_line_says_everything(here: Session, rosa: RecordId, tmp_path: Path) -> None:
    put(here, "consent", person=rosa, purpose="lawyer", agreed=True, how="written", given_on="2026-11-01")
    n = left(here, rosa, tmp_path)
    found = register.line(here, n)
    assert (found.people, found.without, found.consents) == (("Beto",), ("Rosa",), ())
    assert register.reasons(found) == ("Una noche", "Urge")
    assert register.about(found, "en") == "Chosen records · Host family · 1 record"
    assert register.names(found, "en") == "Beto"
    (taken,) = register.taken(here, n, "en")
    assert (taken.title, taken.kind) == ("Rosa", "person")
    assert taken.labels == ("Given names", "Telephone")
    assert [line.note.n for line in register.lines_of(here, rosa)] == [n]


def test_files_of_other_programs_go_by_what_they_are(here: Session) -> None:
    here.store.note_bundle("out", b"3" * 16, sort="vcard", state="left", facts={"records": 2})
    here.store.note_bundle("in", b"4" * 16, sort="table", state="done", facts={"records": 1})
    table, cards = register.lines(here)
    assert (register.title(table, "en"), register.about(table, "en")) == ("A table", "1 record")
    assert (register.title(cards, "en"), register.about(cards, "en")) == ("Address cards (vCard)", "2 records")


def test_a_whole_record_that_left_or_arrived_is_told_of_it(here: Session, rosa: RecordId) -> None:
    out = here.store.note_bundle("out", b"2" * 16, sort="delta", purpose="peer", state="left", records={rosa: ()})
    assert [line.note.n for line in register.lines_of(here, rosa)] == [out]


def test_what_did_not_leave_is_not_among_what_left_of_a_record(here: Session, rosa: RecordId) -> None:
    here.store.note_bundle("out", b"1" * 16, sort="chosen", purpose="peer", state="not_left", records={rosa: ()})
    assert register.lines_of(here, rosa) == []
    (found,) = register.lines(here)
    assert found.people == ()
    assert register.names(found) == ""


def test_names_follow_the_records_and_what_is_gone_is_still_counted(here: Session, rosa: RecordId) -> None:
    put(here, "consent", person=rosa, purpose="host", agreed=True, how="written", given_on="2026-11-01")
    consent = here.store.refers_to(rosa)[0][0]
    gone = RecordId("ab" * 16)
    n = here.store.note_bundle(
        "in",
        b"2" * 16,
        sort="chosen",
        purpose="host",
        records={rosa: ("given_names", "no_such_field"), gone: ()},
        facts={"consents": [consent, gone], "without_consent": "nonsense"},
    )
    found = register.line(here, n)
    assert found.consents == ("Rosa",)
    assert found.without == ()
    assert [(t.title, len(t.labels)) for t in register.taken(here, n, "en")] == [("Rosa", 1), ("", 0)]
    assert register.about(found, "en") == "Chosen records · Host family"


def test_the_register_on_paper_in_both_languages(here: Session, rosa: RecordId, tmp_path: Path) -> None:
    left(here, rosa, tmp_path)
    here.store.note_bundle("in", b"3" * 16, sort="delta", purpose="peer", state="done", facts={"records": 3})
    both = text_of(register.make(here, "", "both").pdf)
    for words in ("Rosa", "Beto", "Una noche", "Urge", "Ana", "Given names", "Nombres"):
        assert words in both
    only = text_of(register.make(here, "in", "en").pdf)
    assert "3 records" in only
    assert "Rosa" not in only
    register.begin_print(here)
    assert [deed.what for deed in here.store.deeds("register")] == ["register"]


def test_an_empty_register_says_so_and_a_long_line_is_cut(here: Session) -> None:
    assert "Nothing left" in text_of(register.make(here, "", "en").pdf)
    many = {put(here, "person", given_names=f"Persona {n}"): () for n in range(register.MOST_NAMED + 2)}
    here.store.note_bundle("out", b"4" * 16, sort="new-sort", purpose="elsewhere", state="left", records=many)
    assert "and 2 more" in text_of(register.make(here, "out", "en").pdf)
