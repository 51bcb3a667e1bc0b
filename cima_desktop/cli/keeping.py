"""`keeping`: until when things are kept, what is due, legal holds, and erasing."""

import argparse
from typing import Any

from cima_desktop.cli.common import Answer, opened
from cima_desktop.i18n import N_, day_text, tr
from cima_desktop.model.ids import RecordId


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    keeping = commands.add_parser("keeping", parents=[common], help=tr(N_("until when things are kept, and erasing")))
    verbs = keeping.add_subparsers(dest="verb", required=True, metavar="VERB")
    due = verbs.add_parser("due", parents=[common], help=tr(N_("what is past its date")))
    due.set_defaults(do=_due)
    until = verbs.add_parser("until", parents=[common], help=tr(N_("until when a record is kept, and why")))
    until.add_argument("record", metavar="RECORD")
    until.set_defaults(do=_until)
    erase = verbs.add_parser("erase", parents=[common], help=tr(N_("erase a record with its parts")))
    erase.add_argument("record", metavar="RECORD")
    erase.add_argument("--reason", choices=("asked", "time", "mistake", "bin"), required=True)
    erase.add_argument("--name", default="", help=tr(N_("the record’s name, to confirm; only shows it when not given")))
    erase.set_defaults(do=_erase)
    listed = verbs.add_parser("holds", parents=[common], help=tr(N_("the legal holds")))
    listed.set_defaults(do=_holds)
    hold = verbs.add_parser("hold", parents=[common], help=tr(N_("place a legal hold on a record or the whole vault")))
    hold.add_argument("record", nargs="?", default="", metavar="RECORD")
    hold.add_argument("--reason", choices=("served", "expected", "lawyer", "complaint", "other"), required=True)
    hold.set_defaults(do=_hold)
    release = verbs.add_parser("release", parents=[common], help=tr(N_("release a legal hold")))
    release.add_argument("hold", metavar="HOLD")
    release.add_argument("--why", required=True, help=tr(N_("who decided it, and when")))
    release.set_defaults(do=_release)


def _due(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import retention  # lazy: --help should not load the engine

    with opened(wanted) as session:
        found = retention.due(session)
    answer = [{"id": d.id, "kind": d.kind, "title": d.title, "why": d.why, "until": d.until.isoformat()} for d in found]
    lines = [f"{d.id}  {d.until}  {d.title}" for d in found] or [tr(N_("Nothing is past its date."))]
    return {"due": answer}, lines


def _until(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.errors import NotFoundError  # lazy, as above
    from cima_desktop.services import retention

    with opened(wanted) as session:
        kept = retention.kept(session, RecordId(wanted.record))
    if kept is None:
        raise NotFoundError
    since = day_text(kept.since) if kept.since else ""
    words = tr(retention.RULE_WORDS[kept.rule]).format(since=since)
    lines = [day_text(kept.day)] if kept.day else []
    return {"until": kept.day.isoformat() if kept.day else None, "rule": kept.rule}, [*lines, words, tr(kept.reason)]


def _erase(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import erasing  # lazy, as above

    record = RecordId(wanted.record)
    with opened(wanted) as session:
        seen = erasing.preview(session, [record])
        word = seen.word or record
        if not wanted.name:
            parts = ", ".join(f"{kind} {n}" for kind, n in seen.parts.items())
            line = tr(N_("Nothing was erased yet. To confirm, give its name with --name: {word}")).format(word=word)
            return {"erased": 0, "parts": dict(seen.parts), "held": seen.is_held}, [parts, line]
        done = erasing.erase(session, [record], wanted.reason, wanted.name, word)
    line = tr(N_("Backups made before may hold it until {day}.")).format(day=day_text(done.copies_until))
    return {"erased": done.records, "copies_until": done.copies_until.isoformat()}, [str(done.records), line]


def _holds(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import holds  # lazy, as above

    with opened(wanted) as session:
        found = holds.all_holds(session)
    answer = [{"id": h.id, "about": h.about, "reason": h.reason, "in_force": h.in_force} for h in found]
    lines = [f"{h.id}  {h.placed_on}–{h.released_on}  {h.reason}  {h.about}".rstrip() for h in found]
    return {"holds": answer}, lines or [tr(N_("There is no legal hold."))]


def _hold(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import holds  # lazy, as above

    with opened(wanted) as session:
        touched = holds.place(session, wanted.reason, RecordId(wanted.record))
    placed = next(iter(touched.ids))
    return {"hold": placed}, [placed]


def _release(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import holds  # lazy, as above

    with opened(wanted) as session:
        holds.release(session, RecordId(wanted.hold), wanted.why)
    return {"hold": wanted.hold}, [tr(N_("The hold was released."))]
