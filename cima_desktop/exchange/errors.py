"""What can be wrong with a file that arrives: each has its own sentence, in the words of the person who opens it."""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError


class BundleError(KnownError):
    """A file that is no good bundle; nothing of it was taken in."""

    message = N_("This file is not a bundle, or not a whole one.")
    remedy = N_("Nothing was taken in. Ask the sender to make the file again, and copy it whole.")
