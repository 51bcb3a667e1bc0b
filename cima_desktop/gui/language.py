"""The words of the forms: the bridge from what uic writes to the program's own catalogue."""

from cima_desktop.i18n import ptr, tr


def form_tr(message: str, comment: str | None = None) -> str:
    """Return a form's `message` in the screen's language; a comment drawn in the form is its gettext context."""
    return ptr(comment, message) if comment and message else tr(message)
