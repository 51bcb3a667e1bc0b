"""A second made-up laptop that changes the same records apart, without any file between the two."""

from pathlib import Path

from cima_desktop.model.ids import RecordId
from cima_desktop.store import Edit, Store, steps
from cima_desktop.vault import TESTING_COST, create_vault

LABEL = "Laptop de la iglesia"


class Laptop:
    """Another vault; make it, use it and close it on one thread."""

    def __init__(self, store: Store, folder: Path) -> None:
        made = create_vault(folder, "a passphrase for tests only", "Otra mesa", TESTING_COST, steps=steps())
        self.vault = made.vault
        self.store = Store(self.vault, actor="Marisol Ejemplo")
        self._here = store

    def exchange(self) -> None:
        """Carry every change both ways."""
        pairs = ((self._here, self.store, "Mesa"), (self.store, self._here, LABEL))
        for source, target, label in pairs:
            target.know_device(source.own_public_key(), label)
            target.import_changes(source.all_changes())

    def edit(self, record: RecordId, **values: object) -> None:
        """Change a record there."""
        self.store.save("Changed", [Edit(self.store.kind_of_id(record), record, values)])


def disagree(store: Store, folder: Path, record: RecordId, here: dict[str, object], there: dict[str, object]) -> None:
    """Have a record changed on two laptops apart, and exchange."""
    other = Laptop(store, folder)
    try:
        other.exchange()
        store.save("Changed", [Edit(store.kind_of_id(record), record, here)])
        other.edit(record, **there)
        other.exchange()
    finally:
        other.vault.close()


def delete_and_edit(store: Store, folder: Path, record: RecordId, **there: object) -> None:
    """Have a record deleted here and edited there, and exchange."""
    other = Laptop(store, folder)
    try:
        other.exchange()
        store.delete("Deleted", [record])
        other.edit(record, **there)
        other.exchange()
    finally:
        other.vault.close()
