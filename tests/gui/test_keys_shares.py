"""What is said of shares while they are typed."""

import pytest

from cima_desktop import i18n
from cima_desktop.gui.views.door.share_notes import look_at
from cima_desktop.vault import shares
from tests.gui.keys_driver import type_shares
from tests.gui.program_driver import Driver

SET = shares.split(bytes(range(32)), 2, 3)
OTHER_SET = shares.split(bytes(range(1, 33)), 3, 3)


def sheet(number: int, of: list[tuple[str, ...]] = SET) -> str:
    """Return the words of a sheet."""
    return " ".join(of[number])


def said(*typed: str) -> list[tuple[bool, str]]:
    """Return what is said of each field, and whether it is wrong."""
    return [(note.is_wrong, note.words() if callable(note.words) else note.words) for note in look_at(typed).notes]


def test_a_wrong_word_is_named_as_soon_as_it_is_finished() -> None:
    i18n.use("en")
    assert said("academic aci") == [(False, "2 of 33 words")]
    assert said("academic zzzz") == [(False, "2 of 33 words")]  # it may still become one
    [(is_wrong, words)] = said("academic zzzz ")
    assert is_wrong
    assert "2" in words


def test_a_mistyped_sheet_says_which_word() -> None:
    words = sheet(0).split()
    words[6] = "academic" if words[6] != "academic" else "acid"
    [(is_wrong, told)] = said(" ".join(words))
    assert is_wrong
    assert "7" in told


def test_the_same_sheet_twice_and_a_sheet_of_another_set_are_said() -> None:
    assert [wrong for wrong, _words in said(sheet(0), sheet(0))] == [False, True]
    assert [wrong for wrong, _words in said(sheet(0), sheet(1, OTHER_SET))] == [False, True]
    assert [wrong for wrong, _words in said(sheet(0), sheet(1))] == [False, False]


def test_as_many_fields_come_as_are_needed() -> None:
    assert look_at([""]).needed == 1
    assert look_at([sheet(0)]).needed == 2
    assert look_at([sheet(0, OTHER_SET)]).needed == 3
    assert not look_at([sheet(0)]).is_complete
    assert look_at([sheet(0), sheet(2)]).is_complete
    assert not look_at([sheet(0), sheet(2), "academic zzzz "]).is_complete


@pytest.mark.parametrize("typed", ["\0" * 50, "💣 " * 40, "1 2 3 4", "Ácádémíc " * 200, "\u202eacademic"])
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    assert not look_at([typed]).is_complete


def test_one_field_is_left_after_a_door_was_forgotten(driver: Driver) -> None:
    door = driver.door()
    door.use("shares")
    type_shares(driver, door.form.shares_entry, [sheet(0), sheet(1)])
    assert door.form.shares_entry.is_complete()
    door.forget()
    assert len(door.form.shares_entry.rows) == 1
    assert door.form.shares_entry.shares() == ()
