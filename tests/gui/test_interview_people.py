"""The interview's screens about several people: children, caregivers, people kept apart."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cima_desktop.gui.views.interview.interview_family import CarersBody, ChildrenBody
from cima_desktop.gui.views.interview.interview_rows import RowsBody
from cima_desktop.model.people import Household
from tests.gui.keyboard import ENTER, press, write
from tests.gui.plan_desk import PlanDesk, add_children, onward, open_at, standing


def test_children_can_be_added_changed_and_taken_out(pd: PlanDesk) -> None:
    open_at(pd, "children")
    body = pd.body
    assert isinstance(body, ChildrenBody)
    write("Ana")
    body.finish_entry()
    pd.settle()
    write("Beto")
    body.finish_entry()
    pd.settle()
    assert body.list.count() == 2
    body.edit(body.records()[0])
    pd.settle()
    body.form.rows["paternal_surname"].editor.setFocus()
    write("Ejemplo")
    body.flush()
    pd.settle()
    names = [c.person.full_name() for c in standing(pd).family.children]
    assert sorted(names) == ["Ana Ejemplo", "Beto"]
    body.list.setCurrentRow(0)
    QTest.keyClick(body.list, Qt.Key.Key_Delete)
    pd.settle()
    assert len(standing(pd).family.children) == 1
    pd.desk.do(lambda session: session.store.undo())
    pd.settle()
    assert len(standing(pd).family.children) == 2
    assert body.list.count() == 2


def test_twelve_children_in_two_homes(pd: PlanDesk) -> None:
    children = add_children(pd, *(f"Niña {n}" for n in range(12)))
    home = pd.ask(lambda session: session.store.all(Household))[0].id
    open_at(pd, "children")
    body = pd.body
    assert isinstance(body, ChildrenBody)
    assert body.list.count() == 12
    body.edit(children[0])
    pd.settle()
    assert body.form.rows["household"].editor.value() == home
    other = body.form.rows["other_household"].editor
    other.setFocus()
    write("Casa de la abuela")
    pd.qtbot.wait(150)
    pd.settle()
    press(Qt.Key.Key_Up)
    press(ENTER)
    pd.settle()
    body.flush()
    pd.settle()
    first = next(c.person for c in standing(pd).family.children if c.person.id == children[0])
    assert pd.ask(lambda session: session.store.title_of(first.other_household)) == "Casa de la abuela"
    assert len([s for s in pd.page.interview.course.steps if s.key.startswith("carers.")]) == 12


def test_the_same_caregiver_for_all_children_or_for_one(pd: PlanDesk) -> None:
    one, two = add_children(pd, "Ana", "Beto")
    open_at(pd, f"carers.{one}")
    body = pd.body
    assert isinstance(body, CarersBody)
    body.same_box.click()
    assert not body.same_box.isChecked()
    write("Lucía Prueba")
    pd.qtbot.wait(150)
    pd.settle()
    press(ENTER)
    pd.settle()
    body.form.rows["relation"].editor.set_raw("aunt_uncle")
    body.keeper.save()
    pd.settle()
    carers = {c.person.id: len(c.carers) for c in standing(pd).family.children}
    assert carers == {one: 1, two: 0}
    body.edit(body.records()[0])
    pd.settle()
    body.same_box.click()
    pd.settle()
    carers = {c.person.id: len(c.carers) for c in standing(pd).family.children}
    assert carers == {one: 1, two: 1}


def test_a_caregiver_who_is_no_relative_stops_and_says_why(pd: PlanDesk) -> None:
    (child,) = add_children(pd, "Ana")
    open_at(pd, f"carers.{child}")
    write("Persona Extraña")
    pd.qtbot.wait(150)
    pd.settle()
    press(ENTER)
    pd.settle()
    body = pd.body
    assert isinstance(body, CarersBody)
    body.form.rows["relation"].editor.set_raw("other")
    onward(pd)
    stop = pd.page.interview.stop
    assert stop is not None
    assert [c.finding.rule.split(":")[0] for c in stop.findings.cards] == ["caregiver-stranger"]


def test_people_kept_apart_can_be_marked_and_the_mark_taken_away(pd: PlanDesk) -> None:
    (child,) = add_children(pd, "Ana")
    open_at(pd, "apart")
    body = pd.body
    assert isinstance(body, RowsBody)
    for name, words in (("person", "Ana"), ("other", "Fulano Inventado")):
        body.form.rows[name].editor.setFocus()
        write(words)
        pd.qtbot.wait(150)
        pd.settle()
        press(ENTER)
        pd.settle()
    body.finish_entry()
    pd.settle()
    ((one, _other),) = standing(pd).family.apart
    assert one == child
    body.list.setCurrentRow(0)
    QTest.keyClick(body.list, Qt.Key.Key_Delete)
    pd.settle()
    assert standing(pd).family.apart == ()
