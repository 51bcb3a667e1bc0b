"""The house keeps its rules (S18, D01), and each detector of them is seen to catch a seeded fault."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

from tests import house

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 400
MAX_FUNCTION_LINES = 40
MAX_METHODS = 20

SEEDED = [
    (house.key_statements, "db.execute(\"PRAGMA key = 'x'\")"),
    (house.key_statements, 'db.execute(f"pragma rekey = {key}")'),
    (house.sql_elsewhere, 'rows = db.execute("SELECT name FROM person")'),
    (house.sql_elsewhere, 'db.execute("INSERT OR REPLACE INTO person VALUES (1)")'),
    (house.sql_elsewhere, 'db.execute("CREATE VIRTUAL TABLE t USING fts5(a)")'),
    (house.paragraphs_elsewhere, "story.append(platypus.Paragraph(name, style))"),
    (house.paragraphs_elsewhere, "from reportlab.platypus import Paragraph\nParagraph(name)"),
    (house.unsafe_loading, "import pickle"),
    (house.unsafe_loading, "from yaml import load"),
    (house.unsafe_loading, "eval(text)"),
    (house.unsafe_loading, "exec(text)"),
    (house.unsafe_loading, "subprocess.run(text, shell=True)"),
    (house.unsafe_loading, "os.system(text)"),
    (house.readable_copies, "import tempfile\ntempfile.NamedTemporaryFile()"),
    (house.readable_copies, "from tempfile import NamedTemporaryFile"),
    (house.vault_opened_as_a_file, 'open(folder / "vault.db", "rb")'),
    (house.vault_opened_as_a_file, '(folder / "vault.db").read_bytes()'),
    (house.vault_opened_as_a_file, "shutil.copy(database_path, target)"),
    (house.swallowed_errors, "try:\n    go()\nexcept Exception:\n    pass"),
    (house.swallowed_errors, "try:\n    go()\nexcept:\n    ..."),
    (
        house.swallowed_errors,
        "for x in y:\n    try:\n        go()\n    except (OSError, BaseException):\n        continue",
    ),
    (house.network, "import socket"),
    (house.network, "import urllib.request"),
    (house.network, "from http import client"),
    (house.network, "import requests"),
    (house.network, "from PySide6 import QtNetwork"),
    (house.network, "from PySide6.QtNetwork import QNetworkAccessManager"),
    (house.logged_values, 'log.info(f"opened {name}")'),
    (house.logged_values, 'LOGGER.warning("opened %s", name)'),
    (house.logged_values, "self._log.error(str(error))"),
]

HARMLESS = """
'''PRAGMA key is never used: SELECT a FROM b is only words here.'''
import urllib.parse
from PySide6 import QtWidgets
import tempfile

folder = tempfile.TemporaryDirectory()
pattern = re.compile("a")
subprocess.run(["lp"], shell=False)
QMessageBox.warning(parent, title, text)
log.info("opened a vault")
log.exception("a bug")
label.setText("Select a family from the list")
try:
    go()
except FileNotFoundError:
    pass
try:
    go()
except Exception:
    report()
    raise
"""


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python files kept in the project (not what uic makes)."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "forms" not in path.relative_to(ROOT).parts:
                yield path


@cache
def trees() -> dict[str, ast.Module]:
    """Return the program's modules, parsed once for all rules."""
    paths = modules("cima_desktop")
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="module", autouse=True)
def _trees_go() -> Iterator[None]:
    """Let go of the trees after this module: they are large."""
    yield
    trees.cache_clear()


@pytest.mark.parametrize("detector", house.DETECTORS, ids=lambda detector: detector.__name__)
def test_the_program_keeps_the_rule(detector: house.Detector) -> None:
    found = [fault for path, tree in trees().items() for fault in house.faults_of(tree, path, (detector,))]
    assert found == []


@pytest.mark.parametrize(("detector", "source"), SEEDED)
def test_a_seeded_fault_is_caught(detector: house.Detector, source: str) -> None:
    assert house.faults(source, "cima_desktop/services/seeded.py", (detector,)) != []


def test_each_detector_has_a_seeded_fault() -> None:
    assert {detector for detector, _ in SEEDED} == set(house.DETECTORS)


def test_ordinary_code_is_let_through() -> None:
    assert house.faults(HARMLESS, "cima_desktop/services/harmless.py") == []


def test_the_rooms_that_may_are_let_through() -> None:
    assert house.faults('db.execute("SELECT a FROM b")', "cima_desktop/store/reading.py") == []
    assert house.faults("Paragraph(escaped(text))", "cima_desktop/documents/door.py") == []


def too_long(paths: Iterator[Path], limit: int = MAX_LINES) -> list[str]:
    """Return the files with more lines than a reader can hold."""
    counts = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path.name}: {count}" for path, count in counts.items() if count > limit]


def test_every_file_is_small() -> None:
    assert too_long(modules("cima_desktop", "tests", "packaging")) == []


def test_a_long_file_is_caught(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * (MAX_LINES + 1), encoding="utf-8")
    assert too_long(tmp_path.glob("*.py")) == ["long.py: 401"]


def too_big(tree: ast.Module) -> list[str]:
    """Return the functions and classes that do too much."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES:
            found.append(f"function {node.name}")
        if isinstance(node, ast.ClassDef) and sum(isinstance(n, ast.FunctionDef) for n in node.body) > MAX_METHODS:
            found.append(f"class {node.name}")
    return found


def test_every_function_and_class_is_small() -> None:
    found = [f"{path}: {what}" for path, tree in trees().items() for what in too_big(tree)]
    assert found == []


def test_a_big_function_and_a_big_class_are_caught() -> None:
    assert too_big(ast.parse("def long():\n" + "    step()\n" * MAX_FUNCTION_LINES)) == ["function long"]
    methods = "".join(f"    def m{n}(self): ...\n" for n in range(MAX_METHODS + 1))
    assert too_big(ast.parse("class Wide:\n" + methods)) == ["class Wide"]


def lock_faults(text: str) -> list[str]:
    """Return what is wrong with a requirement file: no hash, no exact version, or where it came from."""
    found = re.findall(r"\S*(?:://|--(?:extra-)?index-url|--find-links|--trusted-host|file:)\S*", text)
    blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", text).strip())
    for block in blocks:
        name = block.split(" ")[0]
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[0-9][\w.]*", name):
            found.append(f"not pinned: {name}")
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block):
            found.append(f"no hash: {name}")
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_library_is_pinned_and_hashed(name: str) -> None:
    assert lock_faults((ROOT / "packaging" / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ["attrs==26.1.0\n", "attrs>=26 \\\n    --hash=sha256:" + "a" * 64, "--index-url https://example.invalid/simple\n"],
)
def test_a_loose_requirement_is_caught(text: str) -> None:
    assert lock_faults(text) != []


def test_every_dependency_is_locked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)==", lock))
    wanted = {re.split(r"[<>=!~ ]", line)[0].lower().replace("_", "-") for line in settings["project"]["dependencies"]}
    assert wanted - locked == set()


def test_no_keyring_that_writes_plain_text_is_installed() -> None:
    names = {distribution.name.lower().replace("_", "-") for distribution in metadata.distributions()}
    assert "keyrings.alt" not in names
    assert "keyrings-alt" not in names


def test_the_program_has_one_entry_point() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["scripts"] == {"cima-desktop": "cima_desktop.__main__:main"}
    assert "entry-points" not in settings["project"]


def test_packaging_is_no_package() -> None:
    """It would shadow the library of that name, which half of Python's tools import."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


REFERENCES_TO_NONE = """
import sys
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, Qt

class Empty(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()): return 1
    def columnCount(self, parent=QModelIndex()): return 1
    def data(self, index, role=0): return None

model = Empty()
def turn():
    for _ in range(2000):
        QCoreApplication.translate("context", "text", None)
        model.index(0, 0).data()
        model.headerData(0, Qt.Orientation.Horizontal)
turn()
before = sys.getrefcount(None)
turn()
print(before - sys.getrefcount(None))
"""


def test_qt_loses_no_references_to_none() -> None:
    """PySide6 6.12.0 did, until CPython 3.11 stopped with "deallocating None"."""
    done = subprocess.run([sys.executable, "-c", REFERENCES_TO_NONE], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100
