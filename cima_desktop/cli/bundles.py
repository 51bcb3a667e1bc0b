"""`bundle export`, `bundle inspect`: show exactly what would leave, write it into a file, look at a file."""

import argparse
from pathlib import Path
from typing import Any

from cima_desktop.cli import bundles_in
from cima_desktop.cli.common import Answer, opened
from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.errors import KnownError

_SHOWN = 60
_PURPOSES = ("peer", "lawyer", "host", "school", "referral")


class NoSuchPeerError(KnownError):
    """A name or number is of no device, or of more than one, that can receive something."""

    message = N_("“{named}” is not the one coordinator whose card is here.")
    remedy = N_("`peer list` names them. Write the beginning of the number, or the whole name. Nothing was written.")


class NoFileToLookAtError(KnownError):
    """The file cannot be read."""

    message = N_("The file cannot be read.")
    remedy = N_("Check that it is there and that you may open it.")


def add_verbs(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verbs to the grammar of `bundle`."""
    export = verbs.add_parser(
        "export", parents=[common], help=tr(N_("say exactly what would leave, and write it into a file"))
    )
    export.add_argument("records", nargs="*", metavar="RECORD", help=tr(N_("people, households or plans")))
    export.add_argument("--to", nargs="+", required=True, metavar="PEER", help=tr(N_("name or number of a receiver")))
    export.add_argument("--for", dest="purpose", choices=_PURPOSES, default="peer", help=tr(N_("the purpose")))
    export.add_argument("--lacking", action="store_true", help=tr(N_("everything the receivers lack")))
    export.add_argument("--answers", metavar="REFERRAL", default="", help=tr(N_("only the answer to this referral")))
    export.add_argument("--out", type=Path, metavar="FILE.cima", help=tr(N_("without it nothing is written")))
    export.add_argument("--reason", default="", help=tr(N_("why; it stays here, in the register")))
    export.add_argument("--note", default="", help=tr(N_("words for the receiver")))
    export.add_argument("--question", default="", help=tr(N_("what another organization is asked")))
    export.add_argument("--with-files", action="store_true", help=tr(N_("attachments go along")))
    export.add_argument("--leave-out", nargs="+", default=[], metavar="RECORD", help=tr(N_("records that stay here")))
    export.add_argument(
        "--without-consent", default="", metavar="WHY", help=tr(N_("why it goes although a consent is missing"))
    )
    export.add_argument(
        "--not-compared", action="store_true", help=tr(N_("it goes although words were not compared with everybody"))
    )
    export.set_defaults(do=_export)
    inspect = verbs.add_parser("inspect", parents=[common], help=tr(N_("say what a file is; with a vault, what for")))
    inspect.add_argument("file", type=Path, metavar="FILE.cima")
    inspect.set_defaults(do=_inspect)


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    bundle = commands.add_parser("bundle", parents=[common], help=tr(N_("files for and from other coordinators")))
    verbs = bundle.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_verbs(verbs, common)
    bundles_in.add_verbs(verbs, common)


def _export(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import sharing, sharing_export  # lazy: --help should not load the engine

    with opened(wanted) as session:
        leaving = sharing.preview(session, _choice(session, wanted))
        answer, lines = _told(session, leaving)
        if wanted.out is None:
            lines.append(tr(N_("Nothing was written. With --out it would be.")))
            return {**answer, "written": False}, lines
        left = sharing_export.export(session, leaving, wanted.out)
    lines.append(tr(N_("Written: {file}")).format(file=left.path))
    return {**answer, "written": True, "file": str(left.path), "size": left.size, "number": left.note}, lines


def _choice(session: Any, wanted: argparse.Namespace) -> Any:
    from cima_desktop.model.fields import Preset
    from cima_desktop.model.ids import NO_ID, RecordId, new_id
    from cima_desktop.services.sharing_terms import Choice

    preset = Preset(wanted.purpose)
    asks = preset is Preset.REFERRAL and not wanted.answers
    return Choice(
        to=tuple(_peer(session, named) for named in wanted.to),
        preset=Preset.REFERRAL if wanted.answers else preset,
        lacking=wanted.lacking,
        records=tuple(RecordId(each) for each in wanted.records),
        reason=wanted.reason,
        note=wanted.note,
        left_out=frozenset(RecordId(each) for each in wanted.leave_out),
        files=wanted.with_files,
        without_consent=wanted.without_consent,
        not_compared=wanted.not_compared,
        referral=new_id() if asks else NO_ID,
        question=wanted.question if asks else "",
        answers=RecordId(wanted.answers),
    )


def _peer(session: Any, named: str) -> bytes:
    """Return the one device that is named."""
    from cima_desktop.model.text import fold
    from cima_desktop.services.peers import name_of

    there = [peer for peer in session.store.peers() if peer.receives]
    found = [peer for peer in there if fold(named) in {fold(name_of(peer)), fold(peer.person)}] or [
        peer for peer in there if named and peer.id.hex().startswith(named.lower())
    ]
    if len(found) != 1:
        raise NoSuchPeerError(named=named)
    device: bytes = found[0].id
    return device


def _told(session: Any, leaving: Any) -> Answer:
    """Return what would leave and what stays, for a script and for a person."""
    from cima_desktop.model.kinds import KINDS
    from cima_desktop.services import sharing

    def label(kind: str) -> str:
        return tr(KINDS[kind].label) if kind in KINDS else kind

    selection = leaving.selection
    lines = [sharing.summary(leaving)]
    for going in selection.going[:_SHOWN]:
        lines.append(f"+ {label(going.kind)}: {going.title}")
        lines += [f"    {each.label}: {', '.join(each.values)}" for each in sharing.shown(session, leaving, going.id)]
    more = len(selection.going) - _SHOWN
    lines += [ngettext("and {n} more", "and {n} more", more).format(n=more)] if more > 0 else []
    for each in selection.kept[:_SHOWN]:
        what = f"{each.title or label(each.kind)}{'.' if each.field else ''}{each.field}"
        lines.append(f"- {what}: {tr(each.why.value)}")
    lines += [f"? {each.title}: {tr(each.answer.value)}" for each in selection.standings]
    lines += [f"! {tr(problem.value)}" for problem in leaving.problems]
    answer = {
        "ok": leaving.ready,
        "sort": leaving.choice.sort,
        "purpose": leaving.choice.preset.value,
        "leaves": [{"id": g.id, "kind": g.kind, "fields": list(g.fields)} for g in selection.going],
        "stays": [{"id": k.id, "kind": k.kind, "field": k.field, "why": k.why.name.lower()} for k in selection.kept],
        "consents": [{"person": s.person, "answer": s.answer.name.lower()} for s in selection.standings],
        "problems": [problem.name.lower() for problem in leaving.problems],
        "changes": leaving.changes,
        "attachments": leaving.files,
        "bytes": leaving.size,
    }
    return answer, lines


def _inspect(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.exchange.bundle import outline  # lazy, as above

    try:
        with wanted.file.open("rb") as file:
            seen = outline(file)
            header = _header(wanted, file) if _names_a_vault(wanted) else None
    except OSError as error:
        raise NoFileToLookAtError from error
    answer: dict[str, Any] = {"size": seen.size, "stanzas": seen.stanzas, "mark": seen.mark.hex()}
    count = ngettext("for {n} receiver or fewer", "for {n} receivers or fewer", seen.stanzas).format(n=seen.stanzas)
    lines = [
        tr(N_("An encrypted bundle of {size} bytes, {count}.")).format(size=seen.size, count=count),
        tr(N_("Without a vault that can open it, nothing more can be known.")),
    ]
    if header is None:
        return answer, lines
    said = {
        "bundle": header.bundle_id.hex(),
        "sender": header.sender.hex(),
        "receivers": len(header.recipients),
        "made_ms": header.made_ms,
        "sort": header.sort,
        "purpose": header.purpose,
        "program": header.program,
        "changes": header.changes,
        "pieces": header.pieces,
        "bytes": header.size,
        "note": header.note,
    }
    return {**answer, **said}, [lines[0], *(f"{key}: {value}" for key, value in said.items())]


def _names_a_vault(wanted: argparse.Namespace) -> bool:
    return any(hasattr(wanted, name) for name in ("vault", "passphrase_file", "recovery_code_file", "shares_file"))


def _header(wanted: argparse.Namespace, file: Any) -> Any:
    from cima_desktop.exchange.bundle import open_bundle
    from cima_desktop.services import peers

    with opened(wanted) as session:
        store = session.store
        return open_bundle(file, store.own_boxes(), store.own_fingerprints(), peers.standing(session)).header
