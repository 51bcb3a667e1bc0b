"""Who has said that they erased a record too."""

from cima_desktop.model.ids import RecordId
from cima_desktop.store import Store

RECORD, OTHER = RecordId("ab" * 16), RecordId("cd" * 16)


def test_who_erased_what_is_remembered_once(store: Store) -> None:
    device = store.know_device(bytes(range(32)), "")
    store.note_erased_there(device, [RECORD, RECORD])
    store.note_erased_there(device, [RECORD])
    store.note_erased_there(bytes(16), [RECORD])  # a device that is not known
    store.note_erased_there(device, [])
    assert store.erased_there(RECORD) == [device]
    assert store.erased_there(OTHER) == []
