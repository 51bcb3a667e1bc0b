"""Asks once who sits at this desk: one of the roster, or somebody who is added by it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services import myself
from cima_desktop.services.session import Session

Asked = tuple[Volunteer | None, list[Volunteer], str]
"""Who sits here, the roster, and the name on the key."""


class MeBox(QWidget):
    """Hides itself as soon as it is known who sits at the desk, and tells `known`."""

    known = Signal(str)
    """The id of the volunteer who sits here; empty while nobody has said so."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.who_box = ChoiceBox([], empty=N_("Choose…"))
        self.who_box.setObjectName("me_who_box")
        bind(self.who_box, QWidget.setAccessibleName, N_("Who you are on the roster"))
        self.take_button = PrimaryButton(N_("That is me"), "user-check")
        self.add_button = PrimaryButton(N_("Add me to the roster"), "user-plus")
        self._name = ""
        row = QHBoxLayout()
        row.setSpacing(S(8))
        row.addWidget(self.who_box, 1)
        row.addWidget(self.take_button)
        row.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(N_("Who are you on the roster? It is asked once for each key."), "strong", wrap=True))
        column.addLayout(row)
        self.take_button.clicked.connect(self._take)
        self.add_button.clicked.connect(self._add)
        self.hide()

    def read(self) -> None:
        """Look who sits here."""
        self.desk.ask(_asked, self._show, latest="me")

    def _show(self, asked: Asked) -> None:
        who, roster, self._name = asked
        self.setVisible(who is None and not self.desk.is_for_looking)
        self.add_button.setVisible(bool(self._name))
        self._offer(roster)
        self.known.emit(who.id if who else "")

    def _offer(self, roster: Sequence[Volunteer]) -> None:
        self.who_box.set_choices([(each.id, raw(each.title())) for each in roster])
        self.take_button.setEnabled(bool(roster))

    def _take(self) -> None:
        chosen = RecordId(str(self.who_box.value()))
        if chosen:
            self.desk.do(lambda s: myself.i_am(s, chosen), lambda _touched: self.read())

    def _add(self) -> None:
        name = self._name
        self.desk.do(lambda s: myself.add_me(s, name), lambda _made: self.read())


def _asked(session: Session) -> Asked:
    return myself.me(session), session.store.all(Volunteer), session.who
