"""`search`, `history`: looking things up."""

import argparse
from typing import Any

from cima_desktop.cli.common import Answer, opened
from cima_desktop.i18n import N_, tr


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    search = commands.add_parser("search", parents=[common], help=tr(N_("find people, households and plans")))
    search.add_argument("words", nargs="+", metavar="WORDS")
    search.set_defaults(do=_search)
    history = commands.add_parser("history", parents=[common], help=tr(N_("who changed a record, when and how")))
    history.add_argument("record", metavar="RECORD")
    history.set_defaults(do=_history)


def _search(wanted: argparse.Namespace) -> Answer:
    with opened(wanted) as session:
        hits = session.store.search(" ".join(wanted.words))
    found = [
        {"id": h.id, "kind": h.kind, "title": h.title, "subtitle": h.subtitle, "reason": tr(h.reason).format(**h.facts)}
        for h in hits
    ]
    lines = [f"{h['id']}  {h['title']}  ({h['reason']})" for h in found] or [tr(N_("Nobody was found."))]
    return {"hits": found}, lines


def _history(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import reads  # lazy, as above
    from cima_desktop.services.chronicle import chronicle

    with opened(wanted) as session:
        reads.saw(session, wanted.record)
        entries = chronicle(session, wanted.record)
    answer = [
        {"when": e.when.isoformat(), "who": e.who, "act": e.act, "changes": [list(c) for c in e.changes]}
        for e in entries
    ]
    lines = []
    for entry in entries:
        lines.append(f"{entry.when.astimezone():%Y-%m-%d %H:%M}  {entry.act}  {entry.who}".rstrip())
        lines += [f"    {label}: {old or '–'} → {new or '–'}" for label, old, new in entry.changes]
    return {"history": answer}, lines
