"""Make a key file of today's format with every kind of slot: `python -m tests.vectors.keys.make FILE.json`."""

import json
import sys
from pathlib import Path

from cima_desktop.vault import TESTING_COST, recovery, shares, slots, stick
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.rekey import seal_pending

VAULT_ID = bytes(range(16))
KEY, BEFORE = bytes(range(32)), bytes(range(32, 64))
PASSPHRASE, WITH_FILE = "lumo chade rito ñandú", "tres gatos de mi tía"


def make() -> dict[str, object]:
    """Return the file and what opens it."""
    file, code, secret, entry = stick.new_file(), bytes([7] * 32), bytes([8] * 32), bytes([9] * 32)
    key = bytearray(KEY)
    ways: list[tuple[slots.Secret, str]] = [
        (slots.Passphrase(PASSPHRASE), "Ana"),
        (slots.Passphrase(WITH_FILE, file), "Carmen"),
        (slots.RecoverySecret(code), ""),
        (slots.SharesSecret(secret), ""),
        (slots.KeyringSecret(entry), "Ana"),
    ]
    made = [slots.make_slot(way, label, TESTING_COST, key=key, vault_id=VAULT_ID) for way, label in ways]
    frozen = slots.freeze(slots.make_slot(ways[0][0], "Beto", TESTING_COST, key=key, vault_id=VAULT_ID))
    keys = KeyFile(VAULT_ID, 3, 1_764_000_000, (*made, frozen))
    pending = keys.succeeded_by(keys.slots, seal_pending(bytearray(BEFORE), key, VAULT_ID))
    return {
        "key": KEY.hex(),
        "before": BEFORE.hex(),
        "passphrase": PASSPHRASE,
        "with_file": WITH_FILE,
        "stick_file": file.hex(),
        "code": recovery.render(code),
        "shares": [" ".join(words) for words in shares.split(secret, 2, 3)],
        "keyring": entry.hex(),
        "file": keys.encoded(key).hex(),
        "file_with_pending": pending.encoded(key).hex(),
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(make(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
