"""Many files that appear at once, as a folder or as a ZIP archive, or not at all."""

import contextlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from cima_desktop.i18n import N_
from cima_desktop.services.outside import NotWrittenError
from cima_desktop.vault.files import sync_folder

ENDING = ".zip"
_SUFFIX = ".cima-part"
Put = Callable[[str, Iterable[bytes]], None]


class NameTakenError(NotWrittenError):
    """Something of that name is there, and nothing is ever put in its place."""

    message = N_("There is a file or folder of that name already.")
    remedy = N_("Choose another name. What is there is untouched.")


@contextlib.contextmanager
def parcel(target: Path, mark: str) -> Iterator[Put]:
    """Let the block put files (a relative name, pieces of bytes); they appear as `target` when it ends well.

    `mark` stands in the name they have until then, by which `sweep` finds what a killed program left.

    Raises:
        NameTakenError: something is there.
        OSError: the disk refused; nothing is left.
    """
    if os.path.lexists(target):
        raise NameTakenError
    build = target.with_name(f".{target.name}.{mark}{_SUFFIX}")
    try:
        with _archive(build) if target.suffix.lower() == ENDING else _folder(build) as put:
            yield put
        if os.path.lexists(target):  # another program was quicker
            raise NameTakenError
        build.rename(target)
    except BaseException:
        _remove(build)
        raise
    sync_folder(target.parent)


def sweep(folder: Path, mark: str) -> bool:
    """Remove what a killed program left of a parcel in this folder; tell whether there was something and it is gone."""
    left = list(folder.glob(f".*.{mark}{_SUFFIX}"))
    for each in left:
        _remove(each)
    return bool(left) and not any(os.path.lexists(each) for each in left)


def _remove(build: Path) -> None:
    shutil.rmtree(build, ignore_errors=True)
    with contextlib.suppress(OSError):
        build.unlink()


@contextlib.contextmanager
def _archive(build: Path) -> Iterator[Put]:
    with _new(build) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:

            def put(name: str, pieces: Iterable[bytes]) -> None:
                with archive.open(name, "w", force_zip64=True) as file:
                    for piece in pieces:
                        file.write(piece)

            yield put
        _last(out)


@contextlib.contextmanager
def _folder(build: Path) -> Iterator[Put]:
    build.mkdir(mode=0o700)

    def put(name: str, pieces: Iterable[bytes]) -> None:
        file = build / name
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with _new(file) as out:
            for piece in pieces:
                out.write(piece)
            _last(out)

    yield put


def _new(file: Path) -> IO[bytes]:
    """Return a new file, for this user alone, to write into."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "wb")


def _last(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())
