"""An open vault and everything a person does with it: made, opened, closed here and nowhere else."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from cima_desktop import paths
from cima_desktop.model.errors import KnownError
from cima_desktop.services.helper_end import Ending, enter
from cima_desktop.store import Store, steps
from cima_desktop.vault import Cost, Health, Vault, create_practice_vault, create_vault, keyring_slot, vault_info
from cima_desktop.vault import open_vault as open_vault_files
from cima_desktop.vault.errors import WrongKeyringEntryError, known_faults, reading_faults
from cima_desktop.vault.opening import PRACTICE_PASSPHRASE
from cima_desktop.vault.recovery import parse
from cima_desktop.vault.shares import combine
from cima_desktop.vault.slots import KEYRING, KeyringSecret, Passphrase, RecoverySecret, Secret, SharesSecret
from cima_desktop.vault.stick import read_file

T = TypeVar("T")
_FILLED = "practice:filled"


class Session:
    """One open vault with its store; used from the one thread that owns the vault."""

    def __init__(self, vault: Vault, *, today: Callable[[], date] | None = None) -> None:
        """Take an open vault over; `today` is the store's, which a clock set back does not deceive, unless given."""
        self.vault = vault
        try:
            with known_faults(vault.folder):  # damage may show itself as late as here
                self.store = Store(vault, actor=self.who)
        except BaseException:
            vault.close()
            raise
        self.today = today or self.store.today
        self.now: Callable[[], datetime] = datetime.now
        """The time of the day here, for what happens at a desk; the day is `today`."""
        self._is_closed = False
        self.ending = self._enter()
        """Judges the end of a helper copy; None in a vault of one's own."""

    def _enter(self) -> Ending | None:
        try:
            return enter(self.store)
        except BaseException:
            self.vault.close()
            raise

    def stamp(self) -> tuple[str, str]:
        """Return day and time of now as records keep them: "2026-11-26", "21:30"."""
        return self.today().isoformat(), self.now().strftime("%H:%M")

    def __enter__(self) -> Self:
        """Return the session."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the vault."""
        self.close()

    @property
    def who(self) -> str:
        """Return the name that stands on the key this vault was opened with."""
        used = self.vault.access.slot_id
        return next((s.label for s in self.vault.access.slots if s.slot_id == used), "")

    @property
    def practice(self) -> bool:
        """Tell whether this is the practice vault, whose families are made up."""
        return self.vault.practice

    @property
    def folder(self) -> Path:
        """Return the folder of the vault."""
        return self.vault.folder

    def answer(self, call: Callable[[Self], T]) -> T:
        """Return what `call` makes of this session; a disk that fails meanwhile is said in words.

        Raises:
            VaultError: the disk refused, or a page could not be read.
        """
        with reading_faults(self.folder):
            return call(self)

    def check(self) -> Health:
        """Look for damage in the file and in everything that is built from the change log."""
        return self.vault.check([lambda _db: self.store.check(), lambda _db: self.store.check_bytes()])

    def close(self) -> None:
        """Write down who looked at what, close the vault and forget its key."""
        try:
            if not self._is_closed:
                self._is_closed = True
                with suppress(KnownError):  # a disk that refuses keeps no vault open
                    self.store.keep_reads()
        finally:
            self.vault.close()


def create(
    folder: Path, passphrase: str, label: str, *, cost: Cost | None = None, today: Callable[[], date] | None = None
) -> tuple[Session, str]:
    """Make a vault and open it; return the session and the recovery code to print.

    Raises:
        VaultError: the folder is taken, or the disk refused; nothing is left behind.
    """
    made = create_vault(folder, passphrase, label, cost or Cost.FLOOR, steps=steps())
    return Session(made.vault, today=today), made.recovery_code


def open_vault(
    folder: Path,
    *,
    passphrase: str = "",
    recovery_code: str = "",
    shares: Sequence[str] = (),
    key_file: Path | None = None,
    keyring: bool = False,
    slot_id: bytes = b"",
    floor: Cost = Cost.FLOOR,
) -> Session:
    """Open a vault with one of: a passphrase (and its key file), the recovery code, shares, this computer's keyring.

    `slot_id` names whose passphrase it is, and spares trying everybody's.

    Raises:
        VaultError: one subclass for each way in which it can fail, each with its own sentence.
        RecoveryCodeError, ShareError, NotAStickFileError, StickFileGoneError: what was given cannot be right.
    """
    if keyring:
        return _open_by_keyring(folder, floor)
    secret = secret_of(passphrase=passphrase, recovery_code=recovery_code, shares=shares, key_file=key_file)
    return Session(open_vault_files(folder, secret=secret, slot_id=slot_id, steps=steps(), floor=floor))


def secret_of(
    *, passphrase: str = "", recovery_code: str = "", shares: Sequence[str] = (), key_file: Path | None = None
) -> Secret:
    """Return what opens a vault, made of what was typed or chosen.

    Raises:
        RecoveryCodeError, ShareError, NotAStickFileError, StickFileGoneError: what was given cannot be right.
    """
    if shares:
        return SharesSecret(combine(shares))
    if recovery_code:
        return RecoverySecret(parse(recovery_code))
    return Passphrase(passphrase, read_file(key_file) if key_file else None)


def _open_by_keyring(folder: Path, floor: Cost) -> Session:
    """Open a vault with whichever secret this computer's keyring has for it."""
    seen = vault_info(folder)
    for slot in seen.slots:
        material = keyring_slot.get(seen.vault_id, slot.slot_id) if slot.kind == KEYRING else None
        if material is not None:
            entry = KeyringSecret(material)
            return Session(open_vault_files(folder, secret=entry, slot_id=slot.slot_id, steps=steps(), floor=floor))
    raise WrongKeyringEntryError


def open_practice(folder: Path | None = None, *, today: Callable[[], date] | None = None) -> Session:
    """Open the practice vault, making it with made-up families when it is missing or half-made (V11)."""
    where = folder or paths.practice_vault()
    if (where / "vault.db").exists():
        vault = open_vault_files(where, passphrase=PRACTICE_PASSPHRASE, steps=steps())
    else:
        vault = create_practice_vault(where, steps())
    session = Session(vault, today=today)
    if session.store.meta_get(_FILLED) != "yes":  # new, or the program was stopped before all families were in
        _fill(session)
    return session


def _fill(session: Session) -> None:
    from cima_desktop.services.practice import fill  # lazy: only the first opening reads the practice families

    try:
        fill(session)
        session.store.meta_set(_FILLED, "yes")
    except BaseException:
        session.close()
        raise
