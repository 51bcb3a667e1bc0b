"""What people fill in by hand on signing day: signatures, witnesses, the interpreter and the notary's certificate.

Nothing here is ever filled in beforehand. The notary completes the English certificate only (N.C.G.S. 10B-22), so the
Spanish one stands below it in grey, without a single line. A certificate is never cut: the seal must be on the page of
its words (10B-36), with at least 2 by 2.75 inches of white for it (10B-37).
"""

import re
from collections.abc import Mapping

import attrs

from cima_desktop.documents import fonts, together
from cima_desktop.documents.boxes import MUTED, Box, Canvas, Columns, Framed, Gap, Para, Rule, Stack, para
from cima_desktop.documents.context import Context
from cima_desktop.documents.pack import Block, Text
from cima_desktop.documents.slots import same
from cima_desktop.documents.voice import Voice, known
from cima_desktop.i18n import N_, tr

INCH = 72.0
SEAL_WIDTH, SEAL_HEIGHT = 2.8 * INCH, 2.05 * INCH

SIGNATURE, DATE, PRINTED_NAME = N_("Signature"), N_("Date"), N_("Printed name")
MARK, DESIGNEE_SIGNS = N_("Mark"), N_("Signature of the person who signs for {name}")
WITNESS, WITNESS_SIGNATURE, ADDRESS = N_("Witness {number}"), N_("Signature of the witness"), N_("Address")
INTERPRETER, LANGUAGE, INTERPRETER_SIGNATURE = (
    N_("Interpreter’s statement"),
    N_("Language"),
    N_("Signature of the interpreter"),
)
CERTIFICATE = N_("Notary’s certificate")
SPANISH_CERTIFICATE = N_("Translation of the certificate, for information only. The notary fills in the English one.")
STATE_OF, COUNTY_OF = N_("State of"), N_("County of")
NOTARY_SIGNATURE, NOTARY_NAME = N_("Signature of the notary public"), N_("Printed name of the notary public")
COMMISSION_EXPIRES, SEAL = N_("My commission expires"), N_("Official seal")
READING_COPY_NOTE = N_("Here the copy in English has places to sign. Nothing is signed on this reading copy.")
TWO_WITNESSES = 2
_ENTITY = re.compile(r"\{([a-z0-9_]+)\.")


@attrs.define
class SealSpace:
    """White paper for the notary's seal, with a fine frame around it and its name below."""

    label: Para
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height with the label."""
        return SEAL_HEIGHT + 3 + self.label.height(width)

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the frame and the label."""
        canvas.setStrokeGray(0.6)
        canvas.setLineWidth(0.4)
        canvas.setDash(2, 3)
        canvas.rect(x, top - SEAL_HEIGHT, width, SEAL_HEIGHT)
        canvas.setDash()
        self.label.draw(canvas, x, top - SEAL_HEIGHT - 3, width)


def signature(block: Block, context: Context, voice: Voice, phrases: Mapping[str, Text]) -> Box:
    """Return the place where one person signs, in the way that person signs."""
    name = known(block.who, context, "en") if block.who else ""
    mode = _signing_mode(block.who, context)
    label = voice.text(block.label, context)
    boxes: list[Box] = [para(label, voice.looks.strong, keep=True)]
    if mode in ("mark", "designee") and mode in phrases:
        said = voice.stack(phrases[mode], context.saying(who=same(name)), voice.looks.body)
        boxes.append(attrs.evolve(said, before=4.0, keep=True))
    label = voice.say(SIGNATURE)
    if mode == "designee":
        label = voice.say(DESIGNEE_SIGNS, name=name)
    elif mode == "mark":
        label = voice.say(MARK)
    boxes.append(_signed_line(label, voice, space=40.0 if mode == "mark" else 30.0))
    boxes.append(_printed_name(name, voice))
    if mode in ("mark", "designee"):
        boxes += [_witness(number, voice) for number in range(1, TWO_WITNESSES + 1)]
    return Framed(Stack(tuple(boxes)), padding=0.0, before=16.0, stroke=1.0, whole=True, part=together.SIGNATURE)


def _signing_mode(who: str, context: Context) -> str:
    found = _ENTITY.search(who)
    return str(context.slot(f"{found[1]}.signing_mode").raw or "") if found else ""


def _signed_line(label: str, voice: Voice, space: float = 30.0) -> Box:
    small = voice.looks.label
    wide = Stack((Rule(para(label, small), space),))
    narrow = Stack((Rule(para(voice.say(DATE), small), space),))
    return Columns((wide, narrow), (68, 32), keep=True)


def _printed_name(name: str, voice: Voice) -> Box:
    label = para(voice.say(PRINTED_NAME), voice.looks.label, keep=True)
    if not name:
        return Rule(label, 24.0, share=0.66)
    return Stack((para(name, voice.looks.strong, keep=True), label), before=5.0)


def _witness(number: int, voice: Voice) -> Box:
    small = voice.looks.label
    title = para(voice.say(WITNESS, number=number), voice.looks.head, keep=True)
    lines = Columns(
        (
            Stack((Rule(para(voice.say(WITNESS_SIGNATURE), small)),)),
            Stack((Rule(para(voice.say(PRINTED_NAME), small)),)),
        ),
        (1, 1),
    )
    return Stack((title, lines, Rule(para(voice.say(ADDRESS), small))), before=9.0)


def witnesses(block: Block, context: Context, voice: Voice) -> Box:
    """Return the places where witnesses sign."""
    boxes: list[Box] = [voice.stack(block.text, context)] if block.text else []
    boxes += [_witness(number, voice) for number in range(1, block.count + 1)]
    return Stack((Framed(Stack(tuple(boxes)), padding=0.0, stroke=1.0, whole=True),), before=14.0)


def interpreter(block: Block, context: Context, voice: Voice) -> Box:
    """Return the statement of whoever interpreted, with lines to fill in."""
    small = voice.looks.label
    who = same(known(block.who, context, "en")) if block.who else context.slot("parent.legal_name")
    said = _side_by_side(block.text, context.saying(who=who), voice)
    names = Columns(
        (Stack((Rule(para(voice.say(PRINTED_NAME), small)),)), Stack((Rule(para(voice.say(LANGUAGE), small)),))),
        (68, 32),
    )
    lines = (para(voice.say(INTERPRETER), voice.looks.strong, keep=True), said, names)
    body = Stack((*lines, _signed_line(voice.say(INTERPRETER_SIGNATURE), voice, 26.0)))
    return Framed(body, before=16.0, stroke=0.5, whole=True, part=together.INTERPRETER)


def _side_by_side(text: Text, context: Context, voice: Voice) -> Box:
    if not voice.facing:
        return attrs.evolve(voice.stack(text, context), before=3.0)
    cells = tuple(Stack(tuple(voice.paras(text, context, lang, voice.looks.body))) for lang in voice.languages)
    return Columns(cells, (1,) * len(cells), before=3.0)


def certificate(block: Block, context: Context, voice: Voice) -> Box:
    """Return the notary's certificate: English to be completed, Spanish for reading only, never on two pages."""
    looks = voice.looks
    context = context.saying(who=same(known(block.who, context, "en") or "____________________"))
    boxes: list[Box] = [
        para(tr(CERTIFICATE, "en"), looks.heading, keep=True),
        Columns((_venue(STATE_OF, voice), _venue(COUNTY_OF, voice)), (1, 1), before=2.0),
        Gap(8.0),
        *voice.paras(block.text, context, "en", looks.body),
        attrs.evolve(_sealed(voice), before=12.0),
    ]
    if len(voice.languages) == 2:
        grey = attrs.evolve(looks.label, color=MUTED)
        boxes.append(para(tr(SPANISH_CERTIFICATE, "es"), attrs.evolve(grey, face=fonts.BOLD), before=10.0))
        boxes += voice.paras(block.text, context, "es", grey)
    return Framed(Stack(tuple(boxes)), padding=12.0, before=18.0, stroke=0.0, whole=True, part=together.CERTIFICATE)


def _venue(message: str, voice: Voice) -> Stack:
    words = para(tr(message, "en"), voice.looks.body)
    return Stack((_LabelledLine(words),))


@attrs.define
class _LabelledLine:
    """Words with a line to write on after them."""

    words: Para
    before: float = 0.0
    keep: bool = True

    def height(self, width: float) -> float:
        return self.words.height(width) + 8

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        self.words.draw(canvas, x, top - 8, width)
        start = x + self.words.lines(width)[0].width * self.words.style.size + 6
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.75)
        y = top - 8 - self.words.height(width) + 2
        canvas.line(start, y, x + width, y)


def _sealed(voice: Voice) -> Columns:
    """Return the seal's white space beside the lines the notary fills in."""
    small = voice.looks.label
    lines = [(DATE, 22.0), (NOTARY_SIGNATURE, 34.0), (NOTARY_NAME, 28.0), (COMMISSION_EXPIRES, 28.0)]
    left = Stack(tuple(Rule(para(tr(message, "en"), small), space) for message, space in lines))
    right = Stack((SealSpace(para(tr(SEAL, "en"), attrs.evolve(small, align="center"))),))
    return Columns((left, right), (486 - SEAL_WIDTH - 18, SEAL_WIDTH), gutter=18.0)
