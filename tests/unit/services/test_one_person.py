"""Everything held about one person on paper, what is left to others, and who looked (A5, A6)."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from cima_desktop.cli import run
from cima_desktop.documents.preview import PreviewPages
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.guarding import KeptOnPurpose
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import families, leaving, one_person, packets, reads
from cima_desktop.services.intake import IntakeError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.reads import OPENED, PREVIEWED, PRINTED
from cima_desktop.vault import Vault
from cima_desktop.vault.errors import ReadOnlyDiskError

LONG = "Muy largo. " * 300


def add(session: Session, kind: str, **values: Any) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit(kind, record, values)])
    return record


def text_of(session: Session, person: RecordId, language: str = "en") -> str:
    with PreviewPages(one_person.make(session, person, language).pdf) as pages:
        return " ".join(" ".join(pages.text(n) for n in range(len(pages))).split())


@pytest.fixture
def rosa(session: Session) -> RecordId:
    home = add(session, "household", name="Familia Ficticia", street="1 Calle del Hogar")
    return add(
        session,
        "person",
        given_names="Rosa",
        paternal_surname="Ficticia",
        birth_date="1990-05-02",
        phone="828-555-0101",
        street="12 Calle Propia",
        household=home,
        language="es",
    )


def test_what_is_hers_is_told_whole(session: Session, rosa: RecordId) -> None:
    add(session, "note", about=rosa, words="Prefiere que la llamen por la tarde.")
    add(session, "task", about=rosa, what="Llamar a la escuela")
    plan = add(session, "plan", name="Plan Ficticio", parent1=rosa, code_word="Girasol")
    add(session, "child_sheet", plan=plan, child=rosa, school="Escuela de Tiza", pick_up_password="Luna")
    told = text_of(session, rosa)
    for words in (
        "12 Calle Propia",
        "(828) 555-0101",
        "May 2, 1990",
        "por la tarde",
        "Llamar a la escuela",
        "Escuela de Tiza",
    ):
        assert words in told
    assert "Family plan: Plan Ficticio As: Parent" in told
    assert "Girasol" not in told
    assert "Luna" not in told
    assert "Pick-up password: kept in the vault, not printed" in told
    assert "Prueba" in told  # who wrote it


def test_what_belongs_to_others_stays_theirs(session: Session, rosa: RecordId) -> None:
    other = add(
        session, "person", given_names="Elena", paternal_surname="Ajena", phone="828-555-0177", street="9 Calle Ajena"
    )
    add(session, "relationship", person=rosa, relation="relative", other=other)
    add(session, "relationship", person=other, relation="friend", other=rosa, note="Cosa de Elena")
    told = text_of(session, rosa)
    assert "Elena Ajena" in told
    for words in ("828", "555-0177", "9 Calle Ajena", "Cosa de Elena"):
        assert words not in told.replace("(828) 555-0101", "")


@pytest.mark.parametrize("says_so", ["her own record", "the other's record"])
def test_whoever_is_kept_apart_is_not_told_of(session: Session, rosa: RecordId, says_so: str) -> None:
    danger = add(session, "person", given_names="Bruno", paternal_surname="Lejano")
    pair = (rosa, danger) if says_so == "her own record" else (danger, rosa)
    add(session, "relationship", person=pair[0], relation="kept_apart", other=pair[1], note="Nadie le dice dónde vive")
    add(session, "plan", name="Plan de los dos", parent1=rosa, parent2=danger)
    for language in ("en", "es"):
        told = text_of(session, rosa, language)
        for words in ("Bruno", "Lejano", "Nadie le dice", "Plan de los dos"):
            assert words not in told
    assert "2 records, because they also tell of somebody else" in text_of(session, rosa)


@pytest.mark.parametrize(("language", "words"), [("en", "What is wrong or missing"), ("es", "Lo que está mal o falta")])
def test_it_is_in_the_language_asked_for_with_a_place_to_correct(
    session: Session, rosa: RecordId, language: str, words: str
) -> None:
    told = text_of(session, rosa, language)
    assert words in told
    both = text_of(session, rosa, "both")
    assert "Lo que está mal o falta / What is wrong or missing" in both


def test_long_and_hostile_words_are_printed_as_they_are(session: Session, rosa: RecordId) -> None:
    for words in (LONG, '<img src="/etc/hostname">', "{x} %s **b**", "Inés 😀 \u202eabc"):
        add(session, "note", about=rosa, words=words)
    told = text_of(session, rosa)
    assert '<img src="/etc/hostname">' in told
    assert "{x} %s **b**" in told


def test_a_person_of_whom_almost_nothing_is_known_has_a_paper_too(session: Session) -> None:
    bare = add(session, "person", given_names="Ana")
    assert "Given names: Ana" in text_of(session, bare)
    with pytest.raises(NotFoundError):
        one_person.make(session, new_id(), "en")


def test_many_changes_are_counted_rather_than_listed(
    session: Session, rosa: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_person, "MOST_CHANGES", 3)
    for n in range(6):
        session.store.save(f"Save {n}", [Edit("person", rosa, {"role": f"papel {n}"})])
    assert "and 4 earlier changes" in text_of(session, rosa)


def test_a_print_is_noted_and_tells_no_name(session: Session, rosa: RecordId) -> None:
    one_person.begin_print(session, rosa)
    (deed,) = session.store.deeds(reads.ONE_PERSON)
    assert (deed.record, deed.detail) == (rosa, "")
    assert [x.how for x in reads.seen_by(session, rosa)] == []


def test_looks_are_told_in_words(session: Session, rosa: RecordId) -> None:
    for _n in range(2):
        reads.saw(session, rosa)
    add(session, "note", about=rosa, words=KeptOnPurpose("Tiene TPS."))
    page = reads.done(session)
    told = {(line.what, reads.about(line)) for line in page.lines}
    assert ("Opened", "Persona · Rosa Ficticia · 2 veces") in told or (
        "Opened",
        "Person · Rosa Ficticia · 2 times",
    ) in told
    kept = next(line for line in page.lines if line.what == reads.DEED_WORDS["kept_words"])
    assert "TPS" not in kept.detail
    assert reads.about(kept).count("·") >= 2
    assert page.doers == ("Prueba",)
    assert sum(len(lines) for _day, lines in reads.days(page.lines)) == len(page.lines)
    assert reads.done(session, what=reads.LOOKS).lines[0].times == 2
    assert reads.done(session, limit=1).next is not None


def test_papers_that_are_looked_at_or_leave_are_looks_at_their_people(
    session: Session, family_file: dict[str, Any]
) -> None:
    plan = families.import_bytes(session, json.dumps(family_file).encode()).plan
    packet = packets.make_wanted(session, plan, "es")
    documents = [p.document for p in packet.papers]
    reads.saw_papers(session, documents, PREVIEWED)
    leaving.record_print(session, documents, "la mamá")
    hows = {(look.record, look.how) for look in session.store.looks(limit=1000)}
    assert {(d, PREVIEWED) for d in documents} | {(d, PRINTED) for d in documents} <= hows
    assert any(how == PRINTED and session.store.kind_of_id(record) == "person" for record, how in hows)


def test_a_disk_that_refuses_keeps_nobody_from_looking_or_closing(
    session: Session, rosa: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: object) -> None:
        raise ReadOnlyDiskError

    monkeypatch.setattr(Vault, "transaction", refuse)
    reads.saw(session, rosa)
    reads.keep_quietly(session)
    assert reads.seen_by(session, rosa) == []
    session.close()
    session.close()


def test_what_was_seen_last_is_kept_when_the_vault_is_closed(session: Session, rosa: RecordId) -> None:
    reads.saw(session, rosa, OPENED)
    assert session.store.has_unkept_reads()
    session.close()
    assert not session.store.has_unkept_reads()


def importing(session: Session, family: dict[str, Any], **how: bool) -> families.Imported:
    return families.import_bytes(session, json.dumps(family).encode(), **how)


def paths(error: IntakeError) -> Sequence[str]:
    return [path for path, _fault in error.faults]


def test_a_family_file_brings_in_no_number_and_words_only_when_told_to(
    session: Session, family_file: dict[str, Any]
) -> None:
    family_file["children"][0]["sheet"] = {"routine": "Su mamá es indocumentada."}
    with pytest.raises(IntakeError) as caught:
        importing(session, family_file)
    assert paths(caught.value) == ["children[0].sheet.routine"]
    importing(session, family_file, keep_words=True)
    assert [d.detail for d in session.store.deeds()] == ["child_sheet.routine:status"]
    family_file["family_id"] = "another"
    family_file["children"][0]["sheet"] = {"routine": "A012345678"}
    with pytest.raises(IntakeError) as refused:
        importing(session, family_file, keep_words=True)
    assert paths(refused.value) == ["children[0].sheet.routine"]


def test_the_command_line_knows_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["helper", "copy", "--help"], ["helper", "remove", "--help"]):
        with pytest.raises(SystemExit):
            run(words)
        assert "usage" in capsys.readouterr().out.lower()
