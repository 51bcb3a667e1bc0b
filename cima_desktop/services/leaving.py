"""Papers that leave the vault, on paper or as files: noted first, then handed out (D14, V8).

A power cut between the two leaves a note of something that did not leave. The other order would leave papers in the
world that nobody knows of. None of these notes is a step of undo: what left has left.
"""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.papers import Copy, Document
from cima_desktop.model.touched import Touched
from cima_desktop.services import reads
from cima_desktop.services.packet import Packet, refuse_stale
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.reads import PRINTED, SAVED
from cima_desktop.vault.errors import known_faults
from cima_desktop.vault.files import write_atomically

PRINT_ACT = N_("Printed papers")
SAVE_ACT = N_("Saved readable copies")
NOT_LEFT_ACT = N_("Corrected: these papers did not leave")
JOINED_NAME = "packet"
_ON_DISK = N_("A file on this computer")
_UNPRINTED = frozenset({"made", "approved"})


class PracticeStaysError(KnownError):
    """A readable copy was to leave the practice vault."""

    message = N_("Papers of the practice vault stay inside it.")
    remedy = N_("They can be printed with the practice mark. Make real papers in a vault of your own.")


@attrs.frozen(kw_only=True)
class Leaving:
    """What was noted before papers leave: for each document its new copy record, and the state it had before."""

    copies: Mapping[RecordId, RecordId]
    were: Mapping[RecordId, str]
    touched: Touched


def record_print(session: Session, documents: Sequence[RecordId], holder: str) -> Touched:
    """Note that documents are printed and for whom; a paper that was only made counts as printed from then on.

    Raises:
        NotFoundError: one of them is gone; nothing was noted.
    """
    return _begin(session, documents, holder, "print", PRINT_ACT).touched


def begin_print(session: Session, packet: Packet, documents: Sequence[RecordId], holder: str) -> Leaving:
    """Note that these papers of a packet are about to be printed; call it before the first page goes out.

    Raises:
        StalePacketError: they would be made differently now; nothing was noted.
    """
    refuse_stale(session, packet)
    if not set(documents) <= {p.document for p in packet.papers}:
        raise ValueError("a document that is not in the packet")
    return _begin(session, documents, holder, "print", PRINT_ACT)


def take_back(session: Session, leaving: Leaving, documents: Collection[RecordId] | None = None) -> Touched:
    """Correct the notes of papers that did not leave after all: the printer took no page, the disk no file.

    Args:
        session: the open vault.
        leaving: what was noted.
        documents: those that did not leave; all of them when not given.
    """
    unsent = [d for d in leaving.copies if documents is None or d in documents]
    taken = session.store.delete(NOT_LEFT_ACT, [leaving.copies[d] for d in unsent], undoable=False)
    back = [
        Edit("document", d, {"state": leaving.were[d]})
        for d in unsent
        if leaving.were[d] in _UNPRINTED
        and (document := session.store.get(Document, d)) is not None
        and document.state == "printed"
        and not session.store.children(Copy, document=d)
    ]
    return session.store.save(NOT_LEFT_ACT, back, undoable=False) or taken


def save_readable(session: Session, packet: Packet, folder: Path, holder: str) -> list[Path]:
    """Write the papers as PDF files anyone can read, each and all in one, after noting who they are for.

    Each file is whole or absent: a full disk leaves no half document and never an overwritten one, and the notes of
    papers that were not written are taken back.

    Raises:
        PracticeStaysError: this is the practice vault.
        StalePacketError: the papers would be made differently now; nothing was noted or written.
        VaultError: the disk refused; what was there before is untouched.
    """
    if session.practice:
        raise PracticeStaysError
    refuse_stale(session, packet)
    leaving = _begin(session, [p.document for p in packet.papers], holder or tr(_ON_DISK), "file", SAVE_ACT)
    try:
        return write_files(packet, folder)
    except BaseException:
        unwritten = [p.document for p in packet.papers if not _is_there(folder / p.file_name, p.pdf)]
        with contextlib.suppress(KnownError):  # a vault that takes nothing more: the notes then say too much
            take_back(session, leaving, unwritten)
        raise


def _is_there(file: Path, pdf: bytes) -> bool:
    """Tell whether a file was written; one that cannot be looked at counts as written."""
    try:
        return file.read_bytes() == pdf
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def write_files(packet: Packet, folder: Path) -> list[Path]:
    """Write a packet's papers and, when there are several, all in one; return the files.

    Raises:
        VaultError: the disk refused; each file is whole or absent.
    """
    named = [(p.file_name, p.pdf) for p in packet.papers]
    if len(named) > 1:
        named.append((f"{JOINED_NAME}-{packet.code}.pdf", packet.joined))
    with known_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, pdf in named:
            write_atomically(folder / name, pdf)
    return [folder / name for name, _ in named]


def _begin(session: Session, documents: Sequence[RecordId], holder: str, method: str, act: str) -> Leaving:
    found = {record: session.store.need(Document, record) for record in documents}
    copies = {record: new_id() for record in found}
    edits = []
    for record, document in found.items():
        values: dict[str, Value] = {
            "document": record,
            "form": "unsigned",
            "method": method,
            "holder": holder,
            "given_on": session.today().isoformat(),
        }
        edits.append(Edit("copy", copies[record], values))
        if document.state in _UNPRINTED:
            edits.append(Edit("document", record, {"state": "printed"}))
    reads.saw_papers(session, documents, PRINTED if method == "print" else SAVED)
    touched = session.store.save(act, edits, undoable=False)
    return Leaving(copies=copies, were={r: d.state for r, d in found.items()}, touched=touched)
