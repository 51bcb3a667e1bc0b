"""The pages of the desk, each imported when it is first wanted: a locked window shows none of them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from cima_desktop.gui.views.desk import Desk
    from cima_desktop.gui.views.settings import SettingsPage

MODULES = tuple(
    f"cima_desktop.gui.views.{name}"
    for name in ("desk", "start", "people", "households", "documents", "plans", "settings", "help")
)
"""Where the desk and its pages are, those first that are opened most."""


def start(desk: "Desk") -> QWidget:
    """Make the page of what needs doing."""
    from cima_desktop.gui.views.start import StartPage  # lazy, as all below

    return StartPage(desk)


def people(desk: "Desk") -> QWidget:
    """Make the page of all people."""
    from cima_desktop.gui.views.people import PeoplePage

    return PeoplePage(desk)


def households(desk: "Desk") -> QWidget:
    """Make the page of all households."""
    from cima_desktop.gui.views.households import HouseholdsPage

    return HouseholdsPage(desk)


def plans(desk: "Desk") -> QWidget:
    """Make the page of the family plans."""
    from cima_desktop.gui.views.plans import PlansPage

    return PlansPage(desk)


def documents(desk: "Desk") -> QWidget:
    """Make the page of all documents."""
    from cima_desktop.gui.views.documents import DocumentsPage

    return DocumentsPage(desk)


def help_page(desk: "Desk") -> QWidget:
    """Make the help."""
    from cima_desktop.gui.views.help import HelpPage

    return HelpPage(desk)


def settings(desk: "Desk") -> "SettingsPage":
    """Make the page of the settings."""
    from cima_desktop.gui.views.settings import SettingsPage

    return SettingsPage(desk)
