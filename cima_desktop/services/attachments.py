"""Files beside a record: taken in, named, put into the bin, and let out again only on purpose (R10, V8)."""

import contextlib
import errno
import hashlib
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from cima_desktop.documents.received import Received
from cima_desktop.i18n import N_, tr
from cima_desktop.model.attachments import (
    ENDINGS,
    HEAD_BYTES,
    MOST_IN_VAULT,
    Attachment,
    SavedCopy,
    media_of,
    size_text,
)
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services.attachment_source import BytesSource, FileSource, SourceError, Tick
from cima_desktop.services.leaving import PracticeStaysError
from cima_desktop.services.outside import refuse_own_folder, write_outside
from cima_desktop.services.session import Session
from cima_desktop.store import BytesMissingError, Edit
from cima_desktop.vault.errors import free_bytes

ADD_ACT = N_("Added an attachment")
CHANGE_ACT = N_("Changed the name or note of an attachment")
BIN_ACT = N_("Moved an attachment to the bin")
SAVE_ACT = N_("Saved a readable copy of an attachment")
NOT_LEFT_ACT = N_("Corrected: this copy was not written")

_ON_DISK = N_("A file on this computer")
_SPARE_BYTES = 16 * 1024 * 1024
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
_MOST_NAME_BYTES, _MOST_ENDING = 120, 10
_PLAIN_NAME = "attachment"

Source = FileSource | BytesSource


class NothingToAttachToError(NotFoundError):
    """The record an attachment should belong to was never saved, or is in the bin."""

    message = N_("There is no saved record yet to which this file could be attached.")
    remedy = N_("Fill in the name in the summary first, then add the file again.")


class VaultTooFullError(SourceError):
    """All attachments together would be above the limit."""

    message = N_("“{name}” has {size}. The attachments of this vault have {kept} already, and {most} is the most.")
    remedy = N_("Nothing was added. Attachments that are erased, not only in the bin, make room again.")


class NoRoomError(SourceError):
    """The disk of the vault has no room for the file."""

    message = N_("“{name}” has {size}, but the disk on which the vault lies has only {free} left.")
    remedy = N_("Nothing was added. Free some space on this computer, and add the file again.")


class AttachmentStaysError(PracticeStaysError):
    """A readable copy of an attachment was to leave the practice vault."""

    message = N_("Attachments of the practice vault stay inside it.")
    remedy = N_("In a vault of your own a readable copy can be saved.")


@attrs.frozen(kw_only=True)
class Row:
    """An attachment and who has a readable copy of it."""

    attachment: Attachment
    copies: Sequence[SavedCopy] = ()


@attrs.frozen(kw_only=True)
class Added:
    """A new attachment."""

    record: RecordId
    touched: Touched


def of(session: Session, about: RecordId | str) -> list[Row]:
    """Return the attachments of a record, the newest last."""
    store = session.store
    found = store.children(Attachment, about=about)
    return [Row(attachment=each, copies=store.children(SavedCopy, attachment=each.id)) for each in found]


def add(session: Session, about: RecordId, source: Source, tick: Tick = lambda _done, _total: None) -> Added:
    """Take a file in: its bytes and its record are there together, or neither is.

    Args:
        session: the open vault.
        about: the record it belongs to.
        source: the file.
        tick: told now and then how much was read of how much; what it raises stops the work.

    Raises:
        NothingToAttachToError: that record was never saved, or is in the bin.
        SourceError: the file cannot be taken in.
        VaultError: the disk of the vault refused.
    """
    if not session.store.kind_of_id(about) or session.store.snapshot(RecordId(about)).deleted:
        raise NothingToAttachToError
    source.look(session.folder)
    _refuse_no_room(session, source)
    taking = _Taking(session, about, source)
    known = _known(session, source, tick)
    if known:
        taking.head.extend(_beginning(session, known))
        touched = session.store.save(ADD_ACT, [taking.edit(known, source.size)])
    else:
        touched = session.store.save_with_bytes(ADD_ACT, taking.edit, taking.pieces(tick))
    return Added(record=taking.record, touched=touched)


@attrs.frozen
class _Taking:
    """A file that is being taken in; its first bytes are remembered, because they tell what it is."""

    session: Session
    about: RecordId | str
    source: Source
    record: RecordId = attrs.field(factory=new_id)
    head: bytearray = attrs.field(factory=bytearray)

    def edit(self, digest: str, size: int) -> Edit:
        """Return the record of bytes that were written."""
        values = {
            "about": self.about,
            "name": self.source.name,
            "media": media_of(bytes(self.head)),
            "size": size,
            "digest": digest,
            "added_on": self.session.today().isoformat(),
        }
        return Edit("attachment", self.record, values)

    def pieces(self, tick: Tick) -> Iterator[bytes]:
        """Yield the bytes."""
        for piece in self.source.pieces(tick):
            self.head.extend(piece[: HEAD_BYTES - len(self.head)])
            yield piece


def _beginning(session: Session, digest: str) -> bytes:
    with contextlib.closing(session.store.read_bytes(digest)) as kept:
        return next(kept, b"")[:HEAD_BYTES]


def _known(session: Session, source: Source, tick: Tick) -> str:
    """Return the fingerprint of the file where its bytes are here already, so that they are not written again."""
    if not session.store.has_size(source.size):
        return ""
    made = hashlib.sha256()
    for piece in source.pieces(tick):
        made.update(piece)
    return made.hexdigest() if session.store.has_bytes(made.hexdigest()) else ""


def _refuse_no_room(session: Session, source: Source) -> None:
    kept, facts = session.store.bytes_kept(), {"name": source.name, "size": size_text(source.size)}
    if kept + source.size > MOST_IN_VAULT:
        raise VaultTooFullError(kept=size_text(kept), most=size_text(MOST_IN_VAULT), **facts)
    free = free_bytes(session.folder)
    if free is not None and free < source.size + _SPARE_BYTES:
        raise NoRoomError(free=size_text(free), **facts)


def feed(session: Session, record: RecordId, received: Received) -> None:
    """Hand the bytes of an attachment to the process that looks at it; here they are never whole in memory.

    Raises:
        NotFoundError: the attachment is gone.
        BytesMissingError: its bytes are not here.
        CannotShowError: the process is gone.
    """
    attachment = session.store.need(Attachment, record)
    with contextlib.closing(session.store.read_bytes(attachment.digest)) as pieces:
        for piece in pieces:
            received.feed(piece)


def change(session: Session, record: RecordId, name: str, note: str) -> Touched:
    """Give an attachment another name or note; its bytes never change.

    Raises:
        InvalidInputError: one of them is too long; nothing was saved.
    """
    return session.store.save(CHANGE_ACT, [Edit("attachment", record, {"name": name, "note": note})])


def delete(session: Session, record: RecordId) -> Touched:
    """Put an attachment into the bin; its bytes stay until it is erased."""
    return session.store.delete(BIN_ACT, [record])


def file_name(attachment: Attachment) -> str:
    """Return a name for the readable copy that every system takes, with the ending of what the file really is."""
    plain = "".join(c if c.isalnum() or c in " -_.()" else "_" for c in attachment.name)
    stem, _dot, ending = plain.rpartition(".")
    endings = ENDINGS.get(attachment.media, ())
    if not _is_ending(ending, endings) or not stem:
        stem, ending = plain, endings[0][1:] if endings else ""
    room = _MOST_NAME_BYTES - len(ending) - len(_PLAIN_NAME) - 2
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(" ._")
    if not stem or stem.split(".")[0].lower() in _RESERVED:
        stem = f"{_PLAIN_NAME}-{stem}".rstrip("-")
    return f"{stem}.{ending}" if ending else stem


def _is_ending(ending: str, endings: Sequence[str]) -> bool:
    """Tell whether the end of a name fits what the file is; of an unknown kind anything short does."""
    if endings:
        return f".{ending.lower()}" in endings
    return ending.isascii() and ending.isalnum() and len(ending) <= _MOST_ENDING


def save_readable(session: Session, record: RecordId, target: Path, holder: str) -> Touched:
    """Write an attachment as an ordinary file, after noting for whom; the note is taken back where nothing left.

    Raises:
        AttachmentStaysError: this is the practice vault.
        OwnFolderError: the file would lie in the vault's own folder.
        NotFoundError: the attachment is gone.
        BytesMissingError: its bytes are not here.
        NotWrittenError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    if session.practice:
        raise AttachmentStaysError
    refuse_own_folder(session, target.parent)
    attachment = session.store.need(Attachment, record)
    if not session.store.has_bytes(attachment.digest):
        raise BytesMissingError
    copy = new_id()
    values = {"attachment": record, "holder": holder or tr(_ON_DISK), "given_on": session.today().isoformat()}
    touched = session.store.save(SAVE_ACT, [Edit("saved_copy", copy, values)], undoable=False)
    try:
        with contextlib.closing(session.store.read_bytes(attachment.digest)) as pieces:
            write_outside(session, target, pieces)
    except BaseException:
        if not _is_there(target, attachment):
            with contextlib.suppress(KnownError):  # a vault that takes nothing more: the note then says too much
                session.store.delete(NOT_LEFT_ACT, [copy], undoable=False)
        raise
    return touched


def _is_there(target: Path, attachment: Attachment) -> bool:
    """Tell whether the file may have been written; one that cannot be looked at counts as written."""
    try:
        found = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG
    return stat.S_ISREG(found.st_mode) and found.st_size == attachment.size
