"""The cases page: the list, the card of a case, its course, contacts, and the safe-contact card before a call."""

from PySide6.QtWidgets import QDialog

from cima_desktop.gui.views.cases.cases import CasesPage
from cima_desktop.model.ids import RecordId
from cima_desktop.services import myself
from cima_desktop.services.consulta.intake import Intake, open_case
from tests.gui.program_driver import Driver

LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "phone": "8285550161", "voicemail_ok": False}


def begin_case(opened: Driver, **facts: object) -> RecordId:
    """Open a case of Luz, as Ana who sits at the desk."""
    if not opened.ask(myself.me):
        opened.ask(lambda s: myself.add_me(s, "Ana de Prueba"))
    values = {"need": "housing", "urgency": "days", "next_step": "Llamar a la corte", **facts}
    made = opened.ask(lambda s: open_case(s, Intake(person_values=LUZ, **values)))  # type: ignore[arg-type]
    opened.desk.changed.emit(made.touched)
    opened.settle()
    return made.case


def cases(opened: Driver) -> CasesPage:
    """Show the cases."""
    page = opened.page("cases")
    assert isinstance(page, CasesPage)
    return page


def dialog(opened: Driver, kind: type[QDialog] = QDialog) -> QDialog:
    """Return the dialog in sight."""
    found = [d for d in opened.window.findChildren(kind) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_case_shows_whose_it_is_and_how_urgent(opened: Driver) -> None:
    case = begin_case(opened)
    page = cases(opened)
    assert page.card.head.name_label.text().startswith("Luz Inventada · ")
    assert page.card.record_id() == case
    assert page.card.course_card.close_button.isVisibleTo(page)
    assert not page.card.course_card.reopen_button.isVisibleTo(page)
