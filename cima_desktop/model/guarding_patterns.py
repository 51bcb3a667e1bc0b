"""The patterns of `guarding`, over plain text (no accents, one kind of space and dash); one row a thing to be seen.

A word is here when it tells somebody's status or how they came, in the sense people use it in. What families say every
day and means something else (a nursing home, a Visa card, an undocumented expense, "a" before a telephone number) is
kept out of its row; `tests/unit/model/test_guarding.py` has the sentences, and a false alarm gets its sentence there
first.
"""

import re

import attrs

from cima_desktop.i18n import N_

_GAP = r"[ .\-/#·_]"
_NINE = rf"\d(?:{_GAP}?\d){{8}}"
_SPACED_NINE = r"\d(?: ?[ .\-/#·_]? ?\d){8}"
_END = rf"(?!{_GAP}?\d)(?![A-Za-z0-9])"
_START = rf"(?<![A-Za-z0-9])(?<!\d{_GAP})"
_A_GROUPED = rf"(?!\d{{4}}{_GAP}\d{{4}}(?!\d))\d(?:{_GAP}?\d){{7,8}}"
_A_NAMES = (
    r"(?:alien(?: registration)?|a|uscis|anumber)[ -]?(?:number|num\.?|no\.|#)"
    r"|(?:numero|num\.?|no\.) (?:de )?(?:extranjer[oa]|alien|a)\b|uscis ?#?|\ba ?#"
)
_SSN_NAMES = (
    r"(?:s\.?s\.?n\b|ss ?#|itin|social security|seguro social|numero social|tax id"
    r"|social ?(?:#|:|no\.|num(?:ero|ber)?))"
)
_RECEIPT_NAMES = r"EAC|WAC|LIN|SRC|MSC|NBC|IOE|YSC|ZLA|ZMI|ZAR|ZNY|ZCH|ZHN|ZSF"
_PHONE = r"\(?\d{3}\)?[ .\-]?\d{3}[ .\-]\d{4}"

DIGITS = re.compile(r"\d(?:\D{0,3}\d){3}")
"""Every number below has four digits close together, as typed; most texts have not."""

NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (matter, re.compile(pattern, re.ASCII))
    for matter, pattern in (
        # A012345678, A-012-345-678, A# 12 345 678, A 012 345 678; "a 5512 3456" is a telephone after a preposition.
        ("a_number", rf"{_START}(?:A[ \-#:.=/]{{0,3}}|a[\-#:]{{0,2}}|a ?# ?){_A_GROUPED}{_END}"),
        ("a_number", rf"(?i:(?<![a-z])(?:{_A_NAMES}))[^\d\n]{{0,20}}(?<!\d)\d(?:{_GAP}?\d){{6,8}}{_END}"),
        # 3-2-4 with the same sign between, the last four behind three crosses, or nine digits beside their name.
        ("ssn", rf"(?<![\dA-Za-z+])(?<!\d{_GAP})\d{{3}}( ?[.\-/_] ?| )\d{{2}}\1\d{{4}}{_END}"),
        ("ssn", rf"(?<![A-Za-z])[xX*•]{{3}}[ .\-]?[xX*•]{{2}}[ .\-]?\d{{4}}{_END}"),
        ("ssn", rf"(?i:(?<![a-z]){_SSN_NAMES})[^\d\n]{{0,24}}{_SPACED_NINE}{_END}"),
        ("ssn", rf"{_START}{_NINE}(?!\d)[^\w\n]{{0,4}}(?i:{_SSN_NAMES})"),
        # EAC-21-123-45678, IOE0912345678; three capitals and a telephone number ("TEL", "CEL") are none.
        ("receipt", rf"{_START}(?!\w{{3}} {_PHONE})(?:{_RECEIPT_NAMES})[ \-#:.]{{0,2}}\d(?:[ \-.]?\d){{9}}{_END}"),
        ("receipt", rf"{_START}(?i:{_RECEIPT_NAMES})\d{{10}}{_END}"),
        ("receipt", rf"{_START}(?!TEL|CEL|FAX|MOV|NUM|EXT)[A-Z]{{3}}\d{{10}}{_END}"),
    )
)


@attrs.frozen
class Words:
    """Words that are pointed out, and the wording offered in their place."""

    language: str
    matter: str
    safer: str
    signs: tuple[str, ...]
    """One of these stands in every text that the pattern fits; looking for them is forty times quicker."""
    pattern: re.Pattern[str]


def _row(language: str, matter: str, safer: str, signs: str, pattern: str) -> Words:
    made = re.compile(rf"\b(?:{pattern})", re.IGNORECASE | re.ASCII)
    return Words(language, matter, safer, tuple(signs.split("|")), made)


_ONE, _MANY = N_("immigrant"), N_("immigrants")
_WITH, _HAS, _HAVE = N_("with immigration questions"), N_("has immigration questions"), N_("have immigration questions")
_HELP = N_("immigration help")
_COMMUNITY = N_("part of the community")
_MEMBER, _MEMBERS = N_("community member"), N_("community members")
_QUESTIONS = N_("immigration questions")
_LAWYER, _TALK = N_("question for a lawyer"), N_("needs to talk with a lawyer")
_CAME, _CAME_MANY, _COME = N_("came"), N_("came (they)"), N_("come")
_LIVES = N_("lives here")
_AID = N_("with help")
_OTHER_PAPERS = r"(?! (?:de(?! (?:in)?migra)|del|para|from|for|of|about|yet|to sign|to fill)\b)"
_YEAR = r"(?: (?:en|in|el|on|desde|since) (?:el ano )?(?:\w+ )?(?:de )?\d{4})?"

WORDS: tuple[Words, ...] = (
    _row("es", "status", _ONE, "indocumentad", r"(?<!gasto )(?<!pago )indocumentad[oa]\b"),
    _row("es", "status", _MANY, "indocumentad", r"(?<!gastos )(?<!pagos )indocumentad[oa]s\b"),
    _row("es", "status", _ONE, "ilegal", r"(?:in)?migrante ilegal\b|persona ilegal\b|de ilegal\b"),
    _row("es", "status", _MANY, "ilegal", r"(?:in)?migrantes ilegales\b|personas ilegales\b|los ilegales\b"),
    _row("es", "status", _WITH, "sin ", rf"sin (?:papeles|documentos)\b{_OTHER_PAPERS}|sin estatus\b"),
    _row("es", "status", _HAS, "no tiene", rf"no tiene (?:papeles|documentos|estatus)\b{_OTHER_PAPERS}"),
    _row("es", "status", _HAVE, "no tiene", rf"no tienen (?:papeles|documentos|estatus)\b{_OTHER_PAPERS}"),
    _row(
        "es",
        "status",
        _QUESTIONS,
        "tatus|situacion",
        r"(?:estatus|status|situacion) (?:migratori[oa]|de inmigracion|legal)\b",
    ),
    # As an acronym or in small letters; "905 Daca Road" is where somebody lives.
    _row("es", "status", _HELP, "tps|daca|vawa|sijs", r"(?<!toma y )(?-i:TPS|tps|DACA|daca|VAWA|vawa|SIJS|sijs)\b"),
    _row(
        "es",
        "status",
        _HELP,
        "asil|refugiad",
        r"(?<!un )(?<!en el )(?<!del )(?<!al )asilo\b(?! (?:de (?:ancian|viejit|adult|la tercera)|para|san|santa)\w*)"
        r"|asilad[oa]s?\b|(?:es|son|estatus de) refugiad[oa]s?\b",
    ),
    _row(
        "es", "status", _HELP, "verde|mica", r"tarjeta verde\b|(?:sin|tiene|con) mica\b|mica (?:falsa|chueca|vencida)\b"
    ),
    _row("es", "status", _HELP, "permiso|parole", r"permiso de trabajo\b|parole humanitario\b"),
    _row(
        "es",
        "status",
        _HELP,
        "visa",
        r"(?<!tarjeta )visa (?:de (?:turista|trabajo|estudiante)|humanitaria|[ut]\b|h-?2[ab]?\b)"
        r"|(?<!tarjeta )visa (?:(?:ya )?(?:esta )?vencida|caducada|se (?:le )?vencio)\b"
        r"|se (?:le|les) vencio (?:la|su) visa\b|sin visa\b|no tiene visa\b",
    ),
    _row("es", "status", _COMMUNITY, "residen", r"residentes? (?:permanentes?|legal(?:es)?)\b|residencia permanente\b"),
    _row(
        "es",
        "status",
        _COMMUNITY,
        "ciudadan",
        r"ciudadan(?:[oa]s?|ia) (?:american[oa]s?|estadounidenses?|de (?:los )?(?:estados unidos|ee\.? ?uu\.?|usa))"
        r"|(?<=no es )ciudadan[oa]\b",
    ),
    _row(
        "es",
        "status",
        _LAWYER,
        "deport|remo|expuls",
        r"orden(?:es)? (?:final )?de (?:deportacion|remocion|expulsion)\b",
    ),
    _row("es", "status", _LAWYER, "deport|remo", r"(?:proceso|corte|caso) de (?:deportacion|remocion)\b"),
    _row(
        "es",
        "status",
        _TALK,
        "deport",
        r"(?:fue|ha sido|fueron|han sido) deportad[oa]s?\b|(?:l[oa]s?|me) deport(?:o|aron)\b",
    ),
    _row(
        "es",
        "status",
        _QUESTIONS,
        "numero",
        r"numero (?:de extranjer[oa]|de alien|alien|a)\b(?![ :#.]{0,3}\d)(?! (?:la|las|los|el|un|su|donde)\b)",
    ),
    _row(
        "es",
        "entry",
        _CAME,
        "front|desierto|rio",
        rf"(?:cruzo|paso|brinco) (?:por )?(?:la frontera|el desierto|el rio (?:bravo|grande)){_YEAR}\b",
    ),
    _row(
        "es",
        "entry",
        _CAME_MANY,
        "front|desierto|rio",
        rf"(?:cruzaron|pasaron|brincaron) (?:por )?(?:la frontera|el desierto|el rio (?:bravo|grande)){_YEAR}\b",
    ),
    _row(
        "es",
        "entry",
        _COME,
        "front|desierto|rio",
        r"(?:cruzar|pasar|brincar) (?:por )?(?:la frontera|el desierto|el rio (?:bravo|grande))\b",
    ),
    _row(
        "es",
        "entry",
        _CAME,
        "sin|ilegal|front",
        rf"(?:entro|ingreso|llego|vino) (?:sin (?:visa|papeles|inspeccion|documentos)\b{_OTHER_PAPERS}|ilegalmente\b"
        r"|por la frontera\b)",
    ),
    _row(
        "es",
        "entry",
        _CAME_MANY,
        "sin|ilegal|front",
        r"(?:entraron|ingresaron|llegaron|vinieron)"
        rf" (?:sin (?:visa|papeles|inspeccion|documentos)\b{_OTHER_PAPERS}|ilegalmente\b|por la frontera\b)",
    ),
    _row(
        "es",
        "entry",
        _LIVES,
        "19|20",
        r"(?:entro|ingreso|cruzo|llego|vino) a (?:los )?(?:estados unidos|ee\.? ?uu\.?|eua|usa|este pais)"
        r" (?:en|el|desde) (?:\w+ (?:de )?){0,3}\d{4}\b",
    ),
    _row(
        "es",
        "entry",
        _AID,
        "coyote|mojad",
        r"con (?:un |el |unos )?coyotes?\b|(?:pago|pagaron) (?:al?|a un) coyote\b|de mojad[oa]s?\b",
    ),
    _row(
        "en",
        "status",
        _ONE,
        "undocumented|illegal",
        r"undocumented\b(?! (?:expenses?|income|payments?|costs?|hours?|leave|absences?|gifts?|loans?|work hours))"
        r"|illegal(?= (?:immigrant|alien|migrant)s?\b)",
    ),
    _row("en", "status", _MANY, "illegals", r"illegals\b"),
    _row("en", "status", _WITH, "illegally", r"(?:here|living here|working here) illegally\b"),
    _row("en", "status", _WITH, "without", rf"without (?:papers|documents|(?:legal )?status)\b{_OTHER_PAPERS}"),
    _row(
        "en",
        "status",
        _HAS,
        "no ",
        rf"(?:has|had) no (?:papers|documents|(?:legal |immigration )?status)\b{_OTHER_PAPERS}",
    ),
    _row(
        "en", "status", _HAVE, "no ", rf"have no (?:papers|documents|(?:legal |immigration )?status)\b{_OTHER_PAPERS}"
    ),
    _row("en", "status", _QUESTIONS, "status", r"(?:immigration|legal|migratory) status\b"),
    _row(
        "en",
        "status",
        _HELP,
        "asyl|refugee",
        r"asylum\b(?! (?:street|st\b|ave|road))(?: seekers?\b)?|asylees?\b|refugees?\b",
    ),
    _row(
        "en",
        "status",
        _HELP,
        "green|parole|authorization",
        r"green ?cards?\b|humanitarian parole\b|(?:work|employment) authorization\b",
    ),
    _row("en", "status", _HELP, "work", r"(?<!youth )work permits?\b(?! for (?:minors|teens))"),
    _row(
        "en",
        "status",
        _HELP,
        "visa",
        r"visa overstay\w*|overstay\w* (?:her|his|their|a|the|my) visas?\b|expired visa\b(?! (?:card|debit|gift))"
        r"|visa (?:has |is )?expired\b|(?:tourist|student|work|[ut]|h-?2[ab]?) visas?\b(?! (?:card|debit|gift))"
        r"|(?:without a|has no|no) visa\b(?! (?:card|debit|gift|or master))",
    ),
    _row(
        "en",
        "status",
        _HELP,
        "589|485|130|765|821|862|601|918|914|360|751|94",
        r"(?:form )?i-?(?:589|485|130|765|821d?|862|601a?|918|914|360|751|94)\b(?! (?:exit|north|south|east|west))",
    ),
    _row("en", "status", _MEMBER, "resident|lpr", r"(?:lawful )?permanent resident\b|lpr\b|resident alien\b"),
    _row("en", "status", _MEMBERS, "residents", r"(?:lawful )?permanent residents\b"),
    _row(
        "en",
        "status",
        _MEMBER,
        "citizen",
        r"(?:u\.?s\.?|american|united states) citizen\b|non-?citizen\b|(?<=not a )citizen\b",
    ),
    _row("en", "status", _MEMBERS, "citizens", r"(?:u\.?s\.?|american|united states) citizens\b|non-?citizens\b"),
    _row(
        "en",
        "status",
        _LAWYER,
        "deport|remov",
        r"(?:final )?(?:deportation|removal) orders?\b|(?:final )?orders? of (?:removal|deportation)\b",
    ),
    _row("en", "status", _LAWYER, "remov|deport|notice", r"(?:removal|deportation) proceedings?\b|notice to appear\b"),
    _row("en", "status", _TALK, "deported", r"(?:was|were|been|got) deported\b"),
    _row(
        "en",
        "status",
        _QUESTIONS,
        "number|status",
        r"(?:alien (?:registration )?|\ba-)number\b(?![ :#.]{0,3}\d)|illegal status\b",
    ),
    _row(
        "en",
        "entry",
        _CAME,
        "border|desert|grande",
        rf"(?:crossed|snuck across|jumped) (?:over )?the (?:border|desert|rio grande){_YEAR}\b",
    ),
    _row("en", "entry", _COME, "border", r"(?:cross|crossing) the (?:border|desert|rio grande)\b|border crossings?\b"),
    _row(
        "en",
        "entry",
        _CAME,
        "illegally|without|ewi",
        r"(?:entered|came|arrived|crossed) (?:here |in |into the us )?"
        rf"(?:illegally|without (?:inspection|papers|a visa|documents))\b{_OTHER_PAPERS}|\bewi\b",
    ),
    _row(
        "en",
        "entry",
        _LIVES,
        "19|20",
        r"(?:entered|crossed into|came to|arrived in) (?:the )?(?:u\.?s\.?a?\.?|united states|this country)"
        r" (?:in|on|since) (?:\w+ ){0,2}\d{4}\b",
    ),
    _row("en", "entry", _AID, "coyote|smuggler", r"with a (?:coyote|smuggler)\b|paid a (?:coyote|smuggler)\b"),
)

SIGNS = re.compile("|".join(sorted({re.escape(sign) for row in WORDS for sign in row.signs})))
"""Any sign of any row: a text without one is passed over at once, as nearly all names and addresses are."""
