"""The words of a review: what becomes of a record, what is odd about it, who sent it, and what there is to count."""

from collections.abc import Mapping

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.widgets.dates import show_date, show_moment
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.arriving_choice import Entry
from cima_desktop.services.comparing import HOW_WORDS
from cima_desktop.services.likeness import Like
from cima_desktop.services.peers import TRUST_WORDS, name_of
from cima_desktop.store import BundleNote, Peer, Trust

SORTS: Mapping[str, tuple[str, str]] = {
    "new": (N_("New"), "good"),
    "changed": (N_("Changed"), "info"),
    "conflict": (N_("Two answers"), "warn"),
    "deleted": (N_("Deleted there"), "bad"),
    "restored": (N_("Taken out of the bin"), "info"),
    "newer": (N_("From a newer version"), "info"),
    "declined": (N_("Declined before"), "neutral"),
    "revoked": (N_("Not trusted any more"), "bad"),
    "mixed": (N_("Of another kind"), "bad"),
    "erased": (N_("Erased here"), "neutral"),
    "same": (N_("Known already"), "neutral"),
}
"""What becomes of a record, and the tone it is said in."""
ODD: Mapping[str, str] = {
    "clock": N_("Odd clock"),
    "part": N_("Only a part"),
    "history": N_("Earlier changes are missing"),
    "newer": N_("Fields of a newer version"),
    "words": N_("Words that we do not note"),
    "values": N_("Answers that do not fit"),
    "attorney": N_("For an attorney only"),
}
SORT_HELP: Mapping[str, str] = {
    "conflict": N_("Both answers are kept, and the record waits under “Needs a decision” until somebody chooses."),
    "deleted": N_("If you take this in, it goes to the bin here, from where it can be put back."),
    "newer": N_("This program does not know it yet. It is kept and passed on, and shown after an update."),
    "declined": N_("This was declined here before, so it is not ticked."),
    "mixed": N_("What came says that this is another kind of record. It is set aside and does not count."),
    "revoked": N_("It was written on a device that is not trusted any more. It is set aside and does not count."),
    "erased": N_("It was erased here, so nothing of it is written again."),
    "same": N_("All of this is here already."),
}
ODD_HELP: Mapping[str, str] = {
    "clock": N_("The clock of the computer it was written on was far off, so its days may be wrong."),
    "part": N_("The sender gave only a part of this record."),
    "history": N_("What was written before is not in this bundle. When it comes, the record fills itself in."),
    "newer": N_("Some of its fields are known only to a newer program. They are kept and passed on."),
    "words": N_(
        "It has words about status, about how somebody came, or a number that is kept in no field here. It is not "
        "ticked by itself. Better ask the sender to take them out."
    ),
    "values": N_(
        "It has an answer that no form here would take, like a day that has not come yet. It is not ticked by itself: "
        "look at it first, and ask the sender."
    ),
    "attorney": N_(
        "It writes parts that only a reviewing attorney may change. It is not ticked by itself: nothing in the bundle "
        "shows that an attorney wrote them."
    ),
}
TWINS = N_("Here already?")
BUNDLE_SORTS: Mapping[str, str] = {
    "delta": N_("What this vault did not have yet"),
    "chosen": N_("Chosen records"),
    "referral": N_("A referral"),
    "answer": N_("The answer to a referral"),
}


def chips_of(entry: Entry, has_twin: bool) -> list[tuple[str, str]]:
    """Return the chips of an entry, those that want to be looked at first."""
    sorts = [
        sort for sort in entry.sorts if sort != "same"
    ] or entry.sorts  # what is known says nothing beside the rest
    chips = [(tr(word), tone) for word, tone in (SORTS[sort] for sort in sorts)]
    if has_twin:
        chips.insert(0, (tr(TWINS), "warn"))
    return chips + [(tr(ODD[odd]), "warn") for odd in sorted(entry.odd) if not entry.is_settled]


def title_of(entry: Entry) -> str:
    """Return the name of an entry; a record without one goes by its kind."""
    return entry.title or _("(no name yet)")


def kind_words(kind: str) -> str:
    """Return what kind of record it is; one that only a newer program knows says so."""
    return tr(KINDS[kind].label) if kind in KINDS else _("Of a newer version")


def about_entry(entry: Entry) -> str:
    """Return the quieter line of an entry: its kind, and how many records it is."""
    number = len(entry.rows)
    count = ngettext("{n} record", "{n} records", number).format(n=number) if number > 1 else ""
    return " · ".join(part for part in (kind_words(entry.kind), count) if part)


def value_words(field: Field | None, value: Value, names: Mapping[str, str]) -> str:
    """Return a value in words; a record that it points to goes by its name."""
    if field is None:
        return str(value)
    if field.type.is_set and isinstance(value, str):
        value = frozenset({value})
    if field.type is FieldType.REF and isinstance(value, str):
        return names.get(value, "") or (_("(a record that is not here)") if value else "")
    return text_of(field, value, name_of=lambda record: names.get(record, ""))


def twin_words(like: Like) -> str:
    """Return why a person who is here may be the one who came."""
    why = ", ".join(tr(reason) for reason in like.reasons)
    return _("May be the same person: {why}.").format(why=why)


def line(*parts: Text) -> str:
    """Return the parts that say something, with dots between them."""
    return " · ".join(words for part in parts if (words := say(part)))


def sender_words(sender: Peer | None) -> str:
    """Return who sent something, as a person knows them."""
    return name_of(sender) if sender else _("somebody whose card is not here any more")


def trust_chip(sender: Peer | None) -> tuple[Text, str]:
    """Return how far the sender is trusted, in a word, and its tone."""
    trust = sender.trust if sender else Trust.SIGNS
    tones = {Trust.CHECKED: "good", Trust.REVOKED: "bad"}
    return TRUST_WORDS[trust], tones.get(trust, "warn")


def trust_words(sender: Peer | None) -> str:
    """Return who compared the sender's words, how and when; what to do where nobody did."""
    if sender is None or sender.trust is not Trust.CHECKED or sender.checked_at is None:
        return _("Nobody here has compared words with them, so it is not certain who made this.")
    how = tr(HOW_WORDS[sender.checked_how]) if sender.checked_how in HOW_WORDS else ""
    day = show_date(sender.checked_at.astimezone().date())
    words = _("Compared on {day} by {who}") if sender.checked_by else _("Compared on {day}")
    return ", ".join(part for part in (words.format(day=day, who=sender.checked_by), how) if part)


def arrival_words(note: BundleNote) -> str:
    """Return what kind of bundle it is and when it was made."""
    made = _("made {when}").format(when=show_moment(note.made))
    return f"{tr(BUNDLE_SORTS.get(note.sort, note.sort))} · {made}"
