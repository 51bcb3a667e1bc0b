"""Fields for words that open something: what is typed there is kept nowhere, in sight or not.

A field that shows dots is known by them; the sign is for one whose words can be seen, now or at the touch of a button.
"""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

Box = QLineEdit | QPlainTextEdit

_SIGN = "secret"


def keep_nowhere(*boxes: Box) -> None:
    """Mark fields so that no lock puts what stands in them into the vault, to show it at the next opening."""
    for box in boxes:
        box.setProperty(_SIGN, True)


def is_secret(box: Box) -> bool:
    """Tell whether what stands in a field is kept nowhere."""
    hidden = isinstance(box, QLineEdit) and box.echoMode() != QLineEdit.EchoMode.Normal
    return hidden or bool(box.property(_SIGN))
