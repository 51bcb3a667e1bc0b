"""What is interrupted: each workload is made ready once, done in a child that tells every step after it returned, and
judged afterwards by opening the vault with the program's own recipe. Adding one is a row in a list at the end.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cima_desktop import paths
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import derived_id
from cima_desktop.model.people import Person
from cima_desktop.services import families
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit, steps
from cima_desktop.vault import TESTING_COST, create_vault, keyfile
from cima_desktop.vault.errors import VaultError, WrongPassphraseError, reading_faults
from cima_desktop.vault.memory import wipe
from cima_desktop.vault.recovery import CODE_BYTES
from cima_desktop.vault.slots import Passphrase, RecoverySecret, make_slot
from tests.vectors.vaults.make import FAMILIES
from tests.vectors.vaults.make import PASSPHRASE as OLD_PASSPHRASE

PASSPHRASE = "ocho palabras que nadie adivina"
SECOND, THIRD = "otra frase larga de prueba", "la tercera frase de prueba"
SAVES = 8
OLD_VAULT = Path(__file__).parents[1] / "vectors" / "vaults" / "0.1.0"

LOST, UNOPENABLE, WRONG, LEAKED = "lost", "unopenable", "wrong message", "leaked"
Finding = tuple[str, str]
"""What went wrong: one of the four words above, and what exactly."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Workload:
    """`prepare` fills a folder, `act` works in it and tells each step that returned, `judge` says what went wrong."""

    name: str
    prepare: Callable[[Path], object]
    act: Callable[[Path, Tell], object]
    judge: Callable[[Path, Sequence[str]], list[Finding]]


def opened(place: Path, passphrase: str = PASSPHRASE) -> Session:
    """Open the vault as the program does, at the cheapest cost."""
    return open_vault(place / "vault", passphrase=passphrase, floor=TESTING_COST)


def attempt(place: Path, tell: Tell, name: str, step: Callable[[], object]) -> bool:
    """Do a step as the window does it, and tell "did NAME", or "refused NAME" with the kind of error."""
    try:
        with reading_faults(place):
            step()
    except KnownError as error:
        tell(f"refused {name} {type(error).__name__}")
        return False
    tell(f"did {name}")
    return True


@contextmanager
def attempted(place: Path, tell: Tell) -> Iterator[Session | None]:
    """Yield the open vault, or None when it could not be opened; and close it."""
    try:
        with reading_faults(place / "vault"):
            session = opened(place)
    except KnownError as error:
        tell(f"refused open {type(error).__name__}")
        yield None
        return
    with session:
        yield session


def did(told: Sequence[str]) -> set[str]:
    """Return the names of the steps that were done."""
    return {line.removeprefix("did ") for line in told if line.startswith("did ")}


def refused(told: Sequence[str]) -> dict[str, str]:
    """Return the kind of error for each step that was refused."""
    return {line.split()[1]: line.split()[2] for line in told if line.startswith("refused ")}


def sound(session: Session) -> list[Finding]:
    """Say whether pages, tables and everything that is made from the change log hold together."""
    return [(UNOPENABLE, message) for message in session.check().findings]


# --- save ------------------------------------------------------------------------------------------------------------


def make_vault(place: Path) -> None:
    """Make a vault with one person."""
    with Session(create_vault(place / "vault", PASSPHRASE, "Ana", TESTING_COST, steps=steps()).vault) as session:
        session.store.save("Added", [Edit("person", derived_id("0"), {"given_names": "first"})])


def save_people(place: Path, tell: Tell) -> None:
    """Save one person after the other, and something about the first each time."""
    with attempted(place, tell) as session:
        for n in range(SAVES if session else 0):
            assert session is not None
            edits = [Edit("person", derived_id(f"p{n}"), {"given_names": f"p{n}", "phone": "8285550101"}),
                     Edit("person", derived_id("0"), {"city": f"p{n}"})]  # fmt: skip
            attempt(place, tell, f"p{n}", partial(session.store.save, "Added", edits))


def judge_people(place: Path, told: Sequence[str]) -> list[Finding]:
    """Everybody who was told is there; at most one more is; both halves of a save are there or neither."""
    with opened(place) as session:
        there = {person.given_names: person for person in session.store.all(Person)}
        found = sound(session)
    done = did(told)
    found += [(LOST, name) for name in sorted({"first", *done} - set(there))]
    extra = set(there) - {"first", *done}
    found += [(LOST, f"{name} is there, and nobody said so") for name in sorted(extra)[1:]]
    if "first" in there and there["first"].city not in {"", *there}:
        found.append((LOST, "half a save"))
    full = {name for name, kind in refused(told).items() if kind == "DiskFullError"}
    found += [(WRONG, f"{name} was called not saved and is there") for name in sorted(full & set(there))]
    return found


# --- a whole family --------------------------------------------------------------------------------------------------


def import_family(place: Path, tell: Tell) -> None:
    """Import a practice family."""
    file = paths.resources() / "practice" / FAMILIES[0]
    with attempted(place, tell) as session:
        if session is not None:
            attempt(place, tell, "import", lambda: families.import_file(session, file))


def judge_family(place: Path, told: Sequence[str]) -> list[Finding]:
    """The family is there whole or not at all."""
    file = json.loads((paths.resources() / "practice" / FAMILIES[0]).read_text("utf-8"))
    whole = 1 + sum(len(file.get(section, ())) for section in ("parents", "children", "people"))
    with opened(place) as session:
        found = sound(session)
        people, plans = session.store.count("person"), session.store.count("plan")
    if (people, plans) not in {(1, 0), (whole, 1)}:
        found.append((LOST, "half a family"))
    if "import" in did(told) and plans != 1:
        found.append((LOST, "the family"))
    return found


# --- a vault of an older layout --------------------------------------------------------------------------------------


def make_old_vault(place: Path) -> None:
    """Copy the released vault, with a door that opens at once."""
    folder = place / "vault"
    shutil.copytree(OLD_VAULT, folder)
    unlocked = keyfile.unlock(folder, Passphrase(OLD_PASSPHRASE))
    key, keys = unlocked.key, unlocked.keys
    door = make_slot(Passphrase(PASSPHRASE), "Ana", TESTING_COST, key=key, vault_id=keys.vault_id)
    keyfile.write(folder, keys.succeeded_by((door,)), key)
    wipe(key)


def open_old_vault(place: Path, tell: Tell) -> None:
    """Open it, which brings it up to date."""
    with attempted(place, tell) as session:
        if session is not None:
            tell("did open")


def judge_old_vault(place: Path, _told: Sequence[str]) -> list[Finding]:
    """It opens, today's layout, with both families."""
    with opened(place) as session:
        found = sound(session)
        if session.store.count("plan") != len(FAMILIES):
            found.append((LOST, "a family of the older vault"))
    return found


# --- the keys --------------------------------------------------------------------------------------------------------


def change_keys(place: Path, tell: Tell) -> None:
    """Change the passphrase, let somebody else in, and print a new recovery code."""
    with attempted(place, tell) as session:
        if session is None:
            return
        access = session.vault.access
        if attempt(place, tell, "change", lambda: access.change_passphrase(PASSPHRASE, SECOND)):
            attempt(place, tell, "add", lambda: access.add_passphrase("Beto", THIRD, TESTING_COST))
            code = RecoverySecret(secrets.token_bytes(CODE_BYTES))
            attempt(place, tell, "code", lambda: access.replace_kind(code, ""))


def opens_with(place: Path, passphrase: str) -> bool:
    """Tell whether a passphrase opens the vault."""
    try:
        opened(place, passphrase).close()
    except WrongPassphraseError:
        return False
    return True


def judge_keys(place: Path, told: Sequence[str]) -> list[Finding]:
    """The old or the new passphrase opens, never neither; what was told to be changed is changed."""
    done = did(told)
    old, new, other = (opens_with(place, words) for words in (PASSPHRASE, SECOND, THIRD))
    found = [] if old or new else [(UNOPENABLE, "neither passphrase opens")]
    if "change" in done and (old or not new):
        found.append((LOST, "the changed passphrase"))
    if "add" in done and not other:
        found.append((LOST, "the added person"))
    return found


# --- the first run ---------------------------------------------------------------------------------------------------


def nothing(place: Path) -> None:
    """Begin with an empty folder."""


def make_first_vault(place: Path, tell: Tell) -> None:
    """Make a vault and close it."""
    attempt(place, tell, "create", lambda: make_vault(place))


def judge_first_vault(place: Path, told: Sequence[str]) -> list[Finding]:
    """There is a whole vault or none, and then one can be made; nothing half-made is left after that."""
    if (place / "vault" / "vault.db").exists() or (place / "vault" / "vault.keys").exists():
        with opened(place) as session:
            found = sound(session)
            if "create" in did(told) and session.store.count("person") != 1:
                found.append((LOST, "the first person"))
    else:
        found = [(LOST, "the new vault")] if "create" in did(told) else []
        make_vault(place)
    return found


# --- a copy of an open vault -----------------------------------------------------------------------------------------


def copy_vault(place: Path, tell: Tell) -> None:
    """Copy the vault beside itself, over a copy that is there."""
    with attempted(place, tell) as session:
        for n in range(3 if session else 0):
            assert session is not None
            attempt(place, tell, f"copy{n}", partial(session.vault.save_copy, place / f"copy{n}.db"))


def judge_copies(place: Path, told: Sequence[str]) -> list[Finding]:
    """Every copy that has its name is whole; the vault is as it was."""
    found = judge_people(place, [line for line in told if "copy" not in line])
    done = did(told)
    for n in range(3):
        copy = place / f"copy{n}.db"
        if copy.exists():
            room = place / f"room{n}"
            shutil.copytree(place / "vault", room / "vault")
            copy.replace(room / "vault" / "vault.db")
            try:
                found += judge_people(room, [])
            except VaultError as error:
                found.append((UNOPENABLE, f"copy{n} {type(error).__name__}"))
        elif f"copy{n}" in done:
            found.append((LOST, f"copy{n}"))
    return found


RECORDS = (
    Workload("save", make_vault, save_people, judge_people),
    Workload("import", make_vault, import_family, judge_family),
    Workload("migrate", make_old_vault, open_old_vault, judge_old_vault),
    Workload("keys", make_vault, change_keys, judge_keys),
    Workload("first run", nothing, make_first_vault, judge_first_vault),
    Workload("copy", make_vault, copy_vault, judge_copies),
)
