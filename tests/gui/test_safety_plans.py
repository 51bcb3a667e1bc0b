"""The page of plans: its list stands where every list stands."""

from PySide6.QtCore import QPoint

from tests.gui.plan_desk import PlanDesk

CLOSE = 40
"""As far below the title as any list begins, in pixels."""


def test_the_list_stands_right_below_the_title(pd: PlanDesk) -> None:
    page = pd.page
    title_ends = page.title_label.mapTo(page, QPoint(0, page.title_label.height())).y()
    list_begins = page.search_box.mapTo(page, QPoint(0, 0)).y()
    assert page.rooms.currentWidget() is page.panes
    assert 0 <= list_begins - title_ends <= CLOSE
