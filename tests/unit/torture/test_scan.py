"""The write scanner sees a leak in whatever dress and wherever it goes (S05), and nothing where there is none."""

import os
import sys
from pathlib import Path

import pytest

from tests.killing import ROOT
from tests.torture import scan

WORD = "Zyxwv-Canario-Qrstu"
_MAKE = "word = '-'.join(['Zyxwv', 'Canario', 'Qrstu'])\n"

LEAKS = {
    "a file in clear": "open(room + '/x', 'w').write('a' + word)",
    "lower case": "open(room + '/x', 'w').write(word.lower())",
    "UTF-16, as Qt keeps text": "open(room + '/x', 'wb').write(word.encode('utf-16-le'))",
    "base64 among other words": "from base64 import b64encode as b; "
    "open(room + '/x', 'wb').write(b(b'ab' + word.encode() + b'c'))",
    "hex": "open(room + '/x', 'w').write(word.encode().hex())",
    "a file without a name": "import tempfile; f = tempfile.TemporaryFile(dir=room); f.write(word.encode()); f.close()",
    "a file that is gone again": "import os; open(room + '/x', 'w').write(word); os.unlink(room + '/x')",
    "the name of a file": "open(room + '/' + word, 'w').close()",
    "the name of a folder": "import os; os.mkdir(room + '/' + word)",
    "a pipe": "import os; r, w = os.pipe(); os.write(w, word.encode())",
    "another process": "import subprocess, sys; subprocess.run([sys.executable, '-c', "
    "'import sys; open(sys.argv[1], \"w\").write(sys.argv[2])', room + '/x', word])",
}


def scanned(script: str, room: Path, allowed: tuple[Path, ...] = ()) -> scan.Scan:
    (room / "room").mkdir(exist_ok=True)
    program = [sys.executable, "-c", f"import sys; room = sys.argv[1]\n{_MAKE}{script}", str(room / "room")]
    return scan.run(program, [WORD], room, environment=os.environ, allowed=allowed, cwd=ROOT)


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_seeded_leak_is_caught(leak: str, tmp_path: Path) -> None:
    found = scanned(leak, tmp_path)
    assert (found.status, found.stderr) == (0, "")
    assert {hit.word for hit in found.hits} == {WORD}


def test_what_was_asked_for_may_be_written(tmp_path: Path) -> None:
    asked = tmp_path / "room" / "asked"
    script = "open(room + '/asked', 'w').write(word); open(room + '/secret', 'wb').write(bytes(5000))"
    found = scanned(script, tmp_path, (asked,))
    assert found.hits == ()
    assert found.bytes_written >= 5000
    assert {str(asked), str(tmp_path / "room" / "secret")} <= found.files
    assert {hit.place for hit in scanned(script, tmp_path).hits} == {str(asked)}


def test_reaching_for_a_network_is_seen(tmp_path: Path) -> None:
    script = "import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('127.0.0.1', 9))"
    assert len(scanned(script, tmp_path).network) == 1
    assert scanned("import socket; socket.socketpair()", tmp_path).network == ()
