"""How somebody says yes: here with their own passphrase, or by telephone, which is shown everywhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_
from cima_desktop.services.alerts.proving import HERE, TELEPHONE, Proof

_WAYS = ((HERE, N_("They are here, with their own passphrase")), (TELEPHONE, N_("They said so by telephone")))
_NO_KEY = N_("This person has no passphrase of their own in this vault: it can only be said by telephone.")


class ProofPart(QWidget):
    """Two ways, and a passphrase for the first; whatever was typed is forgotten after each use."""

    submitted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way_list = RadioList(list(_WAYS))
        self.way_list.setObjectName(f"{name}_way_list")
        bind(self.way_list, QWidget.setAccessibleName, N_("How they say so"))
        self.passphrase_edit = LineEdit(limit=1000)
        self.passphrase_edit.setObjectName(f"{name}_passphrase_edit")
        self.passphrase_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase_row = FieldRow(N_("Their own passphrase"), self.passphrase_edit)
        self.no_key_label = Label(_NO_KEY, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(6))
        for part in (self.way_list, self.passphrase_row, self.no_key_label):
            column.addWidget(part)
        self._asks = True
        self.way_list.edited.connect(self._fit)
        self.passphrase_edit.returnPressed.connect(self.submitted)
        self.show_for(has_key=False, asks=True)

    def show_for(self, *, has_key: bool, asks: bool) -> None:
        """Take somebody; `asks` is False in the practice vault, where nobody's passphrase is asked for."""
        self._asks = asks
        self.way_list.buttons[HERE].setEnabled(has_key)
        self.no_key_label.setVisible(not has_key)
        self.way_list.set_value(HERE if has_key else TELEPHONE)
        self._fit()

    def proof(self) -> Proof:
        """Return what was chosen and typed."""
        if self.way_list.value() == TELEPHONE:
            return Proof(by_telephone=True)
        return Proof(passphrase=self.passphrase_edit.text())

    def forget(self) -> None:
        """Forget what was typed."""
        self.passphrase_edit.clear()

    def _fit(self) -> None:
        self.passphrase_row.setVisible(self._asks and self.way_list.value() == HERE)
