"""The two kinds of error: the world's fault (`KnownError`) and a bug (everything else)."""

from collections.abc import Mapping

from cima_desktop.i18n import N_, tr


class KnownError(Exception):
    """Something outside the program went wrong, said as a sentence for the person and what to do next.

    `message` and `remedy` are catalogue messages, translated when shown, so the error follows a language
    switch. `facts` fill their `{placeholders}` and are shown to the person only: never log them.
    """

    message = N_("Something went wrong.")
    remedy = N_("Nothing was changed. Try again, and ask for help if it happens twice.")

    def __init__(self, message: str = "", remedy: str = "", **facts: object) -> None:
        self.message = message or type(self).message
        self.remedy = remedy or type(self).remedy
        self.facts: Mapping[str, object] = facts
        super().__init__(type(self).__name__)  # str(error) holds no values, so a log or traceback cannot leak one

    def sentence(self, language: str | None = None) -> str:
        """Return what happened, in `language` (the screen's by default)."""
        return tr(self.message, language).format(**self.facts)

    def advice(self, language: str | None = None) -> str:
        """Return what the person can do about it."""
        return tr(self.remedy, language).format(**self.facts)


class InvalidInputError(KnownError):
    """What was typed or handed in cannot be kept as it is; `path` names the field ("children[2].birth_date")."""

    message = N_("This answer cannot be saved as it is.")
    remedy = N_("Correct the field that is marked. What you typed is still there.")

    def __init__(self, message: str = "", remedy: str = "", *, path: str = "", **facts: object) -> None:
        self.path = path
        super().__init__(message, remedy, path=path, **facts)


class NotFoundError(KnownError):
    """A record that was asked for is not in this vault."""

    message = N_("That record is not in this vault.")
    remedy = N_("Check the name or number. It may be in the bin, or in another vault.")
