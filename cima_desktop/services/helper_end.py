"""The end of a helper copy: for whom it is, until when, and how that is judged (S6, docs/formats/helper-copy.md).

The end is judged by the latest moment this copy has ever seen, and by the time its window has been open: setting the
computer's clock back gains nothing. It cannot bind a changed program.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs

from cima_desktop.i18n import N_, day_text, time_text, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.store import Store
from cima_desktop.store.clock import moment

if TYPE_CHECKING:
    from cima_desktop.services.session import Session

MADE = "helper_copy"
"""The code under which the making of a copy stands in the original's register."""

FOR, UNTIL, COUNT, SEEN = "helper:for", "helper:until", "helper:count", "helper:seen"
"""What a copy says of itself, in its own `meta`; moments in milliseconds since 1970."""

Now = Callable[[], float]


class HelperCopyOverError(KnownError):
    """The time of a helper copy has ended."""

    message = N_("This helper copy ended at {hour} on {day}. Its records are no longer shown.")
    remedy = N_("Remove the copy from this computer. Whoever made it can make another one.")

    offers_removal = True
    """The door then offers to remove the copy."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__()

    def sentence(self, language: str | None = None) -> str:
        """Return when it ended."""
        local = self.until.astimezone()
        return tr(self.message, language).format(day=day_text(local.date(), language), hour=time_text(local, language))


class HelperCopyReadOnlyError(KnownError):
    """A record of a helper copy was to be changed, printed or saved."""

    message = N_("A helper copy is for looking only.")
    remedy = N_("Write it on paper, and have it typed into the vault the copy was made from.")


@attrs.frozen(kw_only=True)
class Helper:
    """What a copy says of itself."""

    name: str
    until: datetime
    records: int


class Ending:
    """Judges the end of one open copy."""

    def __init__(self, store: Store, helper: Helper, now: Now = time.time, ticks: Now = time.monotonic) -> None:
        self.helper = helper
        self._store, self._now, self._ticks = store, now, ticks
        self._seen = int(store.meta_get(SEEN, "0"))
        self._began = ticks()

    def moment(self) -> int:
        """Return the latest moment it can be, in milliseconds: by the clock, or by the time that passed here."""
        passed = self._seen + int((self._ticks() - self._began) * 1000)
        return max(int(self._now() * 1000), passed)

    def is_over(self) -> bool:
        """Tell whether the copy has ended."""
        return self.moment() >= _ms(self.helper.until)

    def note(self) -> None:
        """Remember the latest moment, so that no later opening is earlier than this."""
        self._store.meta_set(SEEN, str(self.moment()))


def helper_of(store: Store) -> Helper | None:
    """Return what a vault says of itself as a helper copy; None for a vault of one's own."""
    until = store.meta_get(UNTIL)
    if not until:
        return None
    return Helper(name=store.meta_get(FOR), until=moment(int(until)), records=int(store.meta_get(COUNT, "0")))


def enter(store: Store, now: Now = time.time, ticks: Now = time.monotonic) -> Ending | None:
    """Let a vault that was opened be looked at: a helper copy only before its end, and for looking only.

    Raises:
        HelperCopyOverError: the copy has ended.
    """
    helper = helper_of(store)
    if helper is None:
        return None
    ending = Ending(store, helper, now, ticks)
    ending.note()
    if ending.is_over():
        raise HelperCopyOverError(helper.until)
    store.refuse_changes(HelperCopyReadOnlyError)
    return ending


def refuse_in_copy(session: "Session") -> None:
    """Raise in a helper copy: nothing leaves it.

    Raises:
        HelperCopyReadOnlyError: this is one.
    """
    if session.ending is not None:
        raise HelperCopyReadOnlyError


def mark(store: Store, helper: Helper, now: Now = time.time) -> None:
    """Write into a new copy what it is."""
    for key, value in (
        (FOR, helper.name),
        (UNTIL, str(_ms(helper.until))),
        (COUNT, str(helper.records)),
        (SEEN, str(int(now() * 1000))),
    ):
        store.meta_set(key, value)


def _ms(when: datetime) -> int:
    return int(when.astimezone(UTC).timestamp() * 1000)
