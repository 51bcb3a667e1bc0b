"""The sections and steps of the interview beside the question, with a mark for what is done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.interview.interview_words import is_done, title_of
from cima_desktop.gui.views.interview.interview_wrap import wrap_lines
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.family import Family
from cima_desktop.services import interview
from cima_desktop.services.interview import SECTIONS, Step
from cima_desktop.services.plans import Standing

_KEY = Qt.ItemDataRole.UserRole


class SectionList(QListWidget):
    """Sections, and the steps of the one underway."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            item = self.currentItem()
            if item is not None:
                self.itemClicked.emit(item)
        else:
            super().keyPressEvent(event)


class InterviewSide(QWidget):
    """How far the interview has come; any step can be gone to."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: Standing | None = None
        self._steps: Sequence[Step] = ()
        self._current = ""
        self.percent_label = Label(self._percent_words, "label")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        bind(self.bar, QWidget.setAccessibleName, N_("How much is answered"))
        self.list = SectionList()
        self.list.setObjectName("sections_list")
        self.list.setProperty("kind", "plain")
        wrap_lines(self.list)
        bind(self.list, QWidget.setAccessibleName, self._list_name)
        self.list.itemClicked.connect(lambda item: self.step_wanted.emit(item.data(_KEY)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.percent_label)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)

    def show_standing(self, standing: Standing, steps: Sequence[Step], current: str) -> None:
        """Show where the plan stands and which step is underway."""
        self._standing, self._steps, self._current = standing, steps, current
        self.bar.setValue(standing.percent)
        self.percent_label.set_words(self._percent_words)
        self._fill()

    def _percent_words(self) -> str:
        percent = self._standing.percent if self._standing else 0
        return _("{percent} % of what is needed is answered").format(percent=percent)

    def _list_name(self) -> str:
        self._fill()  # asked for at each switch of language
        return _("Parts of the interview")

    def _fill(self) -> None:
        if self._standing is None:
            return
        family = self._standing.family
        here = next((s.section for s in self._steps if s.key == self._current), "")
        self.list.clear()
        for section in SECTIONS:
            steps = [s for s in self._steps if s.section == section]
            if steps:
                self._add_section(section, steps, is_open=section == here, family=family)

    def _add_section(self, section: str, steps: Sequence[Step], is_open: bool, family: Family) -> None:
        done = all(is_done(family, s) or not s.essential for s in steps) and any(is_done(family, s) for s in steps)
        target = next((s.key for s in steps if interview.gaps(family, s)), steps[0].key)
        item = self._item(tr(section), "circle-check" if done else "circle", done, target)
        font = QFont(self.list.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        if not is_open:
            return
        for step in steps:
            title = title_of(step)
            done = is_done(family, step)
            mark = "arrow-right" if step.key == self._current else "check" if done else "minus"
            row = self._item(title, mark, done, step.key)
            if step.key == self._current:
                self.list.setCurrentItem(row)
                self.list.scrollToItem(row)

    def _item(self, words: str, icon: str, done: bool, key: str) -> QListWidgetItem:
        item = QListWidgetItem(icons.icon(icon, "tone:good" if done else "muted"), words)
        item.setData(_KEY, key)
        state = _("complete") if done else _("not complete")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {state}")
        item.setToolTip(words)
        self.list.addItem(item)
        return item
