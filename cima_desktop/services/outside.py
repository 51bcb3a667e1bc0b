"""Ordinary files outside the vault: whole or absent, never in the vault's own folder, and noted before they leave."""

import contextlib
import errno
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.leaving import PracticeStaysError
from cima_desktop.services.session import Session
from cima_desktop.store.bundles import LEFT, MAKING, NOT_LEFT, OUT
from cima_desktop.vault.errors import known_faults
from cima_desktop.vault.files import write_pieces_atomically

T = TypeVar("T")


_ON_DISK = N_("A file on this computer")
_REFUSALS = frozenset(
    {errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.ENOENT, errno.EINVAL, errno.ENOTEMPTY, errno.EEXIST}
)


class OwnFolderError(KnownError):
    """A readable copy was to be written into the folder of the vault."""

    message = N_("That folder belongs to the vault itself. Nothing was written.")
    remedy = N_("Choose another folder: a readable file does not belong beside the vault.")


class NotWrittenError(KnownError):
    """The place that was chosen takes no file."""

    message = N_("No file could be written there.")
    remedy = N_("Choose another folder, or another name for the file. What was there before is untouched.")


class RecordsStayError(PracticeStaysError):
    """Records were to leave the practice vault."""

    message = N_("Records of the practice vault stay inside it.")
    remedy = N_("In a vault of your own a readable file can be written.")


@attrs.frozen(kw_only=True)
class Going:
    """For whom and why a readable file is written, as the register keeps it."""

    holder: str = ""
    why: str = ""

    def words(self) -> str:
        """Return both in one line."""
        return " – ".join(filter(None, (self.holder.strip() or tr(_ON_DISK), self.why.strip())))


def refuse_own_folder(session: Session, folder: Path) -> None:
    """Raise when a folder is the vault's own, or in it.

    Raises:
        OwnFolderError: it is.
    """
    if folder.resolve().is_relative_to(session.folder.resolve()):
        raise OwnFolderError


def refuse_to_leave(session: Session) -> None:
    """Raise where no record may leave as a readable file.

    Raises:
        RecordsStayError: this is the practice vault.
        HelperCopyReadOnlyError: this is a helper copy.
    """
    if session.practice:
        raise RecordsStayError
    refuse_in_copy(session)


def write_outside(session: Session, target: Path, pieces: Iterable[bytes]) -> None:
    """Write an ordinary file.

    Raises:
        OwnFolderError: it would lie in the vault's own folder.
        NotWrittenError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    refuse_own_folder(session, target.parent)
    written(target.parent, lambda: write_pieces_atomically(target, pieces))


def written(folder: Path, write: Callable[[], T]) -> T:
    """Return what `write` does in a folder outside; what the place or the disk says comes as a known error.

    Raises:
        NotWrittenError: the place takes nothing.
        VaultError: the disk refused.
    """
    try:
        with known_faults(folder):
            return write()
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        raise NotWrittenError from None


def noted(
    session: Session,
    sort: str,
    going: Going,
    write: Callable[[], T],
    *,
    records: Mapping[RecordId, Sequence[str]],
    facts: Mapping[str, Any],
) -> T:
    """Note in the register that a readable file leaves, then write it; one that was not written is noted as such.

    Raises:
        KnownError: what `write` raises.
    """
    n = session.store.note_bundle(
        OUT, secrets.token_bytes(16), sort=sort, reason=going.words(), state=MAKING, records=records, facts=facts
    )
    try:
        done = write()
    except BaseException:
        _tell(session, n, NOT_LEFT)
        raise
    _tell(session, n, LEFT)
    return done


def _tell(session: Session, n: int, state: str) -> None:
    """Note what became of a file; a vault that takes nothing more keeps saying that it may have left."""
    with contextlib.suppress(KnownError):
        session.store.set_bundle(n, state=state)
