"""Step 6: peers, bundles that left and arrived, and changes that are known and do not count (exchange.md 3)."""

from cima_desktop.model.declared import KINDS
from cima_desktop.store.tables import add_missing_columns, create_tables
from cima_desktop.vault.database import Database

_DIAL = (
    # FTS5 goes wrong where "secure-delete" meets detail=none: one transaction that replaces a number of one record and
    # removes that of a later one leaves an index that differs from the records. With detail=column it is right.
    "DROP TABLE dial",
    """CREATE VIRTUAL TABLE dial USING fts5 (
        digits, content='rec', content_rowid='n', detail='column', columnsize=0, tokenize='trigram'
    )""",
    "INSERT INTO dial (dial, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO dial (dial, rank) VALUES ('automerge', 0)",
    "INSERT INTO dial (dial, rank) VALUES ('crisismerge', 512)",
    "INSERT INTO dial (dial) VALUES ('rebuild')",
)
_TABLES = (
    # A device becomes a peer when its card is here. `trust`: 0 its signature is known, 1 seen, 2 introduced by
    # another, 3 checked in person, 4 revoked. `scope`: what goes to it by itself, everything or chosen records.
    "ALTER TABLE device ADD COLUMN card BLOB",
    "ALTER TABLE device ADD COLUMN box TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE device ADD COLUMN person TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE device ADD COLUMN trust INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE device ADD COLUMN scope TEXT NOT NULL DEFAULT 'all'",
    "ALTER TABLE device ADD COLUMN introduced_by BLOB",
    "ALTER TABLE device ADD COLUMN checked_how TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE device ADD COLUMN checked_by BLOB",
    "ALTER TABLE device ADD COLUMN checked_at INTEGER NOT NULL DEFAULT 0",
    # What the peer itself said it has, and when it said so; never what was sent to it.
    "ALTER TABLE device ADD COLUMN have BLOB",
    "ALTER TABLE device ADD COLUMN have_at INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE device ADD COLUMN revoked_at INTEGER NOT NULL DEFAULT 0",
    # A device that took the place of another: the other's public key, and its signature of that.
    "ALTER TABLE device ADD COLUMN follows BLOB NOT NULL DEFAULT x''",
    # Statements that a device is not trusted any more. Only those that somebody here applied count; what of that device
    # still counts is in their frontiers, the beginnings of the ids of changes one after the other.
    """CREATE TABLE revocation (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
        device BLOB NOT NULL CHECK (length(device) = 16),
        signer BLOB NOT NULL CHECK (length(signer) = 16),
        reason TEXT NOT NULL,
        made INTEGER NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('told', 'applied', 'refused')),
        statement BLOB NOT NULL,
        frontier BLOB NOT NULL
    )""",
    "CREATE INDEX revocation_device ON revocation (device)",
    # This vault's own keys for receiving; old ones stay for sticks that come late, until they are destroyed.
    """CREATE TABLE box (
        n INTEGER PRIMARY KEY,
        public TEXT NOT NULL UNIQUE,
        secret TEXT,
        made INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0
    )""",
    # Every bundle, and every file of another kind: `way` is "out" or "in". `facts` is JSON without names or values.
    """CREATE TABLE bundle (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL CHECK (length(id) = 16),
        way TEXT NOT NULL CHECK (way IN ('out', 'in')),
        sort TEXT NOT NULL,
        made INTEGER NOT NULL,
        at INTEGER NOT NULL,
        who BLOB NOT NULL CHECK (length(who) = 16),
        purpose TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL,
        facts TEXT NOT NULL DEFAULT '{}',
        decision BLOB,
        UNIQUE (way, id)
    )""",
    """CREATE TABLE bundle_peer (
        bundle INTEGER NOT NULL REFERENCES bundle (n),
        dev INTEGER NOT NULL REFERENCES device (n),
        PRIMARY KEY (bundle, dev)
    ) WITHOUT ROWID""",
    # Which records left in part, and which of their fields.
    """CREATE TABLE bundle_rec (
        bundle INTEGER NOT NULL REFERENCES bundle (n),
        rec BLOB NOT NULL CHECK (length(rec) = 16),
        fields TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (bundle, rec)
    ) WITHOUT ROWID""",
    # Which left whole: up to 4,096 ids a row, because a bundle may hold everything. What came is told by the spans.
    """CREATE TABLE bundle_ids (
        bundle INTEGER NOT NULL REFERENCES bundle (n),
        i INTEGER NOT NULL,
        size INTEGER NOT NULL,
        ids BLOB NOT NULL,
        PRIMARY KEY (bundle, i)
    )""",
    "CREATE INDEX bundle_rec_rec ON bundle_rec (rec)",
    # What arrived and waits for a decision: checked sections as they are; gone when the import is over.
    """CREATE TABLE arrival (
        bundle INTEGER NOT NULL REFERENCES bundle (n),
        i INTEGER NOT NULL,
        size INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (bundle, i)
    )""",
    # Bytes of attachments that came with it: nothing names them until it is taken in.
    """CREATE TABLE arrival_blob (
        bundle INTEGER NOT NULL REFERENCES bundle (n),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (bundle, hash)
    ) WITHOUT ROWID""",
    # Changes that are known and do not count: declined, undone, or of a revoked device. No reader of `change` sees
    # them, so no record, list or delta can count them by mistake.
    """CREATE TABLE aside (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
        rec BLOB NOT NULL CHECK (length(rec) = 16),
        dev INTEGER NOT NULL REFERENCES device (n),
        header BLOB NOT NULL,
        sig BLOB NOT NULL,
        salt BLOB,
        payload BLOB,
        bundle INTEGER NOT NULL,
        why TEXT NOT NULL CHECK (why IN ('declined', 'undone', 'revoked')),
        at INTEGER NOT NULL
    )""",
    "CREATE INDEX aside_rec ON aside (rec)",
    "CREATE INDEX aside_bundle ON aside (bundle)",
    # Which changes came by which bundle: what one transaction takes in has numbers without a gap.
    """CREATE TABLE bundle_span (
        bundle INTEGER NOT NULL REFERENCES bundle (n),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (bundle, first)
    ) WITHOUT ROWID""",
    # Which peer has said that it erased a record too.
    """CREATE TABLE erase_ack (
        rec BLOB NOT NULL CHECK (length(rec) = 16),
        dev INTEGER NOT NULL REFERENCES device (n),
        at INTEGER NOT NULL,
        PRIMARY KEY (rec, dev)
    ) WITHOUT ROWID""",
)


_DECIDING = (
    # Pairs that may be one person: "later" waits for a decision, "two" is one that need not be asked again. This
    # vault's own, like drafts; what two people decided about is a change of the record.
    """CREATE TABLE doubt (
        a BLOB NOT NULL CHECK (length(a) = 16),
        b BLOB NOT NULL CHECK (length(b) = 16),
        answer TEXT NOT NULL CHECK (answer IN ('later', 'two')),
        at INTEGER NOT NULL,
        PRIMARY KEY (a, b),
        CHECK (a < b)
    ) WITHOUT ROWID""",
    # Those born on one day are few; without it, looking for them would read everybody.
    "CREATE INDEX person_born ON k_person (birth_date) WHERE birth_date <> ''",
)


def apply(db: Database) -> None:
    """Make the tables of the exchange, and the columns and tables of what was declared since step 5."""
    for statement in (*_DIAL, *_TABLES):
        db.execute(statement)
    create_tables(db)
    for kind in KINDS.values():
        add_missing_columns(db, kind)
    for statement in _DECIDING:
        db.execute(statement)
