"""What is said of sheets while they are typed: how far one is, which word is wrong, whether two belong together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cima_desktop.gui.language import Text
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.vault import shares

_WORD = re.compile(r"[^\W\d_]+")
_GOOD = N_("This sheet is right.")


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of one field."""

    words: Text = ""
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be said of all fields: a note for each, how many there must be, and whether that is enough."""

    notes: tuple[Note, ...]
    needed: int
    words: Text
    is_complete: bool


def look_at(typed: Sequence[str]) -> Look:
    """Look at every field."""
    notes: list[Note] = []
    right: dict[int, shares.Share] = {}
    for place, text in enumerate(typed, 1):
        sheet, note = _look_at_one(text, place)
        if sheet is not None:
            note = _beside(sheet, right)
            if not note.is_wrong:
                right[place] = sheet
        notes.append(note)
    needed = next((sheet.threshold for sheet in right.values()), 0)
    is_complete = 0 < needed <= len(right) and not any(note.is_wrong for note in notes)
    return Look(tuple(notes), max(1, needed), _state(needed, len(right), is_complete), is_complete)


def _look_at_one(text: str, place: int) -> tuple[shares.Share | None, Note]:
    found = _WORD.findall(text)
    if len(found) < shares.WORDS:
        return None, _on_the_way(text, found)
    try:
        return shares.read(text, place), Note()
    except shares.ShareError as error:
        return None, Note(_whole(error), True)


def _on_the_way(text: str, found: Sequence[str]) -> Note:
    """Say how far it is. The last word may still be in the middle of being typed."""
    finished = found if text[-1:].isspace() else found[:-1]
    wrong = [place for place, word in enumerate(finished, 1) if not shares.known_word(word)]
    if wrong:
        return Note(_unknown(wrong), True)
    return Note(_so_far(len(found))) if found else Note()


def _beside(sheet: shares.Share, right: Mapping[int, shares.Share]) -> Note:
    """Say whether a sheet, right in itself, goes with those before it."""
    for place, other in right.items():
        if (sheet.set_id, sheet.threshold) != (other.set_id, other.threshold):
            return Note(_mixed(place), True)
        if sheet.number == other.number:
            return Note(_twice(place), True)
    return Note(_GOOD)


def _state(needed: int, right: int, is_complete: bool) -> Text:
    if not needed:
        return N_("Type the words of one sheet. The program then says how many more are needed.")
    if is_complete:
        return N_("That is enough.")
    return lambda: _("{needed} sheets are needed; right so far: {count}.").format(needed=needed, count=right)


def _whole(error: KnownError) -> Text:
    return lambda: f"{error.sentence()} {error.advice()}"


def _unknown(wrong: Sequence[int]) -> Text:
    numbers = ", ".join(map(str, wrong))
    return lambda: _("Look at the sheet again. Not among the words that sheets use: word {numbers}.").format(
        numbers=numbers
    )


def _so_far(count: int) -> Text:
    return lambda: _("{count} of {words} words").format(count=count, words=shares.WORDS)


def _mixed(place: int) -> Text:
    return lambda: _(
        "This sheet belongs to another set than sheet {place}. Use sheets that were made together."
    ).format(place=place)


def _twice(place: int) -> Text:
    return lambda: _("This is the same sheet as sheet {place}. Type another person’s sheet.").format(place=place)
