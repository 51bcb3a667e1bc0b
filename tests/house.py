"""The house rules that no linter knows (S18): each detector reads a module's tree and names line and fault."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Fault = tuple[int, str]
Detector = Callable[[ast.Module, str], Iterator[Fault]]

_KEY_STATEMENT = re.compile(r"\bpragma\s+(hex)?(re)?key\b", re.IGNORECASE)
_SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|PRAGMA\s+\w"
    r"|(CREATE|DROP|ALTER)\s+(\w+\s+)?(TABLE|VIEW|INDEX|TRIGGER)\s)",
    re.DOTALL,
)
_MARKUP_DOOR = "cima_desktop/documents/door.py"
_SQL_ROOMS = ("cima_desktop/store/", "cima_desktop/vault/")
_VAULT_FILE = re.compile(r"vault\.db|\bdatabase(_path|_file)?\b")
_NETWORK = re.compile(
    r"(socket|ssl|socketserver|http|urllib\.(request|error|robotparser)|urllib3|requests|httpx|aiohttp|ftplib|smtplib"
    r"|imaplib|poplib|telnetlib|xmlrpc|websockets?|PySide6\.Qt(Network\w*|WebSockets|WebEngine\w*|HttpServer|WebView))(\.|$)"
)
_UNSAFE_MODULES = re.compile(r"(pickle|cPickle|dill|shelve|marshal|yaml)(\.|$)")
_UNSAFE_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "tempfile.mktemp"}
_READABLE_COPIES = {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"}
_LOG_METHODS = {"debug", "info", "warning", "error", "critical", "exception", "log"}


def _docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the strings that stand alone as statements."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _strings(tree: ast.Module) -> Iterator[ast.Constant]:
    told = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with the dotted name it calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, _dotted(node.func) or ast.unparse(node.func)


def _dotted(func: ast.expr) -> str:
    """Return what `ast.unparse` would, for `a.b.c`, many times faster; nothing for anything else."""
    if isinstance(func, ast.Attribute):
        before = _dotted(func.value)
        return before and f"{before}.{func.attr}"
    return func.id if isinstance(func, ast.Name) else ""


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield each imported module and, for `from a import b`, also `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def key_statements(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find keys handed over as SQL text, which SQLite's error messages and traces would repeat."""
    for node in _strings(tree):
        if _KEY_STATEMENT.search(str(node.value)):
            yield node.lineno, "a key must never be part of a statement"


def sql_elsewhere(tree: ast.Module, path: str) -> Iterator[Fault]:
    """Find SQL outside the two rooms that may hold it."""
    if path.startswith(_SQL_ROOMS):
        return
    for node in _strings(tree):
        if _SQL.search(str(node.value)):
            yield node.lineno, "SQL lives in store/ and vault/ only"


def paragraphs_elsewhere(tree: ast.Module, path: str) -> Iterator[Fault]:
    """Find text that reaches reportlab's markup without going through the escaping, capping door."""
    if path == _MARKUP_DOOR:
        return
    for node, name in _calls(tree):
        if name.split(".")[-1] in {"Paragraph", "XPreformatted"}:
            yield node.lineno, "text reaches reportlab through documents/door.py only"


def unsafe_loading(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find ways to run what was read: pickles, eval, shells."""
    for line, module in _imports(tree):
        if _UNSAFE_MODULES.match(module):
            yield line, f"{module} can run what it reads"
    for node, name in _calls(tree):
        shell = any(word.arg == "shell" and not _is_false(word.value) for word in node.keywords)
        if name in _UNSAFE_CALLS or shell:
            yield node.lineno, f"{name} can run what it is given"


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def readable_copies(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find temporary files, which would keep a readable copy outside the vault."""
    for line, module in _imports(tree):
        if module.startswith("tempfile.") and module.split(".")[-1] in _READABLE_COPIES:
            yield line, "no readable temporary files"
    for node, name in _calls(tree):
        if name.startswith("tempfile.") and name.split(".")[-1] in _READABLE_COPIES:
            yield node.lineno, "no readable temporary files"


def vault_opened_as_a_file(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find the live database opened as a plain file: closing it would drop SQLite's own locks."""
    for node, name in _calls(tree):
        opens = name == "open" or name.endswith(
            (".open", ".read_bytes", ".write_bytes", "shutil.copy", "shutil.copyfile")
        )
        if opens and _VAULT_FILE.search(ast.unparse(node)):
            yield node.lineno, "the database file is opened by the engine only"


def swallowed_errors(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find bugs made invisible."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = "" if node.type is None else ast.unparse(node.type)
        silent = all(isinstance(step, ast.Pass | ast.Continue) or _is_ellipsis(step) for step in node.body)
        if silent and (not caught or re.search(r"\b(Base)?Exception\b", caught)):
            yield node.lineno, "an unknown error must not be swallowed"


def _is_ellipsis(step: ast.stmt) -> bool:
    return isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant) and step.value.value is Ellipsis


def network(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find anything that could send something away."""
    for line, module in _imports(tree):
        if _NETWORK.match(module):
            yield line, f"{module}: the program has no network code"


def logged_values(tree: ast.Module, _path: str) -> Iterator[Fault]:
    """Find log calls that are not one fixed sentence."""
    for node, name in _calls(tree):
        receiver, _, method = name.rpartition(".")
        if method not in _LOG_METHODS or not re.search(r"\b_?log(ger)?\b", receiver.lower()):
            continue
        fixed = len(node.args) == 1 and isinstance(node.args[0], ast.Constant)
        if not fixed or any(word.arg in {"extra", "stack_info"} for word in node.keywords):
            yield node.lineno, "a log line is one fixed sentence without values"


DETECTORS: tuple[Detector, ...] = (
    key_statements,
    sql_elsewhere,
    paragraphs_elsewhere,
    unsafe_loading,
    readable_copies,
    vault_opened_as_a_file,
    swallowed_errors,
    network,
    logged_values,
)


def faults(source: str, path: str, detectors: tuple[Detector, ...] = DETECTORS) -> list[str]:
    """Return "path:line: fault" for each fault in a module's source."""
    return faults_of(ast.parse(source), path, detectors)


def faults_of(tree: ast.Module, path: str, detectors: tuple[Detector, ...] = DETECTORS) -> list[str]:
    """Do the same for a module that is parsed already."""
    where = str(PurePosixPath(path))
    return [f"{where}:{line}: {what}" for detector in detectors for line, what in detector(tree, where)]
