"""`bundle import`, `bundle undo`: look at what another coordinator sent, take it in or not, and take it back."""

import argparse
from pathlib import Path
from typing import Any

from cima_desktop.cli.common import Answer, add_without_backup, opened
from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.errors import KnownError

_SHOWN = 40


class NoSuchArrivalError(KnownError):
    """A number is of no bundle that arrived."""

    message = N_("No bundle with this number arrived here.")
    remedy = N_("`bundle import` says the number. Nothing was changed.")


def add_verbs(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verbs to the grammar of `bundle`."""
    taking = verbs.add_parser(
        "import", parents=[common], help=tr(N_("check a bundle, say what it would change, and take it in if told to"))
    )
    taking.add_argument("file", type=Path, metavar="FILE.cima")
    taking.add_argument(
        "--accept", choices=("all", "none"), help=tr(N_("take in everything or nothing; without it nothing is decided"))
    )
    taking.add_argument("--decline", nargs="+", default=[], metavar="ID", help=tr(N_("records not to take in")))
    taking.add_argument(
        "--take", nargs="+", default=[], metavar="ID", help=tr(N_("with “all”: records that it leaves out, one by one"))
    )
    taking.add_argument(
        "--also",
        nargs="+",
        default=[],
        choices=("deleted", "declined", "mass"),
        help=tr(N_("with “all”: also deletions, what was declined before, or very many changes at once")),
    )
    add_without_backup(taking)
    taking.set_defaults(do=_import)
    undo = verbs.add_parser("undo", parents=[common], help=tr(N_("take back what came with a bundle, on any day")))
    undo.add_argument("number", type=int, metavar="NUMBER")
    undo.add_argument("--redo", action="store_true", help=tr(N_("the other way: take it in after all")))
    add_without_backup(undo)
    undo.set_defaults(do=_undo)


def _import(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import arriving, arriving_taking  # lazy: --help should not load the engine
    from cima_desktop.store.bundles import TAKING, WAITING

    with opened(wanted) as session:
        arriving_taking.settle_rest(session)
        received = arriving.receive(session, wanted.file)
        note = received.arrival.note
        answer: dict[str, Any] = {"number": note.n, "bundle": note.id.hex(), "before": received.before}
        if note.state not in (WAITING, TAKING):
            return {**answer, "state": note.state}, [tr(_BEFORE).format(n=note.n)]
        declined, seen, lines = _seen(session, note.n, wanted)  # before anything else: it also shows a copied vault
        if wanted.accept == "none":
            arriving_taking.refuse(session, note.n)
            return {**answer, "state": "refused"}, [tr(N_("Nothing of it was taken in."))]
        answer |= seen
        if wanted.accept is None:
            return {**answer, "state": note.state}, [*lines, tr(_WAITS).format(n=note.n)]
        taken = arriving_taking.take_in(session, note.n, declined, backup=not wanted.without_backup)
    told = ngettext("{n} record was taken in.", "{n} records were taken in.", taken.records).format(n=taken.records)
    answer |= {"state": "done", "records": taken.records, "declined": taken.declined, "questions": taken.questions}
    return answer, [*lines, told, tr(_WAY_BACK).format(n=note.n)]


_BEFORE = N_("This bundle was decided about before. Nothing was done again. Its number is {n}.")
_WAITS = N_("Nothing was taken in. It waits in the vault with the number {n}: give --accept to decide.")
_WAY_BACK = N_("Take it back with: bundle undo {n}")


def _seen(session: Any, n: int, wanted: argparse.Namespace) -> tuple[list[Any], dict[str, Any], list[str]]:
    """Return what is declined, and what an arrival would change, for a script and for a person."""
    from cima_desktop.services import arriving_review  # lazy, as above

    review = arriving_review.review(session, n)
    choice = review.choice
    choice.tick_none()
    if wanted.accept == "all":
        choice.tick_all(wanted.also)
        choice.tick(wanted.take, True)
        choice.tick(wanted.decline, False)
    rows = review.compared.rows
    records = [
        {"id": row.id, "kind": row.kind, "title": row.title, "sort": row.sort, "odd": sorted(row.odd)} for row in rows
    ]
    counts, odd = dict(review.compared.counts), sorted(review.compared.odd)
    lines = [f"{sort}: {number}" for sort, number in counts.items()]
    lines += [f"  {row.sort}  {row.id}  {row.kind}  {row.title}" for row in rows[:_SHOWN]]
    lines += [f"{caution.sentence()} {caution.advice()}" for caution in review.cautions]
    cautions = [type(caution).__name__ for caution in review.cautions]
    return choice.declined(), {"counts": counts, "odd": odd, "cautions": cautions, "changes": records}, lines


def _undo(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.errors import NotFoundError  # lazy, as above
    from cima_desktop.services import arriving, arriving_taking

    backup = not wanted.without_backup
    with opened(wanted) as session:
        try:
            before = arriving.arrival(session, wanted.number).note
        except NotFoundError as error:
            raise NoSuchArrivalError from error
        if before.state not in arriving.STATES:
            raise NoSuchArrivalError
        turn = arriving_taking.redo if wanted.redo else arriving_taking.undo
        touched = turn(session, wanted.number, backup=backup)
        state = arriving.arrival(session, wanted.number).note.state
    number = len(touched.ids)
    told = ngettext("{n} record was changed.", "{n} records were changed.", number).format(n=number)
    return {"number": wanted.number, "state": state, "records": number}, [told]
