"""What is looked for in the directory: a service, a county, a language, a cost."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.i18n import N_
from cima_desktop.model.choices import LANGUAGES
from cima_desktop.model.fields import Choice
from cima_desktop.model.places import counties
from cima_desktop.model.roster_choices import COSTS, SERVICES
from cima_desktop.services.directory.finding import Criteria


class CriteriaBar(QWidget):
    """Four lists, two beside each other; the first line of each lets everything through."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.service_box = _box("service", N_("Any help"), N_("Which help"), _choices(SERVICES))
        self.county_box = _box(
            "county", N_("Any county"), N_("Which county"), [(each, raw(each)) for each in counties()]
        )
        self.language_box = _box("language", N_("Any language"), N_("Which language"), _choices(LANGUAGES))
        self.cost_box = _box("cost", N_("Any cost"), N_("What it may cost"), _choices(COSTS))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(S(6))
        for place, box in enumerate(self.boxes()):
            grid.addWidget(box, place // 2, place % 2)
            box.edited.connect(self.edited)

    def boxes(self) -> tuple[ChoiceBox, ...]:
        """Return the lists, in their order."""
        return (self.service_box, self.county_box, self.language_box, self.cost_box)

    def criteria(self, words: str, only_stale: bool) -> Criteria:
        """Return what is chosen, together with what is typed."""
        service, county, language, cost = (box.value() for box in self.boxes())
        return Criteria(
            words=words, service=service, county=county, language=language, cost=cost, only_stale=only_stale
        )

    def is_set(self) -> bool:
        """Tell whether anything is chosen."""
        return any(box.value() for box in self.boxes())

    def clear(self) -> None:
        """Let everything through again."""
        for box in self.boxes():
            box.set_value("")


def _choices(of: Sequence[Choice]) -> list[tuple[str, Text]]:
    return [(each.value, each.label) for each in of]


def _box(name: str, empty: Text, spoken: Text, choices: Sequence[tuple[str, Text]]) -> ChoiceBox:
    box = ChoiceBox(choices, empty=empty)
    box.setObjectName(f"directory_{name}_box")
    bind(box, QWidget.setAccessibleName, spoken)
    return box
