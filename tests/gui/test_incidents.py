"""The page of incidents: what it offers where an incident stands, what it refuses, and what a lock leaves behind."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from cima_desktop.gui.language import say
from cima_desktop.gui.views.incidents.dispatch_dialog import show_dispatch_list
from cima_desktop.gui.views.incidents.incidents import IncidentDetail, IncidentsPage
from cima_desktop.i18n import tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incident_states import State
from cima_desktop.model.incidents import Alert, Incident, IncidentStep, Verification
from cima_desktop.services.alerts import deeds, releasing, story
from cima_desktop.services.alerts.deeds import Seen
from cima_desktop.services.alerts.proving import HERE, Proof
from cima_desktop.services.session import Session
from tests.builders import rid
from tests.gui.program_driver import PASSPHRASE, Driver
from tests.gui.test_helper_and_paper import pdf_printer
from tests.unit.services import alerts_desk
from tests.unit.services.alerts_desk import INCIDENT, OMAR, RITA, TELEPHONE, VERA
from tests.unit.services.roster_of import volunteer

MORNING = datetime(2026, 11, 21, 8, 30)


class IncidentDesk:
    """The page with one incident open."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        driver.ask(self._fill)
        page = driver.page("incidents")
        assert isinstance(page, IncidentsPage)
        self.page = page
        self.open(INCIDENT)

    @staticmethod
    def _fill(session: Session) -> None:
        alerts_desk.fill(session).moment = MORNING

    @property
    def card(self) -> IncidentDetail:
        """Return the card."""
        return self.page.card

    def open(self, record: RecordId) -> None:
        """Open an incident."""
        self.page.open_record(record)
        self.driver.settle()

    def tell(self) -> None:
        """Tell every view that something changed."""
        self.driver.desk.changed.emit(self.driver.ask(lambda s: s.store.save("x", [])))
        self.card.read_state()
        self.page.reload()
        self.driver.settle()

    def state(self) -> State:
        """Return where the incident stands."""
        return self.driver.ask(lambda s: story.stand(s, INCIDENT)).state

    def offered(self) -> set[str]:
        """Return the steps whose buttons can be seen."""
        return {step for step, button in self.card.state_line.buttons.items() if button.isVisible()}


@pytest.fixture
def desk(opened: Driver) -> IncidentDesk:
    return IncidentDesk(opened)


def test_one_noted_by_hand_goes_its_way_by_buttons(desk: IncidentDesk) -> None:
    desk.page.begin()
    form = desk.card.form
    assert not form.rows["over_on"].isVisible()
    form.editor("activity").set_value("watching")
    form.editor("area").set_value("NC 191, Mills River")
    form.save()
    desk.driver.settle()
    made = desk.card.record_id()
    for step in ("received", "triaged", "unfounded"):
        assert desk.card.record_id() == made
        assert step in desk.offered()
        desk.card.state_line.buttons[step].click()
        desk.driver.settle()
    assert desk.card.state_line.state_label.text() == tr(State.UNFOUNDED.label)
    assert desk.offered() == set()
    steps = desk.driver.ask(lambda s: s.store.children(IncidentStep, incident=made))
    assert [step.step for step in steps] == ["received", "triaged", "unfounded"]
    assert desk.driver.ask(lambda s: s.store.need(Incident, made)).over_on


def test_what_is_over_is_found_under_all(desk: IncidentDesk) -> None:
    desk.driver.ask(lambda s: deeds.move(s, INCIDENT, "unfounded"))
    desk.page.filter_chips.set_value("open")
    desk.tell()
    assert desk.page.table.rows.rowCount() == 0
    desk.page.filter_chips.set_value("all")
    desk.page.reload()
    desk.driver.settle()
    assert desk.page.table.rows.rowCount() == 1


def test_an_outcome_without_a_ground_is_refused_and_what_was_typed_stays(desk: IncidentDesk) -> None:
    tab = desk.card.verifying_tab
    desk.card.open_tab("verifying")
    desk.driver.settle()
    tab.candidates_list.lines[0].deeds[0].run()
    desk.driver.settle()
    assert desk.state() is State.DISPATCHED
    began, says = tab.sent_list.lines[0].deeds
    began.run()
    desk.driver.settle()
    assert desk.state() is State.VERIFYING
    says.run()
    desk.driver.settle()
    form = tab.outcome_form
    assert form.proof_part.no_key_label.isVisible()
    assert not form.proof_part.way_list.buttons[HERE].isEnabled()
    form.form.rows["words"].editor.set_value("Dos patrullas.")
    for outcome in ("", "confirmed"):
        form.outcome_list.set_value(outcome)
        form.form.do_button.click()
        desk.driver.settle()
        assert form.form.message_bar.isVisible()
    assert desk.state() is State.VERIFYING
    assert form.form.rows["words"].editor.value() == "Dos patrullas."
    form.outcome_list.set_value("uncertain")
    form.form.do_button.click()
    desk.driver.settle()
    assert desk.state() is State.UNCERTAIN
    assert not form.isVisible()
    assert "dispatched" in desk.driver.ask(lambda s: story.stand(s, INCIDENT)).may


def test_a_wrong_passphrase_releases_nothing_and_is_forgotten_at_a_lock(desk: IncidentDesk) -> None:
    desk.driver.ask(alerts_desk.confirmed)
    alert = desk.driver.ask(alerts_desk.written)
    desk.tell()
    desk.card.open_tab("texts")
    desk.driver.settle()
    form = desk.card.texts_tab.release_form
    assert form.who_box.value() == OMAR
    form.proof_part.passphrase_edit.setText("not the passphrase")
    assert form.proof_part.passphrase_edit.echoMode() is QLineEdit.EchoMode.Password
    form.release()
    desk.driver.settle()
    assert form.message_bar.isVisible()
    assert not desk.driver.ask(lambda s: story.stand(s, INCIDENT)).texts[0].releases
    form.proof_part.passphrase_edit.setText("half a passphrase")
    desk.driver.lock()
    desk.driver.unlock()
    page = desk.driver.page("incidents")
    page.open_record(INCIDENT)
    page.card.open_tab("texts")
    desk.driver.settle()
    assert page.card.texts_tab.release_form.proof_part.passphrase_edit.text() == ""
    assert desk.driver.ask(lambda s: s.store.need(Alert, alert)).id == alert


def test_a_text_that_waits_can_be_taken_back(desk: IncidentDesk) -> None:
    desk.driver.ask(alerts_desk.confirmed)
    desk.driver.ask(alerts_desk.written)
    desk.tell()
    desk.card.open_tab("texts")
    desk.driver.settle()
    desk.card.texts_tab.release_form.back_button.click()
    desk.driver.settle()
    assert not desk.card.texts_tab.release_form.isVisible()
    assert desk.card.texts_tab.composer.isVisible()
    assert not desk.driver.ask(lambda s: s.store.children(Alert, incident=INCIDENT))


def test_where_it_was_told_is_noted_and_after_its_end_it_is_not_copied(desk: IncidentDesk) -> None:
    desk.driver.ask(alerts_desk.confirmed)
    alert = desk.driver.ask(alerts_desk.written)
    desk.driver.ask(lambda s: releasing.release(s, alert, OMAR, Proof(passphrase=PASSPHRASE)))
    desk.driver.ask(lambda s: releasing.release(s, alert, RITA, TELEPHONE))
    desk.tell()
    desk.card.open_tab("texts")
    desk.driver.settle()
    tab = desk.card.texts_tab
    tab.out_list.lines[0].deeds[2].run()
    tab.told_form.channels_list.set_value(("whatsapp",))
    tab.told_form.keep()
    desk.driver.settle()
    assert desk.driver.ask(lambda s: s.store.need(Alert, alert)).channels == {"whatsapp"}
    assert not tab.told_form.isVisible()
    assert tr("by telephone") in [say(word) for word, _tone in tab.out_list.lines[0].chips]
    desk.driver.desk.session.now = lambda: datetime(2026, 11, 21, 22, 0)
    QApplication.clipboard().clear()
    tab.out_list.lines[0].deeds[0].run()
    desk.driver.settle()
    assert QApplication.clipboard().text() == ""
    assert tab.message_bar.isVisible()


def test_the_list_of_whom_to_send_is_printed_and_noted(desk: IncidentDesk, tmp_path: Path) -> None:
    dialog = show_dispatch_list(desk.driver.desk, INCIDENT, desk.page)
    desk.driver.settle()
    dialog.phones_box.click()
    desk.driver.settle()
    dialog.printer_of = lambda: pdf_printer(tmp_path / "out.pdf")
    dialog.finish()
    desk.driver.settle()
    assert (tmp_path / "out.pdf").stat().st_size > 0
    assert desk.driver.ask(lambda s: s.store.deeds("dispatch_printed"))
    assert VERA in {each.volunteer.id for each in desk.driver.ask(lambda s: deeds.to_send(s, INCIDENT))}


def test_reports_show_their_exact_place_here(desk: IncidentDesk) -> None:
    desk.driver.add("report", incident=INCIDENT, activity="checkpoint", place="1200 US 25", firsthand=True, agents=4)
    desk.driver.add("report", incident=INCIDENT, activity="checkpoint")
    desk.card.open_tab("reports")
    desk.driver.settle()
    titles = [line.title() for line in desk.card.reports_tab.reports_list.lines if callable(line.title)]
    assert any("1200 US 25" in title for title in titles)
    assert tr("(no place)") in titles


def test_what_does_not_count_is_shown_with_its_reason(desk: IncidentDesk) -> None:
    desk.driver.add("incident_step", incident=INCIDENT, step="closed", on="2026-11-21", at="08:20", number=9, by=OMAR)
    desk.driver.ask(alerts_desk.confirmed)
    desk.card.open_tab("timeline")
    desk.driver.settle()
    faint = [line for line in desk.card.timeline_tab.steps_list.lines if line.faint]
    assert len(faint) == 1
    detail = faint[0].detail
    assert callable(detail)
    assert tr("It does not follow from where the incident stood then.") in detail()


def test_what_somebody_did_not_see_any_more_asks_for_a_correction(desk: IncidentDesk) -> None:
    desk.driver.ask(_overturned)
    desk.tell()
    assert tr("Tell the community: write a correction.") in desk.card.state_line.clock_label.text()
    assert desk.state() is State.ALERTED


def _overturned(session: Session) -> None:
    alerts_desk.confirmed(session)
    alerts_desk.out(session, passphrase=PASSPHRASE)
    volunteer(session, "wanda", "verifying")
    deeds.dispatch(session, INCIDENT, rid("wanda"))
    seen = next(v for v in session.store.children(Verification, incident=INCIDENT) if v.verifier == rid("wanda"))
    nothing = Seen(outcome="not_confirmed", evidence=frozenset({"own_eyes"}))
    deeds.sign(session, seen.id, nothing, TELEPHONE)
