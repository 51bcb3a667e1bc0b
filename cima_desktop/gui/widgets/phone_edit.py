"""A telephone number with its country; kept as +18285550100 (E.164)."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.i18n import N_, _

COUNTRIES: tuple[tuple[str, str, str], ...] = (
    ("US", "+1", N_("United States")),
    ("MX", "+52", N_("Mexico")),
    ("GT", "+502", N_("Guatemala")),
    ("HN", "+504", N_("Honduras")),
    ("SV", "+503", N_("El Salvador")),
    ("NI", "+505", N_("Nicaragua")),
    ("CR", "+506", N_("Costa Rica")),
    ("PA", "+507", N_("Panama")),
    ("CO", "+57", N_("Colombia")),
    ("VE", "+58", N_("Venezuela")),
    ("EC", "+593", N_("Ecuador")),
    ("PE", "+51", N_("Peru")),
    ("BO", "+591", N_("Bolivia")),
    ("CL", "+56", N_("Chile")),
    ("AR", "+54", N_("Argentina")),
    ("UY", "+598", N_("Uruguay")),
    ("PY", "+595", N_("Paraguay")),
    ("BR", "+55", N_("Brazil")),
    ("CU", "+53", N_("Cuba")),
    ("DO", "+1", N_("Dominican Republic")),
    ("PR", "+1", N_("Puerto Rico")),
    ("HT", "+509", N_("Haiti")),
    ("CA", "+1", N_("Canada")),
    ("ES", "+34", N_("Spain")),
)
OTHER = "ZZ"


def _phonenumbers() -> Any:
    import phonenumbers  # lazy: its tables take long to load and most pages have no telephone field

    return phonenumbers


def read_in() -> None:
    """Load the tables that a number of any country with +1 needs, before anybody waits for them."""
    library = _phonenumbers()
    library.region_code_for_number(library.parse("+12000000000"))


def _country(code: str, prefix: str, name: str) -> tuple[str, Text]:
    return code, lambda: f"{prefix} {_(name)}"


class PhoneEdit(QWidget):
    """A country and a number; a number that begins with + names its country itself."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.country_box = ChoiceBox([_country(*c) for c in COUNTRIES] + [(OTHER, N_("Other country"))], empty=None)
        bind(self.country_box, QWidget.setAccessibleName, N_("Country of the phone number"))
        self.country_box.set_value("US")
        self.country_box.setMinimumContentsLength(6)
        self.number_edit = QLineEdit()
        self.number_edit.setMaxLength(40)
        bind(self.number_edit, QLineEdit.setPlaceholderText, N_("(828) 555-0100"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(6))
        layout.addWidget(self.country_box, 2)
        layout.addWidget(self.number_edit, 3)
        self.setFocusProxy(self.number_edit)
        self.number_edit.textEdited.connect(self._tell)
        self.number_edit.editingFinished.connect(self._tidy)
        self.country_box.edited.connect(self.edited)

    def typed(self) -> str:
        """Return the number as it stands there."""
        return self.number_edit.text().strip()

    def value(self) -> str:
        """Return the number as +18285550100, "" when there is none or it cannot be one."""
        number = self._read()
        if number is None:
            return ""
        library = _phonenumbers()
        if not library.is_possible_number(number):
            return ""
        kept: str = library.format_number(number, library.PhoneNumberFormat.E164)
        return kept

    def set_value(self, value: str) -> None:
        """Show a kept number, or nothing."""
        if value and value == self.value():
            return
        self.number_edit.setText(value)
        if value:
            self._tidy()

    def problem(self) -> Text:
        """Return what is wrong with what was typed, "" when nothing."""
        if not self.typed() or self.value():
            return ""
        if self.country_box.value() == OTHER and not self.typed().startswith("+"):
            return N_("Start the number with + and the code of its country.")
        return N_("This is not a whole phone number for that country. Check the country and the digits.")

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.number_edit.setReadOnly(read_only)
        self.country_box.setEnabled(not read_only)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.number_edit.setAccessibleName(name)

    def setAccessibleDescription(self, words: str) -> None:
        super().setAccessibleDescription(words)
        self.number_edit.setAccessibleDescription(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.number_edit.setFocus()

    def _read(self) -> Any:
        typed = self.typed()
        region = self.country_box.value()
        if not typed or (region == OTHER and not typed.startswith("+")):
            return None
        library = _phonenumbers()
        try:
            return library.parse(typed, None if region == OTHER else region)
        except library.NumberParseException:
            return None

    def _tidy(self) -> None:
        """Show the number as people of its country write it, with that country beside it."""
        if not self.value():
            return
        library, number = _phonenumbers(), self._read()
        region = library.region_code_for_number(number) or ""
        known = {code: prefix for code, prefix, _name in COUNTRIES}
        if known.get(region) != f"+{number.country_code}":
            region = next((code for code, prefix in known.items() if prefix == f"+{number.country_code}"), OTHER)
        national = library.PhoneNumberFormat.NATIONAL
        whole = library.PhoneNumberFormat.INTERNATIONAL
        self.country_box.set_value(region)
        self.number_edit.setText(library.format_number(number, whole if region == OTHER else national))

    def _tell(self, _text: str) -> None:
        self.edited.emit()
