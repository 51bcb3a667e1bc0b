"""From what is told of a list and its total nobody can work out a number below five (P5)."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.small_numbers import SMALL, Hidden, Published, Told, is_small, publish, publish_rows

COUNTS = st.lists(st.integers(0, 12), max_size=6)


def shown(published: Published) -> list[str]:
    words = {Hidden.NO: "", Hidden.SMALL: "<5", Hidden.BESIDE: "–"}
    return [words[cell.hidden] or str(cell.value) for cell in (*published.cells, published.total)]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], ["0"]),
        ([0, 0], ["0", "0", "0"]),
        ([5, 7, 0], ["5", "7", "0", "12"]),
        ([2, 3, 20], ["<5", "<5", "20", "25"]),
        ([3, 20, 6], ["<5", "20", "–", "29"]),  # alone it could be subtracted
        ([1, 1, 20], ["<5", "<5", "–", "22"]),  # two that make two are one and one
        ([4, 4, 0, 9], ["<5", "<5", "0", "–", "17"]),
        ([3], ["–", "<5"]),
        ([1, 2, 0], ["–", "–", "–", "<5"]),
        ([4, 4], ["–", "–", "8"]),  # nothing is left to hide
        ([2, 0, 0, 9], ["<5", "0", "0", "–", "11"]),
    ],
)
def test_what_is_told(counts: list[int], told: list[str]) -> None:
    assert shown(publish(counts)) == told


def worlds(published: Published) -> Iterator[Sequence[int]]:
    """Yield every list that could stand behind what is told, for a reader who knows what the signs mean."""
    most = 20
    whole = any(cell.hidden is Hidden.SMALL for cell in published.cells)
    beside = [0, *range(SMALL, most)] if whole else [*range(most)]
    domains = {Hidden.SMALL: [*range(1, SMALL)], Hidden.BESIDE: beside}
    cells = [[cell.value] if cell.value is not None else domains[cell.hidden] for cell in published.cells]
    for world in product(*cells):
        total = sum(world)
        if total == published.total.value or (published.total.value is None and is_small(total)):
            yield world


@given(st.lists(st.integers(0, 9), max_size=3))
def test_no_small_number_can_be_worked_out(counts: list[int]) -> None:
    published = publish(counts)
    seen: dict[int, set[int]] = {}
    for world in worlds(published):
        for place, n in enumerate(world):
            seen.setdefault(place, set()).add(n)
    for place, n in enumerate(counts):
        assert n in seen[place]
        assert not is_small(n) or len(seen[place]) > 1, (counts, shown(published))


@given(COUNTS)
def test_what_is_told_is_true(counts: list[int]) -> None:
    published = publish(counts)
    for n, cell in zip(counts, published.cells, strict=True):
        assert cell in (Told(n), Told(None, Hidden.BESIDE), Told(None, Hidden.SMALL))
        assert not is_small(n) or cell.value is None
    assert published.total.value == (None if is_small(sum(counts)) else sum(counts))


def test_a_negative_count_is_a_bug() -> None:
    with pytest.raises(ValueError, match="negative"):
        publish([1, -1])


def told_rows(rows: Sequence[Sequence[int]]) -> list[list[str]]:
    return [shown(each) for each in publish_rows(rows)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], []),
        ([[6, 7], [8, 9]], [["6", "7", "13"], ["8", "9", "17"]]),
        ([[1, 2], [8, 9]], [["–", "–", "<5"], ["–", "–", "–"]]),  # the other sum would give it away
        ([[1, 1], [5, 5], [30, 2, 9]], [["–", "–", "<5"], ["–", "–", "–"], ["30", "<5", "–", "41"]]),
    ],
)
def test_what_is_told_of_rows(rows: list[list[int]], told: list[list[str]]) -> None:
    assert told_rows(rows) == told


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=1, max_size=2))
def test_no_small_number_of_a_row_can_be_worked_out(rows: list[list[int]]) -> None:
    """Whoever knows all that is told, and the sum of everything, finds no cell and no sum that is small."""
    published = publish_rows(rows)
    whole = sum(map(sum, rows))
    if is_small(whole):
        return  # then nothing of the rows is told at all
    most = range(whole + 1)
    could = [[(a, b) for a in most for b in most if fits(each, (a, b))] for each in published]
    for place, row in enumerate(rows):
        others = {sum(each) for other in (could[:place] + could[place + 1 :]) for each in other} or {0}
        left = [each for each in could[place] if whole - sum(each) in others]
        assert tuple(row) in left
        for n, seen in (
            (row[0], {a for a, _b in left}),
            (row[1], {b for _a, b in left}),
            (sum(row), {*map(sum, left)}),
        ):
            assert not is_small(n) or len(seen) > 1, (rows, told_rows(rows))


def fits(published: Published, row: tuple[int, int]) -> bool:
    """Tell whether a row could stand behind what is told of it."""

    def could(told: Told, n: int) -> bool:
        if told.hidden is Hidden.SMALL:
            return is_small(n)
        return told.value is None or told.value == n

    return all(map(could, (*published.cells, published.total), (*row, sum(row))))
