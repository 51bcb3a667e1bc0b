"""`peer`: the card of this vault, the cards of others, comparing words, and trusting somebody no more."""

import argparse
import sys
from pathlib import Path
from typing import Any

from cima_desktop import i18n
from cima_desktop.cli.common import Answer, opened
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError

_WHO = N_("the id of the other vault, or its beginning, or the person’s name if only one has it")
_REASONS = ("lost", "stolen", "taken", "left", "other")
_HOWS = ("qr", "words", "voice")


class NoSuchPeerError(KnownError):
    """A peer was named that is not known here, or that could be more than one."""

    message = N_("No card, or more than one, goes by that name.")
    remedy = N_("Look at the list with `peer list`, and name the id.")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    peer = commands.add_parser("peer", parents=[common], help=tr(N_("the people one exchanges with")))
    verbs = peer.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, told: str, do: Any) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = verbs.add_parser(name, parents=[common], help=tr(told))
        parser.set_defaults(do=do)
        return parser

    card = verb("card", N_("this vault’s card and its words"), _card)
    card.add_argument("--out", type=Path, metavar="FILE", help=tr(N_("write the card to this file")))
    card.add_argument("--name", metavar="NAME", help=tr(N_("put this name on the card first")))
    card.add_argument("--place", metavar="NAME", help=tr(N_("put this computer or place on the card first")))
    card.add_argument("--new-key", action="store_true", help=tr(N_("change the key for receiving first")))
    adding = verb("add", N_("take in somebody’s card"), _add)
    adding.add_argument("file", type=Path, metavar="FILE", help=tr(N_("the card")))
    verify = verb("verify", N_("compare words or QR text, read from standard input, with a card"), _verify)
    verify.add_argument("who", metavar="WHO", help=tr(_WHO))
    verify.add_argument("--how", choices=_HOWS, required=True, help=tr(N_("how they were compared")))
    verb("list", N_("the cards that are here, and how far each is trusted"), _list)
    revoke = verb("revoke", N_("trust a vault no more; tells what it held"), _revoke)
    revoke.add_argument("who", metavar="WHO", help=tr(_WHO))
    revoke.add_argument("--reason", choices=_REASONS, required=True, help=tr(N_("what happened")))


def _card(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.exchange.cards import as_text  # lazy: --help should not load the engine
    from cima_desktop.services import own_card, peers

    destroyed = 0
    with opened(wanted) as session:
        if wanted.name is not None or wanted.place is not None:
            now = own_card.present_card(session)
            person = now.person if wanted.name is None else wanted.name
            own_card.rename(session, person, now.label if wanted.place is None else wanted.place)
        if wanted.new_key:
            destroyed = own_card.change_key(session)
        shown = own_card.mine(session)
        if wanted.out is not None:
            own_card.save_card(session, wanted.out)
    card = shown.card
    answer = {
        "id": card.device.hex(),
        "person": card.person,
        "label": card.label,
        "fingerprint": card.fingerprint.hex(),
        "words": {language: list(words) for language, words in shown.words.items()},
        "qr": shown.qr,
        "box": card.box,
        "key_due": shown.key_due.isoformat(),
        "destroyed_keys": destroyed,
        "card": as_text(card),
    }
    lines = [peers.named(card.person, card.label), card.device.hex()]
    lines += [" ".join(shown.words[i18n.language()]), shown.qr]
    return answer, lines if wanted.out is not None else [*lines, as_text(card).rstrip()]


def _add(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import peers  # lazy, as above

    with opened(wanted) as session:
        added = peers.add_card_file(session, wanted.file)
    peer = added.peer
    lines = [peers.named(peer.person, peer.label), peer.id.hex(), tr(peers.TRUST_WORDS[peer.trust])]
    return {**_facts(peer), "new": added.is_new, "new_key": added.has_new_key}, lines


def _verify(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import comparing  # lazy, as above

    with opened(wanted) as session:
        device = _found(session, wanted.who).id
        compared = comparing.compare(session, device, wanted.how, sys.stdin.read())
    if compared.is_same:
        return {"ok": True, "differing": []}, [tr(N_("They are the same. That they were compared is kept."))]
    stop = tr(N_("They are not the same. Exchange nothing with this card, and compare again."))
    return {"ok": False, "differing": list(compared.differing)}, [stop]


def _list(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import peers, revoking  # lazy, as above

    with opened(wanted) as session:
        found, asked = session.store.peers(), revoking.asked(session)
    lines = [
        f"{p.id.hex()}  {tr(peers.TRUST_WORDS[p.trust])}  {peers.named(p.person, p.label)}".rstrip() for p in found
    ]
    told = N_("{colleague} no longer trusts {name}. Decide whether you do.")
    lines += [tr(told).format(colleague=each.signer_name, name=each.name) for each in asked]
    questions = [{"about": each.device.hex(), "by": each.signer.hex(), "reason": each.reason} for each in asked]
    return {"peers": [_facts(peer) for peer in found], "asked": questions}, lines


def _revoke(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import peer_papers, peers, revoking  # lazy, as above

    with opened(wanted) as session:
        peer = _found(session, wanted.who)
        revoking.revoke(session, peer.id, wanted.reason)
        held = peers.held_by(session, peer.id)
    lines = [tr(N_("That vault is no longer trusted. This is what it held:"))]
    for kind, part in peer_papers.held_groups(held):
        lines += [f"{kind}:", *(f"  {each.title or each.id}" for each in part)]
    rows = [{"id": each.id, "kind": each.kind, "title": each.title} for each in held]
    return {"revoked": peer.id.hex(), "held": rows}, lines


def _facts(peer: Any) -> dict[str, Any]:
    return {
        "id": peer.id.hex(),
        "person": peer.person,
        "label": peer.label,
        "trust": peer.trust.name.lower(),
        "fingerprint": peer.fingerprint.hex(),
        "checked": {"how": peer.checked_how, "by": peer.checked_by, "on": _day(peer.checked_at)},
        "introduced_by": peer.introduced_by.hex(),
        "revoked_on": _day(peer.revoked_at),
        "scope": peer.scope,
    }


def _day(moment: Any) -> str | None:
    return moment.astimezone().date().isoformat() if moment else None


def _found(session: Any, who: str) -> Any:
    """Return the one peer that is meant.

    Raises:
        NoSuchPeerError: there is none, or more than one.
    """
    everybody = session.store.peers()
    found = [peer for peer in everybody if who and peer.id.hex().startswith(who.lower())]
    found = found or [peer for peer in everybody if peer.person == who]
    if len(found) != 1:
        raise NoSuchPeerError
    return found[0]
