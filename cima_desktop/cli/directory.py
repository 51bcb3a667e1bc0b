"""`directory`: finding help in the directory."""

import argparse
from typing import Any

from cima_desktop.cli.common import Answer, opened
from cima_desktop.i18n import N_, tr

MOST = 5000


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    directory = commands.add_parser("directory", parents=[common], help=tr(N_("organizations people can be sent to")))
    verbs = directory.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser("list", parents=[common], help=tr(N_("the entries that fit, fresh ones first")))
    listed.add_argument("words", nargs="?", default="", metavar="WORDS")
    listed.add_argument("--service", choices=_service_values(), default="", help=tr(N_("what they help with")))
    listed.add_argument("--county", default="", help=tr(N_("the county somebody lives in")))
    listed.add_argument("--language", choices=_language_values(), default="", help=tr(N_("a language they speak")))
    listed.set_defaults(do=_list)


def _service_values() -> list[str]:
    from cima_desktop.model.roster_choices import SERVICES  # lazy: --help of other verbs needs none of it

    return [choice.value for choice in SERVICES]


def _language_values() -> list[str]:
    from cima_desktop.model.choices import LANGUAGES  # lazy, as above

    return [choice.value for choice in LANGUAGES]


def _list(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.display import phone_text  # lazy: --help should not load the engine
    from cima_desktop.services.directory.finding import Criteria, find

    criteria = Criteria(words=wanted.words, service=wanted.service, county=wanted.county, language=wanted.language)
    with opened(wanted) as session:
        found = find(session, criteria, limit=MOST)
    answer = [
        {
            "id": entry.id,
            "name": entry.name,
            "phone": entry.phone,
            "city": entry.city,
            "services": sorted(entry.services),
            "counties": sorted(entry.counties),
            "languages": sorted(entry.languages),
            "cost": entry.cost or None,
            "checked_on": entry.checked_on or None,
            "stale": entry.stale,
        }
        for entry in found.entries
    ]
    lines = [
        "  ".join(part for part in (entry.name, phone_text(entry.phone), entry.city, _age(entry.stale)) if part)
        for entry in found.entries
    ]
    return {"entries": answer}, lines or [tr(N_("Nothing in the directory fits."))]


def _age(stale: bool) -> str:
    return tr(N_("(ask again)")) if stale else ""
