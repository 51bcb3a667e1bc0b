"""Makes what is not kept in git: Python forms from ui/*.ui and compiled catalogues from translations/*/*.po.

Hatch runs it for editable, wheel and sdist builds; `python packaging/build_hook.py` does the same by hand.
uic exits 0 while it guesses (a name used twice, a property it does not know), so anything it says is an error.
"""

import importlib.util
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, hatchling need not be installed
    BuildHookInterface = object  # type: ignore[assignment, misc]

ROOT = Path(__file__).resolve().parent.parent
FORMS = Path("cima_desktop", "gui", "forms")
NO_LOADER = 3
"""Exit status when uic is sound but this machine lacks a system library it needs."""
_IMPORT = re.compile(r"^from (PySide6\.\w+) import \(([^)]*)\)\n", re.MULTILINE)
BRIDGE = "from cima_desktop.gui.language import form_tr\n"


class UicCannotStartError(Exception):
    """The form compiler lacks a system library here; the program's headless commands work all the same."""


def uic() -> Path:
    """Return the path of PySide6's own form compiler: beside the package on Windows, in libexec elsewhere."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The forms need PySide6-Essentials, which is not installed in this environment.")
    folder = Path(spec.submodule_search_locations[0])
    return folder / "uic.exe" if sys.platform == "win32" else folder / "Qt" / "libexec" / "uic"


def compile_form(source: Path) -> str:
    """Return the Python text of one form."""
    done = subprocess.run(
        [uic(), "-g", "python", "--tr", "form_tr", source],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode and "error while loading shared libraries" in done.stderr:
        raise UicCannotStartError(done.stderr.strip())
    if done.returncode or done.stderr.strip():
        raise SystemExit(
            f"uic does not accept {source.name}:\n{done.stderr.strip() or f'exit status {done.returncode}'}"
        )
    head, marker, rest = done.stdout.partition("\nfrom PySide6.")
    imports, class_line, body = (marker.lstrip("\n") + rest).partition("\nclass Ui_")
    return head + "\n" + BRIDGE + _IMPORT.sub(lambda found: _used(found, body), imports) + class_line + body


def _used(found: re.Match[str], body: str) -> str:
    """Return one import of a form without the names that the form does not use: each costs time at start."""
    names = [name for name in re.findall(r"\w+", found[2]) if re.search(rf"\b{name}\b", body)]
    return f"from {found[1]} import ({', '.join(names)})\n" if names else ""


def compile_catalogue(source: Path) -> bytes:
    """Return the bytes of the .mo file of one .po file."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def _keep(target: Path, content: bytes) -> None:
    """Write `content` only when it differs, so that nothing downstream is rebuilt for nothing."""
    if target.is_file() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def build(root: Path = ROOT) -> tuple[int, int]:
    """Build every form and catalogue under `root`; return how many of each."""
    catalogues = sorted((root / "translations").glob("*/LC_MESSAGES/*.po"))
    for catalogue in catalogues:
        _keep(catalogue.with_suffix(".mo"), compile_catalogue(catalogue))
    forms = root / FORMS
    sources = {f"{source.stem}.py": source for source in sorted((root / "ui").glob("*.ui"))}
    _keep(forms / "__init__.py", b'"""Made from ui/*.ui by packaging/build_hook.py; do not edit."""\n')
    for left_over in set(forms.glob("*.py")) - {forms / name for name in [*sources, "__init__.py"]}:
        left_over.unlink()
    for name, source in sources.items():
        _keep(forms / name, compile_form(source).encode("utf-8"))
    return len(sources), len(catalogues)


class FormsAndCatalogues(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """Hatch's hook around `build`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and for a real wheel put the shipped folders into the package."""
        root = Path(self.root)
        try:
            build(root)
        except UicCannotStartError as error:
            if version != "editable":
                raise
            self.app.display_warning(f"The forms were not built: {error}")
        if self.target_name == "wheel" and version == "standard":
            for folder in ("resources", "translations"):
                if (root / folder).is_dir():
                    build_data["force_include"][str(root / folder)] = f"cima_desktop/_data/{folder}"


if __name__ == "__main__":
    try:
        print("forms: {}, catalogues: {}".format(*build()))
    except UicCannotStartError as problem:
        print(f"The forms were not built: {problem}", file=sys.stderr)
        sys.exit(NO_LOADER)
