"""The page for the telephone: what is to be said, in the language asked for, and nothing that must not be on paper."""

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.detention import cards, following, sheet
from cima_desktop.services.detention.cards import Wish
from cima_desktop.services.detention.following import Hearing
from cima_desktop.services.practice import practice_id
from cima_desktop.services.reads import DETENTION_SHEET
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.pdf_text import pages_of
from tests.unit.services.conftest import TODAY
from tests.unit.services.detaining import ACT, begun, filled, put


@pytest.fixture
def desk(session: Session) -> Session:
    return filled(session)


def printed(session: Session, detention: str, language: str = "es") -> str:
    return " ".join(" ".join(pages_of(sheet.make(session, detention, language).pdf)).split())  # type: ignore[arg-type]


def test_what_is_to_be_said_stands_on_one_page(desk: Session) -> None:
    made = begun(desk, agency="cbp", place="Una calle inventada", medical="Insulina")
    following.tell(desk, made, "caregiver", "Berta De Mentira")
    following.let_consulate(desk, made, True)
    following.add_hearing(desk, made, Hearing(what="Fianza", on=TODAY))
    page = sheet.make(desk, made, "es")
    told = " ".join(" ".join(pages_of(page.pdf)).split())
    assert page.pages == 1
    for words in (
        "Toño",
        "Patrulla Fronteriza (CBP)",
        "Berta De Mentira · (828) 555-0172",
        "No dejar mensaje",
        "Nuez",
        "Escuela Imaginaria",
        "Casimiro De Papel",
        "Lic. Inventada",
        "Consulado de práctica",
        "Fianza",
        "Insulina",
        "Metformina",
        "Inhalador",
        "$950",
        "Recoger a los hijos",
        "Persona cuidadora",
    ):
        assert words in told, words


def test_no_password_no_search_and_nobody_who_is_kept_apart(desk: Session) -> None:
    put(desk, "relationship", person=practice_id("tono"), relation="kept_apart", other=practice_id("imaginario-tia"))
    made = begun(desk)
    cards.keep(desk, made, Wish(names=(), country="Un país inventado", asked_by="Tomasa", until=TODAY))
    desk.store.save(ACT, [Edit("child_sheet", practice_id("imaginario-nina-sheet"), {"pick_up": ""})])
    for language in ("es", "en", "both"):
        told = printed(desk, made, language)
        for words in ("Barquito", "Luciérnaga", "Un país inventado", "Berta De Mentira · (828)", "Consulado"):
            assert words not in told, words


def test_two_different_answers_are_both_printed(desk: Session) -> None:
    made = begun(desk)
    record = practice_id("imaginario-nina-sheet")
    seen = desk.store.snapshot(record).seen
    desk.store.save(ACT, [Edit("child_sheet", record, {"allergies": "Leche"}, seen)])
    desk.store.save(ACT, [Edit("child_sheet", record, {"allergies": "Huevo"}, seen)])
    told = printed(desk, made)
    assert "Leche" in told
    assert "Huevo" in told


def test_large_type_for_whoever_needs_it_and_english(desk: Session) -> None:
    made = begun(desk)
    small = sheet.make(desk, made, "en")
    desk.store.save(ACT, [Edit("person", practice_id("imaginario-toma"), {"read_aloud": True})])
    large = sheet.make(desk, made, "en")
    assert large.pages > small.pages
    assert "Children and who cares for them" in " ".join(" ".join(pages_of(large.pdf)).split())


def test_without_a_plan_and_without_a_number(desk: Session) -> None:
    home = put(desk, "household", name="Familia Ficticia")
    desk.store.save(ACT, [Edit("person", practice_id("marta"), {"household": home})])
    put(desk, "person", preferred_name="Hija Ficticia", household=home)
    told = printed(desk, begun(desk, "marta"))
    assert "Marta Ficticia" in told
    assert "Avisar a la escuela" in told


def test_the_health_of_whoever_was_detained(desk: Session) -> None:
    plan, who = practice_id("imaginario-plan"), practice_id("tono")
    put(desk, "adult_sheet", plan=plan, person=who, conditions="Diabetes", allergies="Penicilina")
    told = printed(desk, begun(desk))
    assert "Diabetes" in told
    assert "Penicilina" in told


def test_a_print_is_noted_first_and_one_that_is_gone_has_no_page(desk: Session) -> None:
    made = begun(desk)
    sheet.begin_print(desk, made)
    assert [(deed.what, deed.record) for deed in desk.store.deeds()] == [(DETENTION_SHEET, made)]
    with pytest.raises(NotFoundError):
        sheet.make(desk, new_id(), "es")


def test_a_lawyer_is_handed_what_they_need_and_never_who_told_us() -> None:
    for_lawyers = {field.name for field in KINDS["detention"].fields if Preset.LAWYER in field.presets}
    assert {"person", "on", "agency", "facility", "bond"} <= for_lawyers
    assert not for_lawyers & {"told_by", "told_by_phone", "note", "money_note", "picked_up_by"}
    for kind in ("told", "locator_check", "locator_card"):
        assert all(Preset.LAWYER not in field.presets for field in KINDS[kind].fields)
    assert all(not field.presets for field in KINDS["locator_card"].fields)


def test_two_names_on_two_lines_do_not_run_into_one_another_on_paper(desk: Session) -> None:
    assert "Berta De Mentira; Casimiro De Papel" in printed(desk, begun(desk))
    assert "Insulina; Alergia a la penicilina" in printed(
        desk, begun(desk, medical="Insulina\n\n Alergia a la  penicilina")
    )
