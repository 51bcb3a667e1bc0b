"""The power-cut simulator: from a log of calls, every state in which a disk may be found after the current fails.

A disk owes nothing that was not synced. What a file's own `fsync` has not covered may be there, may be missing, may be
there in another order, or half (torn at 512 bytes); a name that was made, moved or taken away counts only once its
folder was synced. The model trusts `fsync`: a stick that lies about it is outside.
"""

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.torture.shim import Call

SECTOR = 512
_SPARE = "vault.spare"
"""Eight megabytes without a meaning; left out, so that a state is small."""

Write = tuple[str, int, bytes]
"""What is to become of a file: "write" at an offset, or "truncate" to a size."""
Names = dict[str, "Node"]


@dataclass(eq=False)
class Node:
    """A file or folder: what the disk surely has of it, and what is still on its way."""

    is_folder: bool = False
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write] = field(default_factory=list)

    def settle(self) -> None:
        """Let everything that is on its way arrive."""
        for write in self.pending:
            apply(self.durable, write)
        self.pending.clear()


def apply(content: bytearray, write: Write) -> None:
    """Do one write or truncation to the content of a file."""
    op, place, data = write
    if op == "truncate":
        del content[place:]
        content.extend(bytes(place - len(content)))
        return
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(data)] = data


@dataclass(frozen=True)
class Move:
    """A change of names that is on its way; it lasts once `folder` is synced."""

    folder: str
    name: str
    node: Node | None = None
    """What gets the name; None takes it away."""
    target: str = ""
    """The new name, when it is moved."""

    def do(self, names: Names) -> None:
        """Change the names; on a disk that never had the old one, nothing moves."""
        if self.node is not None:
            names[self.name] = self.node
        elif not self.target:
            names.pop(self.name, None)
        elif self.name in names:
            for there in [n for n in names if n == self.name or n.startswith(f"{self.name}/")]:
                names[self.target + there[len(self.name) :]] = names.pop(there)


@dataclass(frozen=True)
class State:
    """What a disk holds after the cut: files with their bytes (None is a folder), and what had been acknowledged."""

    files: dict[str, bytes | None]
    acknowledged: tuple[str, ...]
    after_call: int

    @property
    def digest(self) -> bytes:
        """A fingerprint of the files and of what is owed."""
        seal = hashlib.blake2b(repr(self.acknowledged).encode(), digest_size=16)
        for name in sorted(self.files):
            content = self.files[name]
            seal.update(f"{name}\0{-1 if content is None else len(content)}\0".encode())
            seal.update(content or b"")
        return seal.digest()

    def put(self, folder: Path) -> None:
        """Write the state into `folder`, which is empty."""
        for name in sorted(self.files, key=lambda name: (name.count("/"), name)):
            content = self.files[name]
            if content is None:
                (folder / name).mkdir(parents=True, exist_ok=True)
            else:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)


class Disk:
    """A disk as it is written to: the names and contents that last, and those that may be lost."""

    def __init__(self, before: Path, root: Path) -> None:
        """Begin with everything in `before` safely on the disk; the program saw it as `root`."""
        self.root = root
        self.names: Names = {}
        for path in sorted(before.rglob("*")):
            if path.name != _SPARE:
                content = bytearray() if path.is_dir() else bytearray(path.read_bytes())
                self.names[str(path.relative_to(before))] = Node(path.is_dir(), content)
        self.lasting: Names = dict(self.names)
        self.moves: list[Move] = []
        self.acknowledged: list[str] = []

    def play(self, call: Call) -> None:
        """Do what the program did."""
        if call.op == "mark":
            self.acknowledged.append(call.path)
        elif not call.path.endswith(_SPARE):
            getattr(self, f"_{call.op}")(self._inside(call.path), call)

    def _inside(self, path: str) -> str:
        return str(PurePosixPath(path).relative_to(self.root))

    def _move(self, move: Move) -> None:
        move.do(self.names)
        self.moves.append(move)

    def _create(self, name: str, _call: Call) -> None:
        self._move(Move(_above(name), name, Node()))

    def _nameless(self, name: str, _call: Call) -> None:
        self.names[name] = Node()

    def _mkdir(self, name: str, _call: Call) -> None:
        self._move(Move(_above(name), name, Node(is_folder=True)))

    def _write(self, name: str, call: Call) -> None:
        self.names[name].pending.append(("write", call.offset, call.data))

    def _truncate(self, name: str, call: Call) -> None:
        self.names[name].pending.append(("truncate", call.offset, b""))

    def _reserve(self, name: str, call: Call) -> None:
        node = self.names[name]
        if call.offset > len(_content(node, node.pending)):
            node.pending.append(("truncate", call.offset, b""))

    def _sync(self, name: str, _call: Call) -> None:
        node = self.names.get(name)
        if node is not None and not node.is_folder:
            node.settle()
            return
        for move in self.moves:
            if move.folder == name:
                move.do(self.lasting)
        self.moves = [move for move in self.moves if move.folder != name]

    def _unlink(self, name: str, _call: Call) -> None:
        self._move(Move(_above(name), name))

    _rmdir = _unlink

    def _link(self, name: str, call: Call) -> None:
        target = self._inside(call.other)
        self._move(Move(_above(target), target, self.names[name]))

    def _rename(self, name: str, call: Call) -> None:
        target = self._inside(call.other)
        self._move(Move(_above(target), name, target=target))

    def states(self, chance: random.Random, random_states: int, after_call: int) -> Iterator[State]:
        """Yield how the disk may be found if the current fails now."""
        everything = len(self.moves)
        yield self._state(self.moves, lambda node: node.pending, after_call)
        yield self._state([], lambda _node: (), after_call)
        yield self._state(self.moves, lambda _node: (), after_call)
        yield self._state([], lambda node: node.pending, after_call)
        for _ in range(random_states):
            reached = chance.randint(0, everything)
            kept: dict[int, Sequence[Write]] = {}

            def some(node: Node, kept: dict[int, Sequence[Write]] = kept) -> Sequence[Write]:
                return kept.setdefault(id(node), tuple(_some(chance, node.pending)))

            yield self._state(_lost(chance, self.moves[:reached]), some, after_call)

    def _state(self, moves: Sequence[Move], written: Callable[[Node], Iterable[Write]], after_call: int) -> State:
        names = dict(self.lasting)
        for move in moves:
            move.do(names)
        files: dict[str, bytes | None] = {}
        for name, node in names.items():
            if all(str(above) in names for above in PurePosixPath(name).parents if str(above) != "."):
                files[name] = None if node.is_folder else bytes(_content(node, written(node)))
        return State(files, tuple(self.acknowledged), after_call)


def _content(node: Node, writes: Iterable[Write]) -> bytearray:
    content = bytearray(node.durable)
    for write in writes:
        apply(content, write)
    return content


def _above(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _lost(chance: random.Random, moves: Sequence[Move]) -> list[Move]:
    """Return the moves that got onto the disk: of each folder, as far as its own journal reached."""
    folders = sorted({move.folder for move in moves})
    reached = {folder: chance.randint(0, sum(move.folder == folder for move in moves)) for folder in folders}
    kept = []
    for move in moves:
        if reached[move.folder] > 0:
            reached[move.folder] -= 1
            kept.append(move)
    return kept


def _some(chance: random.Random, pending: Sequence[Write]) -> Iterator[Write]:
    """Yield some of the writes that are on their way: a beginning, or any of them in any order, the last one torn."""
    way = chance.randrange(3)
    chosen = list(pending[: chance.randint(0, len(pending))])
    if way:
        chosen = [write for write in pending if chance.random() < 0.5]
    if way == 2:
        chance.shuffle(chosen)
    for number, (op, place, data) in enumerate(chosen):
        is_torn = op == "write" and len(data) > SECTOR and (number == len(chosen) - 1 or chance.random() < 0.2)
        if is_torn:
            yield from _torn(chance, place, data)
        else:
            yield op, place, data


def _torn(chance: random.Random, place: int, data: bytes) -> Iterator[Write]:
    """Yield the sectors of one write that got through: a beginning, an end, or any of them."""
    way, edge = chance.randrange(3), chance.randrange(0, len(data), SECTOR)
    for start in range(0, len(data), SECTOR):
        if (start < edge, start >= edge, chance.random() < 0.5)[way]:
            yield "write", place + start, data[start : start + SECTOR]


def power_cuts(before: Path, root: Path, calls: Sequence[Call], *, wanted: int, every: int = 1) -> Iterator[State]:
    """Yield different states after each call of the log until there are `wanted`, or no new ones are found.

    `before` is a copy of the folder as it was, `root` the name under which the calls know it. With `every`, only each
    so many-th call is looked at.
    """
    seen: set[bytes] = set()
    for sweep in range(40):
        known = len(seen)
        disk, chance = Disk(before, root), random.Random(sweep)
        for number, call in enumerate(calls):
            disk.play(call)
            if (number + sweep) % every:
                continue
            for state in disk.states(chance, 4 if sweep else 2, number):
                if state.digest not in seen:
                    seen.add(state.digest)
                    yield state
            if len(seen) >= wanted and sweep:  # the first sweep has been at every call
                return
        if len(seen) == known:
            return
