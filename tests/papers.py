"""The papers of the shipped pack, made for made-up families: what tests of documents share."""

from datetime import date

from cima_desktop.documents.loading import load
from cima_desktop.documents.paper import Paper, papers_for
from cima_desktop.documents.render import Approved, Making, Rendered, render
from cima_desktop.model.family import Family
from tests import builders as b

LANGUAGES = ("both", "en", "es")
PACK = load()
SORTS = tuple(s for s in PACK.sorts if PACK.spec(s).one_per != "document")
SIGNED = tuple(s for s in SORTS if PACK.spec(s).signed)
REGISTERED = tuple(s for s in SIGNED if PACK.spec(s).recordable)
APPROVAL = Approved("Lic. Ana Torres Vega", "NC-55512", date(2026, 11, 1))


def paper_of(family: Family, sort: str) -> Paper:
    """Return the first paper of a sort."""
    return next(p for p in papers_for(PACK, family) if p.sort == sort)


def made(sort: str, language: str = "both", family: Family | None = None, **more: object) -> Rendered:
    """Make the first paper of a sort for a family; `more` goes to the making."""
    known = family or b.family()
    approval = more.pop("approval", None)
    making = Making(language=language, made_on=b.TODAY, code="TEST", **more)  # type: ignore[arg-type]
    return render(PACK, paper_of(known, sort), known, making, approval=approval)  # type: ignore[arg-type]
