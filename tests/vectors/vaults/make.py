"""Make a vault of today's layout: `python -m tests.vectors.vaults.make FOLDER`."""

import sys
from pathlib import Path

from cima_desktop import paths
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.plans import Plan
from cima_desktop.services import attachments, erasing, holds, reads
from cima_desktop.services.attachment_source import BytesSource
from cima_desktop.services.families import import_file
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, steps
from cima_desktop.vault import TESTING_COST, create_vault

PASSPHRASE = "a vault for tests only, forever"
FAMILIES = ("family-1.json", "family-6.json")
ATTACHMENT = ("acta.pdf", b"%PDF-1.4 a made-up paper\n" * 4000)
NOTE = "Llamó la señora de prueba; volver a llamar el martes."
ERASED = "Xochitl Borrada"
REFERRAL = "¿Pueden recibir a la familia de prueba?"
LAST_ID = RecordId("f" * 32)
"""Of two records of one person the one with the smaller id leads."""
TASK = "Llamar a la escuela de prueba"


def make(folder: Path) -> None:
    """Make the vault with two families whose people are made up, and one of everything that a layout can hold."""
    made = create_vault(folder, PASSPHRASE, "Prueba", TESTING_COST, steps=steps())
    with Session(made.vault) as session:
        for name in FAMILIES:
            import_file(session, paths.resources() / "practice" / name, backup=False)
        plan = session.store.all(Plan)[0]
        attachments.add(session, RecordId(plan.parent1), BytesSource(*ATTACHMENT))
        note = new_id()
        session.store.save("Note written", [Edit("note", note, {"about": plan.parent1, "words": NOTE})])
        reads.saw(session, note)
        session.store.keep_reads()
        gone = new_id()
        given, surname = ERASED.split()
        session.store.save("Added", [Edit("person", gone, {"given_names": given, "paternal_surname": surname})])
        erasing.erase(session, [gone], "asked", ERASED, ERASED)
        holds.place(session, "lawyer", about=plan.id)
        consent(session, plan.parent1)
    for name in ("vault.spare", "vault.db-journal"):
        (folder / name).unlink(missing_ok=True)


def consent(session: Session, person: str) -> None:
    """Add a consent, a referral, a task and somebody who is the same person as another."""
    agreed = {"person": person, "purpose": "lawyer", "agreed": True, "how": "written", "given_on": session.today()}
    asked = {"about": person, "question": REFERRAL, "receiver": "Clínica de prueba", "state": "asked"}
    twin = {"given_names": "Gemela", "paternal_surname": "De Prueba", "same_as": person}
    task = {"about": person, "what": TASK, "due_on": "2026-12-24"}
    for kind, values in (("consent", agreed), ("referral", asked), ("task", task)):
        session.store.save("Added", [Edit(kind, new_id(), values)])
    session.store.save("Added", [Edit("person", LAST_ID, twin)])


if __name__ == "__main__":
    make(Path(sys.argv[1]))
