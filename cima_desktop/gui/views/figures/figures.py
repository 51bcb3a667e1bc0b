"""Patterns and figures: what several cases have in common, and what a period amounted to."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.figures.figures_part import FiguresPart
from cima_desktop.gui.views.figures.patterns_part import PatternsPart
from cima_desktop.gui.views.figures.raids_part import RaidsPart
from cima_desktop.gui.views.figures.report_part import ReportPart
from cima_desktop.gui.views.sections import Section, SectionsPage
from cima_desktop.i18n import N_

SECTIONS = (
    Section("patterns", N_("Same employer or landlord"), "git-merge", PatternsPart),
    Section("counts", N_("Figures"), "list-ordered", FiguresPart),
    Section("raids", N_("When and where, confirmed"), "map-pin", RaidsPart),
    Section("report", N_("Report of a period"), "file-text", ReportPart),
)
"""Every section, in order. A new section is a row here."""


class FiguresPage(SectionsPage):
    """Sections on the left, one of them on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "figures", N_("Links and figures"), SECTIONS, N_("Sections of the figures"))

    def open_record(self, pattern: str) -> None:
        """Show a pattern."""
        self.open_section("patterns")
        self.parts["patterns"].open_finding(pattern)
