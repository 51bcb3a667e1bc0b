"""The papers a plan calls for, each to be ticked; one that is stopped says why and cannot be."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.documents.paper import Paper
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.interview.interview_findings import sentence_of
from cima_desktop.gui.views.plans.plans_detail import paper_chip
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.labels import Label, Rule, show_if
from cima_desktop.i18n import N_
from cima_desktop.model.findings import Finding
from cima_desktop.services.offers import Offer


def _words(findings: Sequence[Finding]) -> str:
    return "\n".join(sentence_of(f) for f in findings)


class OfferRow(QWidget):
    """One paper: its box, what state it is in, and what there is to know before it is made."""

    changed = Signal()

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self.box = CheckBox("")
        bind(self.box, QWidget.setAccessibleName, self._title)
        self.box.setObjectName(f"paper.{offer.paper.key}")
        self.box.setChecked(offer.wanted and not offer.blocked)
        self.box.setEnabled(not offer.blocked)
        self.box.edited.connect(self.changed)
        line = QHBoxLayout()
        line.setSpacing(S(4))
        line.addWidget(self.box)
        title = Label(self._title, wrap=True)
        title.setBuddy(self.box)
        line.addWidget(title, 1)
        word, tone = paper_chip(offer)
        line.addWidget(Chip(word, tone))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S(6), 0, S(6))
        column.setSpacing(S(2))
        column.addLayout(line)
        notes = offer.blocked or offer.warnings
        if notes:
            kind = "error" if offer.blocked else "small"
            label = Label(lambda: _words(notes), kind, wrap=True)
            label.setContentsMargins(S(32), 0, 0, 0)
            column.addWidget(label)
            bind(self.box, QWidget.setAccessibleDescription, lambda: _words(notes))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click on the words for a click on the box."""
        if event.button() == Qt.MouseButton.LeftButton and self.box.isEnabled():
            self.box.click()

    def _title(self) -> str:
        return self.offer.title.get(i18n.language())

    def is_chosen(self) -> bool:
        """Tell whether the paper is to be made."""
        return self.box.isEnabled() and self.box.isChecked()


class OfferList(QWidget):
    """All papers under each other, with a box for all of them."""

    changed = Signal()
    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[OfferRow] = []
        self.all_box = CheckBox(N_("All papers that can be made"))
        self.all_box.setObjectName("all_papers")
        self.all_box.edited.connect(self._all_or_none)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, S(8), 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.all_box)
        self._rows = QWidget()
        self._column.addWidget(self._rows)
        self._column.addStretch(1)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these papers, all that can be made ticked."""
        old, self._rows = self._rows, QWidget()
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = []
        for offer in offers:
            column.addWidget(Rule())
            row = OfferRow(offer)
            row.changed.connect(self._changed)
            column.addWidget(row)
            self.rows.append(row)
        if not offers:
            column.addWidget(Label(N_("This plan calls for no papers yet. Answer the interview first."), "muted"))
        self._column.replaceWidget(old, self._rows)
        old.hide()
        old.deleteLater()
        self._show_all_box()

    def chosen(self) -> list[Paper]:
        """Return the papers to make, in printing order."""
        return [row.offer.paper for row in self.rows if row.is_chosen()]

    def focus_first(self) -> None:
        """Put the cursor on the first box."""
        self.all_box.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self) -> None:
        self._show_all_box()
        self.changed.emit()

    def _show_all_box(self) -> None:
        able = [row.box for row in self.rows if row.box.isEnabled()]
        show_if(self.all_box, len(able) > 1)
        self.all_box.setChecked(bool(able) and all(box.isChecked() for box in able))

    def _all_or_none(self) -> None:
        for row in self.rows:
            if row.box.isEnabled():
                row.box.setChecked(self.all_box.isChecked())
        self.changed.emit()
