"""The story of the unpaid wages in the whole window, by keyboard, in both languages (features/wages_window.feature)."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytest_bdd import given, parsers, scenarios, then, when

from cima_desktop.gui import language
from cima_desktop.gui.views.agenda.agenda import AgendaPage
from cima_desktop.gui.views.cases.cases import CasesPage
from cima_desktop.gui.views.cases.letter_dialog import LetterDialog
from cima_desktop.gui.views.figures.figures import FiguresPage
from cima_desktop.gui.views.roster.assign_dialog import AssignDialog
from cima_desktop.i18n import tr
from cima_desktop.model.cases import Case
from cima_desktop.model.ids import RecordId
from cima_desktop.model.volunteers import Assignment
from cima_desktop.model.workups import Appointment
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.patterns import matching
from cima_desktop.services.patterns.finding import SAME, findings
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests import pdf_text
from tests.builders import rid
from tests.gui.keyboard import CTRL, ENTER, TAB, focused
from tests.gui.program_driver import Driver
from tests.gui.typist import Typist
from tests.unit.services.roster_of import volunteer

scenarios("../features/wages_window.feature")

TODAY = date(2026, 11, 21)
FIRST, NEXT = TODAY + timedelta(days=4), TODAY + timedelta(days=25)
WALK_IN = "Call the employer"
OTHERS = (("Tono", "828-555-0161"), ("Marta", "828-555-0162"))


class Desk(Typist):
    """The window, with what the story looks at."""

    luz = RecordId("")

    def page(self) -> QWidget:
        """Return the page in sight."""
        found = self.driver.window.desk.current_page()
        assert found is not None
        return found

    def open_part(self, title: str) -> None:
        """Open a part of the case of Luz."""
        page = self.page()
        assert isinstance(page, CasesPage)
        assert page.card.record_id() == self.luz
        self.part(title)

    def dialog(self) -> QWidget:
        """Return the dialog over the window."""
        found = QApplication.activeModalWidget()
        assert found is not None
        return found

    def hearings(self) -> list[str]:
        """Return whose hearings the agenda shows, and when they are."""
        page = self.page()
        assert isinstance(page, AgendaPage)
        rows = page.table.rows
        found = [rows.row(n) for n in range(rows.rowCount())]
        return [f"{row.who} {row.on}" for row in found if row is not None and row.sort == "hearing"]


def _fill(session: Session) -> None:
    session.today = lambda: TODAY
    session.now = lambda: datetime(2026, 11, 21, 9, 30)
    volunteer(session, "ana", opens_as=session.who)
    volunteer(session, "dario", "accompaniment", name="Darío de Práctica")


def words_of(widget: QWidget) -> str:
    """Return everything that can be read on a widget."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


@pytest.fixture
def desk(opened: Driver) -> Desk:
    opened.ask(_fill)
    return Desk(opened)


@given(parsers.parse("a desk in {code} with Darío, who is trained to go along"))
def a_desk(qapp: QApplication, desk: Desk, code: str) -> None:
    language.switch(qapp, code)
    desk.driver.settle()


@given(parsers.parse('two others whose wages "{one}" and "{other}" did not pay'))
def two_others(desk: Desk, one: str, other: str) -> None:
    def add(session: Session) -> None:
        for (name, phone), employer in zip(OTHERS, (one, other), strict=True):
            who = {"given_names": name, "paternal_surname": "de Prueba", "phone": phone}
            case = open_case(session, Intake(need="wages", person_values=who)).case
            session.store.save("Added", [Edit("wage_claim", rid(name), {"case": case, "employer": employer})])

    desk.driver.ask(add)


@when("Luz comes in about wages")
def luz_comes_in(desk: Desk) -> None:
    desk.command(tr("New walk-in"))
    for words, tabs in (("Luz", 1), ("Inventada", 2), ("8285550142", 2)):
        desk.type(words)
        for _tab in range(tabs):
            desk.press(TAB)
    desk.press(Qt.Key.Key_2)  # unpaid wages
    desk.press(TAB)
    desk.press(Qt.Key.Key_3)  # this week
    desk.press(TAB)
    desk.type(WALK_IN)
    desk.press(ENTER, CTRL)


@then("her case is open and in sight")
def her_case_is_open(desk: Desk) -> None:
    page = desk.page()
    assert isinstance(page, CasesPage)
    desk.luz = page.card.record_id()
    case = desk.driver.ask(lambda s: s.store.need(Case, desk.luz))
    assert (case.need, case.next_step) == ("wages", WALK_IN)
    assert page.card.head.name_label.text().startswith("Luz Inventada")


@when(
    parsers.parse(
        'she says that "{employer}" owes her {hours} hours at {rate} dollars, of which {paid} dollars were paid'
    )
)
def she_says_what_is_owed(desk: Desk, employer: str, hours: str, rate: str, paid: str) -> None:
    desk.open_part(tr("Wages"))
    desk.do("wage_claim_begin_button")
    desk.fill("wage_claim", employer=employer, rate=rate)
    desk.choose("wage_claim_rate_unit_edit", tr("an hour"))
    desk.press(Qt.Key.Key_S, CTRL)
    desk.do("wage_period_begin_button")
    desk.fill("wage_period", start="2026-11-02", end="2026-11-06", hours=hours, due_on="2026-11-13", paid=paid)
    desk.do(tr("Keep this time"))


@then(parsers.parse('"{amount}" are owed'))
def owed(desk: Desk, amount: str) -> None:
    assert amount in words_of(desk.page())


@then(parsers.parse('the letter about "{amount}" is shown, and says in both languages that it is a draft'))
def the_letter(desk: Desk, amount: str) -> None:
    desk.do("wage_letter_button")
    dialog = desk.dialog()
    assert isinstance(dialog, LetterDialog)
    desk.to("wage_letter_pages")
    text = pdf_text.whole(dialog._pdf)
    assert text.count(pdf_text.squeezed(amount)) >= 2
    assert "DRAFT" in text
    assert "BORRADOR" in text
    desk.press(Qt.Key.Key_Escape)
    assert focused().objectName() == "wage_letter_button"


@when("the page of patterns is opened")
def the_patterns(desk: Desk) -> None:
    desk.command(tr("Links and figures"))
    desk.do(tr("Look"))


@then("the three are found as one employer, with the reasons")
def found_as_one(desk: Desk) -> None:
    page = desk.page()
    assert isinstance(page, FiguresPage)
    shown = words_of(page.parts["patterns"].card)
    assert all(name in shown for name in ("Luz Inventada", "Tono de Prueba", "Marta de Prueba"))
    assert tr(matching.NAME_SOUNDS) in shown


@when("somebody says that they are the same")
def the_same(desk: Desk) -> None:
    desk.do(tr("All of these are the same"))


@then("the three stay together")
def stay_together(desk: Desk) -> None:
    (finding,) = desk.driver.ask(findings)
    assert [each.decision for each in finding.members] == [SAME] * 3


@when("a hearing on the fourth day is written down, and Darío is asked to go along and says yes")
def a_hearing(desk: Desk) -> None:
    number = desk.driver.ask(lambda s: s.store.need(Case, desk.luz).number)
    desk.do(f"{tr('Open the case')}: {number} · Luz Inventada")
    desk.open_part(tr("Summary"))
    desk.to(tr("Someone to go along"))
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_S, CTRL)
    desk.open_part(tr("Going along"))
    desk.do("accompaniment_begin_button")
    desk.choose("appointment_sort_edit", tr("Court hearing"))
    desk.fill("appointment", what="Salarios", on=FIRST.isoformat(), at="9:30")
    desk.do(tr("Keep the appointment"))
    desk.do(tr("Ask a volunteer…"))
    assert isinstance(desk.dialog(), AssignDialog)
    desk.to("assign_table")
    desk.press(ENTER)
    desk.do(tr("Said yes"))
    (task,) = desk.driver.ask(lambda s: s.store.all(Assignment))
    assert (task.volunteer, task.state, task.on, task.start) == (rid("dario"), "accepted", FIRST.isoformat(), "09:30")
    desk.command(tr("Agenda"))
    desk.to(tr("Later"))
    desk.press(ENTER)


@then("the agenda of that week shows the hearing of Luz")
def the_agenda(desk: Desk) -> None:
    wanted = max(each.on for each in desk.driver.ask(lambda s: s.store.all(Appointment)))
    assert desk.hearings() == [f"Luz Inventada {wanted}"]


@when("the hearing was postponed to a day three weeks later")
def postponed(desk: Desk) -> None:
    desk.to("agenda_table")
    desk.do(tr("Open the case"))
    desk.open_part(tr("Going along"))
    desk.do("outcome_button")
    desk.choose("accompaniment_outcome_edit", tr("It was postponed"))
    desk.choose("outcome_next_edit", tr("Yes, on this day"))
    desk.fill("outcome", on=NEXT.isoformat(), at="10:00")
    desk.do(tr("Keep how it went"))
    desk.do(tr("Open in the agenda"))


@then("it is written down that the first was postponed")
def told_of_the_first(desk: Desk) -> None:
    first, _after = sorted(desk.driver.ask(lambda s: s.store.all(Appointment)), key=lambda each: each.on)
    assert first.result == "postponed"
