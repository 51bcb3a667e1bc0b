"""Step 7: the desks (cases, calls, incidents, volunteers, detentions, the directory, patterns), all as declared."""

from cima_desktop.model.declared import KINDS
from cima_desktop.store.tables import add_missing_columns, create_tables
from cima_desktop.vault.database import Database


def apply(db: Database) -> None:
    """Make the tables and columns of what was declared since step 6."""
    create_tables(db)
    for kind in KINDS.values():
        add_missing_columns(db, kind)
