"""The slip to take along: for her, in her language, with its age; and never what is only for us (X5)."""

from datetime import timedelta
from typing import Any

import pytest

from cima_desktop.documents.preview import PreviewPages
from cima_desktop.model.fields import FieldType
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import reads
from cima_desktop.services.directory import shipping, slips
from cima_desktop.services.directory.slips import Request
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import AWKWARD_NAMES, longest_text
from tests.unit.services.conftest import TODAY

FRESH = (TODAY - timedelta(days=10)).isoformat()
OLD = (TODAY - timedelta(days=300)).isoformat()
CANARY = "kanarienvogel"


def add(session: Session, kind: str = "organization", **values: Any) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit(kind, record, values)])
    return record


def read(pdf: bytes) -> str:
    with PreviewPages(pdf) as pages:
        return " ".join(" ".join(pages.text(n) for n in range(len(pages))).split())


def slip(session: Session, *organizations: RecordId, language: str = "en", person: RecordId = NO_ID) -> str:
    return read(slips.make(session, Request(organizations=organizations, person=person), language).pdf)


@pytest.fixture
def pantry(session: Session) -> RecordId:
    return add(
        session,
        name="Despensa El Sol",
        services={"food"},
        phone="828-555-0101",
        other_phone="828-555-0102",
        street="2 Camino Imaginario",
        city="Marshall",
        hours="Sábados de 9 a 12",
        languages={"es"},
        cost="free",
        how_to="Llame antes de ir",
        bring="Una bolsa",
        checked_on=FRESH,
    )


def test_everything_she_needs_is_on_it(session: Session, pantry: RecordId) -> None:
    found = slip(session, pantry)
    for words in (
        "Despensa El Sol",
        "What they help with: Food",
        "(828) 555-0101",
        "(828) 555-0102",
        "2 Camino Imaginario, Marshall",
        "Sábados de 9 a 12",
        "Spanish",
        "Free",
        "Llame antes de ir",
        "Una bolsa",
        "We asked them on November 11, 2026.",
    ):
        assert words in found
    assert "first talk" not in found


def test_each_language_is_hers_alone_and_both_are_both(session: Session, pantry: RecordId) -> None:
    assert "En qué ayudan: Comida" in slip(session, pantry, language="es")
    assert "Food" not in slip(session, pantry, language="es")
    found = slip(session, pantry, language="both")
    assert "En qué ayudan / What they help with" in found
    assert "Les preguntamos" in found
    assert "We asked them" in found


@pytest.mark.parametrize(
    ("checked", "words"),
    [(OLD, "We last asked them on January 25, 2026. Call first"), ("", "We have not asked them ourselves yet.")],
)
def test_what_is_old_says_so(session: Session, pantry: RecordId, checked: str, words: str) -> None:
    session.store.save("Edited", [Edit("organization", pantry, {"checked_on": checked})])
    assert words in slip(session, pantry)


def test_what_is_for_us_is_never_on_it(session: Session, pantry: RecordId) -> None:
    ours = {"safety": CANARY, "note": CANARY, "contact_person": CANARY, "shipped": CANARY, "reports": "yes"}
    session.store.save("Edited", [Edit("organization", pantry, {**ours, "asks_id": "yes", "guards": "yes"})])
    for language in ("es", "en", "both"):
        found = slip(session, pantry, language=language)
        assert CANARY not in found
        assert "agenc" not in found
    assert "They may ask you for an ID." in slip(session, pantry)
    assert "There may be guards or police at the door." in slip(session, pantry)
    assert slips.warnings(session, pantry) == ["They may pass information to agencies.", CANARY]


def test_without_safety_notes_there_is_nothing_to_tell_her_first(session: Session, pantry: RecordId) -> None:
    assert slips.warnings(session, pantry) == []
    assert slips.warnings(session, new_id()) == []


def test_a_lawyer_is_on_it_only_after_a_yes_and_never_with_red_flags(session: Session) -> None:
    firm = add(session, name="Bufete Luna", checked_on=FRESH)
    assert "first talk" not in slip(session, firm)
    values = {"organization": firm, "phone": "828-555-0103", "note": CANARY, "references": CANARY, "bar": CANARY}
    flags = {"red_flags": {"no_receipt"}, "areas": {"asylum"}, "consult_fee": 10000, "accepting": True}
    add(session, "attorney", name="Estrella Inventada", may_list=True, **values, **flags)
    add(session, "attorney", name="Cometa Imaginario", may_list=False, **values, **flags)
    add(session, "attorney", name="Satélite Ficticio", **values, **flags)
    found = slip(session, firm)
    assert "Estrella Inventada" in found
    assert "Asylum" in found
    assert "$100.00" in found
    assert "Takes new cases now? Yes" in found
    assert "decide yourself" in found
    assert "For the first talk with a lawyer" in found
    for words in ("Cometa", "Satélite", CANARY, "receipt without", "cash"):
        assert words not in found


def test_a_law_office_without_lawyers_says_how_to_prepare(session: Session) -> None:
    office = add(session, name="Ayuda Legal Inventada", services={"legal"})
    assert "your passport or another ID with a photo" in slip(session, office)
    assert "su pasaporte u otra identificación con foto" in slip(session, office, language="both")


def test_the_letters_are_large_for_whom_papers_are_read_aloud(session: Session, pantry: RecordId) -> None:
    hers = add(session, "person", given_names="Luz", read_aloud=True)
    other = add(session, "person", given_names="Toño")
    wanted = [Request(organizations=(pantry,) * 6, person=each) for each in (hers, other)]
    large, usual = (slips.make(session, each, "both").pages for each in wanted)
    assert large > usual


@pytest.mark.parametrize(
    ("language", "expected"), [("es", "es"), ("en", "en"), ("mam", "both"), ("asl", "both"), ("", "")]
)
def test_the_language_is_hers_where_the_papers_speak_it(session: Session, language: str, expected: str) -> None:
    person = add(session, "person", given_names="Luz", language=language)
    assert slips.language_for(session, person) == expected
    assert slips.language_for(session, NO_ID) == ""


def test_the_programs_own_entries_are_said_in_her_language(session: Session) -> None:
    shipping.bring_in(session)
    line = shipping.by_key()["eoir-line"]
    spanish, english = (slip(session, line.id, language=each) for each in ("es", "en"))
    assert "Línea automática en español e inglés" in spanish
    assert "Automated line" not in spanish
    assert "Automated line in Spanish and English" in english
    assert "Línea automática en español e inglés" not in english


def test_every_entry_of_the_program_makes_a_slip_of_one_page(session: Session) -> None:
    shipping.bring_in(session)
    for each in shipping.shipment().entries:
        assert slips.make(session, Request(organizations=(each.id,)), "es").pages == 1


def test_the_longest_and_hardest_words_are_printed_whole(session: Session) -> None:
    values: dict[str, Any] = {}
    for field in KINDS["organization"].fields:
        if field.type in (FieldType.TEXT, FieldType.LONG_TEXT) and field.name not in ("shipped", "note", "safety"):
            values[field.name] = longest_text(field.max_length, field.name[:3])
    every = [add(session, **{**values, "name": f"{name} fin"}) for name in AWKWARD_NAMES[:4]]
    filled = add(session, **values)
    found = slip(session, *every, filled)
    for name in ("nam", "how", "bri", "str", "hou", "web"):
        assert f"ini{name}" in found
        assert f"fin{name}" in found
    assert "Q’anjob’al Muñoz" in found


def test_a_slip_without_places_or_with_too_many_is_still_a_paper(session: Session) -> None:
    assert "Where to find help" in slip(session)
    assert "Where to find help" in slip(session, new_id())
    many = [add(session, name=f"Lugar {n:02}") for n in range(slips.MOST_PLACES + 3)]
    found = slip(session, *many)
    assert f"Lugar {slips.MOST_PLACES - 1:02}" in found
    assert f"Lugar {slips.MOST_PLACES:02}" not in found


def test_a_print_is_noted_and_what_it_said_is_not(session: Session, pantry: RecordId) -> None:
    person = add(session, "person", given_names="Luz")
    slips.begin_print(session, Request(organizations=(pantry,), person=person))
    slips.begin_print(session, Request(organizations=(pantry,)))
    assert [(deed.record, deed.detail) for deed in session.store.deeds(reads.SLIP)] == [(pantry, ""), (person, "")]


def test_the_interview_asks_what_the_form_asks_and_tells_nothing(session: Session) -> None:
    firm = add(session, name="Bufete Luna")
    add(session, "attorney", name=CANARY, organization=firm, red_flags={"notario"}, note=CANARY)
    for language, opening in (("es", "Diga primero"), ("en", "Say first who we are"), ("both", "Say first who we are")):
        found = read(slips.interview(session, firm, language).pdf)
        assert opening in found
        assert "Bufete Luna" in found
        assert CANARY not in found
    found = read(slips.interview(session, firm, "en").pdf)
    asked = [f for f in KINDS["attorney"].fields if f.name not in slips._NOT_ASKED]
    assert len(asked) > 30
    for field in asked:
        assert field.label in found
    assert "Red flags" not in found


@pytest.fixture
def copy(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Let the vault be a helper copy, from which nothing is printed."""

    def refuse(_session: Session) -> None:
        raise HelperCopyReadOnlyError

    monkeypatch.setattr(slips, "refuse_in_copy", refuse)
    return session


def test_nothing_leaves_a_helper_copy(copy: Session, pantry: RecordId) -> None:
    wanted = Request(organizations=(pantry,))
    with pytest.raises(HelperCopyReadOnlyError):
        slips.make(copy, wanted, "es")
    with pytest.raises(HelperCopyReadOnlyError):
        slips.begin_print(copy, wanted)
    with pytest.raises(HelperCopyReadOnlyError):
        slips.interview(copy, pantry, "es")
