"""What the community is told: written after a signed outcome, released by two, then copied and ended (L3–L5)."""

from functools import partial

import attrs
from PySide6.QtGui import QGuiApplication

from cima_desktop import i18n
from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.incidents.composer import Composer
from cima_desktop.gui.views.incidents.incident_words import choice, when
from cima_desktop.gui.views.incidents.release_form import ReleaseForm
from cima_desktop.gui.views.incidents.told_form import ToldForm
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.private_copy import marked
from cima_desktop.i18n import N_, _
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incident_states import TEXT_MOVES
from cima_desktop.model.incidents import Alert, Release
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.standing import Released, moment_of
from cima_desktop.services.alerts import board, texts
from cima_desktop.services.alerts.board import Board
from cima_desktop.services.alerts.texts import Words
from cima_desktop.services.session import Session

_COPIED = N_("Copied. Paste it soon: it leaves the clipboard by itself.")


@attrs.frozen(kw_only=True)
class Texts:
    """What the tab shows."""

    known: Board
    asks: bool


def read_texts(session: Session, incident: RecordId) -> Texts:
    """Read the texts of an incident."""
    return Texts(known=board.board(session, incident), asks=not session.practice)


def has_texts(known: Board) -> bool:
    """Tell whether there is anything to write or to show: before a signed outcome there is not (L3)."""
    return bool(known.stands.texts or known.stands.may & TEXT_MOVES.keys())


class TextsTab(Tab):
    """What went out, what waits for its releases, and the composer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.message_bar = MessageBar()
        self.out_title = Label(N_("What went out"), "section")
        self.out_list = RowsList()
        self.told_form = ToldForm(desk)
        self.release_form = ReleaseForm(desk)
        self.composer = Composer(desk)
        for part in (self.message_bar, self.out_title, self.out_list, self.told_form, self.release_form, self.composer):
            self.column.addWidget(part)
        self.column.addStretch(1)
        for hidden in (self.out_title, self.told_form, self.release_form, self.composer):
            hidden.hide()

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: read_texts(s, wanted), self._show, latest="incident texts")

    def clear(self) -> None:
        super().clear()
        self.message_bar.hide_message()
        self.out_list.show_lines([])
        for part in (self.told_form, self.release_form, self.composer):
            part.clear()
            part.hide()

    def _show(self, shown: Texts) -> None:
        known, stands = shown.known, shown.known.stands
        out = [each for each in stands.texts if stands.is_out(each.alert.id)]
        self.out_list.show_lines([self._line(known, each) for each in out])
        show_if(self.out_title, bool(out))
        waiting = [each for each in stands.texts if each.lack is not None and each.alert.sort in stands.may]
        self.release_form.setVisible(bool(waiting))
        if waiting:
            self.release_form.show_text(known, waiting[-1], shown.asks)
        else:
            self.release_form.clear()
        may_write = bool(stands.may & TEXT_MOVES.keys()) and not waiting and not self.desk.is_for_looking
        self.composer.setVisible(may_write)
        if may_write:
            self.composer.show_board(known)
        else:
            self.composer.clear()

    def _line(self, known: Board, each: Released) -> Line:
        alert = each.alert
        chips: list[tuple[Text, str]] = []
        if alert.id == known.stands.running:
            over = known.stands.by_clock
            chips.append((N_("Its time is over") if over else N_("Holds now"), "neutral" if over else "bad"))
        if any(isinstance(j.record, Release) and j.counts and j.record.way == "telephone" for j in each.releases):
            chips.append((N_("by telephone"), "warn"))
        deeds = (
            Deed(words=N_("Copy in Spanish"), run=partial(self.copy, alert, "es"), icon="copy"),
            Deed(words=N_("Copy in English"), run=partial(self.copy, alert, "en"), icon="copy"),
            Deed(words=N_("Where it was told…"), run=partial(self.told_form.begin, alert), icon="megaphone"),
        )
        return Line(
            title=lambda: _title(known, each),
            detail=lambda: _detail(known, each),
            icon="siren",
            chips=chips,
            deeds=deeds if not self.desk.is_for_looking else (),
        )

    def copy(self, alert: Alert, language: str) -> None:
        """Copy a text, if it may still be told."""

        def put(words: Words) -> None:
            text = words.spanish if language == "es" else words.english
            QGuiApplication.clipboard().setMimeData(marked(text))
            self.message_bar.say(_COPIED, "good", seconds=12)

        self.desk.ask(lambda s: texts.to_copy(s, alert.id), put, self.message_bar.show_problem)


def _title(known: Board, each: Released) -> str:
    return f"{when(known, each.at[0])} · {choice('alert', 'sort', each.alert.sort)}"


def _detail(known: Board, each: Released) -> str:
    alert = each.alert
    who = [known.name(j.record.by) for j in each.releases if isinstance(j.record, Release) and j.counts]
    ends = moment_of(alert.expires_on, alert.expires_at)
    parts = [
        _("released by {names}").format(names=", ".join(who)),
        _("until {moment}").format(moment=when(known, ends)) if ends else "",
        text_of(KINDS["alert"].field("channels"), alert.channels),
    ]
    facts = " · ".join(part for part in parts if part)
    return f"{facts}\n\n{alert.spanish if i18n.language() == 'es' else alert.english}"
