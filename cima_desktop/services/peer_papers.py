"""The papers of the exchange as PDF in memory: the words of this vault's card, and what another vault held."""

from itertools import groupby

from cima_desktop.i18n import N_, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.own_card import mine
from cima_desktop.services.peer_deeds import HELD_PRINTED
from cima_desktop.services.peers import Held, held_by, name_of, named
from cima_desktop.services.session import Session

_TOLD = N_(
    "These records went to that vault or came from it, as far as is known here. What else it held nobody here can know."
    " Keep this list where nobody else reads it."
)
_NAMELESS = N_("A record without a name here")


def words_pdf(session: Session) -> bytes:
    """Return the sheet with the words and the QR code of this vault's card."""
    from cima_desktop.documents.peer_sheets import card_sheet  # lazy: reportlab is heavy

    shown = mine(session)
    return card_sheet(named(shown.card.person, shown.card.label), shown.words, shown.qr, session.today())


def held_pdf(session: Session, device: bytes) -> bytes:
    """Return the list of what a peer held, to be printed; that it was is noted."""
    from cima_desktop.documents.peer_sheets import Group, held_sheets  # lazy, as above

    groups = [
        Group(title, [held.title or tr(_NAMELESS) for held in part])
        for title, part in held_groups(held_by(session, device))
    ]
    made = held_sheets(name_of(session.store.peer(device)), tr(_TOLD), groups, session.today())
    session.store.note_deed(HELD_PRINTED)
    return made


def held_groups(held: list[Held]) -> list[tuple[str, list[Held]]]:
    """Return what a peer held by kind, with the name of each kind in the screen's language."""
    return [(kind_words(kind), list(part)) for kind, part in groupby(held, key=lambda each: each.kind)]


def kind_words(kind: str) -> str:
    """Return the name of a kind for many of them; a word for what was erased or only a newer program knows."""
    return tr(KINDS[kind].plural) if kind in KINDS else tr(N_("Other records"))
