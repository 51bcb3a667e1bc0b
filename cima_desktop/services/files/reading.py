"""A table from outside, read once and whole, by what its bytes are and not by what its name says."""

from pathlib import Path

from cima_desktop.exchange.csv_files import read_csv
from cima_desktop.exchange.sheets import MOST_BYTES, ForeignFileError, Sheet, Tick
from cima_desktop.exchange.vcards import is_vcards, read_vcards
from cima_desktop.exchange.workbooks import is_workbook, read_workbook
from cima_desktop.i18n import N_
from cima_desktop.model.attachments import size_text
from cima_desktop.services.attachment_source import FileSource
from cima_desktop.services.session import Session


class FileTooBigError(ForeignFileError):
    """The file is above the limit."""

    message = N_("“{name}” has {size}; a table may have {most} at most.")
    remedy = N_("Nothing was added. Split it into several files, and leave out pictures and columns nobody needs.")


def read_file(session: Session, path: Path, tick: Tick = lambda _done, _total: None) -> Sheet:
    """Return the table in a file.

    Args:
        session: the open vault, whose own files are no tables.
        path: the file.
        tick: told now and then how far the reading is; what it raises stops it.

    Raises:
        SourceError: it cannot be read from its disk.
        ForeignFileError: it is no table, or none that is taken in.
    """
    source = FileSource(path)
    source.look(session.folder)
    if source.size > MOST_BYTES:
        raise FileTooBigError(name=source.name, size=size_text(source.size), most=size_text(MOST_BYTES))
    data = b"".join(source.pieces(tick))
    if is_workbook(data):
        return read_workbook(data, tick)
    return read_vcards(data, tick) if is_vcards(data) else read_csv(data, tick)
