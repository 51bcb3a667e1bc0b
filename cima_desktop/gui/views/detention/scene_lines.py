"""What stands on the screen of a detention, as lines: who cares for whom, whom to call, what is to be done."""

from collections.abc import Callable, Iterator
from functools import partial

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.detention.scene_deeds import SceneDeeds
from cima_desktop.gui.views.records.contact_card import contact_chips, contact_lines
from cima_desktop.gui.views.records.rows_list import Deed, Line
from cima_desktop.i18n import N_, _, clock_text, ngettext, tr
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.family import age_on
from cima_desktop.model.fields import iso_date
from cima_desktop.model.kinds import KINDS, Record, kind_of
from cima_desktop.model.people import Organization, Person
from cima_desktop.model.plans import EmergencyContact, Medicine
from cima_desktop.model.workups import Appointment
from cima_desktop.services.detention.scene import Helper, Minor, Scene, ToDo, Way

CODE_WORD, PASSWORD = N_("Show the code word"), N_("Show the pick-up password")
APART = (N_("Kept apart: do not call"), "bad")
Chips = list[tuple[Text, str]]


def said(record: Record, name: str) -> str:
    """Return an answer of a record in words."""
    return text_of(kind_of(record).field(name), getattr(record, name))


def labelled(record: Record, *names: str) -> list[str]:
    """Return answers with what they answer: "Teacher: Mtra. Peña"."""
    kind = kind_of(record)
    told = ((tr(kind.field(name).label), said(record, name)) for name in names)
    return [_("{label}: {value}").format(label=label, value=value) for label, value in told if value]


def several(scene: Scene, record: Record, *names: str) -> list[str]:
    """Return answers with what they answer, all of them where two people wrote different things."""
    kind = kind_of(record)
    told = ((tr(kind.field(n).label), scene.answers(record.id, n, said(record, n))) for n in names)
    return [_("{label}: {value}").format(label=label, value=" / ".join(values)) for label, values in told if values]


def lines_of(make: Callable[[], list[str]]) -> Text:
    """Return some parts as one text, made again when the language changes."""
    return lambda: "\n".join(make())


def moment_of(on: str, at: str) -> str:
    """Return day and time of a note."""
    day = iso_date(on)
    return " ".join(part for part in (text_of(KINDS["told"].field("on"), on) if day else "", clock_text(at)) if part)


def _number(person: Person) -> list[str]:
    """Return the number with everything to know before dialling it (C4)."""
    values = kind_of(person).values(person)
    told = [phone_text(each) for each in (person.phone, person.other_phone) if each]
    ways = [line() if callable(line) else tr(line) for line in contact_lines(values)] if person.phone else []
    return [" · ".join([*told, *ways])] if told else [_("No telephone number is written down.")]


def _call(person: Person, deeds: SceneDeeds) -> tuple[Deed, ...]:
    """Return the way to call somebody, where there is a number."""
    call = Deed(words=N_("Call…"), run=lambda: deeds.call(person.id), icon="phone")
    return (call,) if person.phone else ()


def _told_chip(scene: Scene, who: str, name: str) -> Chips:
    told = scene.was_told(who, name)
    if told is None:
        return []
    return [(lambda: _("Told {when}").format(when=moment_of(told.on, told.at)), "good")]


def task_line(todo: ToDo, deeds: SceneDeeds) -> Line:
    """Return a task of the first day, with who does it by the plan."""
    task, own = todo.task, todo.own
    done = bool(task.done_on)

    def detail() -> list[str]:
        parts = [own.who, phone_text(own.phone), own.by_when, own.detail] if own else []
        return [" · ".join(part for part in parts if part)]

    chips: Chips = [(N_("Done"), "good")] if done else []
    finish = Deed(words=N_("Done"), run=lambda: deeds.finish(task.id), icon="check")
    return Line(
        title=raw(task.what),
        detail=lines_of(detail) if own else "",
        icon="circle-check" if done else "circle",
        chips=chips,
        deeds=() if done else (finish,),
        faint=done,
    )


def minor_lines(scene: Scene, minor: Minor, deeds: SceneDeeds) -> Iterator[Line]:
    """Yield a child, and below it who would care for it in order."""
    person = minor.person
    age = age_on(person.birth_date, scene.today)

    def title() -> str:
        years = "" if age is None else ngettext("{n} year", "{n} years", age).format(n=age)
        return " · ".join(part for part in (person.title() or _("(no name yet)"), years) if part)

    opens = Deed(words=N_("Open"), run=lambda: deeds.open("person", person.id), icon="arrow-right", small=True)
    chips: Chips = [] if minor.helpers else [(N_("No caregiver is named"), "bad")]
    yield Line(
        title=title,
        detail=lines_of(lambda: several(scene, minor.sheet, "allergies", "rescue_medicine") + _told_child(minor)),
        icon="baby",
        chips=chips,
        deeds=(opens,),
    )
    for place, helper in enumerate(minor.helpers, 1):
        yield _helper_line(scene, helper, place, deeds)


def _told_child(minor: Minor) -> list[str]:
    return labelled(minor.sheet, "told", "comfort", "if_alone")


def _helper_line(scene: Scene, helper: Helper, place: int, deeds: SceneDeeds) -> Line:
    person, link = helper.person, helper.link
    name = person.title()
    opens = Deed(words=N_("Open"), run=lambda: deeds.open("person", person.id), icon="arrow-right", small=True)
    if helper.is_apart:
        return Line(title=raw(name), icon="ban", chips=(APART,), deeds=(opens,), faint=True)

    def title() -> str:
        rank = said(link, "rank")
        return _("{n}. {name} ({rank})").format(n=place, name=name, rank=rank) if rank else f"{place}. {name}"

    values = kind_of(person).values(person)
    chips: Chips = [*_told_chip(scene, "caregiver", name)]
    if link.agreed is not True:
        chips.append((N_("Not asked yet whether they agree"), "warn"))
    chips += [(words, tone) for words, tone in contact_chips(values) if tone != "good"]
    told = Deed(words=N_("Was told"), run=lambda: deeds.tell("caregiver", name), icon="check")
    detail = lines_of(lambda: [*_number(person), *labelled(link, "relation")])
    return Line(title=title, detail=detail, icon="hand-heart", chips=chips, deeds=(*_call(person, deeds), told, opens))


def person_line(scene: Scene, person: Person, deeds: SceneDeeds) -> Line:
    """Return somebody of the family with their number."""
    opens = Deed(words=N_("Open"), run=lambda: deeds.open("person", person.id), icon="arrow-right", small=True)
    told = Deed(words=N_("Was told"), run=lambda: deeds.tell("family", person.title()), icon="check")
    chips: Chips = [*_told_chip(scene, "family", person.title())]
    values = kind_of(person).values(person)
    chips += [(words, tone) for words, tone in contact_chips(values) if tone != "good"]
    return Line(
        title=raw(person.title()),
        detail=lines_of(lambda: _number(person)),
        icon="user",
        chips=chips,
        deeds=(*_call(person, deeds), told, opens),
    )


def contact_line(scene: Scene, contact: EmergencyContact, deeds: SceneDeeds) -> Line:
    """Return an emergency contact of the plan."""
    told = Deed(words=N_("Was told"), run=lambda: deeds.tell("family", contact.name), icon="check")
    parts = (contact.relation, phone_text(contact.phone), said(contact, "language"))
    return Line(
        title=raw(contact.name),
        detail=raw(" · ".join(part for part in parts if part)),
        icon="phone",
        chips=_told_chip(scene, "family", contact.name),
        deeds=(told,),
    )


def counted_lines(scene: Scene, deeds: SceneDeeds) -> Iterator[Line]:
    """Yield the other families that counted on this person, so that somebody else is found for their children."""
    for plan, name in scene.cares_for:
        yield Line(
            title=raw(name),
            detail=N_("This family named the person as a caregiver; they need to know."),
            icon="folder-heart",
            chips=((N_("Caregiver"), "warn"),),
            deeds=(Deed(words=N_("Open"), run=partial(deeds.open, "plan", plan), icon="arrow-right"),),
        )


def school_line(scene: Scene, minor: Minor, deeds: SceneDeeds) -> Line:
    """Return where a child is during the day and who may fetch it; the password only when it is asked for."""
    sheet, name = minor.sheet, minor.person.title()
    school = sheet.school or name
    told = Deed(words=N_("Was told"), run=lambda: deeds.tell("school", school), icon="check")
    show = Deed(words=PASSWORD, run=lambda: deeds.reveal(sheet.id, raw(name)), icon="eye")

    def detail() -> list[str]:
        at = " · ".join(part for part in (phone_text(sheet.school_phone), sheet.grade, sheet.teacher) if part)
        return [part for part in (at, *labelled(sheet, "pick_up", "bus")) if part]

    chips: Chips = [*_told_chip(scene, "school", school)]
    if not sheet.pick_up:
        chips.append((N_("The pick-up list is not written down"), "warn"))
    return Line(
        title=lambda: _("{child}: {school}").format(child=name, school=sheet.school or _("school not written down")),
        detail=lines_of(detail),
        icon="school",
        chips=chips,
        deeds=(told, *((show,) if sheet.pick_up_password else ())),
    )


def law_lines(scene: Scene, deeds: SceneDeeds) -> Iterator[Line]:
    """Yield lawyer, consulate and hearings."""
    plan, detention = scene.plan, scene.detention
    lawyer = detention.lawyer or (plan.lawyer_name if plan else "")
    phone = detention.lawyer_phone or (plan.lawyer_phone if plan else "")
    if lawyer or phone:
        told = Deed(words=N_("Was told"), run=lambda: deeds.tell("lawyer", lawyer), icon="check")
        chips: Chips = [*_told_chip(scene, "lawyer", "")]
        if plan and plan.lawyer_signed_form:
            chips.append((N_("Has the signed appearance form"), "good"))
        title: Text = raw(lawyer) if lawyer else N_("Lawyer")
        yield Line(title=title, detail=raw(phone_text(phone)), icon="scale", chips=chips, deeds=(told,))
    else:
        yield Line(title=N_("No lawyer is named yet"), icon="scale", chips=((N_("To do"), "warn"),))
    yield from _consulate_lines(scene, deeds)
    for hearing in scene.hearings:
        yield _hearing_line(hearing)


def _consulate_lines(scene: Scene, deeds: SceneDeeds) -> Iterator[Line]:
    """Yield the consulate of the plan, or those of the directory; the family is asked before it is told."""
    agreed = scene.detention.consulate_agreed
    named = [(scene.plan.consulate_name, scene.plan.consulate_phone)] if scene.plan else []
    found = [each for each in named if each[0]] or [(o.name, o.phone) for o in scene.consulates]
    if not agreed:
        yes = Deed(words=N_("The family agrees"), run=lambda: deeds.agree(True), icon="check")
        no = Deed(words=N_("They do not want it"), run=lambda: deeds.agree(False), icon="x")
        chip = (N_("Ask the family first"), "warn") if agreed is None else (N_("The family does not want it"), "bad")
        yield Line(
            title=N_("Consulate"),
            detail=raw(", ".join(name for name, _phone in found)),
            icon="landmark",
            chips=(chip,),
            deeds=(yes, no) if agreed is None else (yes,),
        )
        return
    for name, phone in found:
        yield _consulate_line(scene, name, phone, deeds)
    if not found:
        yield Line(title=N_("The family wants the consulate told; none is written down"), icon="landmark")


def _consulate_line(scene: Scene, name: str, phone: str, deeds: SceneDeeds) -> Line:
    told = Deed(words=N_("Was told"), run=lambda: deeds.tell("consulate", name), icon="check")
    chips = _told_chip(scene, "consulate", name)
    return Line(title=raw(name), detail=raw(phone_text(phone)), icon="landmark", chips=chips, deeds=(told,))


def _hearing_line(hearing: Appointment) -> Line:
    def title() -> str:
        when = moment_of(hearing.on, hearing.at) if not hearing.unknown else _("date not known yet")
        return _("{what}: {when}").format(what=said(hearing, "sort"), when=when)

    def detail() -> list[str]:
        return [part for part in (hearing.what, hearing.place, said(hearing, "result")) if part]

    return Line(title=title, detail=lines_of(detail), icon="gavel")


def health_lines(scene: Scene) -> Iterator[Line]:
    """Yield what the person and the children take, and what must be known about their health."""
    health, name = scene.health, scene.person.title()
    told = scene.detention.medical
    if scene.medicines or health or told:

        def of_person() -> list[str]:
            asked = ("conditions", "allergies", "pregnancy", "equipment", "doctor", "doctor_phone", "pharmacy")
            more = several(scene, health, *asked) if health else []
            return [*([told] if told else []), *(_medicine(scene, m) for m in scene.medicines), *more]

        yield Line(title=raw(name), detail=lines_of(of_person), icon="briefcase-medical")
    for minor in scene.children:
        yield from _child_health(scene, minor)


def _child_health(scene: Scene, minor: Minor) -> Iterator[Line]:
    def detail() -> list[str]:
        asked = ("conditions", "doctor", "doctor_phone", "pharmacy")
        return [*(_medicine(scene, m) for m in minor.medicines), *several(scene, minor.sheet, *asked)]

    if minor.medicines or minor.sheet.conditions or minor.sheet.doctor:
        yield Line(title=raw(minor.person.title()), detail=lines_of(detail), icon="baby")


def _medicine(scene: Scene, medicine: Medicine) -> str:
    dose = " / ".join(scene.answers(medicine.id, "dose", said(medicine, "dose")))
    parts = (medicine.name, dose, said(medicine, "times"), *labelled(medicine, "place"))
    return " · ".join(part for part in parts if part)


def money_lines(scene: Scene) -> Iterator[Line]:
    """Yield what has to be paid or is owed, from the plan."""
    for asset in scene.money:
        parts = (asset.institution, phone_text(asset.phone), asset.amount, asset.due_day, asset.other_person)
        yield Line(
            title=raw(asset.description),
            detail=raw(" · ".join(part for part in parts if part)),
            icon="wallet",
            chips=((KINDS["asset"].field("sort").choice_label(asset.sort), "neutral"),),
        )


def way_line(way: Way, deeds: SceneDeeds) -> Line:
    """Return a way to look, with one press for what came of it."""
    kind = KINDS["locator_check"]
    result, where = kind.field("result"), kind.field("where")
    marks = {"found": "check", "not_found": "x", "no_answer": "phone"}
    buttons = [
        Deed(words=each.label, run=partial(deeds.look, way.key, each.value), icon=marks[each.value])
        for each in result.choices
    ]
    last = way.last
    chips: Chips = []
    if last is not None:

        def words() -> str:
            return f"{tr(result.choice_label(last.result))} · {moment_of(last.on, last.at)}"

        chips.append((words, "good" if last.result == "found" else "neutral"))
    place = way.place
    detail: Text = lines_of(lambda: _of_place(place)) if place is not None else ""
    return Line(title=where.choice_label(way.key), detail=detail, icon="search", chips=chips, deeds=buttons)


def _of_place(place: Organization) -> list[str]:
    numbers = " · ".join(phone_text(each) for each in (place.phone, place.other_phone) if each)
    return [part for part in (place.name, numbers, place.hours, place.how_to, place.website) if part]
