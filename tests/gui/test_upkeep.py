"""The search is kept quick while nobody waits."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.upkeep import Upkeep
from cima_desktop.model.errors import KnownError
from tests.gui.program_driver import Driver


def upkeep_of(desk: Desk) -> Upkeep:
    found = desk.findChild(Upkeep)
    assert isinstance(found, Upkeep)
    return found


def work(driver: Driver, upkeep: Upkeep) -> None:
    while not upkeep.is_done():
        upkeep.step()
        driver.settle()


def test_the_index_is_in_order_after_a_quiet_while(opened: Driver) -> None:
    upkeep = upkeep_of(opened.desk)
    for name in ("Ana", "Leo", "Rosa"):
        opened.add(given_names=name, paternal_surname="García")
    work(opened, upkeep)
    assert opened.ask(lambda s: s.store.merge_step()) is False
    assert [hit.title for hit in opened.ask(lambda s: s.store.search("garcai ana"))] == ["Ana García"]


def test_a_save_brings_work_again(opened: Driver) -> None:
    upkeep = upkeep_of(opened.desk)
    work(opened, upkeep)
    opened.desk.saved.emit()
    assert not upkeep.is_done()


def test_nothing_is_done_while_something_is_asked(opened: Driver) -> None:
    upkeep = upkeep_of(opened.desk)
    opened.desk.ask(lambda s: s.store.today())
    upkeep.step()
    opened.settle()
    assert not upkeep.is_done()


def test_a_disk_that_refuses_is_left_alone(opened: Driver) -> None:
    upkeep = upkeep_of(opened.desk)

    def refuse() -> bool:
        raise KnownError

    opened.desk.session.store.merge_step = refuse  # type: ignore[method-assign]
    work(opened, upkeep)
    assert upkeep.is_done()
    assert not opened.window.desk.message_bar.isVisible()
