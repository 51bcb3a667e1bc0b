"""The language of the screen: words that follow a live switch, and the bridge for the forms that uic writes.

A `Text` is an English message of the catalogue, translated whenever it is shown, or a callable that returns a ready
sentence (for sentences with numbers or names in them). `bind` shows one and shows it again after every switch, so
nothing is rebuilt and nothing typed is lost.
"""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from cima_desktop import i18n
from cima_desktop.i18n import ptr, tr

Text = str | Callable[[], str]
Shown = TypeVar("Shown", bound=QObject)

_bound: WeakKeyDictionary[QObject, dict[str, tuple[Callable[..., object], Text]]] = WeakKeyDictionary()
_stock: list[QTranslator] = []
LOCALES = {"es": "es_US", "en": "en_US"}


def form_tr(message: str, comment: str | None = None) -> str:
    """Return a form's `message` in the screen's language; a comment drawn in the form is its gettext context."""
    return ptr(comment, message) if comment and message else tr(message)


def say(text: Text) -> str:
    """Return a text in the screen's language."""
    return tr(text) if isinstance(text, str) else text()


def raw(value: str) -> Text:
    """Return a text that is shown as it is: a name, a number, a file."""
    return lambda: value


def bind(shown: Shown, setter: Callable[[Shown, str], object], text: Text) -> None:
    """Show `text` through `setter` (such as `QLabel.setText`) now and after every switch of language."""
    _bound.setdefault(shown, {})[setter.__name__] = (setter, text)
    setter(shown, say(text))


def retell() -> None:
    """Show every bound text again."""
    for shown, words in list(_bound.items()):
        if shiboken6.isValid(shown):
            for setter, text in list(words.values()):
                setter(shown, say(text))


def switch(app: QApplication, language: str) -> None:
    """Make `language` ("es" or "en") the screen's language, live."""
    i18n.use(language)
    locale = QLocale(LOCALES[language])
    QLocale.setDefault(locale)
    while _stock:
        app.removeTranslator(_stock.pop())
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):  # Qt itself speaks English
        app.installTranslator(translator)
        _stock.append(translator)
    for window in app.topLevelWidgets():
        window.setLocale(locale)  # the default alone leaves old month names in what is already open
    retell()
    QCoreApplication.sendEvent(app, QEvent(QEvent.Type.LanguageChange))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
