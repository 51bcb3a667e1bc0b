"""How somebody was to be reached, what came of it, and a note: three answers, all by keys."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.cases.course_dialogs import options
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.case_choices import CONTACT_OUTCOMES, WAYS


class ContactForm(QWidget):
    """The answers; whoever shows it keeps them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way_list = RadioList(options(WAYS))
        self.way_list.setObjectName("contact_way_list")
        self.outcome_list = RadioList(options(CONTACT_OUTCOMES))
        self.outcome_list.setObjectName("contact_outcome_list")
        self.words_edit = TextArea(lines=2, limit=1000)
        self.words_edit.setObjectName("contact_words_edit")
        self.words_edit.setMaximumHeight(self.words_edit.minimumHeight())
        self.guard_line = guarded(self.words_edit)
        lists = QHBoxLayout()
        lists.setSpacing(S(20))
        lists.addWidget(FieldRow(N_("How"), self.way_list), 1)
        lists.addWidget(FieldRow(N_("Outcome"), self.outcome_list), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addLayout(lists)
        column.addWidget(FieldRow(N_("Note (only what is needed)"), self.words_edit, optional=True))
        self.begin()

    def begin(self) -> None:
        """Ask anew: a telephone call, until somebody says otherwise."""
        self.way_list.set_value("call")
        self.outcome_list.set_value("")
        self.words_edit.set_value("")

    def answers(self) -> tuple[str, str, str] | None:
        """Return how, what came of it, and the note; None while something in the note is to be decided."""
        if self.guard_line.blocks():
            self.words_edit.setFocus()
            return None
        words = self.guard_line.marked(self.words_edit.value().strip())
        return self.way_list.value(), self.outcome_list.value(), words
