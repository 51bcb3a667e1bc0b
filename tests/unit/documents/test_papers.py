"""Which papers a family needs, and what they may say about whom."""

from datetime import date

import attrs
import pytest

from cima_desktop.documents.context import Approved, Context, Inside, context_for
from cima_desktop.documents.loading import load
from cima_desktop.documents.pack import Pack, Text
from cima_desktop.documents.paper import Paper, Revoked, name_of, papers_for, revocation_of
from cima_desktop.model.family import Family
from cima_desktop.model.findings import Finding, Scope, Severity
from cima_desktop.model.papers import Copy, Document, Signing
from cima_desktop.model.plans import AdultSheet
from tests import builders as b


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load()


def _of(pack: Pack, family: Family, sort: str) -> list[Paper]:
    return [paper for paper in papers_for(pack, family) if paper.sort == sort]


def _context(pack: Pack, family: Family, sort: str, number: int = 0, **more: object) -> Context:
    paper = _of(pack, family, sort)[number]
    return context_for(pack, pack.spec(sort), paper, family, made_on=b.TODAY, **more)  # type: ignore[arg-type]


def test_health_care_is_one_paper_for_each_child_parent_and_caregiver(pack: Pack) -> None:
    papers = _of(pack, b.family(), "child_health")
    assert len(papers) == 2 * 2 * 2
    assert {(p.child, p.parent, p.carer) for p in papers} == {
        (b.rid("person", child), b.rid("person", parent), b.rid("person", carer))
        for child in ("Sofía López Ramírez", "Diego López Ramírez")
        for parent in ("Rosa López Hernández", "Miguel Ramírez Soto")
        for carer in ("Elena Ruiz Campos", "Jorge Pérez Luna")
    }
    assert [p.rank for p in papers[:2]] == ["first", "backup1"]


def test_parents_sign_the_care_paper_together(pack: Pack) -> None:
    (paper,) = _of(pack, b.family(), "child_care_poa")
    assert len(paper.signers) == 2
    assert len(paper.children) == 2


def test_a_parent_abroad_signs_a_paper_of_their_own(pack: Pack) -> None:
    family = b.family(of_plan=b.plan(parent2_status="abroad_signs_separately"))
    papers = _of(pack, family, "child_care_poa")
    assert [p.signers for p in papers] == [(family.parent1.id,), (b.rid("person", "Miguel Ramírez Soto"),)]


def test_parents_kept_apart_never_share_a_paper(pack: Pack) -> None:
    family = b.family()
    assert family.parent2 is not None
    family = attrs.evolve(family, apart=((family.parent1.id, family.parent2.id),))
    assert all(len(p.signers) < 2 for p in papers_for(pack, family))


@pytest.mark.parametrize("status", ["deceased", "refuses", "unknown", "no_legal_custody"])
def test_a_parent_who_does_not_sign_has_no_papers(pack: Pack, status: str) -> None:
    family = b.family(of_plan=b.plan(parent2_status=status))
    assert family.parent2 is not None
    assert all(family.parent2.id not in p.signers for p in papers_for(pack, family))


def test_children_with_other_caregivers_get_a_paper_of_their_own(pack: Pack) -> None:
    names = ("Sofía López", "Diego López", "Ana López")
    carers = ("Elena Ruiz", "Elena Ruiz", "Pilar Gómez")
    children = tuple(b.child(n, carers=(b.carer(n, c),)) for n, c in zip(names, carers, strict=True))
    papers = _of(pack, b.family(children=children), "child_care_poa")
    assert [len(p.children) for p in papers] == [2, 1]
    assert [p.child for p in papers] == ["", children[2].person.id]


def test_no_children_and_no_agent_leave_the_plan_and_the_cards(pack: Pack) -> None:
    family = b.family(children=(), parents=1, agent=None)
    sorts = {p.sort for p in papers_for(pack, family)}
    assert not sorts & {"child_care_poa", "child_health", "money_poa", "caregiver_acceptance"}
    assert sorts >= {"family_plan", "wallet_card", "rights_card"}


def test_every_caregiver_gets_one_acceptance(pack: Pack) -> None:
    papers = _of(pack, b.family(), "caregiver_acceptance")
    assert [(p.carer, p.rank) for p in papers] == [
        (b.rid("person", "Elena Ruiz Campos"), "first"),
        (b.rid("person", "Jorge Pérez Luna"), "backup1"),
    ]


def test_every_adult_gets_a_wallet_card(pack: Pack) -> None:
    family = b.family()
    grandmother = b.person("Carmen Soto Vega", birth_date="1950-02-02")
    sheets = (*family.adult_sheets, AdultSheet(id=b.rid("s2"), person=grandmother.id))
    family = attrs.evolve(family, people=(*family.people, grandmother), adult_sheets=sheets)
    assert len(_of(pack, family, "wallet_card")) == 3


def test_keys_tell_all_papers_apart(pack: Pack) -> None:
    papers = papers_for(pack, b.family())
    assert len({p.key for p in papers}) == len(papers)


def test_a_finding_about_one_child_stops_that_childs_papers_only(pack: Pack) -> None:
    family = b.family()
    finding = Finding(
        rule="x",
        severity=Severity.BLOCK,
        message="m",
        todo="t",
        scopes=frozenset({Scope.HEALTH}),
        child=family.children[0].person.id,
    )
    stopped = [p for p in papers_for(pack, family) if finding.stops(p.scope, p.child)]
    assert {(p.sort, p.child) for p in stopped} == {("child_health", family.children[0].person.id)}


def test_papers_are_named_in_both_languages(pack: Pack) -> None:
    family = b.family()
    name = name_of(pack, _of(pack, family, "money_poa")[0], family)
    assert name.en.endswith("Rosa López")
    assert name.es.endswith("Rosa López")
    assert name.en != name.es


def test_a_signed_paper_can_be_revoked(pack: Pack) -> None:
    family = b.family()
    document = Document(id=b.rid("d"), sort="money_poa", name="Poder", person=family.parent1.id, made_on="2026-01-05")
    revoked = Revoked(
        document=document,
        signing=Signing(id=b.rid("s"), signed_on="2026-01-06"),
        copies=(Copy(holder="Banco del Valle"), Copy(holder="Elena Ruiz")),
    )
    paper = revocation_of(pack, revoked)
    assert paper is not None
    assert paper.sort == "revoke_money_poa"
    facts = context_for(pack, pack.spec(paper.sort), paper, family, made_on=b.TODAY)
    assert facts.slot("revoked.signed_on").en == "January 6, 2026"
    assert facts.slot("revoked.signed_on").es == "6 de enero de 2026"
    assert facts.slot("revoked.holders").en == "Banco del Valle, Elena Ruiz"
    assert [row.entities["copy"].slot("holder").en for row in facts.entries("copies")] == [
        "Banco del Valle",
        "Elena Ruiz",
    ]


def test_what_the_pack_cannot_revoke_gives_nothing(pack: Pack) -> None:
    assert revocation_of(pack, Revoked(document=Document(sort="family_plan"))) is None


def test_dates_are_said_in_the_papers_language(pack: Pack) -> None:
    slot = _context(pack, b.family(), "child_health").slot("child.birth_date")
    assert (slot.raw, slot.en, slot.es) == ("2016-03-04", "March 4, 2016", "4 de marzo de 2016")


def test_an_age_is_printed_in_a_signed_paper_only_for_a_known_signing_day(pack: Pack) -> None:
    family = b.family()
    assert _context(pack, family, "child_health").slot("child.age").en == ""
    planned = attrs.evolve(family, plan=attrs.evolve(family.plan, signing_day="2027-03-04"))
    assert _context(pack, planned, "child_health").slot("child.age").en == "11"
    past = attrs.evolve(family, plan=attrs.evolve(family.plan, signing_day="2026-01-01"))
    assert _context(pack, past, "child_health").slot("child.age").en == ""
    assert _context(pack, family, "family_plan").slot("child.age").en == "10"


def test_telephones_are_readable_and_never_break(pack: Pack) -> None:
    family = b.family()
    assert _context(pack, family, "child_health").slot("carer.phone").en == "(828)\u00a0555-0120"
    abroad = attrs.evolve(family, parent1=attrs.evolve(family.parent1, phone="+525512345678"))
    assert _context(pack, abroad, "money_poa").slot("parent.phone").en == "+52\u00a055\u00a01234\u00a05678"


def test_different_answers_are_both_printed(pack: Pack) -> None:
    family = b.family()
    sheet, kid = family.children[0].sheet, family.children[0].person
    clashes = (
        b.clash(sheet, "allergies", "Cacahuate", "Ninguna"),
        b.clash(kid, "birth_date", "2016-03-04", "2016-04-03"),
        b.clash(kid, "name_as_on_id", "Sofía López", "Sofia Lopez"),
        b.clash(family.household, "street", "12 Manzano", "21 Manzano"),
    )
    facts = _context(pack, attrs.evolve(family, clashes=clashes), "child_health")
    assert facts.slot("sheet.allergies").es.startswith("Cacahuate / Ninguna (⚠")
    assert facts.slot("child.birth_date").en.startswith("March 4, 2016 / April 3, 2016 (⚠")
    assert facts.slot("child.legal_name").en.startswith("Sofía López / Sofia Lopez (⚠")
    assert facts.slot("parent.address").en.startswith("12 Manzano / 21 Manzano (⚠")


def _apart(family: Family, one: str, other: str) -> Family:
    return attrs.evolve(family, apart=((b.rid("person", one), b.rid("person", other)),))


def test_people_kept_apart_do_not_learn_address_or_telephone(pack: Pack) -> None:
    family = _apart(b.family(), "Jorge Pérez Luna", "Rosa López Hernández")
    facts = _context(pack, family, "child_care_poa")
    jorge = next(r.entities["carer"] for r in facts.entries("carers") if "Jorge" in r.entities["carer"].slot("name").en)
    assert {jorge.slot(secret).en for secret in ("address", "street", "city", "zip", "phone")} == {"kept private"}
    assert "12 Calle" not in facts.slot("parent.address").en
    elena = next(r.entities["carer"] for r in facts.entries("carers") if "Elena" in r.entities["carer"].slot("name").en)
    assert elena.slot("phone").en == "(828)\u00a0555-0120"
    assert elena.slot("address").en == "8 Sendero del Río, Arden, NC 28704"


def test_the_plan_says_nothing_of_a_parent_kept_apart(pack: Pack) -> None:
    family = b.family()
    assert family.parent2 is not None
    away = attrs.evolve(family.parent2, street="99 Otro Camino", city="Boone", household="", phone="+18285550177")
    family = _apart(attrs.evolve(family, parent2=away), "Rosa López Hernández", "Miguel Ramírez Soto")
    facts = _context(pack, family, "family_plan")
    assert facts.slot("other_parent.legal_name").en == "Miguel Ramírez Soto"
    assert "99 Otro" not in facts.slot("other_parent.address").en
    assert "0177" not in facts.slot("other_parent.phone").en
    assert "12 Calle" in facts.slot("household.address").en
    assert "12 Calle" in facts.slot("parent.address").en


def test_the_other_parents_paper_does_not_tell_where_the_family_lives(pack: Pack) -> None:
    family = b.family(of_plan=b.plan(parent2_status="abroad_signs_separately"))
    assert family.parent2 is not None
    away = attrs.evolve(family.parent2, street="99 Otro Camino", city="Boone", household="")
    family = _apart(attrs.evolve(family, parent2=away), "Rosa López Hernández", "Miguel Ramírez Soto")
    theirs = _context(pack, family, "child_care_poa", 1)
    assert theirs.slot("parent.address").en.startswith("99 Otro")
    for name in ("child.address", "household.address", "other_parent.address"):
        assert "12 Calle" not in theirs.slot(name).en


def test_a_contact_kept_apart_is_left_out(pack: Pack) -> None:
    family = _apart(b.family(), "Elena Ruiz Campos", "Rosa López Hernández")
    names = [
        row.entities["contact"].slot("name").en for row in _context(pack, family, "family_plan").entries("contacts")
    ]
    assert names == ["Padre Tomás"]


def test_a_long_medical_alert_points_to_the_sheet(pack: Pack) -> None:
    family = b.family()
    short = _context(pack, family, "wallet_card").slot("adult.medical_alert")
    assert short.en == "Penicilina"
    sheet = attrs.evolve(family.adult_sheets[0], allergies="Penicilina " * 20)
    long = _context(pack, attrs.evolve(family, adult_sheets=(sheet,)), "wallet_card").slot("adult.medical_alert")
    assert "Penicilina" not in long.en
    assert len(long.es) <= 60


def test_rows_see_their_own_names_first(pack: Pack) -> None:
    facts = _context(pack, b.family(), "family_plan")
    first, second = (facts.within(row) for row in facts.entries("children"))
    assert first.slot("name").en == "Sofía López Ramírez"
    assert second.slot("child.legal_name").en == "Diego López Ramírez"
    assert [r.entities["medicine"].slot("name").en for r in first.entries("medicines")] == ["Salbutamol"]
    assert first.asked("medicines") is True
    assert second.asked("medicines") is False
    assert [r.entities["wish"].slot("whose").en for r in facts.entries("wishes")] == ["The whole family"]


def test_chosen_powers_are_rows_in_the_order_of_the_law(pack: Pack) -> None:
    facts = _context(pack, b.family(), "money_poa")
    assert [r.entities["subject"].slot("value").raw for r in facts.entries("subjects")] == [
        *("tangible", "banks", "claims", "family", "taxes")
    ]
    every = b.family(of_plan=b.plan(money_subjects=frozenset({"all", "banks"})))
    rows = _context(pack, every, "money_poa").entries("subjects")
    assert [r.entities["subject"].slot("value").raw for r in rows] == ["all"]


def test_what_does_not_exist_is_empty_not_an_error(pack: Pack) -> None:
    facts = _context(pack, b.family(parents=1), "money_poa")
    assert facts.asked("other_parent") is False
    assert facts.asked("successor2") is False
    assert facts.slot("other_parent.legal_name").en == ""
    assert facts.slot("successor2.address").es == ""
    assert facts.slot("reviewer.name").en == ""


def test_the_reviewer_and_the_packet_can_be_named(pack: Pack) -> None:
    inside = (Inside(Text("One", "Uno"), 3, "Rosa", True),)
    approval = Approved("Ana Torres", "12345", date(2026, 11, 1))
    facts = _context(pack, b.family(), "cover_sheet", approval=approval, packet=inside)
    assert facts.slot("reviewer.bar").en == "12345"
    (row,) = facts.entries("packet")
    assert row.entities["inside"].slot("pages").en == "3"
    assert row.entities["inside"].slot("title").es == "Uno"
