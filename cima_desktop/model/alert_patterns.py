"""The patterns of `alert_text`: what a name, a plate, a door and a number look like, and the road names that are none.

A false alarm gets its sentence in `tests/unit/model/test_alert_text.py` first. Every pattern looks a bounded way ahead.
"""

import re

from cima_desktop.model.line_choices import UNITS

WORD = re.compile(r"[^\W\d_]+(?:[’'ʼꞌ][^\W\d_]+)*")
POSSESSIVE = re.compile(r"[’'ʼ]s$", re.I)
ARTICLES = frozenset(("de", "del", "la", "las", "los", "el"))
PARTICLES = frozenset(("del", "las", "los", "van", "von", "san", "santa", "the", "and"))

_ROAD_ENDS = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|highway|hwy|boulevard|blvd|court|ct|circle|cir|parkway|pkwy|place|pl"
    "|way|trail|terrace|ter|loop|pike|bridge|expressway|freeway|bypass|route|creek|river|church|school|park|plaza|mall"
    "|county"
)
_ROAD_BEGINS = (
    "calle|avenida|av|carretera|camino|ruta|autopista|bulevar|puente|sendero|colonia|parque|iglesia|escuela|plaza"
    "|salida|condado"
)
ROADS = frozenset((*_ROAD_ENDS.split("|"), *_ROAD_BEGINS.split("|")))
"""The words beside which a surname is the name of a road, a creek or a church."""

MAILS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
NUMBERS = re.compile(r"(?<!\w)\+?\(?\d(?:[ ().\-–‑/]{0,3}\d){6,19}(?!\w)")

_CAPITALS = r"(?:[A-ZÁÉÍÓÚÑ][\w’'.]{0,30}\s{1,2}){0,4}"
_NO_ROAD_NUMBER = (
    r"(?<![\w:/.\-–])"
    r"(?<!(?i:exit ))(?<!(?i:exits ))(?<!(?i:salida ))(?<!(?i:mile ))(?<!(?i:milla ))(?<!(?i:marker ))(?<!(?i:us ))"
    r"(?<!(?i:nc ))(?<!(?i:sr ))(?<!(?i:i ))(?<!(?i:hwy ))(?<!(?i:highway ))(?<!(?i:route ))(?<!(?i:ruta ))"
    r"(?<!(?i:business ))(?<!(?i:carretera ))(?<!(?i:interstate ))(?<!(?i:autopista ))(?<!(?i:interestatal ))"
)
DOORS = (
    re.compile(
        rf"{_NO_ROAD_NUMBER}(?P<door>\d{{1,5}}[A-Za-z]?)\s{{1,2}}(?![AP]\.?M\b){_CAPITALS}(?i:(?:{_ROAD_ENDS}))\b"
    ),
    re.compile(
        rf"{_NO_ROAD_NUMBER}(?P<door>\d{{1,5}}[A-Za-z]?)\s{{1,2}}(?i:{_ROAD_BEGINS})\s{{1,2}}"
        r"(?:(?:de|del|la|las|los|el)\s{1,2}){0,2}[A-ZÁÉÍÓÚÑ]"
    ),
    re.compile(
        r"(?i:\b(?:calle|avenida|camino|sendero)\s{1,2})"
        r"(?:(?:de|del|la|las|los|el)\s{1,2}){0,2}(?:[A-ZÁÉÍÓÚÑ][\w’'.]{0,30},?\s{1,2}){1,4}"
        r"(?i:(?:#|n[uú]m(?:ero)?\.?|no\.?)?\s?)(?P<door>\d{1,5}[A-Za-z]?)\b"
    ),
    re.compile(
        r"(?P<door>(?<!\w)(?:(?i:apt|apto|apartment|apartamento|unit|unidad|lot|lote|suite|ste|trailer|trlr|traila|depto"
        r"|casa|house|puerta|door|room|cuarto|n[uú]mero|n[uú]m|no)(?:\.|\b)\s{0,2}(?:#|(?i:n[uú]m\.?|no\.))?|#)\s{0,2}"
        r"\d{1,5}[A-Za-z]?(?!\w))"
    ),
)

PLATES = (
    re.compile(r"(?<![\w\-])(?P<plate>[A-Z]{3}[ \-·]?\d{3,4})(?![\w\-])"),
    re.compile(r"(?<![\w\-])(?P<plate>\d{3,4}[ \-·]?[A-Z]{3})(?![\w\-])"),
    re.compile(
        r"(?<![\w\-])(?P<plate>(?=[A-Z0-9]{6,8}(?![\w\-]))(?=[A-Z]*\d[A-Z]*\d)(?=\d*[A-Z]\d*[A-Z])[A-Z0-9]{6,8})"
    ),
    re.compile(
        r"(?i:\b(?:placas?|matr[ií]cula|(?:license )?plates?|tag)\b(?: (?:n[uú]mero|number|is|es))?[ :#.]{1,3})"
        r"(?P<plate>(?=[A-Za-z0-9\-]{0,8}\d)[A-Za-z0-9][A-Za-z0-9\-]{1,8}(?: \d{2,4})?)"
    ),
)
_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|ENE|ABR|AGO|DIC"
_BODIES = "|".join(
    sorted({each.value.upper() for each in UNITS if len(each.value) == 3} | {"ERO", "DHS", "FBI", "DEA"})
)
NOT_PLATES = re.compile(
    rf"(?:{_BODIES}|{_MONTHS}|HWY|RTE|EST|EDT|TEL)[ \-·]?\d{{3,4}}|\d{{3,4}}[ \-·]?(?:{_BODIES}|EST|EDT)"
)
"""Agencies, months and roads with a number behind them."""

TITLED = re.compile(
    r"\b(?:(?i:sra?|srta|mr|mrs|ms)\.?|(?i:señora?|señorita|don|doña|miss|mister|agente|officer|oficial|sheriff|deputy))"
    r" {1,2}(?P<name>[A-ZÁÉÍÓÚÑ][\w’'ʼ\-]{1,40})"
)
NOT_TITLED = frozenset(("ice", "cbp", "hsi", "ero", "patrol", "office", "department", "de", "fronteriza", "federal"))

ADVICE = re.compile(
    r"\b(?:(?:free|safe|ok|okay|fine|clear) to (?:drive|go|travel|pass|leave|come)|(?:it|area|road|place|street) is"
    r" (?:now )?safe|(?:pueden?|podemos|puedes) (?:manejar|circular|pasar|salir|conducir)"
    r"|(?:es|está|esta) (?:ya )?(?:segur[oa]|libre)|camino libre|libre de retenes|sin peligro|no danger)\b",
    re.IGNORECASE,
)
