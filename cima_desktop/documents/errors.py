"""What can be wrong with a pack, or with a text that should become paper."""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError


class PackError(KnownError):
    """A document pack cannot be used; the facts name the file and the place in it."""

    message = N_("The document texts in “{file}” cannot be used.")
    remedy = N_("Put back the file that came with the program, or ask whoever edited it to correct it.")


class PackSyntaxError(PackError):
    """A pack file is not TOML."""

    message = N_("The document texts in “{file}” cannot be read: there is a mistake at line {line}.")


class PackBlockError(PackError):
    """A block says something a pack may not say."""


class TooLongError(KnownError):
    """A text is far longer than any paper; refused before any work is spent on it."""

    message = N_("One of the texts is too long to print: {length} characters, and at most {most} fit.")
    remedy = N_("Shorten it and make the paper again. Nothing was changed.")


class CancelledError(KnownError):
    """The person stopped the making of papers."""

    message = N_("Making the papers was stopped.")
    remedy = N_("Nothing was changed. You can make them again whenever you want.")


class UnknownPaperError(KnownError):
    """A kind of paper that this pack does not have was asked for."""

    message = N_("The document pack has no paper of the kind “{sort}”.")
    remedy = N_("Put back the document texts that came with the program.")
