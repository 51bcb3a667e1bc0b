"""The story of the unpaid wages, told in features/wages.feature, in the parts of a case and in the agenda."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytest_bdd import given, parsers, scenarios, then, when
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.views.agenda.agenda import AgendaPage
from cima_desktop.gui.views.cases.going_tab import GoingTab
from cima_desktop.gui.views.cases.wages_tab import WagesTab
from cima_desktop.model.ids import RecordId
from cima_desktop.model.workups import Accompaniment, Appointment, WageClaim
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.roster import assigning
from cima_desktop.services.workups import wages
from cima_desktop.services.workups.wages import UnclearClaimError
from tests import pdf_text
from tests.gui.plan_desk import TODAY
from tests.gui.workup_desk import WorkupDesk, titles

scenarios("../features/wages.feature")


class Story:
    """What the steps hand on to each other."""

    def __init__(self, wd: WorkupDesk) -> None:
        self.wd = wd
        self.wages: WagesTab = wd.tab("wage_claim")
        self.going: Any = None
        self.week = 0

    def claim(self) -> RecordId:
        """Return the claim of Luz."""
        return self.wd.ask(lambda s: s.store.children(WageClaim, case=self.wd.case)[0].id)

    def write_time(self) -> None:
        """Write a week of work down."""
        self.wd.press(self.wages.period_button)
        self.wd.fill(
            self.wages.period_form, start=self.wd.day(-20), end=self.wd.day(-16), hours="40", paid="200",
            due_on=self.wd.day(-13),
        )  # fmt: skip
        self.wd.press(self.wages.period_form.do_button)

    def agenda(self) -> list[str]:
        """Return the appointments of the week the story is in, and whose they are."""
        page = AgendaPage(self.wd.desk)
        self.wd.show(page)
        page.shown()
        self.wd.settle()
        page.day = TODAY.fromisoformat(self.wd.day(self.week))
        page.reload()
        self.wd.settle()
        rows = page.table.rows
        return [row.who for n in range(rows.rowCount()) if (row := rows.row(n)) is not None and row.sort == "hearing"]


@pytest.fixture
def story(qtbot: QtBot, tmp_path: Path) -> Iterator[Story]:
    wd = WorkupDesk(qtbot, tmp_path / "vault", need="wages")
    yield Story(wd)
    wd.close()


@given(parsers.parse("the program speaks {tongue}"))
def _speaks(qapp: QApplication, tongue: str) -> None:
    language.switch(qapp, tongue)


@given(parsers.parse('Luz comes in about wages that "{employer}" did not pay'))
def _comes_in(story: Story, employer: str) -> None:
    story.wd.press(story.wages.begin_button)
    story.wd.fill(story.wages.form, employer=employer)
    story.wages.form.save()
    story.wd.settle()


@given(parsers.parse('two others come in about "{one}" and "{other}"'))
def _others(story: Story, one: str, other: str) -> None:
    for employer in (one, other):
        who = {"given_names": "Persona", "paternal_surname": "Inventada"}
        case = story.wd.ask(lambda s, who=who: open_case(s, Intake(need="wages", person_values=who))).case  # type: ignore[misc]
        story.wd.add("wage_claim", case=case, employer=employer)


@when(parsers.parse("{hours:d} hours at {dollars:d} dollars are written down, of which 200 dollars were paid"))
def _hours(story: Story, hours: int, dollars: int) -> None:
    assert hours == 40
    story.wd.fill(story.wages.form, rate=dollars, rate_unit="hour")
    story.wages.form.save()
    story.wd.settle()
    story.write_time()


@then(parsers.parse('"{amount}" are owed'))
def _owed(story: Story, amount: str) -> None:
    assert story.wages.sum_label.text() == amount


@then("all three claims are found by the name of the employer")
def _found(story: Story) -> None:
    assert len(story.wd.ask(lambda s: s.store.search("techos inventados", kinds=("wage_claim",)))) == 3


@then(parsers.parse('the letter asks for "{amount}" in both languages and says that it is a draft'))
def _letter(story: Story, amount: str) -> None:
    claim = story.claim()
    found = pdf_text.whole(story.wd.ask(lambda s: wages.make_letter(s, claim, "both")).pdf)
    assert found.count(pdf_text.squeezed(amount)) >= 2
    assert "DRAFT" in found
    assert "BORRADOR" in found


@when("the same days are written down once more")
def _twice(story: Story) -> None:
    story.write_time()


@then("nothing is added up and no letter can be made")
def _nothing(story: Story) -> None:
    assert story.wages.sum_label.isHidden()
    assert not story.wages.letter_button.isEnabled()
    claim = story.claim()
    refused: list[str] = []

    def try_it(session: Any) -> None:
        try:
            wages.make_letter(session, claim, "en")
        except UnclearClaimError as error:
            refused.append(error.sentence())

    story.wd.ask(try_it)
    assert refused


@when("the time that was written down twice is taken away")
def _taken_away(story: Story) -> None:
    story.wages.periods_list.lines[1].deeds[1].run()
    story.wd.settle()
    assert story.wages.sum_label.text() == "$400.00"


@when(parsers.parse("a hearing in {days:d} days is written down to which Darío goes along"))
def _hearing(story: Story, days: int) -> None:
    wd = story.wd
    tab: GoingTab = wd.tab("accompaniment")
    wd.press(tab.begin_button)
    wd.fill(tab.appointment_form, sort="hearing", what="Salarios", on=wd.day(days), at="9:30")
    wd.press(tab.appointment_form.do_button)
    (going,) = wd.ask(lambda s: s.store.all(Accompaniment))
    dario = wd.add("volunteer", name="Darío de Práctica", active=True)
    touched = wd.ask(lambda s: assigning.assign(s, dario, going.id, assigning.GOES))
    wd.desk.changed.emit(touched)
    wd.settle()
    assert titles(tab.assigned_list.tasks_list) == ["Darío de Práctica"]
    story.going, story.week = tab, days


@then("the agenda of that week shows the hearing of Luz")
def _agenda(story: Story) -> None:
    assert story.agenda() == ["Luz Inventada"]


@when(parsers.parse("the hearing was postponed, and the next one is in {days:d} days"))
def _postponed(story: Story, days: int) -> None:
    wd, tab = story.wd, story.going
    wd.press(tab.outcome_button)
    wd.fill(tab.outcome_form, outcome="postponed", next="known")
    wd.fill(tab.outcome_form, on=wd.day(days), at="10:00")
    wd.press(tab.outcome_form.do_button)
    story.week = days


@then("the first hearing is no longer asked about")
def _told(story: Story) -> None:
    results = story.wd.ask(lambda s: [each.result for each in s.store.all(Appointment)])
    assert results == ["postponed", ""]
