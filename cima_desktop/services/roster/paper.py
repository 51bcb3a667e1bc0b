"""The rota on paper: names only, unless somebody ticks the numbers; what is printed is noted (S8, L11)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.model import rota as model
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.roster_choices import DESKS
from cima_desktop.model.volunteers import Shift, Volunteer
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import ROTA, ROTA_NUMBERS
from cima_desktop.services.roster import duties, rota
from cima_desktop.services.roster.telling import hours_text, shift_day
from cima_desktop.services.roster.trained import trained
from cima_desktop.services.session import Session

if TYPE_CHECKING:
    from cima_desktop.documents.rota_sheet import Verifier, Watch

_LAST = timedelta(days=6)
_DESK_ORDER = [desk.value for desk in DESKS]


@attrs.frozen(kw_only=True)
class Wall:
    """What is wanted on the paper."""

    monday: date
    numbers: bool = False
    """Whether telephone numbers stand beside the names."""
    verifiers: bool = False
    """Whether the list of who can verify where follows."""


def make(session: Session, wall: Wall, in_language: str) -> Sheets:
    """Make the rota of a week in memory.

    Raises:
        HelperCopyReadOnlyError: numbers were wanted from a helper copy.
    """
    from cima_desktop.documents import rota_sheet  # lazy: reportlab is heavy

    if wall.numbers:
        refuse_in_copy(session)
    languages = LANGUAGES_OF[in_language]
    last = wall.monday + _LAST
    people = _Names(session, wall.numbers)
    found = rota.answered(session, rota.shifts(session, wall.monday, last))
    days = [
        rota_sheet.Day([shift_day(part[0], lang) for lang in languages], _watches(part, people, languages))
        for part in (list(each) for _day, each in groupby(found, key=lambda shift: shift.on))
    ]
    return rota_sheet.draw(
        rota_sheet.Rota(
            languages=languages,
            made_on=session.today(),
            first=wall.monday,
            last=last,
            days=days,
            verifiers=_verifiers(session, people, languages) if wall.verifiers else (),
            has_numbers=wall.numbers,
            practice=session.practice,
        )
    )


def begin_print(session: Session, wall: Wall) -> None:
    """Note that a rota is about to be printed, and whether numbers are on it."""
    session.store.note_deed(ROTA_NUMBERS if wall.numbers else ROTA)


class _Names:
    """Gives the words by which volunteers stand on the paper."""

    def __init__(self, session: Session, numbers: bool) -> None:
        self._session, self._numbers = session, numbers
        self._said: dict[str, str] = {}

    def of(self, volunteer: str) -> str:
        """Return the name, with the number where it is wanted."""
        if volunteer not in self._said:
            who = self._session.store.need(Volunteer, volunteer)
            reach = duties.reach(self._session, who.id) if self._numbers else None
            number = phone_text(reach.phone) if reach else ""
            self._said[volunteer] = " · ".join(part for part in (who.name, number) if part)
        return self._said[volunteer]


def _watches(shifts: Sequence[Shift], people: _Names, languages: Sequence[str]) -> "list[Watch]":
    """Return the watches of one day: by desk and hours, each with its people in order of call."""
    from cima_desktop.documents.rota_sheet import Watch  # lazy, as above

    def place(shift: Shift) -> tuple[int, str, str]:
        return _DESK_ORDER.index(shift.desk) if shift.desk in _DESK_ORDER else 99, shift.start, shift.end

    kind, made = KINDS["shift"], []
    for _place, each in groupby(sorted(shifts, key=place), key=place):
        part = model.in_order(each)
        desk = [text_of(kind.field("desk"), part[0].desk, lang) for lang in languages]
        hours = [hours_text(part[0], lang) for lang in languages]
        made.append(Watch(desk, hours, [f"{n}. {people.of(one.volunteer)}" for n, one in enumerate(part, 1)]))
    return made


def _verifiers(session: Session, people: _Names, languages: Sequence[str]) -> "list[Verifier]":
    """Return who is trained to verify and helps at present."""
    from cima_desktop.documents.rota_sheet import Verifier  # lazy, as above

    kind = KINDS["volunteer"]

    def said(who: Volunteer, name: str) -> list[str]:
        return [text_of(kind.field(name), getattr(who, name), lang) for lang in languages]

    return [
        Verifier(people.of(who.id), ", ".join(sorted(who.counties)), said(who, "languages"), said(who, "vehicle"))
        for who in trained(session, "verifying")
    ]
