"""The store's migrations: step 2 and on. A step is never edited once it is released.

A field added to a kind is one line in `model/` and one step here that calls `tables.add_missing_columns`.
"""

from cima_desktop.store.migrations import (
    m0002_change_log,
    m0003_attachments,
    m0004_reads,
    m0005_keeping,
    m0006_exchange,
    m0007_desks,
)
from cima_desktop.vault.migrations import Step

STEPS: tuple[Step, ...] = (
    Step(2, "change log", m0002_change_log.apply),
    Step(3, "attachments", m0003_attachments.apply),
    Step(4, "reads", m0004_reads.apply),
    Step(5, "keeping", m0005_keeping.apply),
    Step(6, "exchange", m0006_exchange.apply),
    Step(7, "desks", m0007_desks.apply),
)
