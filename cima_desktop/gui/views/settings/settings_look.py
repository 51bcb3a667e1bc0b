"""How the window looks and speaks; every choice holds at once."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from cima_desktop.gui.forms.look_form import Ui_LookForm
from cima_desktop.gui.language import Text, bind, raw, say
from cima_desktop.gui.views.records.form_widget import FormWidget
from cima_desktop.i18n import N_, _
from cima_desktop.settings import Settings

LANGUAGES: tuple[tuple[str, Text], ...] = (("es", raw("Español")), ("en", raw("English")))
SCHEMES: tuple[tuple[str, Text], ...] = (
    ("system", N_("As this computer")),
    ("light", N_("Light")),
    ("dark", N_("Dark")),
    ("high", N_("High contrast")),
)


class LookPart(FormWidget):
    """The form of ui/look_form.ui over the settings."""

    chosen = Signal(str, object)
    """What was chosen ("language", "scheme", "size") and its value."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.ui = Ui_LookForm()
        self.draw(self.ui)
        for label, box in (
            (self.ui.language_label, self.ui.language_box),
            (self.ui.scheme_label, self.ui.scheme_box),
            (self.ui.size_label, self.ui.size_slider),
        ):
            label.setBuddy(box)
        self.ui.column.addStretch(1)
        self.refresh()
        self.ui.size_slider.setTracking(False)  # a change of size redraws everything: once, when it is let go
        self.ui.language_box.activated.connect(lambda row: self.chosen.emit("language", LANGUAGES[row][0]))
        self.ui.scheme_box.activated.connect(lambda row: self.chosen.emit("scheme", SCHEMES[row][0]))
        self.ui.size_slider.sliderMoved.connect(self._say_size)
        self.ui.size_slider.valueChanged.connect(self._size)

    def refresh(self) -> None:
        """Show the settings as they are."""
        _fill(self.ui.language_box, LANGUAGES, self._settings.language)
        _fill(self.ui.scheme_box, SCHEMES, self._settings.scheme)
        self.ui.size_slider.blockSignals(True)
        self.ui.size_slider.setValue(self._settings.text_size)
        self.ui.size_slider.blockSignals(False)
        self._say_size(self._settings.text_size)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "ui"):
            self.refresh()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event, handed on
        self.refresh()

    def _size(self, size: int) -> None:
        self._say_size(size)
        self.chosen.emit("size", size)

    def _say_size(self, size: int) -> None:
        bind(self.ui.size_value_label, type(self.ui.size_value_label).setText, lambda: _("{n} %").format(n=size))


def _fill(box: QComboBox, choices: tuple[tuple[str, Text], ...], value: str) -> None:
    box.blockSignals(True)
    box.clear()
    for key, words in choices:
        box.addItem(say(words), key)
    box.setCurrentIndex(max(0, box.findData(value)))
    box.blockSignals(False)
