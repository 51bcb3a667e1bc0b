"""Step 2: the change log, and the tables that are made from it and can always be made again.

`change` is the truth. `rec`, `listing`, `ref`, `find`, `dial`, `conflict`, `tally` and the typed table of each
kind are views of it. `draft`, `step` and `stand_in` are this machine's own and are not exchanged.
"""

from cima_desktop.store.tables import create_tables
from cima_desktop.vault.database import Database

_TABLES = (
    # Whose signatures are known. `secret` is this vault's own signing key, for devices that wrote here.
    """CREATE TABLE device (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        sign_pub BLOB NOT NULL CHECK (length(sign_pub) = 32),
        secret BLOB,
        own INTEGER NOT NULL DEFAULT 0,
        label TEXT NOT NULL DEFAULT '',
        made INTEGER NOT NULL
    )""",
    # One row a record: what a list or a search hit needs, so that neither reads the typed table.
    """CREATE TABLE rec (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        kind TEXT NOT NULL,
        created INTEGER NOT NULL DEFAULT 0,
        changed INTEGER NOT NULL DEFAULT 0,
        deleted INTEGER NOT NULL DEFAULT 0,
        contested INTEGER NOT NULL DEFAULT 0,
        title TEXT NOT NULL DEFAULT '',
        subtitle TEXT NOT NULL DEFAULT '',
        sort_key TEXT NOT NULL DEFAULT '',
        name TEXT NOT NULL DEFAULT '',
        sound TEXT NOT NULL DEFAULT '',
        word TEXT NOT NULL DEFAULT '',
        digits TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX rec_deleted ON rec (deleted) WHERE deleted = 1",
    """CREATE TABLE change (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
        rec INTEGER NOT NULL REFERENCES rec (n),
        dev INTEGER NOT NULL REFERENCES device (n),
        seq INTEGER NOT NULL,
        hlc INTEGER NOT NULL,
        header BLOB NOT NULL,
        sig BLOB NOT NULL,
        salt BLOB,
        payload BLOB,
        arrived INTEGER NOT NULL,
        imported INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX change_rec ON change (rec)",
    "CREATE INDEX change_dev ON change (dev, seq)",
    """CREATE TABLE conflict (
        rec INTEGER NOT NULL REFERENCES rec (n),
        field TEXT NOT NULL,
        kind TEXT NOT NULL,
        PRIMARY KEY (rec, field, kind)
    ) WITHOUT ROWID""",
    # Lists are read from this one narrow tree, in order, a page of rows from a few pages of the file.
    """CREATE TABLE listing (
        kind TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        n INTEGER NOT NULL,
        id BLOB NOT NULL,
        title TEXT NOT NULL,
        cols TEXT NOT NULL,
        PRIMARY KEY (kind, sort_key, n)
    ) WITHOUT ROWID""",
    "CREATE TABLE tally (kind TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE ref (
        target BLOB NOT NULL,
        field TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (target, field, n)
    ) WITHOUT ROWID""",
    # Words are folded before they come here, so ASCII separators are all the tokenizer must know.
    """CREATE VIRTUAL TABLE find USING fts5 (
        name, sound, word, content='rec', content_rowid='n',
        detail='column', columnsize=0, prefix='1 2 3', tokenize='ascii'
    )""",
    """CREATE VIRTUAL TABLE dial USING fts5 (
        digits, content='rec', content_rowid='n', detail='none', columnsize=0, tokenize='trigram'
    )""",
    # Erased words leave the index at once (E18); big merges wait for an idle moment instead of hitting one save.
    "INSERT INTO find (find, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO find (find, rank) VALUES ('automerge', 0)",
    "INSERT INTO find (find, rank) VALUES ('crisismerge', 512)",
    "INSERT INTO dial (dial, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO dial (dial, rank) VALUES ('automerge', 0)",
    "INSERT INTO dial (dial, rank) VALUES ('crisismerge', 512)",
    # The words of the index itself, read for mistyped ones: no second copy that an erasure could forget.
    "CREATE VIRTUAL TABLE spoken USING fts5vocab (find, 'col')",
    """CREATE TABLE step (
        n INTEGER PRIMARY KEY,
        act TEXT NOT NULL,
        at INTEGER NOT NULL,
        state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL
    )""",
    """CREATE TABLE stand_in (
        change BLOB NOT NULL,
        idx INTEGER NOT NULL,
        by_change BLOB NOT NULL,
        by_idx INTEGER NOT NULL,
        PRIMARY KEY (change, idx)
    ) WITHOUT ROWID""",
    "CREATE INDEX stand_in_by ON stand_in (by_change, by_idx)",
    "CREATE TABLE draft (key TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)


def apply(db: Database) -> None:
    """Make every table of the store."""
    for statement in _TABLES:
        db.execute(statement)
    create_tables(db)
