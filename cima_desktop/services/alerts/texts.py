"""The text for the community: proposed, looked over, written, and copied only once two people released it (L3–L5)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from cima_desktop.i18n import LANGUAGES, N_, clock_text, day_text, tr
from cima_desktop.model.alert_text import Facts, Finding, Known, check, compose, words_of
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.incident_states import GROUNDS, Why
from cima_desktop.model.incidents import Alert, Incident, Verification
from cima_desktop.model.line import Call, Caller, Report
from cima_desktop.model.standing import HOURS_OF_ALERT, Moment, Standing, later, moment_of
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.services import myself
from cima_desktop.services.alerts import story as told
from cima_desktop.services.alerts.story import NotCountedError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

WRITE_ACT = N_("Wrote a text for the community")
DISCARD_ACT = N_("Took a text for the community back")
TOLD_ACT = N_("Noted where a text was told")
_NAMED = ("person", "volunteer")


class EmptyTextError(KnownError):
    """A text is missing in one of the two languages."""

    message = N_("The text is missing in one of the two languages.")
    remedy = N_("Write it in both: whoever reads only one of them needs it as much.")


class AlertTextError(KnownError):
    """A text has something in it that must not go out."""

    message = N_("This cannot go out: “{words}”. {why}")
    remedy = N_("Change what is marked. Nothing was written.")

    def __init__(self, language: str, finding: Finding, words: str) -> None:
        self.language, self.finding, self._words = language, finding, words
        super().__init__()

    def sentence(self, language: str | None = None) -> str:
        """Return what stands where, and why it must not."""
        why = tr(self.finding.fault.sentence, language)
        return tr(self.message, language).format(words=self._words, why=why)


class NotReleasedError(KnownError):
    """A text was to be told that two people have not released, or whose time is over."""

    message = N_("This text may not be told.")
    remedy = N_(
        "It takes a signed outcome and two people who release exactly these words, and its time must not be over."
    )


class OverturnedError(NotReleasedError):
    """A text was to be told after which somebody looked and saw the opposite."""

    message = N_("A verifier looked after that and saw the opposite, so this text may not be told any more.")
    remedy = N_("Write a correction, or a new text that rests on the newer outcome.")


@attrs.frozen(kw_only=True)
class Words:
    """A text in both languages, and until when it holds."""

    sort: str
    spanish: str
    english: str
    corrects: str = ""
    ends: Moment = ""


@attrs.frozen(kw_only=True)
class Looked:
    """What was found in a text, by language."""

    spanish: Sequence[Finding] = ()
    english: Sequence[Finding] = ()

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.spanish and not self.english


def propose(session: Session, incident: RecordId, sort: str) -> Words:
    """Return the text of ready sentences for what is known.

    Raises:
        NotCountedError: no such text may be written where the incident stands.
    """
    stands = need_sort(session, incident, sort)
    there = session.store.need(Incident, incident)
    ground = _ground(session, stands, sort)
    seen = moment_of(ground.signed_on, ground.result_at or ground.signed_at) if ground else told.now(session)
    ends = later(moment_of(ground.signed_on, ground.signed_at), HOURS_OF_ALERT) if ground else ""
    facts = Facts(
        sort=sort,
        activity=there.activity,
        area=there.area,
        city=there.city,
        units=(ground.units if ground and ground.units else there.units),
        time={each: moment_text(seen, each, session.stamp()[0]) for each in LANGUAGES},
        end={each: moment_text(ends, each, session.stamp()[0]) for each in LANGUAGES},
    )
    return Words(
        sort=sort,
        spanish=compose(facts, "es"),
        english=compose(facts, "en"),
        corrects=stands.running if sort == "correction" else "",
        ends=ends if GROUNDS.get(sort) == "confirmed" else "",
    )


def need_sort(session: Session, incident: RecordId, sort: str) -> Standing:
    """Return where an incident stands, in which a kind of text may be written.

    Raises:
        NotCountedError: it may not (L3).
    """
    stands = told.stand(session, incident)
    if sort not in stands.may:
        raise NotCountedError(Why.NO_GROUND if sort in GROUNDS else Why.NOT_NOW)
    return stands


def _ground(session: Session, stands: Standing, sort: str) -> Verification | None:
    """Return the newest signed verification that a kind of text can rest on."""
    told_of = [each for each in stands.grounds if each not in stands.overturned]
    found = (session.store.need(Verification, each) for each in reversed(told_of))
    return next((seen for seen in found if seen.outcome == GROUNDS.get(sort)), None)


def moment_text(moment: Moment, language: str, today: str = "") -> str:
    """Return a moment in words; of today only the time."""
    try:
        parsed = datetime.strptime(moment, "%Y-%m-%d %H:%M")
    except ValueError:
        return ""
    clock = clock_text(f"{parsed:%H:%M}", language)
    day = iso_date(moment[:10])
    return clock if day is None or moment.startswith(today or "?") else f"{clock}, {day_text(day, language)}"


def look_over(session: Session, incident: RecordId, spanish: str, english: str) -> Looked:
    """Return what must not stand in a text, by what this vault knows of people and places."""
    there = session.store.need(Incident, incident)
    rough = fold(there.area)
    reports = session.store.children(Report, incident=incident)
    places = {fold(each.place) for each in reports}
    words = words_of((spanish, english))
    known = Known(
        names=session.store.names_among(words, _NAMED) | (words & words_of(_callers(session, reports))),
        places=tuple(sorted(place for place in places if place and place not in rough)),
        towns=words_of((there.city, there.county)),
    )
    return Looked(spanish=tuple(check(spanish, known)), english=tuple(check(english, known)))


def _callers(session: Session, reports: Sequence[Report]) -> Iterator[str]:
    """Yield what those who reported it are called; no search finds them, and an alert must not name them either."""
    for report in reports:
        for call in session.store.children(Call, report=report.id):
            yield from (caller.name for caller in session.store.children(Caller, call=call.id))


def write(session: Session, incident: RecordId, words: Words) -> RecordId:
    """Write a text, to be released; a text that waits already is taken back for it. Return the alert.

    Raises:
        NotCountedError: no such text may be written where the incident stands.
        EmptyTextError: it is missing in one of the languages.
        AlertTextError: something in it must not go out, and where.
        NobodyError: nobody has said who sits at the desk.
    """
    by = myself.need_me(session).id
    stands = need_sort(session, incident, words.sort)
    refuse(session, incident, words.spanish, words.english)
    ground = _ground(session, stands, words.sort)
    on, at = session.stamp()
    made = new_id()
    values = {
        "incident": incident,
        "sort": words.sort,
        "verification": ground.id if ground else "",
        "corrects": words.corrects,
        "spanish": words.spanish,
        "english": words.english,
        "composed_by": by,
        "composed_on": on,
        "composed_at": at,
        "number": told.next_number(told.read(session, incident)),
        "expires_on": words.ends[:10],
        "expires_at": words.ends[11:],
    }
    waiting = [each.alert.id for each in stands.texts if each.lack is not None]
    told.add(session, incident, WRITE_ACT, [Edit("alert", made, values)])
    if waiting:
        session.store.delete(DISCARD_ACT, waiting)
    return made


def refuse(session: Session, incident: RecordId, spanish: str, english: str) -> None:
    """Refuse a text with something in it that must not go out.

    Raises:
        EmptyTextError, AlertTextError: says what and where.
    """
    if not spanish.strip() or not english.strip():
        raise EmptyTextError
    looked = look_over(session, incident, spanish, english)
    for language, text, found in (("es", spanish, looked.spanish), ("en", english, looked.english)):
        if found:
            raise AlertTextError(language, found[0], text[found[0].start : found[0].end])


def discard(session: Session, alert: RecordId) -> Touched:
    """Take a text back that was not released.

    Raises:
        NotCountedError: it went out.
    """
    there = session.store.need(Alert, alert)
    if told.stand(session, RecordId(there.incident)).is_out(alert):
        raise NotCountedError(Why.NOT_NOW)
    return session.store.delete(DISCARD_ACT, [alert])


def to_copy(session: Session, alert: RecordId) -> Words:
    """Return a text that may be told now.

    Raises:
        NotReleasedError: it may not.
    """
    there = session.store.need(Alert, alert)
    stands = told.stand(session, RecordId(there.incident))
    if there.sort in GROUNDS and there.verification in stands.overturned:
        raise OverturnedError
    is_past = GROUNDS.get(there.sort) == "confirmed" and (stands.by_clock or stands.running != alert)
    if not stands.is_out(alert) or is_past:
        raise NotReleasedError
    return Words(sort=there.sort, spanish=there.spanish, english=there.english)


def note_told(session: Session, alert: RecordId, channels: frozenset[str]) -> Touched:
    """Note where a text was told.

    Raises:
        NotReleasedError: it may not be told.
    """
    to_copy(session, alert)
    return session.store.save(TOLD_ACT, [Edit("alert", alert, {"channels": channels})], undoable=False)
