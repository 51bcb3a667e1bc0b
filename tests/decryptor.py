"""Reads the pages of a vault without SQLCipher: its key file's data key, AES-256-CBC and HMAC-SHA512 written out.

Independent of the engine on purpose: what this finds in no page is in no page, free ones included.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, SALT, MAC, IV = 4096, 16, 64, 16


def pages(database: Path, key: bytes) -> Iterator[bytes]:
    """Yield every page of a closed vault in clear, after checking its seal."""
    data = database.read_bytes()
    assert len(data) % PAGE == 0
    salt = data[:SALT]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(b ^ 0x3A for b in salt), 2, 32)
    for number in range(1, len(data) // PAGE + 1):
        page = data[(number - 1) * PAGE : number * PAGE]
        body = page[SALT if number == 1 else 0 : -MAC - IV]
        iv, seal = page[-MAC - IV : -MAC], page[-MAC:]
        sealed = hmac.digest(mac_key, body + iv + number.to_bytes(4, "little"), "sha512")
        assert hmac.compare_digest(sealed, seal), f"page {number} is not sealed"
        opened = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        yield opened.update(body) + opened.finalize()


def hits(database: Path, key: bytes, words: list[str]) -> list[str]:
    """Return those of the words that stand in some page, as typed, in lower case or without accents, in two codings."""
    found = set()
    clear = b"".join(pages(database, key))
    for word in words:
        for form in {word, word.lower(), word.upper()}:
            for coding in ("utf-8", "utf-16-le"):
                if form.encode(coding) in clear:
                    found.add(word)
    return sorted(found)
