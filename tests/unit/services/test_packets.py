"""Papers are offered, stopped, made, counted, signed and revoked as the rules say; nothing leaves unnoticed."""

import errno
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.documents.errors import PackError
from cima_desktop.documents.loading import own_clauses
from cima_desktop.documents.pack import Text
from cima_desktop.documents.preview import PreviewPages
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.papers import Copy, Document
from cima_desktop.model.text import fold
from cima_desktop.services import approvals, offers, packets, plans, signings
from cima_desktop.services.families import import_bytes
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import Edit
from cima_desktop.vault.errors import DiskFullError
from tests.unit.services.conftest import as_bytes, family_of_three

CODE = "codigo-de-prueba"


@pytest.fixture
def plan(session: Session, family_file: dict[str, Any]) -> RecordId:
    return import_bytes(session, as_bytes(family_file)).plan


def change(session: Session, plan: RecordId, **values: object) -> None:
    session.store.save("x", [Edit("plan", plan, values)])


def sorts(found: tuple[offers.Offer, ...]) -> set[str]:
    return {o.paper.sort for o in found}


def text_of(pdf: bytes) -> str:
    pages = PreviewPages(pdf)
    return "\n".join(pages.text(i) for i in range(len(pages)))


def test_a_complete_family_gets_every_paper(session: Session, plan: RecordId) -> None:
    found = offers.offers(session, plan)
    assert found.other_stops == ()
    assert sorts(found.open) >= {
        "child_care_poa",
        "child_health",
        "money_poa",
        "caregiver_acceptance",
        "family_plan",
        "first_day",
        "wallet_card",
        "rights_card",
        "signing_checklist",
    }
    health = [o.paper for o in found.open if o.paper.sort == "child_health"]
    assert len({(p.child, p.parent) for p in health}) == len(health) == 2
    backups = [o for o in found.offers if o.paper.sort == "child_health" and not o.wanted]
    assert len(backups) == 2


STOPS: list[tuple[str, Callable[[Session, RecordId], None], set[str]]] = [
    ("an open case", lambda s, p: change(s, p, open_case=True), {"child_care_poa", "child_health"}),
    ("a custody order", lambda s, p: change(s, p, custody_order=True), {"child_care_poa", "child_health"}),
    (
        "the other parent refuses",
        lambda s, p: change(s, p, parent2_status="refuses"),
        {"child_care_poa", "child_health"},
    ),
    ("an event clause", lambda s, p: change(s, p, effective_mode="event"), {"child_care_poa"}),
    ("own provisions", lambda s, p: change(s, p, exclusions="x"), {"money_poa"}),
    ("no subject chosen", lambda s, p: change(s, p, money_subjects=frozenset()), {"money_poa"}),
]


@pytest.mark.parametrize(("_name", "spoil", "stopped"), STOPS, ids=[s[0] for s in STOPS])
def test_a_stop_takes_its_papers_out_and_no_other(
    session: Session, plan: RecordId, _name: str, spoil: Callable[[Session, RecordId], None], stopped: set[str]
) -> None:
    before = sorts(offers.offers(session, plan).open)
    spoil(session, plan)
    after = offers.offers(session, plan)
    assert sorts(after.open) & stopped == set()
    assert before - stopped - {"caregiver_acceptance", "cover_sheet", "signing_checklist"} <= sorts(after.open)
    assert {s.title for s in after.stopped("en")}
    made = packets.make(session, plan, [o.paper for o in after.offers], "en")
    assert {p.paper.sort for p in made.papers} & stopped == set()


def test_a_grown_child_does_not_stop_a_younger_one(session: Session, plan: RecordId) -> None:
    grown, young = (c.person.id for c in plans.family(session, plan).children)
    session.store.save("x", [Edit("person", grown, {"birth_date": "2005-01-01"})])
    found = offers.offers(session, plan)
    for sort in ("child_care_poa", "child_health"):
        allowed = [o.paper.children for o in found.open if o.paper.sort == sort]
        assert allowed
        assert all(children == (young,) for children in allowed)
    assert any(o.blocked and grown in o.paper.children for o in found.offers)


def test_a_paper_the_family_does_not_want_is_not_made(session: Session, plan: RecordId) -> None:
    change(session, plan, left_out=frozenset({"money_poa"}))
    assert "money_poa" not in sorts(offers.offers(session, plan).open)


@pytest.mark.parametrize("in_language", ["both", "en", "es"])
def test_the_packet_is_made_and_noted(session: Session, plan: RecordId, in_language: str) -> None:
    packet = packets.make_wanted(session, plan, in_language)
    assert packet.pages == sum(p.pages for p in packet.papers)
    assert len(PreviewPages(packet.joined)) == packet.pages
    noted = session.store.children(Document, plan=plan)
    assert {d.id for d in noted} == {p.document for p in packet.papers}
    assert {d.state for d in noted} == {"made"}
    for paper in packet.papers:
        assert paper.pdf.startswith(b"%PDF")
        assert "ejemplo" not in fold(paper.file_name)
    again = packets.make_wanted(session, plan, in_language)
    assert {p.document for p in again.papers} == {p.document for p in packet.papers}


def test_a_signed_paper_prints_draft_until_its_wording_is_approved(session: Session, plan: RecordId) -> None:
    def footer() -> str:
        made = packets.make_wanted(session, plan, "en")
        return next(text_of(p.pdf) for p in made.papers if p.paper.sort == "money_poa")

    assert "DRAFT" in footer()
    attorney = approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)
    with pytest.raises(approvals.WrongCodeError):
        approvals.approve(session, "money_poa", attorney, "no es este")
    approvals.approve(session, "money_poa", attorney, CODE)
    assert "DRAFT" not in footer()
    assert "Abogada Inventada" in footer()
    (template,) = [t for t in approvals.templates(session) if t.sort == "money_poa"]
    assert template.approval is not None
    approvals.withdraw(session, template.approval.id, attorney, CODE)
    assert "DRAFT" in footer()


def test_an_approval_ends_after_a_year_and_with_any_change_of_words(session: Session, plan: RecordId) -> None:
    attorney = approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)
    approvals.approve(session, "money_poa", attorney, CODE)
    words = approvals.wording("money_poa")[0]
    approvals.set_own_clause(
        session, "money_poa", words.block, Text(en="Own words.", es="Palabras propias."), attorney, CODE
    )
    (template,) = [t for t in approvals.templates(session) if t.sort == "money_poa"]
    assert template.approval is None
    assert template.own_blocks == 1
    own = next(w for w in approvals.wording("money_poa") if w.block == words.block)
    assert (own.shipped, own.own) == (words.shipped, Text(en="Own words.", es="Palabras propias."))
    approvals.drop_own_clause(session, "money_poa", words.block, attorney, CODE)
    assert next(t for t in approvals.templates(session) if t.sort == "money_poa").approval is not None
    session.today = lambda: date(2027, 12, 1)
    assert next(t for t in approvals.templates(session) if t.sort == "money_poa").approval is None


def test_own_words_that_ask_for_something_unknown_are_refused(session: Session) -> None:
    attorney = approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)
    block = approvals.wording("money_poa")[0].block
    with pytest.raises(PackError):
        approvals.set_own_clause(session, "money_poa", block, Text(en="{ssn}", es="{ssn}"), attorney, CODE)
    assert approvals.wording("money_poa")[0].own is None


def test_every_print_and_copy_is_counted(session: Session, plan: RecordId, tmp_path: Path) -> None:
    packet = packets.make_wanted(session, plan, "es")
    ids = [p.document for p in packet.papers]
    packets.record_print(session, ids[:1], "María")
    files = packets.save_readable(session, packet, tmp_path / "out", "María")
    assert [f.name for f in files[:-1]] == [p.file_name for p in packet.papers]
    assert files[-1].read_bytes() == packet.joined
    copies = session.store.children(Copy, document=ids[0])
    assert [(c.method, c.form, c.holder) for c in copies] == [
        ("print", "unsigned", "María"),
        ("file", "unsigned", "María"),
    ]
    assert session.store.need(Document, ids[0]).state == "printed"
    assert all(len(session.store.children(Copy, document=i)) == 1 for i in ids[1:])


def test_a_full_disk_leaves_the_old_file_whole(
    session: Session, plan: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = packets.make_wanted(session, plan, "es")
    target = tmp_path / packet.papers[0].file_name
    target.write_bytes(b"old")
    real = os.write

    def full(handle: int, data: Any) -> int:
        if len(data) > 4096:
            real(handle, bytes(data[:4096]))
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskFullError):
        packets.save_readable(session, packet, tmp_path, "María")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert [f.name for f in tmp_path.glob("*") if f.is_file()] == [target.name]
    assert session.store.children(Copy, document=packet.papers[0].document) == []


def test_the_practice_vault_keeps_its_papers(tmp_path: Path) -> None:
    with open_practice(tmp_path / "practice") as session:
        plan = next(r.id for r in plans.overview(session) if r.stops == 0)
        packet = packets.make_wanted(session, plan, "both")
        with pytest.raises(packets.PracticeStaysError):
            packets.save_readable(session, packet, tmp_path / "out", "x")
        assert not (tmp_path / "out").exists()
        assert "PRACTICE" in text_of(packet.papers[0].pdf).upper()
    with open_practice(tmp_path / "practice") as again:
        assert plans.overview(again)


def test_practice_papers_are_written_without_leaving_a_vault(tmp_path: Path) -> None:
    packet, files = packets.write_practice(tmp_path / "out")
    assert len(files) == len(packet.papers) + 1
    assert {f.suffix for f in (tmp_path / "out").iterdir()} == {".pdf"}


def test_signing_is_followed_to_the_end(session: Session, plan: RecordId) -> None:
    packet = packets.make_wanted(session, plan, "en")
    paper = next(p for p in packet.papers if p.paper.sort == "child_care_poa")
    parent, carer = paper.paper.parent, paper.paper.carer
    for notary in (parent, carer):
        with pytest.raises(InvalidInputError) as caught:
            signings.sign(session, paper.document, {"signed_on": "2026-11-20", "notary": notary})
        assert caught.value.path == "notary"
    with pytest.raises(InvalidInputError):
        signings.sign(session, paper.document, {})
    notary = new_id()
    session.store.save("x", [Edit("person", notary, {"given_names": "Notaria"})])
    with pytest.raises(InvalidInputError):
        signings.sign(session, paper.document, {"signed_on": "2026-11-20", "notary": notary, "preparer": notary})
    signings.sign(
        session,
        paper.document,
        {"signed_on": "2026-11-20", "notary": notary, "notarized": True, "renew_on": "2027-11-20"},
    )
    signings.give_copy(session, paper.document, {"holder": "Escuela Inventada", "form": "copy", "method": "hand"})
    row = signings.document(session, paper.document)
    assert (row.document.state, row.due) == ("signed", date(2027, 11, 20))
    assert plans.standing(session, plan).stage == "signed"
    revocation = signings.revoke(session, paper.document, "en")
    assert "Escuela Inventada" in text_of(revocation.papers[0].pdf)
    signings.record_revoked(session, paper.document, date(2026, 11, 21))
    row = signings.document(session, paper.document)
    assert row.document.state == "revoked"
    assert row.signing is not None
    assert row.signing.revoked_on == "2026-11-21"
    signings.return_copy(session, row.copies[0].id)
    assert signings.document(session, paper.document).copies[0].returned_on == "2026-11-21"


def test_a_plan_is_found_by_number_or_name(session: Session, plan: RecordId) -> None:
    for words in (plan, plan[:8], "Familia Ejemplo", "familia ejemplo", "ejemplo"):
        assert offers.find_plan(session, words) == plan
    other = family_of_three()
    other["family_id"] = "other"
    import_bytes(session, as_bytes(other))
    for words in ("ejemplo", "nobody", "", "zzzzzzzz"):
        with pytest.raises(offers.NoSuchPlanError):
            offers.find_plan(session, words)


def test_revocations_lie_ready_and_are_chosen_by_the_family(session: Session, plan: RecordId) -> None:
    found = offers.offers(session, plan)
    ready = [o for o in found.offers if o.paper.revoked is not None]
    assert {o.paper.sort for o in ready} == {"revoke_child_care_poa", "revoke_child_health", "revoke_money_poa"}
    assert not any(o.wanted for o in ready)
    packet = packets.make_wanted(session, plan, "both", every=True)
    made = {p.paper.sort: p for p in packet.papers}
    said = text_of(made["revoke_child_care_poa"].pdf)
    assert "María Ejemplo Muñoz" in said


def test_a_child_without_date_of_birth_stops_nothing(session: Session, plan: RecordId) -> None:
    child = plans.family(session, plan).children[0].person
    session.store.save("x", [Edit("person", child.id, {"birth_date": ""})])
    assert "child_health" in sorts(offers.offers(session, plan).open)
    packets.make_wanted(session, plan, "es")


def test_a_broken_own_clause_stops_its_paper_and_says_so(session: Session, plan: RecordId) -> None:
    folder = own_clauses("us-nc")
    folder.mkdir(parents=True)
    (folder / "money_poa.own.toml").write_text("format = 1\n[[block\n", encoding="utf-8")
    found = offers.offers(session, plan)
    assert "money_poa" not in sorts(found.offers)
    assert [type(f).__name__ for f in found.faults] == ["PackSyntaxError"]
    assert any("money_poa.own.toml" in s.sentence("en") for stop in found.stopped("en") for s in stop.findings)
    assert "child_care_poa" in sorts(found.open)


def test_papers_that_differ_only_in_their_backups_are_noted_apart(
    session: Session, family_file: dict[str, Any]
) -> None:
    children = family_file["children"]
    children += [{**c, "key": f"{c['key']}b", "caregivers": c["caregivers"][:1]} for c in children]
    plan = import_bytes(session, as_bytes(family_file)).plan
    for _ in range(2):  # the second time, each is brought up to date in the record it had
        packet = packets.make_wanted(session, plan, "en")
        care = [p.document for p in packet.papers if p.paper.sort == "child_care_poa"]
        assert len(care) == len(set(care)) == 2
        assert len(session.store.children(Document, plan=plan)) == len(packet.papers)
