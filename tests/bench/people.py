"""Made-up people in any number, always the same ones, and a vault that holds them."""

import atexit
import random
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cima_desktop import store
from cima_desktop.model.ids import derived_id
from cima_desktop.store import Edit, Store
from cima_desktop.vault import create_vault
from cima_desktop.vault.cost import TESTING_COST

PASSPHRASE = "bench bench bench"


def names(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


GIVEN = [
    "María",
    "José",
    "Juan",
    "Luis",
    "Ana",
    "Carmen",
    "Rosa",
    "Elena",
    "Miguel",
    "Ángel",
    "Pedro",
    "Pablo",
    "Jesús",
    "Francisco",
    "Antonio",
    "Manuel",
    "Carlos",
    "Jorge",
    "Ricardo",
    "Eduardo",
    "Fernando",
    "Roberto",
    "Alejandro",
    "Daniel",
    "David",
    "Diego",
    "Óscar",
    "Raúl",
    "Sergio",
    "Víctor",
    "Hugo",
    "Iván",
    "Rubén",
    "Andrés",
    "Guadalupe",
    "Teresa",
    "Patricia",
    "Verónica",
    "Alejandra",
    "Gabriela",
    "Claudia",
    "Leticia",
    "Silvia",
    "Gloria",
    "Martha",
    "Norma",
    "Yolanda",
    "Irma",
    "Xóchitl",
    "Ximena",
    "Itzel",
    "Citlali",
    "Nayeli",
    "Yesenia",
    "Marisol",
    "Araceli",
    "Dolores",
    "Concepción",
    "Esperanza",
    "Socorro",
    "Refugio",
    "Inés",
    "Catarina",
    "Micaela",
    "Petrona",
    "Eulalia",
    "Juana",
    "Domingo",
    "Mateo",
    "Sebastián",
    "Tomás",
    "Gaspar",
    "Baltazar",
    "Melchor",
    "Diego",
    "Pascual",
]
SURNAMES = [
    "García",
    "Hernández",
    "López",
    "Martínez",
    "González",
    "Rodríguez",
    "Pérez",
    "Sánchez",
    "Ramírez",
    "Cruz",
    "Flores",
    "Gómez",
    "Morales",
    "Vásquez",
    "Jiménez",
    "Reyes",
    "Díaz",
    "Torres",
    "Gutiérrez",
    "Ruiz",
    "Mendoza",
    "Aguilar",
    "Ortiz",
    "Castillo",
    "Moreno",
    "Romero",
    "Álvarez",
    "Chávez",
    "Rivera",
    "Juárez",
    "Ramos",
    "Domínguez",
    "Herrera",
    "Medina",
    "Castro",
    "Vargas",
    "Guzmán",
    "Velázquez",
    "Muñoz",
    "Rojas",
    "Méndez",
    "Salazar",
    "Contreras",
    "Soto",
    "Guerrero",
    "Ortega",
    "Núñez",
    "Estrada",
    "Delgado",
    "Bautista",
    "Cervantes",
    "Luna",
    "Ríos",
    "Alvarado",
    "Vega",
    "Carrillo",
    "Peña",
    "Sandoval",
    "Ayala",
    "Tzoc",
    "Pop",
    "Caal",
    "Choc",
    "Xol",
    "Ixcoy",
    "Tum",
    "Ajanel",
    "Quiej",
    "Mateo",
    "Sebastián",
    "Andrés",
    "Francisco",
    "Pascual",
    "Xuncax",
    "Quiñónez",
    "Zúñiga",
]
_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "ce",
    "chi",
    "co",
    "cua",
    "da",
    "de",
    "do",
    "fa",
    "ga",
    "gue",
    "gui",
    "ha",
    "jo",
    "la",
    "lle",
    "lo",
    "ma",
    "men",
    "mi",
    "na",
    "ño",
    "pa",
    "que",
    "ra",
    "rre",
    "sa",
    "so",
    "ta",
    "ti",
    "va",
    "xo",
    "ya",
    "za",
]
CITIES = ("Asheville", "Hendersonville", "Marion", "Morganton", "Brevard", "Waynesville", "Sylva", "Canton")
_ROOM = random.Random(7)
INVENTED = tuple(
    "".join(_ROOM.choice(_SYLLABLES) for _ in range(_ROOM.randint(2, 4))).capitalize() for _ in range(20_000)
)


def person(number: int) -> dict[str, str]:
    """Return the fields of made-up person `number`."""
    room = random.Random(number)
    surnames = [room.choice(SURNAMES) if room.random() < 0.8 else room.choice(INVENTED) for _ in range(2)]
    return {
        "given_names": " ".join(room.sample(GIVEN, room.choice((1, 2, 2)))),
        "paternal_surname": surnames[0],
        "maternal_surname": surnames[1],
        "phone": f"828555{number % 10_000:04d}"
        if room.random() < 0.5
        else f"{room.randint(2_000_000_000, 9_899_999_999)}",
        "language": room.choice(("es", "es", "mam", "quc", "en")),
        "street": f"{room.randint(1, 999)} {room.choice(INVENTED)} Road",
        "city": room.choice(CITIES),
        "county": room.choice(("Buncombe", "Henderson", "McDowell", "Burke")),
        "state": "NC",
        "zip": f"28{room.randint(0, 999):03d}",
    }


def edits(count: int) -> Iterator[Edit]:
    """Yield the saves that make `count` people."""
    for number in range(count):
        yield Edit("person", derived_id("bench", str(number)), person(number))


@cache
def scratch() -> Path:
    """Return a folder for what is made in this run; it goes when the run ends."""
    folder = Path(mkdtemp(prefix="cima-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def folder_of(count: int) -> Path:
    """Return where the vault with `count` people is, or will be."""
    return scratch() / f"vault-{count}"


@cache
def vault_of(count: int) -> Store:
    """Return a vault with `count` people, made once a run."""
    made = create_vault(folder_of(count), PASSPHRASE, cost=TESTING_COST, steps=store.steps())
    full = Store(made.vault)
    full.save_many("Bench", edits(count))
    while full.merge_step():
        pass
    return full
