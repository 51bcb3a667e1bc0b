"""The desks at 100,000 people, 20,000 cases and 100,000 calls: the first rows of each, and the search for patterns.

The floor is the first page of the people, measured in the same run: a list that has been fast for long.
"""

import random
import statistics
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from cima_desktop.gui.views.incidents.incidents import page_of_incidents
from cima_desktop.model.ids import derived_id
from cima_desktop.services.patterns.counts import figures
from cima_desktop.services.patterns.finding import findings
from cima_desktop.services.patterns.periods import MONTH, around
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.vault import open_vault
from tests.bench.measure import Row, cpu, is_quick, ms
from tests.bench.people import INVENTED, PASSPHRASE, SURNAMES, folder_of, vault_of
