"""New papers that open a vault: offered, printed, typed back, and only then written; the old ones work until then."""

import hmac
import secrets
from collections.abc import Sequence
from typing import Protocol

from cima_desktop.vault import recovery, shares
from cima_desktop.vault.memory import wipe
from cima_desktop.vault.slots import RECOVERY, SHARES, RecoverySecret, Secret, SharesSecret


class Slots(Protocol):
    """The ways into an open vault, as far as they matter here."""

    def replace_kind(self, secret: Secret, label: str) -> None:
        """Let `secret` be the only one of its kind."""


class Papers:
    """One offer at a time, a recovery code or a set of sheets; it lies in memory only.

    `note` is what whoever offers wants to know again when it is accepted; it is forgotten with the offer.
    """

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._offered = bytearray()
        self._kind = ""
        self.note = ""

    def offer_code(self) -> str:
        """Return a new recovery code to be printed; nothing is written."""
        self._offer(RECOVERY, recovery.CODE_BYTES)
        return recovery.render(bytes(self._offered))

    def offer_shares(self, threshold: int, holders: int) -> list[tuple[str, ...]]:
        """Return the words of new sheets, one for each holder; nothing is written.

        Raises:
            ShareCountError: the numbers make no sense.
        """
        self._offer(SHARES, shares.SECRET_BYTES)
        return shares.split(bytes(self._offered), threshold, holders)

    def accept_code(self, typed: str, label: str = "") -> bool:
        """Make the offered code the only one, if `typed` (from the new sheet) is that code; else change nothing.

        The new slot is tried before it is written, and it replaces the old ones in one writing of the key file.

        Returns:
            Whether it was the offered code.

        Raises:
            RecoveryCodeError: what was typed is no code at all; names the groups.
            RuntimeError: no code was offered.
            VaultError: the disk refused; the code of before still works.
        """
        self._need(RECOVERY)
        code = recovery.parse(typed)
        return self._accept(RecoverySecret(code), code, label)

    def accept_shares(self, typed: Sequence[str], label: str = "") -> bool:
        """Make the offered sheets the only ones, if enough of them were typed back; else change nothing.

        Returns:
            Whether they were sheets of the offered set.

        Raises:
            ShareError: what was typed cannot be used; names sheet and word.
            RuntimeError: no sheets were offered.
            VaultError: the disk refused; the sheets of before still work.
        """
        self._need(SHARES)
        secret = shares.combine(typed)
        return self._accept(SharesSecret(secret), secret, label)

    def withdraw(self) -> None:
        """Forget what was offered, if anything was; the papers of before go on working."""
        wipe(self._offered)
        self._offered = bytearray()
        self._kind = self.note = ""

    def _offer(self, kind: str, length: int) -> None:
        self.withdraw()
        self._offered = bytearray(secrets.token_bytes(length))
        self._kind = kind

    def _need(self, kind: str) -> None:
        if self._kind != kind:
            raise RuntimeError("no paper of this kind was offered")

    def _accept(self, secret: Secret, typed: bytes, label: str) -> bool:
        if not hmac.compare_digest(typed, self._offered):
            return False
        self._slots.replace_kind(secret, label)
        self.withdraw()
        return True
