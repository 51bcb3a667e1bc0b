"""What goes into a bundle for a colleague beside cards and changes: names of authors, and what was erased here."""

from collections.abc import Collection

from cima_desktop.exchange import told
from cima_desktop.exchange.told import Erased
from cima_desktop.model.ids import RecordId
from cima_desktop.services.session import Session


def tell(session: Session, records: Collection[RecordId] | None = None) -> list[bytes]:
    """Return, as objects for a bundle, the names of the authors of these records (None: all), and what was erased.

    An erasure is told with the record's random id and a code: no name and nothing of its content.
    """
    gone = [
        Erased(bytes.fromhex(each.id), each.reason, int(each.when.timestamp() * 1000))
        for each in session.store.tombstones()
    ]
    return told.tell(session.store.author_names(records), gone)
