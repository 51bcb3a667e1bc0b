"""Referrals: a question to another organization that goes and is answered by file (C6)."""

from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.sharing import Referral
from cima_desktop.model.touched import Touched
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice
from cima_desktop.store import Edit
from cima_desktop.store.change import read_stored

ANSWER_ACT = N_("Answered a referral")
WITHDRAW_ACT = N_("Withdrew a referral")
LOOP_ACT = N_("Asked what came of a referral")
ASKED, ACCEPTED, DECLINED, WITHDRAWN = "asked", "accepted", "declined", "withdrawn"


class NothingSaidError(KnownError):
    """Of a referral neither was said what came of it nor when to ask again."""

    message = N_("It is not said yet what came of it.")
    remedy = N_("Answer one of the questions, or set a day on which to ask again.")


def about(session: Session, record: RecordId) -> list[Referral]:
    """Return the referrals about a record, newest first."""
    return list(reversed(session.store.children(Referral, about=record)))


def asker(session: Session, referral: RecordId) -> bytes:
    """Return the device that asked, b"" when that is this vault or one that can receive nothing from here.

    Whose question got_there first has asked. A stamp says nothing about that: whoever signs a change chooses it.
    """
    changes = (read_stored(raw) for raw in session.store.all_changes(referral))
    asked = (change.dev for change in changes if any(op.field == "question" for op in change.ops))
    first = next(asked, b"")
    return first if any(peer.id == first and peer.receives for peer in session.store.peers()) else b""


def answer(session: Session, referral: RecordId, accept: bool, reason: str) -> Touched:
    """Note the answer here; a bundle with it (`answering`) tells whoever asked.

    Raises:
        NotFoundError: the referral is gone.
    """
    session.store.need(Referral, referral)
    values = {
        "state": ACCEPTED if accept else DECLINED,
        "reason": reason,
        "answered_on": session.today().isoformat(),
    }
    return session.store.save(ANSWER_ACT, [Edit("referral", referral, values)])


def withdraw(session: Session, referral: RecordId, reason: str = "") -> Touched:
    """Note that nothing is asked any more."""
    session.store.need(Referral, referral)
    return session.store.save(
        WITHDRAW_ACT, [Edit("referral", referral, {"state": WITHDRAWN, **({"reason": reason} if reason else {})})]
    )


def close_loop(
    session: Session, referral: RecordId, *, got_there: bool | None, helped: bool | None, again: str = ""
) -> Touched:
    """Note whether the family got there and whether it helped, as they say today; `again` is when to ask once more.

    Raises:
        NotFoundError: the referral is gone.
        NothingSaidError: neither is known, and nobody is to ask again.
        InvalidInputError: the day cannot be kept.
    """
    found = session.store.need(Referral, referral)
    if got_there is None and helped is None and not again:
        raise NothingSaidError
    edits = []
    if got_there is not None or helped is not None:
        said = {"got_there": got_there, "helped": helped, "asked_again_on": session.today().isoformat()}
        edits.append(Edit("referral", referral, said))
    if again:
        what = tr(N_("Ask whether it helped: {question}")).format(question=found.title())
        values = {"about": found.about, "what": what, "due_on": again, "whose": my_id(session)}
        edits.append(Edit("task", new_id(), values))
    return session.store.save(LOOP_ACT, edits)


def answering(session: Session, referral: RecordId) -> Choice:
    """Return the choice that hands an answer, and nothing else, back to whoever asked.

    Raises:
        NotFoundError: the referral is gone.
    """
    session.store.need(Referral, referral)
    who = asker(session, referral)
    return Choice(to=(who,) if who else (), preset=Preset.REFERRAL, answers=referral)
