"""Reviewing attorneys: who they are, which wording they approved, and what only they may answer (D10, D11).

An attorney is known to the vault by name, bar number and a code of their own. The code keeps a volunteer from
opening attorney-only parts by accident or in a hurry; it does not protect against somebody who holds the vault's
passphrase and rewrites the program. The signed history shows who did what. Nothing done with a code is a step of
undo: undoing it would do the opposite without the code.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import date

import attrs

from cima_desktop.documents import own
from cima_desktop.documents.loading import load, own_clauses
from cima_desktop.documents.own import write_own_clause
from cima_desktop.documents.pack import Pack, PaperSpec, Text
from cima_desktop.i18n import LANGUAGES, N_
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.guarding import refuse_numbers
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.papers import Approval, Reviewer
from cima_desktop.model.touched import Touched
from cima_desktop.model.work import Task
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

SHORTEST_CODE = 8
VALID_DAYS = 365
"""An approval older than this no longer takes the DRAFT mark away: the law must be read again (D11)."""
ENROLL_ACT = N_("Added a reviewing attorney")
APPROVE_ACT = N_("Approved a wording")
WITHDRAW_ACT = N_("Withdrew an approval")
ANSWER_ACT = N_("Answered a question for a lawyer")
UNLOCK_ACT = N_("Filled in an attorney-only part")


class WrongCodeError(KnownError):
    """The attorney's code does not match."""

    message = N_("That is not the code of this attorney.")
    remedy = N_("Only the attorney can give it. Nothing was changed.")


@attrs.frozen(kw_only=True)
class Template:
    """One paper's wording and who stands behind it."""

    sort: str
    title: Text
    version: str
    wording_hash: str
    law_checked_on: date
    stale: bool
    signed: bool
    approval: Approval | None
    reviewer: Reviewer | None
    own_blocks: int


@attrs.frozen(kw_only=True)
class Wording:
    """One block's shipped words and, beside them, the organization's own."""

    block: str
    kind: str
    shipped: Text
    own: Text | None


def reviewers(session: Session) -> list[Reviewer]:
    """Return the attorneys known to this vault."""
    return session.store.all(Reviewer)


def enroll(session: Session, name: str, bar_number: str, bar_state: str, code: str) -> RecordId:
    """Make an attorney known to the vault; return their record id.

    Raises:
        InvalidInputError: a name, a bar number or a long enough code is missing.
    """
    if not name.strip() or not bar_number.strip():
        raise InvalidInputError(N_("The attorney’s name and bar number are both needed."), path="name")
    if len(code) < SHORTEST_CODE:
        raise InvalidInputError(
            N_("The code needs at least {least} characters."),
            N_("Let the attorney choose one and type it."),
            path="code",
            least=SHORTEST_CODE,
        )
    salt = secrets.token_hex(16)
    values: dict[str, Value] = {
        "name": name,
        "bar_number": bar_number,
        "bar_state": bar_state,
        "code_salt": salt,
        "code_hash": _code_hash(code, salt),
    }
    record = new_id()
    session.store.save(ENROLL_ACT, [Edit("reviewer", record, values)], undoable=False)
    return record


def _code_hash(code: str, salt: str) -> str:
    return hashlib.scrypt(
        code.encode("utf-8", "surrogatepass"), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32
    ).hex()


def check_code(session: Session, reviewer_id: RecordId, code: str) -> Reviewer:
    """Return the attorney whose code this is.

    Raises:
        WrongCodeError: it is not theirs.
    """
    reviewer = session.store.need(Reviewer, reviewer_id)
    if not hmac.compare_digest(_code_hash(code, reviewer.code_salt), reviewer.code_hash):
        raise WrongCodeError
    return reviewer


def templates(session: Session, pack: Pack | None = None) -> list[Template]:
    """Return every paper of the pack with its approval, if the wording still is what was approved."""
    pack = pack or load()
    return [_template(session, pack, spec) for spec in pack.papers]


def _template(session: Session, pack: Pack, spec: PaperSpec) -> Template:
    approval = approval_of(session, pack.id, spec)
    return Template(
        sort=spec.sort,
        title=spec.title,
        version=spec.version,
        wording_hash=spec.wording_hash,
        law_checked_on=spec.law_checked_on,
        stale=spec.stale(session.today()),
        signed=spec.signed,
        approval=approval,
        reviewer=session.store.get(Reviewer, RecordId(approval.reviewer)) if approval else None,
        own_blocks=len(spec.own_blocks),
    )


def approval_of(session: Session, pack: str, spec: PaperSpec) -> Approval | None:
    """Return the newest approval of exactly this wording that is neither withdrawn, nor older than a year, nor dated
    after today: a clock was wrong then, and a year from a day to come is more than a year.
    """
    found = [
        a
        for a in session.store.all(Approval)
        if (a.pack, a.sort, a.wording_hash) == (pack, spec.sort, spec.wording_hash)
        and not a.withdrawn_on
        and _holds(a, session.today())
    ]
    return max(found, key=lambda a: a.approved_on, default=None)


def _holds(approval: Approval, today: date) -> bool:
    approved = approval.day()
    return approved is not None and 0 <= (today - approved).days <= VALID_DAYS


def approve(session: Session, sort: str, reviewer_id: RecordId, code: str, pack: Pack | None = None) -> Touched:
    """Approve the present wording of a paper, bound to its fingerprint.

    Raises:
        WrongCodeError: the code is not the attorney's.
    """
    check_code(session, reviewer_id, code)
    pack = pack or load()
    spec = pack.spec(sort)
    values: dict[str, Value] = {
        "pack": pack.id,
        "sort": sort,
        "wording_hash": spec.wording_hash,
        "reviewer": reviewer_id,
        "approved_on": session.today().isoformat(),
    }
    return session.store.save(APPROVE_ACT, [Edit("approval", new_id(), values)], undoable=False)


def withdraw(session: Session, approval_id: RecordId, reviewer_id: RecordId, code: str) -> Touched:
    """Take an approval back; the papers print DRAFT again.

    Raises:
        WrongCodeError: the code is not the attorney's.
    """
    check_code(session, reviewer_id, code)
    values: dict[str, Value] = {"withdrawn_on": session.today().isoformat()}
    return session.store.save(WITHDRAW_ACT, [Edit("approval", approval_id, values)], undoable=False)


def answer_for_lawyer(session: Session, task_id: RecordId, reviewer_id: RecordId, code: str, outcome: str) -> Touched:
    """Answer a question as the attorney; a rule that stopped a paper no longer does (D10).

    Raises:
        WrongCodeError: the code is not the attorney's.
        InvalidInputError: nothing is written as the answer.
    """
    check_code(session, reviewer_id, code)
    session.store.need(Task, task_id)
    if not outcome.strip():
        raise InvalidInputError(
            N_("The attorney’s answer is missing."), N_("Write in a sentence what was decided."), path="outcome"
        )
    values: dict[str, Value] = {
        "reviewer": reviewer_id,
        "outcome": outcome,
        "done_on": session.today().isoformat(),
    }
    return session.store.save(ANSWER_ACT, [Edit("task", task_id, values)], undoable=False)


def fill_attorney_part(
    session: Session, plan_id: RecordId, values: Mapping[str, Value], reviewer_id: RecordId, code: str
) -> Touched:
    """Fill in attorney-only fields of a plan, as the attorney (law facts, section 7).

    Raises:
        WrongCodeError: the code is not the attorney's.
    """
    check_code(session, reviewer_id, code)
    return session.store.save(UNLOCK_ACT, [Edit("plan", plan_id, dict(values))], undoable=False)


def wording(sort: str, pack: Pack | None = None) -> list[Wording]:
    """Return the words of a paper block by block, shipped and own side by side."""
    pack = pack or load()
    now, shipped = pack.spec(sort), pack.shipped_spec(sort)
    return [
        Wording(
            block=block.id,
            kind=block.type,
            shipped=block.text,
            own=mine.text if block.id in now.own_blocks and (mine := now.block(block.id)) else None,
        )
        for block in shipped.blocks
        if block.text
    ]


def set_own_clause(
    session: Session, sort: str, block: str, words: Text, reviewer_id: RecordId, code: str, pack: str = "us-nc"
) -> None:
    """Keep the organization's own words for one block beside the shipped ones; approvals of the old wording end.

    Raises:
        WrongCodeError: the code is not the attorney's.
        NeverKeptError: a number of somebody's stands in them.
        PackError: the new words use a name or a place that the paper does not have; nothing was changed.
        VaultError: the disk refused.
    """
    check_code(session, reviewer_id, code)
    for language in LANGUAGES:
        refuse_numbers(words.get(language), block)
    write_own_clause(own_clauses(pack), load(pack).shipped_spec(sort), block, words)


def drop_own_clause(
    session: Session, sort: str, block: str, reviewer_id: RecordId, code: str, pack: str = "us-nc"
) -> None:
    """Go back to the shipped words of one block.

    Raises:
        WrongCodeError: the code is not the attorney's.
        VaultError: the disk refused.
    """
    check_code(session, reviewer_id, code)
    own.drop_own_clause(own_clauses(pack), load(pack).shipped_spec(sort), block)
