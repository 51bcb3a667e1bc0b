"""Making the papers of a plan. How they leave the vault is in `leaving`, what they are made from in `packet`."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cima_desktop.documents.loading import load
from cima_desktop.documents.pack import Pack
from cima_desktop.documents.paper import Paper
from cima_desktop.documents.render import Making, Rendered, make_packet, new_code
from cima_desktop.i18n import N_, language
from cima_desktop.model.errors import KnownError
from cima_desktop.model.family import Family
from cima_desktop.model.fields import Value
from cima_desktop.model.findings import Scope
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.papers import Document
from cima_desktop.model.touched import Touched
from cima_desktop.services.leaving import (
    Leaving,
    PracticeStaysError,
    begin_print,
    record_print,
    save_readable,
    take_back,
    write_files,
)
from cima_desktop.services.offers import Offers, is_same_paper, offers
from cima_desktop.services.packet import (
    MadePaper,
    Packet,
    StalePacketError,
    approvals,
    basis_of,
    still_right,
)
from cima_desktop.services.plans import overview
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import Edit
from cima_desktop.vault.errors import known_faults

__all__ = [
    "Leaving",
    "MadePaper",
    "NothingToMakeError",
    "Packet",
    "PracticeStaysError",
    "Progress",
    "StalePacketError",
    "approvals",
    "begin_print",
    "make",
    "make_wanted",
    "making",
    "note_made",
    "record_print",
    "save_readable",
    "still_right",
    "take_back",
    "write_practice",
]

MAKE_ACT = N_("Made papers")
Progress = Callable[[int, int], None]


class NothingToMakeError(KnownError):
    """None of the papers asked for can be made now."""

    message = N_("None of these papers can be made yet.")
    remedy = N_("Settle what stops them; the plan’s page lists it.")


def make(
    session: Session,
    plan_id: RecordId,
    papers: Sequence[Paper],
    in_language: str,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Packet:
    """Make papers of a plan and note each as a document of the plan.

    Args:
        papers: which of the plan's offers; one that is stopped is left out whoever asks for it.
        in_language: "both", "en" or "es"; never the screen's by itself.
        progress: told how many of how many papers are done.
        cancelled: asked now and then whether to stop; nothing is noted then.

    Raises:
        NothingToMakeError: all of them are stopped.
        PackError: the document texts cannot be used.
        CancelledError: the person stopped it.
    """
    pack = load()
    offered = offers(session, plan_id, pack)
    chosen = _allowed(offered, papers)
    basis = basis_of(session, pack, offered.family, {p.sort for p in chosen})
    code = new_code()
    rendered, joined = make_packet(
        pack,
        chosen,
        offered.family,
        making(session, in_language, code, cancelled),
        approvals=approvals(session, pack),
        progress=progress,
    )
    made, touched = note_made(session, pack, offered.family, rendered, in_language)
    left = offered.stopped(language())
    return Packet(plan=plan_id, papers=made, joined=joined, code=code, basis=basis, stopped=left, touched=touched)


def _allowed(offered: Offers, papers: Sequence[Paper]) -> list[Paper]:
    open_keys = {o.paper.key for o in offered.offers if not o.blocked}
    wanted = [p for p in papers if p.key in open_keys]
    if not wanted:
        raise NothingToMakeError
    return wanted


def make_wanted(session: Session, plan_id: RecordId, in_language: str, *, every: bool = False) -> Packet:
    """Make the papers that are wanted and not stopped, or with `every` all that are not stopped; see `make`."""
    offered = offers(session, plan_id)
    chosen = [o for o in offered.offers if not o.blocked] if every else offered.open
    return make(session, plan_id, [o.paper for o in chosen], in_language)


def making(session: Session, in_language: str, code: str, cancelled: Callable[[], bool] | None = None) -> Making:
    """Return how papers are made today in this vault."""
    return Making(
        language=in_language,
        made_on=session.today(),
        practice=session.practice,
        code=code,
        cancelled=cancelled or (lambda: False),
    )


def note_made(
    session: Session, pack: Pack, family: Family, rendered: Iterable[Rendered], in_language: str
) -> tuple[tuple[MadePaper, ...], Touched]:
    """Keep one document record a paper; one that was made before and never printed is brought up to date."""
    free = [d for d in session.store.children(Document, plan=family.plan.id) if _is_unprinted(d, in_language)]
    made, edits = [], []
    for item in rendered:
        paper = item.paper
        known = next((d for d in free if is_same_paper(d, paper)), None)
        if known:  # papers that differ in their backups only look the same here: each takes a record of its own
            free.remove(known)
        record = known.id if known else new_id()
        edits.append(Edit("document", record, _document_values(session, pack, family, item, in_language)))
        made.append(
            MadePaper(
                document=record,
                paper=paper,
                title=item.title,
                pdf=item.pdf,
                pages=item.pages,
                file_name=item.file_name,
            )
        )
    return tuple(made), session.store.save(MAKE_ACT, edits)


def _is_unprinted(document: Document, in_language: str) -> bool:
    return document.state == "made" and document.language == in_language


def _document_values(
    session: Session, pack: Pack, family: Family, item: Rendered, in_language: str
) -> dict[str, Value]:
    paper = item.paper
    ends = {
        Scope.CARE: family.plan.care_expires,
        Scope.HEALTH: family.plan.care_expires,
        Scope.MONEY: family.plan.money_expires,
    }
    return {
        "plan": family.plan.id,
        "name": _fitting(item.title.get(language())),
        "sort": paper.sort,
        "pack": pack.id,
        "pack_version": pack.version,
        "wording_hash": item.wording_hash,
        "person": paper.parent or paper.adult,
        "child": paper.child,
        "agent": paper.carer,
        "language": in_language,
        "state": "made",
        "made_on": session.today().isoformat(),
        "expires_on": ends.get(paper.scope, "") if paper.signers else "",
        "pages": str(item.pages),
        "file_hash": hashlib.sha256(item.pdf).hexdigest(),
    }


def _fitting(name: str) -> str:
    """Return a paper's name short enough for a list; the paper itself prints every name whole."""
    most = KINDS["document"].field("name").max_length
    return name if len(name) <= most else name[: most - 1].rsplit(" ", 1)[0] + "…"


def write_practice(folder: Path) -> tuple[Packet, list[Path]]:
    """Make the first practice family's packet in a practice vault of its own and write it, marked, into a folder.

    The vault is made in a folder that goes away again, so that trying the program leaves nothing but the papers.

    Raises:
        VaultError: the disk refused.
    """
    with known_faults(folder), tempfile.TemporaryDirectory(prefix="cima-practice-") as place:
        with open_practice(Path(place) / "vault") as session:
            ready = [r for r in overview(session) if r.stage == "ready"]
            best = min(ready, key=lambda row: row.children)
            packet = make_wanted(session, best.id, "both")
        return packet, write_files(packet, folder)
