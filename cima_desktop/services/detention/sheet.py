"""The page for the telephone: from the scene to plain facts in each language of the paper (E5)."""

from collections.abc import Iterator, Sequence

from cima_desktop.documents.detention_sheet import DetentionSheet, draw
from cima_desktop.documents.one_person import Fact, Part
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.i18n import N_, tr
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Record, kind_of
from cima_desktop.model.people import Person
from cima_desktop.services.detention.scene import Minor, Scene, scene
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import DETENTION_SHEET
from cima_desktop.services.session import Session

_WHAT, _CHILDREN, _SCHOOL = N_("What happened"), N_("Children and who cares for them"), N_("School and pick-up")
_CALL, _HEALTH, _LAW, _MONEY = N_("People to call"), N_("Health and medicine"), N_("Lawyer and consulate"), N_("Money")
_WHEN = N_("When and where")
_TASKS, _TOLD = N_("Still to do"), N_("Who was told")
_NOBODY = N_("No caregiver is named")


def make(session: Session, detention: RecordId, in_language: str) -> Sheets:
    """Make the page, in memory.

    Args:
        session: the open vault.
        detention: whose.
        in_language: "both", "es" or "en"; never the screen's by itself.

    Raises:
        NotFoundError: there is no such detention.
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    found = scene(session, detention)
    languages = LANGUAGES_OF[in_language]
    parts = [part for part in _parts(found, languages) if part.facts]
    return draw(
        DetentionSheet(
            name=found.person.title(),
            languages=languages,
            made_on=session.today(),
            parts=parts,
            large=bool(found.person.read_aloud or any(p.read_aloud for p in found.home)),
            practice=session.practice,
        )
    )


def begin_print(session: Session, detention: RecordId) -> None:
    """Note that the page is about to be printed; call it before it goes out."""
    refuse_in_copy(session)
    session.store.note_deed(DETENTION_SHEET, detention)


def _parts(found: Scene, languages: tuple[str, ...]) -> Iterator[Part]:
    detention = found.detention
    first = [_line(*(_said(detention, n, lang) for n in ("on", "at", "place", "agency"))) for lang in languages]
    yield _part(
        _WHAT, [Fact([tr(_WHEN, lang) for lang in languages], first), *_stands(detention, languages)], languages
    )
    yield _part(_CHILDREN, [fact for minor in found.children for fact in _care(found, minor, languages)], languages)
    yield _part(_SCHOOL, [_school(minor, languages) for minor in found.children], languages)
    near = [Fact([p.title()], [_number(p, lang) for lang in languages]) for p in found.home]
    contacts = found.family.contacts if found.family else ()
    near += [Fact([c.name], [_line(c.relation, phone_text(c.phone))]) for c in contacts]
    yield _part(_CALL, near, languages)
    yield _part(_LAW, list(_law(found, languages)), languages)
    yield _part(_HEALTH, list(_health(found, languages)), languages)
    owed = [
        Fact([a.description], [_line(a.institution, phone_text(a.phone), a.amount, a.due_day)]) for a in found.money
    ]
    yield _part(_MONEY, owed, languages)
    open_tasks = [each.task for each in found.tasks if not each.task.done_on]
    yield _part(_TASKS, [Fact([_said(t, "due_on", languages[0])], [t.what]) for t in open_tasks], languages)
    told = [
        Fact(
            [_said(t, "who", lang) for lang in languages],
            [_line(t.name, _said(t, "on", lang), _said(t, "at", lang)) for lang in languages],
        )
        for t in found.told
    ]
    yield _part(_TOLD, told, languages)


def _part(title: str, facts: Sequence[Fact | None], languages: tuple[str, ...]) -> Part:
    known = [fact for fact in facts if fact is not None and any(fact.value)]
    return Part([tr(title, language) for language in languages], "", known)


def _stands(record: Record, languages: tuple[str, ...]) -> Iterator[Fact]:
    for name in ("facility", "state", "children_safe", "picked_up_by"):
        yield _answer(record, name, languages)


def _care(found: Scene, minor: Minor, languages: tuple[str, ...]) -> Iterator[Fact]:
    """Yield a child's caregivers in order; whoever is kept apart is not among them."""
    name = minor.person.title()
    helpers = [helper for helper in minor.helpers if not helper.is_apart]
    told = []
    for language in languages:
        lines = [_line(_said(h.link, "rank", language), _who(h.person, language)) for h in helpers]
        told.append("; ".join(lines) or tr(_NOBODY, language))
    yield Fact([name], told)
    for field in ("allergies", "rescue_medicine"):
        values = found.answers(minor.sheet.id, field, _said(minor.sheet, field, languages[0]))
        label = kind_of(minor.sheet).field(field).label
        if values:
            yield Fact([f"{name}: {tr(label, language)}" for language in languages], [" / ".join(values)])


def _school(minor: Minor, languages: tuple[str, ...]) -> Fact | None:
    sheet = minor.sheet
    fetch = kind_of(sheet).field("pick_up").label
    told = []
    for language in languages:
        who = f"{tr(fetch, language)}: {_one_line(sheet.pick_up)}" if sheet.pick_up else ""
        bus = _one_line(sheet.bus)
        told.append(_line(sheet.school, phone_text(sheet.school_phone), sheet.grade, sheet.teacher, bus, who))
    return Fact([minor.person.title()], told)


def _law(found: Scene, languages: tuple[str, ...]) -> Iterator[Fact]:
    plan, detention = found.plan, found.detention
    lawyer = detention.lawyer or (plan.lawyer_name if plan else "")
    phone = detention.lawyer_phone or (plan.lawyer_phone if plan else "")
    yield Fact([tr(N_("Lawyer"), language) for language in languages], [_line(lawyer, phone_text(phone))])
    if plan and detention.consulate_agreed:
        consulate = _line(plan.consulate_name, phone_text(plan.consulate_phone))
        yield Fact([tr(N_("Consulate"), language) for language in languages], [consulate])
    for hearing in found.hearings:
        when = [_line(_said(hearing, "on", lang), _said(hearing, "at", lang), hearing.place) for lang in languages]
        yield Fact([_line(_said(hearing, "sort", lang), hearing.what) for lang in languages], when)


def _health(found: Scene, languages: tuple[str, ...]) -> Iterator[Fact]:
    yield Fact([found.person.title()], [_one_line(found.detention.medical)])
    everybody = [
        *((found.person, m) for m in found.medicines),
        *((k.person, m) for k in found.children for m in k.medicines),
    ]
    for person, medicine in everybody:
        told = []
        for language in languages:
            dose = " / ".join(found.answers(medicine.id, "dose", medicine.dose))
            told.append(_line(medicine.name, dose, _said(medicine, "times", language), medicine.place))
        yield Fact([person.title()], told)
    if found.health is not None:
        for field in ("conditions", "allergies"):
            values = found.answers(found.health.id, field, _said(found.health, field, languages[0]))
            label = kind_of(found.health).field(field).label
            yield Fact([tr(label, language) for language in languages], [" / ".join(values)])


def _answer(record: Record, name: str, languages: tuple[str, ...]) -> Fact:
    label = kind_of(record).field(name).label
    return Fact([tr(label, language) for language in languages], [_said(record, name, lang) for lang in languages])


def _said(record: Record, name: str, language: str) -> str:
    return _one_line(text_of(kind_of(record).field(name), getattr(record, name), language))


def _one_line(words: str) -> str:
    """Return what was written on several lines as one: two names must not run into one another."""
    return "; ".join(filter(None, (" ".join(line.split()) for line in words.split("\n"))))


def _who(person: Person, language: str) -> str:
    return _line(person.title(), _number(person, language))


def _number(person: Person, language: str) -> str:
    """Return a number with what must be known before dialling it."""
    if not person.phone:
        return ""
    hours = f"{tr(N_('Safe hours to call'), language)}: {person.safe_hours}" if person.safe_hours else ""
    message = "" if person.voicemail_ok else tr(N_("Leave no message"), language)
    ask = f"{tr(N_('Name to ask for'), language)}: {person.ask_for}" if person.ask_for else ""
    return _line(phone_text(person.phone), hours, message, ask)


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
