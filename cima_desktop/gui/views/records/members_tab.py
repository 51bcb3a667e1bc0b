"""Who lives in a household, who has a second home there, and who is kept apart on purpose (H2, H5, H6)."""

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
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.record_picker import RecordPicker, References
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.display import phone_text
from cima_desktop.model.family import ADULT_AGE, age_on
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person, Relationship
from cima_desktop.model.text import sort_key
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

JOIN_ACT = N_("Added somebody to a household")
LEAVE_ACT = N_("Took somebody out of a household")
APART = "kept_apart"


@attrs.frozen(kw_only=True)
class Member:
    """Somebody of a household."""

    person: Person
    age: int | None
    second_home: bool
    other_home: str
    """The name of the other household, of somebody with two homes."""


@attrs.frozen(kw_only=True)
class Members:
    """Everybody of a household, and the pairs that are kept apart."""

    people: Sequence[Member] = ()
    apart: Sequence[tuple[str, str]] = ()


def members(session: Session, household: RecordId) -> Members:
    """Read who belongs to a household."""
    store = session.store
    first = store.children(Person, household=household)
    second = [p for p in store.children(Person, other_household=household) if p.id not in {q.id for q in first}]
    people = [
        Member(
            person=person,
            age=age_on(person.birth_date, session.today()),
            second_home=person in second,
            other_home=store.title_of(person.household if person in second else person.other_household),
        )
        for person in [*first, *second]
    ]
    people.sort(key=lambda m: (m.age is not None and m.age < ADULT_AGE, sort_key(m.person.sort_name())))
    ids = {m.person.id: m.person.title() for m in people}
    links = [link for i in ids for link in store.children(Relationship, person=i)]
    pairs = [(ids[RecordId(k.person)], store.title_of(k.other)) for k in links if k.relation == APART]
    return Members(people=people, apart=pairs)


def join(session: Session, household: RecordId, person_id: RecordId) -> Touched:
    """Make somebody a member; one who has a home already gets a second one."""
    person = session.store.need(Person, person_id)
    taken = bool(person.household) and person.household != household
    field = "other_household" if taken else "household"
    return session.store.save(JOIN_ACT, [Edit("person", person_id, {field: household})])


def leave(session: Session, household: RecordId, person_id: RecordId) -> Touched:
    """Take somebody out of a household; a second home becomes the first."""
    person = session.store.need(Person, person_id)
    if person.other_household == household:
        values = {"other_household": ""}
    else:
        values = {"household": person.other_household, "other_household": ""}
    return session.store.save(LEAVE_ACT, [Edit("person", person_id, values)])


class MembersTab(Tab):
    """The members, and a line to add one."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        self.apart_list = RowsList()
        self.people_list = RowsList()
        self.column.addWidget(self.apart_list)
        self.column.addWidget(self.people_list)
        self.empty = self.add_empty(N_("Nobody lives here yet. Add people below."))
        self.person_picker = RecordPicker("person", references)
        self.person_picker.setObjectName("member_person_edit")
        bind(self.person_picker.box, QWidget.setAccessibleName, N_("Person"))
        self.add_button = SecondaryButton(N_("Add to this household"), "plus")
        self.add_button.clicked.connect(self._add)
        line = QHBoxLayout()
        line.setSpacing(S(10))
        line.addWidget(FieldRow(N_("Person"), self.person_picker), 1)
        line.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(line)
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: members(s, wanted), self._show, latest="members")

    def clear(self) -> None:
        super().clear()
        self.person_picker.set_value("")
        self._show(Members())

    def _show(self, found: Members) -> None:
        self.apart_list.show_lines([_apart_line(*pair) for pair in found.apart])
        self.people_list.show_lines([self._line(member) for member in found.people])
        self.empty.setVisible(not found.people)

    def _line(self, member: Member) -> Line:
        person = member.person
        chips: list[tuple[Text, str]] = []
        if member.age is not None and member.age < ADULT_AGE:
            chips.append((N_("Child"), "info"))
        if member.second_home:
            chips.append((N_("Second home"), "warn"))
        elif member.other_home:
            chips.append((N_("Two homes"), "warn"))
        opens = Deed(words=N_("Open"), run=lambda: self.desk.open("person", person.id), icon="arrow-right")
        out = Deed(words=N_("Take out of this household"), run=lambda: self._leave(person.id), icon="x", small=True)
        name: Text = raw(person.title()) if person.title() else N_("(no name yet)")
        return Line(title=name, detail=lambda: _about(member), icon="user", chips=chips, deeds=(opens, out))

    def _add(self) -> None:
        person, household = RecordId(self.person_picker.value()), self.record_id
        if not person or not household:
            self.person_picker.setFocus()
            return
        self.desk.do(lambda s: join(s, household, person))
        self.person_picker.set_value("")

    def _leave(self, person: RecordId) -> None:
        household = self.record_id
        self.desk.do(lambda s: leave(s, household, person))


def _about(member: Member) -> str:
    parts = [
        _age(member.age),
        phone_text(member.person.phone),
        _("also lives in {home}").format(home=member.other_home) if member.other_home else "",
    ]
    return " · ".join(part for part in parts if part)


def _age(age: int | None) -> str:
    return "" if age is None else ngettext("{n} year old", "{n} years old", age).format(n=age)


def _apart_line(one: str, other: str) -> Line:
    return Line(
        title=lambda: _("{one} and {other} are kept apart on purpose.").format(one=one, other=other),
        detail=N_("No paper and no list tells one of them about the other."),
        icon="shield",
        chips=((N_("Kept apart"), "bad"),),
    )
