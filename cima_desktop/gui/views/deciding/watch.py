"""Keeps the number beside the page of decisions current: asked when the vault is opened and after every change."""

from PySide6.QtCore import QObject

from cima_desktop.gui.views.desk import Desk
from cima_desktop.model.touched import Touched
from cima_desktop.services import deciding


class DecisionWatch(QObject):
    """After an import, which is no save of somebody here, it also looks for what never came."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.changed.connect(self._changed)
        self._ask(anew=True)

    def _ask(self, *, anew: bool) -> None:
        self._desk.ask(lambda s: deciding.count(s, anew=anew), self._desk.undecided.emit, latest="decision_watch")

    def _changed(self, touched: Touched) -> None:
        if not self._desk.is_closing:
            self._ask(anew=not touched.txn)
