"""A date that is typed, or picked from a month, or left empty."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_
from cima_desktop.model.dates import UnclearDateError, read_date


def _today() -> date:
    return date.today()


class DateEdit(QLineEdit):
    """Takes a date in the forms of both languages and shows it with the month's name once it is left."""

    edited = Signal()

    def __init__(
        self,
        allow_future: bool = True,
        allow_past: bool = True,
        today: Callable[[], date] = _today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._allow_future, self._allow_past, self._today = allow_future, allow_past, today
        self._popup: QWidget | None = None
        self.setMaxLength(60)
        bind(self, QLineEdit.setPlaceholderText, N_("4 Mar 2026"))
        self._pick = QAction(icons.icon("calendar-days", "muted"), "", self)
        bind(self._pick, QAction.setText, N_("Choose from a calendar"))
        self.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        self._pick.triggered.connect(self.open_calendar)
        self.textEdited.connect(self._tell)

    def value(self) -> date | None:
        """Return the date, None when the field is empty or not one certain date."""
        try:
            return read_date(self.text())
        except UnclearDateError:
            return None

    def set_value(self, value: date | None) -> None:
        """Show a date, or nothing."""
        if value is None or value != self.value():
            self.setText(show_date(value) if value else "")
        elif not self.hasFocus():
            self.setText(show_date(value))

    def problem(self) -> Text:
        """Return what is wrong with what was typed, "" when nothing."""
        try:
            day = read_date(self.text())
        except UnclearDateError as unclear:
            return unclear.sentence
        if day and not self._allow_future and day > self._today():
            return N_("This date is in the future.")
        if day and not self._allow_past and day < self._today():
            return N_("This date is in the past.")
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setReadOnly(read_only)
        self._pick.setVisible(not read_only)

    def open_calendar(self) -> None:
        """Show a month to pick a day from."""
        if self._popup is None:
            self._popup = self._make_popup()
        calendar = self._popup.findChild(QCalendarWidget)
        if isinstance(calendar, QCalendarWidget):
            calendar.setLocale(QLocale())
            day = self.value() or self._today()
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
            self._popup.adjustSize()
            self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
            self._popup.show()
            calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tidy()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tidy()

    def _tidy(self) -> None:
        day = self.value()
        if day and self.text() != show_date(day):
            self.setText(show_date(day))

    def _tell(self, _text: str) -> None:
        self.edited.emit()

    def _make_popup(self) -> QWidget:
        popup = QWidget(self, Qt.WindowType.Popup)
        calendar = QCalendarWidget(popup)
        bind(calendar, QCalendarWidget.setAccessibleName, N_("Choose from a calendar"))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        return popup

    def _picked(self, day: QDate) -> None:
        if self._popup:
            self._popup.hide()
        picked = date(day.year(), day.month(), day.day())
        if picked != self.value():
            self.set_value(picked)
            self.edited.emit()
        self.setFocus()
