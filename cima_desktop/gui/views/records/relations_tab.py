"""Who somebody lives with and how people are related; "kept apart" is the mark that every paper honours (H1, H6)."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.record_picker import RecordPicker, References
from cima_desktop.i18n import N_, tr
from cima_desktop.model.choices import RELATIONS
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person, Relationship
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

RELATE_ACT = N_("Noted how two people are related")
FORGET_ACT = N_("Took a relationship away")
APART = "kept_apart"
_LABELS = {c.value: c.label for c in RELATIONS}


@attrs.frozen(kw_only=True)
class Relative:
    """One other person, as seen from the one shown."""

    link: RecordId
    person: RecordId
    name: str
    relation: str
    note: str
    mirrored: bool
    """Whether the relation was written from the other side ("parent" then means that they are the child)."""


@attrs.frozen(kw_only=True)
class Ties:
    """Everything the part shows."""

    homes: tuple[tuple[RecordId, str, tuple[str, ...]], ...] = ()
    """Household id, its name and the other people in it."""
    relatives: tuple[Relative, ...] = ()


def ties(session: Session, person_id: RecordId) -> Ties:
    """Read who lives with somebody and who is related to them."""
    store = session.store
    person = store.get(Person, person_id)
    if person is None:
        return Ties()
    homes = []
    for home in dict.fromkeys(h for h in (person.household, person.other_household) if h):
        people = [*store.children(Person, household=home), *store.children(Person, other_household=home)]
        others = tuple(dict.fromkeys(p.title() for p in people if p.id != person_id and p.title()))
        homes.append((RecordId(home), store.title_of(home), others))
    forth = [(link, link.other, False) for link in store.children(Relationship, person=person_id)]
    back = [(link, link.person, True) for link in store.children(Relationship, other=person_id)]
    relatives = tuple(
        Relative(
            link=link.id,
            person=RecordId(other),
            name=store.title_of(other),
            relation=link.relation,
            note=link.note,
            mirrored=mirrored,
        )
        for link, other, mirrored in [*forth, *back]
    )
    return Ties(homes=tuple(homes), relatives=relatives)


class RelationsTab(Tab):
    """Homes, relatives, and a line to add one."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        self.add_heading(N_("Home"))
        self.homes_list = RowsList()
        self.column.addWidget(self.homes_list)
        self.no_home = self.add_empty(N_("No household yet. Choose one in the summary, under Home."))
        self.add_heading(N_("Related people"))
        self.people_list = RowsList()
        self.column.addWidget(self.people_list)
        self.no_people = self.add_empty(N_("Nobody yet. Add relatives, and anyone who must be kept apart."))
        self.other_picker = RecordPicker("person", references)
        self.other_picker.setObjectName("relation_other_edit")
        bind(self.other_picker.box, QWidget.setAccessibleName, N_("This other person"))
        choices: list[tuple[str, Text]] = [(c.value, c.label) for c in RELATIONS]
        self.relation_box = ChoiceBox(choices, empty=N_("Choose…"))
        self.relation_box.setObjectName("relation_relation_box")
        self.add_button = SecondaryButton(N_("Add"), "plus")
        self.add_button.clicked.connect(self._add)
        line = QHBoxLayout()
        line.setSpacing(S(10))
        line.addWidget(FieldRow(N_("This other person"), self.other_picker), 3)
        line.addWidget(FieldRow(N_("is their"), self.relation_box), 2)
        line.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(line)
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: ties(s, wanted), self._show, latest="ties")

    def clear(self) -> None:
        super().clear()
        self._show(Ties())
        self.other_picker.set_value("")
        self.relation_box.set_value("")

    def _show(self, found: Ties) -> None:
        self.homes_list.show_lines([self._home_line(*home) for home in found.homes])
        self.no_home.setVisible(not found.homes)
        self.people_list.show_lines([self._relative_line(r) for r in found.relatives])
        self.no_people.setVisible(not found.relatives)

    def _home_line(self, home: RecordId, name: str, others: Sequence[str]) -> Line:
        opens = Deed(words=N_("Open"), run=lambda: self.desk.open("household", home), icon="arrow-right")
        return Line(title=raw(name), detail=raw(", ".join(others)), icon="house", deeds=(opens,))

    def _relative_line(self, relative: Relative) -> Line:
        apart = relative.relation == APART
        opens = Deed(words=N_("Open"), run=lambda: self.desk.open("person", relative.person), icon="arrow-right")
        forget = Deed(words=N_("Take away"), run=lambda: self._forget(relative.link), icon="x", small=True)
        relation = seen_from(relative.relation, relative.mirrored)
        return Line(
            title=raw(relative.name),
            detail=raw(relative.note) if relative.note else "",
            icon="user",
            chips=((relation, "bad" if apart else "neutral"),),
            deeds=(opens, forget),
        )

    def _add(self) -> None:
        other, relation = self.other_picker.value(), self.relation_box.value()
        if not other or not relation or other == self.record_id:
            (self.relation_box if other else self.other_picker).setFocus()
            return
        values = {"person": self.record_id, "other": other, "relation": relation}
        self.desk.do(lambda s: s.store.save(RELATE_ACT, [Edit("relationship", new_id(), values)]))
        self.other_picker.set_value("")
        self.relation_box.set_value("")

    def _forget(self, link: RecordId) -> None:
        self.desk.do(lambda s: s.store.delete(FORGET_ACT, [link]))


def seen_from(relation: str, mirrored: bool) -> Text:
    """Return what the other person is to the one shown."""
    if not mirrored:
        return _LABELS.get(relation, relation)
    if relation == "parent":
        return N_("Son or daughter")
    if relation == "grandparent":
        return N_("Grandchild")
    label = _LABELS.get(relation, relation)
    return lambda: tr(label)
