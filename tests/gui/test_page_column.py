"""Where pages stand: below one another, as wide as the view, and found again from any height."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.gui.widgets.page_column import PageColumn, Place, Spacing

LETTER, SQUARE = (612.0, 792.0), (100.0, 100.0)
SPACING = Spacing(above=12, beside=16, least=120)


def test_pages_stand_below_one_another_as_wide_as_the_view() -> None:
    column = PageColumn([SQUARE, SQUARE], 232, 1.0, SPACING)
    assert column.places == [Place(16, 12, 200, 200), Place(16, 228, 200, 200)]
    assert (column.width, column.height) == (232, 444)


def test_a_small_page_stands_in_the_middle_and_never_gets_too_narrow() -> None:
    assert PageColumn([SQUARE], 432, 0.5, SPACING).places[0] == Place(116, 12, 200, 200)
    assert PageColumn([SQUARE], 50, 0.5, SPACING).places[0] == Place(16, 12, 120, 120)


def test_no_pages_need_no_room() -> None:
    column = PageColumn([], 500, 1.0, SPACING)
    assert column.height == 0
    assert list(column.seen(0, 500)) == []


@pytest.mark.parametrize(("top", "bottom", "seen"), [(0, 11, []), (0, 12, [0]), (211, 227, [0]), (211, 228, [0, 1])])
def test_a_page_is_seen_by_its_first_and_its_last_row(top: int, bottom: int, seen: list[int]) -> None:
    assert list(PageColumn([SQUARE, SQUARE], 232, 1.0, SPACING).seen(top, bottom)) == seen


@given(st.lists(st.sampled_from([LETTER, SQUARE]), max_size=12), st.integers(0, 4000), st.integers(0, 900))
def test_the_pages_seen_are_those_that_reach_into_the_view(
    sizes: list[tuple[float, float]], top: int, height: int
) -> None:
    column = PageColumn(sizes, 400, 1.0, SPACING)
    reach = [n for n, p in enumerate(column.places) if p.bottom >= top and p.top <= top + height]
    assert list(column.seen(top, top + height)) == reach
