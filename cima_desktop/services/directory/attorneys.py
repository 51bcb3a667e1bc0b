"""Lawyers: what they told us, what was checked, and how people fared with them (law facts, 12).

What people say is looked at by one of us before it counts, and no sum of it is shown before enough of it is there to
hide who said what.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.directory import Attorney, AttorneyFeedback
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard, myself
from cima_desktop.services.directory.finding import is_stale
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

ADD_ACT = N_("Added a lawyer to the directory")
BAR_ACT = N_("Checked a lawyer’s standing with the State Bar")
SAID_ACT = N_("Noted how it went with a lawyer")
LOOKED_ACT = N_("Looked at what was said about a lawyer")
NEW, KEPT, SET_ASIDE = "new", "kept", "set_aside"
ASKED = ("explained", "answered", "kept_price", "again")
"""The questions of the feedback whose answers are counted."""
ENOUGH = 3
"""Fewer answers than this would tell who gave them."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


@attrs.frozen(kw_only=True)
class Summary:
    """What the answers that count come to; empty `yes` while there are too few of them."""

    kept: int
    waiting: int
    """How many nobody has looked at yet."""
    yes: Mapping[str, tuple[int, int]]
    """For each question how many said yes, of how many who answered it."""
    red_flags: frozenset[str]
    """Named by the interview or by answers that count; for us, never for a paper."""


@attrs.frozen(kw_only=True)
class Lawyer:
    """One lawyer with everything that is shown of them beside the interview."""

    attorney: Attorney
    summary: Summary
    bar_is_stale: bool
    """Whether the standing with the State Bar has to be looked up again."""
    is_due: bool
    """Whether the day to ask again has come."""


def lawyers(session: Session, organization: RecordId) -> list[Lawyer]:
    """Return the lawyers of an organization, by name."""
    found = sorted(session.store.children(Attorney, organization=organization), key=lambda each: fold(each.name))
    return [_lawyer(session, each) for each in found]


def lawyer(session: Session, attorney: RecordId) -> Lawyer:
    """Return one lawyer.

    Raises:
        NotFoundError: there is none.
    """
    return _lawyer(session, session.store.need(Attorney, attorney))


def _lawyer(session: Session, attorney: Attorney) -> Lawyer:
    today = session.today()
    return Lawyer(
        attorney=attorney,
        summary=summary(attorney, feedback(session, attorney.id)),
        bar_is_stale=is_stale(attorney.bar_checked_on, today),
        is_due=is_due(attorney, today),
    )


def is_due(attorney: Attorney, today: date) -> bool:
    """Tell whether the day has come on which a lawyer is to be asked again."""
    day = iso_date(attorney.next_check_on)
    return day is not None and day <= today


def may_be_named(attorney: Attorney) -> bool:
    """Tell whether a lawyer said that families may be given their name; whoever was not asked did not."""
    return attorney.may_list is True


def add(session: Session, organization: RecordId, name: str) -> RecordId:
    """Put a lawyer into the directory, interviewed today by whoever sits here; return the record.

    Raises:
        InvalidInputError: the name cannot be kept.
    """
    made = new_id()
    values = {
        "organization": organization,
        "name": name,
        "interviewed_on": session.today(),
        "interviewed_by": myself.my_id(session),
    }
    guard.save(session, ADD_ACT, [Edit("attorney", made, values)])
    return made


def bar_checked(session: Session, attorney: RecordId) -> Touched:
    """Note that the standing with the State Bar was looked up today.

    Raises:
        NotFoundError: there is no such lawyer.
    """
    session.store.need(Attorney, attorney)
    return session.store.save(BAR_ACT, [Edit("attorney", attorney, {"bar_checked_on": session.today()})])


def feedback(session: Session, attorney: RecordId) -> list[AttorneyFeedback]:
    """Return what was said about a lawyer, what nobody has looked at first, then the newest first."""
    found = session.store.children(AttorneyFeedback, attorney=attorney)
    newest = sorted(found, key=lambda each: each.on, reverse=True)
    return sorted(newest, key=lambda each: each.state in (KEPT, SET_ASIDE))


def summary(attorney: Attorney, said: Sequence[AttorneyFeedback]) -> Summary:
    """Count the answers that count."""
    kept = [each for each in said if each.state == KEPT]
    waiting = sum(each.state not in (KEPT, SET_ASIDE) for each in said)
    flags = frozenset[str]().union(attorney.red_flags, *(each.red_flags for each in kept))
    counted = dict(_counted(kept)) if len(kept) >= ENOUGH else {}
    return Summary(kept=len(kept), waiting=waiting, yes=counted, red_flags=flags)


def _counted(kept: Sequence[AttorneyFeedback]) -> Iterator[tuple[str, tuple[int, int]]]:
    for name in ASKED:
        answers = [answer for each in kept if (answer := getattr(each, name)) is not None]
        if len(answers) >= ENOUGH:
            yield name, (sum(answers), len(answers))


def say(session: Session, attorney: RecordId, values: Mapping[str, Value]) -> Touched:
    """Keep what somebody said about a lawyer; it counts once one of us has looked at it.

    Raises:
        InvalidInputError: there is the name of somebody we know in it, or a value cannot be kept.
        NotFoundError: there is no such lawyer.
    """
    session.store.need(Attorney, attorney)
    refuse_names(session, str(values.get("words") or ""))
    edit = Edit("attorney_feedback", new_id(), {**values, "attorney": attorney, "state": NEW})
    return guard.save(session, SAID_ACT, [edit])


def look_at(session: Session, said: RecordId, counts: bool) -> Touched:
    """Decide whether something that was said counts.

    Raises:
        NotFoundError: it is gone.
    """
    session.store.need(AttorneyFeedback, said)
    values = {"state": KEPT if counts else SET_ASIDE, "looked_by": myself.my_id(session)}
    return session.store.save(LOOKED_ACT, [Edit("attorney_feedback", said, values)])


def refuse_names(session: Session, words: str) -> None:
    """Raise when words name a person whom this vault knows.

    Raises:
        InvalidInputError: they do.
    """
    spoken = _WORDS.findall(words)
    for pair in pairwise(spoken):
        if all(word[0].isupper() for word in pair) and _is_known(session, pair):
            raise InvalidInputError(
                N_("There is the name of a person in this: {name}."),
                N_("Say it without a name: what was said here must not lead to whoever said it."),
                path="words",
                name=" ".join(pair),
            )


def _is_known(session: Session, pair: tuple[str, str]) -> bool:
    wanted = {fold(word) for word in pair}
    hits = session.store.search(" ".join(pair), kinds=("person",), limit=5)
    return any(wanted <= set(fold(hit.title).split()) for hit in hits)
