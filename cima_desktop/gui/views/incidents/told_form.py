"""Where a text was told: ticked after it was pasted there."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckList
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.model.incidents import Alert
from cima_desktop.model.line_choices import ALERT_CHANNELS
from cima_desktop.services.alerts import texts


class ToldForm(QWidget):
    """The channels of one text."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._alert: Alert | None = None
        self.message_bar = MessageBar()
        self.channels_list = CheckList([(each.value, each.label) for each in ALERT_CHANNELS], columns=2)
        self.channels_list.setObjectName("alert_channels_list")
        bind(self.channels_list, QWidget.setAccessibleName, N_("Where it was told"))
        self.keep_button = SecondaryButton(N_("Note it"), "check")
        self.keep_button.setObjectName("alert_told_button")
        self.leave_button = QuietButton(N_("Cancel"))
        buttons = QHBoxLayout()
        for button in (self.keep_button, self.leave_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(Label(N_("Where it was told"), "section"))
        column.addWidget(self.message_bar)
        column.addWidget(self.channels_list)
        column.addLayout(buttons)
        self.keep_button.clicked.connect(self.keep)
        self.leave_button.clicked.connect(self.clear)

    def begin(self, alert: Alert) -> None:
        """Ask where a text was told."""
        self._alert = alert
        self.message_bar.hide_message()
        self.channels_list.set_value(sorted(alert.channels))
        self.show()
        self.channels_list.setFocus()

    def clear(self) -> None:
        """Ask nothing any more."""
        self._alert = None
        self.hide()

    def keep(self) -> None:
        """Note what is ticked."""
        alert, channels = self._alert, frozenset(self.channels_list.value())
        if alert is not None:
            record = alert.id
            self.desk.do(
                lambda s: texts.note_told(s, record, channels),
                lambda _touched: self.clear(),
                self.message_bar.show_problem,
            )
