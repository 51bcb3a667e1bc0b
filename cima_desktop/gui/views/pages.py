"""The pages of the desk, one row each; a page is imported when it is first wanted: a locked window shows none."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.widgets.page import PageSpec
from cima_desktop.i18n import N_

if TYPE_CHECKING:
    from cima_desktop.gui.views.desk import Desk

_HOME = "cima_desktop.gui.views."


@dataclass(frozen=True)
class PageRow:
    """One page: its permanent key, title and icon, its class as "module:Class", and the record kinds found on it."""

    key: str
    title: str
    icon: str
    home: str
    lists: tuple[str, ...] = ()
    group: str = "top"
    begins: bool = False
    """Whether a group of the sidebar begins with it: a line is drawn above."""


_TOLD = ("call", "report", "number_mark")

PAGES = (
    PageRow("start", N_("Start"), "layout-dashboard", "start:StartPage"),
    PageRow("consulta", N_("Consulta"), "door-open", "consulta.consulta:ConsultaPage", begins=True),
    PageRow("cases", N_("Cases"), "briefcase", "cases.cases:CasesPage", ("case",)),
    PageRow("agenda", N_("Agenda"), "calendar-days", "agenda.agenda:AgendaPage", ("appointment",)),
    PageRow("detentions", N_("Detentions"), "siren", "detention.detentions:DetentionsPage", ("detention",)),
    PageRow("linea", N_("Community line"), "phone", "linea.linea:LineaPage", _TOLD, begins=True),
    PageRow("incidents", N_("Verification"), "radio-tower", "incidents.incidents:IncidentsPage", ("incident",)),
    PageRow("people", N_("People"), "users", "records.people:PeoplePage", ("person",), begins=True),
    PageRow("households", N_("Households"), "house", "records.households:HouseholdsPage", ("household",)),
    PageRow("plans", N_("Family plans"), "folder-heart", "plans.plans:PlansPage", ("plan",)),
    PageRow("documents", N_("Documents"), "file-text", "papers.documents:DocumentsPage", ("document",)),
    PageRow(
        "volunteers", N_("Volunteers"), "hand-heart", "roster.volunteers:VolunteersPage", ("volunteer",), begins=True
    ),
    PageRow("rota", N_("Rota"), "calendar-clock", "roster.rota:RotaPage", ("shift",)),
    PageRow(
        "directory", N_("Directory"), "book-open", "directory.directory:DirectoryPage", ("organization", "attorney")
    ),
    PageRow("figures", N_("Links and figures"), "chart-column", "figures.figures:FiguresPage", ("pattern",)),
    PageRow("exchange", N_("Exchange"), "refresh-cw", "exchange.exchange:ExchangePage", begins=True),
    PageRow("decisions", N_("Needs a decision"), "list-checks", "deciding.decisions:DecisionsPage"),
    PageRow("help", N_("Help"), "circle-question-mark", "help:HelpPage", group="bottom"),
    PageRow("settings", N_("Settings"), "settings", "settings.settings:SettingsPage", group="bottom"),
    PageRow("served", N_("Papers were served"), "scale", "keeping.served:ServedPage", group="bottom"),
)
"""Every page, in the order of the sidebar. A new page is a row here and a help page of the same name."""

PAGE_OF = {kind: row.key for row in PAGES for kind in row.lists}
"""The page on which records of a kind are found."""

MODULES = tuple(_HOME + name for name in ("desk", *(row.home.split(":")[0] for row in PAGES)))
"""Where the desk and its pages are, those first that are opened most."""


def specs(desk: "Callable[[], Desk]") -> list[PageSpec]:
    """Return what the window must know of each page; `desk` gives the desk of the vault that is open."""
    return [PageSpec(row.key, row.title, row.icon, partial(_make, row, desk), row.group, row.begins) for row in PAGES]


def _make(row: PageRow, desk: "Callable[[], Desk]") -> QWidget:
    module, name = row.home.split(":")
    page: QWidget = getattr(import_module(_HOME + module), name)(desk())
    return page
