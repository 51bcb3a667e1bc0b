"""The write scanner: runs a program under strace and looks for words in every byte it wrote, and in every name it used.

This sees what a list of files does not: unnamed and deleted files, pipes, sockets, and names of folders. What went to a
file that was asked for (a print, a saved copy) may be allowed by its path.
"""

import base64
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WRITING = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg"
_NAMING = (
    "open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknodat,"
    "connect,bind,execve"
)
_CALL = re.compile(r"(?:\d+\s+)?(\w+)\((.*)", re.DOTALL)
_WORD = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PATH_OF_HANDLE = re.compile(r"^\w+<((?:\\x[0-9a-f]{2})*)>")
_OUTSIDE = re.compile(r"sa_family=AF_(INET6?|PACKET|BLUETOOTH)\b")


@dataclass(frozen=True)
class Hit:
    """A word that was written in clear: which one, in what dress, by which call and where to."""

    word: str
    dress: str
    call: str
    place: str


@dataclass(frozen=True)
class Scan:
    """What a program did: what it wrote in clear, whether it reached for a network, how much it wrote, its status."""

    hits: tuple[Hit, ...]
    network: tuple[str, ...]
    bytes_written: int
    files: frozenset[str]
    status: int
    stderr: str


def dresses(word: str) -> dict[str, bytes]:
    """Return the ways in which a word may be written down by accident.

    Base64 has three alignments; of each, only the middle that does not depend on its neighbours is looked for.
    """
    plain = word.encode()
    found = {
        "utf-8": plain,
        "lower case": plain.lower(),
        "upper case": plain.upper(),
        "utf-16": word.encode("utf-16-le"),
        "utf-16, big end": word.encode("utf-16-be"),
        "utf-32": word.encode("utf-32-le"),
        "hex": plain.hex().encode(),
    }
    for shift in range(3):
        middle = base64.b64encode(bytes(shift) + plain)
        found[f"base64 {shift}"] = middle[(0, 2, 3)[shift] : (shift + len(plain)) * 8 // 6]
    return found


def needles(words: Sequence[str]) -> dict[bytes, tuple[str, str]]:
    """Return what to look for, with the word and dress of each."""
    return {dress: (word, name) for word in words for name, dress in dresses(word).items()}


def run(
    command: Sequence[str],
    words: Sequence[str],
    room: Path,
    *,
    environment: Mapping[str, str],
    allowed: Sequence[Path] = (),
    cwd: Path | None = None,
) -> Scan:
    """Run `command` to its end under strace, and scan all that it and its children wrote.

    `words` must not stand in the command or the environment; the program makes them for itself.
    """
    trace = room / "trace.txt"
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "33554432", "-o", str(trace)]
    calls = ["-e", f"trace={_WRITING},{_NAMING}", "-e", "signal=none"]
    done = subprocess.run(
        [*strace, *calls, *command], env=dict(environment), cwd=cwd, capture_output=True, text=True, check=False
    )
    hits, network, total, files = [], [], 0, set()
    looked_for = needles(words)
    pattern = re.compile(b"|".join(re.escape(needle) for needle in sorted(looked_for, key=len, reverse=True)))
    for call, place, data, line in _calls(trace):
        if _OUTSIDE.search(line):
            network.append(line[:120])
        if call in _WRITING.split(","):
            total += sum(map(len, data))
        if place:
            files.add(place)
        if any(place == str(path) or place.startswith(f"{path}/") for path in allowed):
            continue
        for piece in data:
            hits += [Hit(*looked_for[found], call, place) for found in set(pattern.findall(piece))]
    trace.unlink()
    return Scan(tuple(hits), tuple(network), total, frozenset(files), done.returncode, done.stderr)


def _calls(trace: Path) -> Iterator[tuple[str, str, list[bytes], str]]:
    """Yield each call with the file it wrote to or named, and all the bytes and names that were handed over."""
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            found = _CALL.match(line)
            if not found:
                continue
            call, rest = found.groups()
            data = [_bytes(word) for word in _WORD.findall(rest)]
            handle = _PATH_OF_HANDLE.match(rest)
            place = _bytes(handle[1]).decode(errors="replace") if handle else ""
            if call in _NAMING.split(",") and data and ("O_CREAT" in rest or not call.startswith("open")):
                place = data[-1].decode(errors="replace")
            yield call, place, data, line


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
