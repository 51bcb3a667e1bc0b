"""What every part of the store stands on: the open vault, its change log, and how a save is carried out."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.kinds import Kind
from cima_desktop.model.touched import Touched
from cima_desktop.store.change import NO_ACTOR
from cima_desktop.store.clock import Clock, Now, milliseconds, moment
from cima_desktop.store.log import ChangeLog, Rec
from cima_desktop.vault.database import Database
from cima_desktop.vault.vault import Vault

_RELEASED = date(2026, 11, 1)
"""No day on which this program runs is earlier, whatever the machine's clock says."""

ACTOR = "actor:"
"""What the key of an author's name in `meta` begins with."""
IMPORTED = "intake:"
"""What the key of a family file's fingerprint in `meta` begins with; the id of its plan follows."""


class InBinError(NotFoundError):
    """A record that is in the bin was to be changed."""

    message = N_("That record is in the bin, so it cannot be changed.")
    remedy = N_("Take it out of the bin first. What you typed is still there.")


class ErasedError(NotFoundError):
    """A record whose content was erased was to be changed."""

    message = N_("That record was erased, so nothing can be written into it.")
    remedy = N_("If it is needed again, begin a new record. A family file needs another family_id.")


class Core:
    """An open vault as a store; the parts of `Store` are built on it."""

    revoked_frontiers: Callable[[], Mapping[bytes, frozenset[bytes]]]
    """Gives the devices that are not trusted any more, each with what of it still counts, by the first 16 bytes of the
    ids of changes. The part that knows revocations does."""

    def __init__(self, vault: Vault, clock: Now = time.time, actor: str = "") -> None:
        """Take the vault over.

        Args:
            vault: open, with the store's steps applied (`open_vault(…, steps=store.steps())`).
            clock: seconds since 1970.
            actor: who works here: the id of a person's record, or a name.
        """
        self._vault = vault
        self._db: Database = vault.db
        self._clock = Clock(clock)
        self._refusal: type[KnownError] | None = None
        self._log = ChangeLog(vault.db, self._clock, self._actor_id(actor))

    def _actor_id(self, actor: str) -> str:
        """Return the id a name goes by in the log; the name itself stays in this vault's `meta`."""
        if not actor or is_id(actor):
            return actor
        known = actor_id(actor)
        if self.meta_get(ACTOR + known) != actor:
            self.meta_set(ACTOR + known, actor)
        return known

    def meta_get(self, key: str, default: str = "") -> str:
        """Return a small value that belongs to this vault (a policy, a date), or `default`."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def meta_set(self, key: str, value: str) -> None:
        """Keep a small value that belongs to this vault; not exchanged, not undone."""
        with self._vault.transaction() as db:
            set_meta(db, key, value)

    @property
    def last_saved_at(self) -> datetime | None:
        """When the last durable save of records was, in UTC; None in a vault without any."""
        row = self._db.execute("SELECT arrived FROM change ORDER BY n DESC LIMIT 1").fetchone()
        return moment(row[0]) if row else None

    def today(self) -> date:
        """Return the day by which "in the future" is judged, on a machine whose clock may be years behind."""
        return max(self.day_of_clock(), moment(milliseconds(self._clock.last)).astimezone().date())

    def day_of_clock(self) -> date:
        """Return the day by this machine's clock alone, which is never before the release."""
        return max(_RELEASED, moment(self._clock.wall_ms()).astimezone().date())

    @property
    def is_clock_behind(self) -> bool:
        """Whether the machine's clock stands more than a day before what was written here, or before the release."""
        written = max(moment(milliseconds(self._clock.last)), datetime(*_RELEASED.timetuple()[:3], tzinfo=UTC))
        return moment(self._clock.wall_ms()) + timedelta(days=1) < written

    def who(self, actor: bytes) -> str:
        """Return the name of a change's author, or an empty string when it says none."""
        if actor == NO_ACTOR:
            return ""
        row = self._db.execute("SELECT title FROM rec WHERE id = ?", (actor,)).fetchone()
        return str(row[0]) if row else self.meta_get(ACTOR + actor.hex())

    def vault_of(self, device: bytes) -> str:
        """Return whose vault a device is: the person and the computer, or the beginning of its id; "" for one's own.

        An author's name is whatever that vault wrote, so it is never said without this.
        """
        row = self._db.execute("SELECT own, person, label FROM device WHERE id = ?", (device,)).fetchone()
        own, *names = row or (False,)
        return "" if own else " · ".join(filter(None, names)) or device.hex()[:8]

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        """Run the block as one durable save; what waits for the next one goes along."""
        if self._refusal is not None:
            raise self._refusal()
        try:
            with self._vault.transaction() as db:
                yield db
                self._log.seal()
                self._take_along(db)
        except BaseException:
            self._log.forget_device()
            raise
        self._taken_along()

    def refuse_changes(self, refusal: type[KnownError]) -> None:
        """Refuse every change of a record from now on, each time with an error of this kind."""
        self._refusal = refusal

    @property
    def is_read_only(self) -> bool:
        """Tell whether changes are refused."""
        return self._refusal is not None

    def _take_along(self, db: Database) -> None:
        """Write what waited for a save; the part that remembers reads does."""

    def _taken_along(self) -> None:
        """Let go of what was taken along."""

    def _learn(self, rec: Rec) -> None:
        """Let the search know a record's words at once; the searching part does."""

    def _forget_words(self) -> None:
        """Let the search read its vocabulary anew when it next needs it; the searching part does."""

    def _known(self, record_id: RecordId) -> tuple[Rec, Kind]:
        """Return a record's row and declaration, in the bin or not.

        Raises:
            NotFoundError: there is none, or only a newer program knows its kind.
        """
        rec = self._log.find(record_id)
        if rec is None or rec.known is None:
            raise NotFoundError
        return rec, rec.known

    def _nothing(self) -> Touched:
        return Touched("", frozenset(), frozenset(), self.last_saved_at or datetime.fromtimestamp(0, UTC))

    def _touched(self, txn: str, recs: Sequence[Rec]) -> Touched:
        ids = frozenset(RecordId(rec.id.hex()) for rec in recs)
        saved = moment(self._clock.wall_ms())
        return Touched(txn, frozenset(rec.kind for rec in recs), ids, self.last_saved_at or saved)


def actor_id(name: str) -> str:
    """Return what an author of this name is called in the log."""
    return hashlib.sha256(b"app.actor.v1\0" + name.encode("utf-8", "replace")).hexdigest()[:32]


def set_meta(db: Database, key: str, value: str) -> None:
    """Keep a value in `meta`, inside a transaction that is open."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (key, value)
    )
