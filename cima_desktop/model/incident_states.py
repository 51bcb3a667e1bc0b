"""Where an incident can stand, what leads from one state to the next, and why something written down does not count."""

from collections.abc import Mapping
from enum import Enum

from cima_desktop.i18n import N_


class State(Enum):
    """Where an incident stands (law facts, 9.2)."""

    NEW = "new"
    RECEIVED = "received"
    TRIAGED = "triaged"
    UNFOUNDED = "unfounded"
    DISPATCHED = "dispatched"
    VERIFYING = "verifying"
    CONFIRMED = "confirmed"
    ALERTED = "alerted"
    UPDATED = "updated"
    CLEARED = "cleared"
    NOT_CONFIRMED = "not_confirmed"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Return what it is called, as a catalogue message."""
        return _LABELS[self]

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more has to be done."""
        return self in _OVER


_LABELS = {
    State.NEW: N_("Nothing noted yet"),
    State.RECEIVED: N_("Nobody looked at it yet"),
    State.TRIAGED: N_("Nobody was sent yet"),
    State.UNFOUNDED: N_("Closed: nothing to verify"),
    State.DISPATCHED: N_("A verifier was sent"),
    State.VERIFYING: N_("A verifier is looking"),
    State.CONFIRMED: N_("Confirmed, not told yet"),
    State.ALERTED: N_("The community was told"),
    State.UPDATED: N_("The community has the news"),
    State.CLEARED: N_("Over: all clear was given"),
    State.NOT_CONFIRMED: N_("False alarm"),
    State.UNCERTAIN: N_("Could not be verified"),
    State.EXPIRED: N_("Over: its time ran out"),
    State.CLOSED: N_("Closed"),
}
_OVER = frozenset({State.UNFOUNDED, State.CLEARED, State.NOT_CONFIRMED, State.EXPIRED, State.CLOSED})


class Why(Enum):
    """Why something that is written down of an incident does not count."""

    NOT_NOW = N_("It does not follow from where the incident stood then.")
    NO_VERIFICATION = N_("It names no verification of this incident.")
    NOT_SENT = N_("Nobody noted that this verifier was sent.")
    NOT_BEGUN = N_("Nobody noted that this verifier began to look.")
    SIGNED_BEFORE = N_("This verification was signed before.")
    NOT_SIGNED = N_("The verifier did not sign it.")
    OTHERS_NAME = N_("Somebody else signed it, not the verifier.")
    CHANGED = N_("What the verifier signed was changed afterwards.")
    REPORTER = N_("The verifier took the report down, so somebody else has to look.")
    UNTRAINED = N_("The verifier’s training or agreement did not hold on that day.")
    NO_GROUND = N_("It does not rest on an outcome that counts.")
    OVERTURNED = N_("Somebody looked after that outcome and saw the opposite.")
    NOTHING_TO_CORRECT = N_("It does not name a text that went out.")
    NOT_RELEASED = N_("Two people have not released it yet.")
    TOO_LATE = N_("Its time was over before it was released.")
    OTHER_WORDS = N_("It was given for other words than those that stand there now.")
    NOT_ON_ROSTER = N_("Whoever gave it is not on the roster.")
    SAME_PERSON = N_("The same person released it already; it takes two.")
    ONE_TELEPHONE = N_("Only one of the two can release by telephone.")

    @property
    def sentence(self) -> str:
        """Return the reason, as a catalogue message."""
        return self.value


class Lack(Enum):
    """What a text still needs before it may go out."""

    TWO = N_("It takes two people to release it.")
    ONE = N_("One more person has to release it.")
    TRAINED = N_("One of those who release it has to hold the training for it, and not be the verifier.")

    @property
    def sentence(self) -> str:
        """Return what is missing, as a catalogue message."""
        return self.value


_TOLD = (State.ALERTED, State.UPDATED)
_OPEN = (State.RECEIVED, State.TRIAGED, State.DISPATCHED, State.VERIFYING, State.UNCERTAIN, State.CONFIRMED, *_TOLD)


def _stays(*states: State) -> dict[State, State]:
    return {state: state for state in states}


MOVES: Mapping[str, Mapping[State, State]] = {
    "received": {State.NEW: State.RECEIVED, **_stays(*_OPEN)},
    "triaged": {State.RECEIVED: State.TRIAGED},
    "unfounded": {State.TRIAGED: State.UNFOUNDED},
    "dispatched": {
        State.TRIAGED: State.DISPATCHED,
        State.UNCERTAIN: State.DISPATCHED,
        **_stays(State.DISPATCHED, State.VERIFYING, State.CONFIRMED, *_TOLD),
    },
    "on_scene": {
        State.DISPATCHED: State.VERIFYING,
        State.UNCERTAIN: State.VERIFYING,
        **_stays(State.VERIFYING, State.NOT_CONFIRMED, State.CONFIRMED, *_TOLD),
    },
    "expired": {State.UNCERTAIN: State.EXPIRED},
    "closed": dict.fromkeys((State.CONFIRMED, State.NOT_CONFIRMED, State.CLEARED, State.EXPIRED), State.CLOSED),
}
"""What each step needs, and where it leads. A second report or a second verifier changes nothing by itself."""

OUTCOME_MOVES: Mapping[str, Mapping[State, State]] = {
    "confirmed": {
        **dict.fromkeys((State.VERIFYING, State.UNCERTAIN, State.NOT_CONFIRMED), State.CONFIRMED),
        **_stays(State.CONFIRMED, *_TOLD),
    },
    "not_confirmed": {
        **dict.fromkeys((State.VERIFYING, State.UNCERTAIN, State.CONFIRMED), State.NOT_CONFIRMED),
        **_stays(State.NOT_CONFIRMED, *_TOLD),
    },
    "uncertain": {
        State.VERIFYING: State.UNCERTAIN,
        **_stays(State.UNCERTAIN, State.NOT_CONFIRMED, State.CONFIRMED, *_TOLD),
    },
}
"""Where a signed outcome leads. Of two verifiers who see different things the last one counts while nobody was told;
who could not tell takes nothing back.
"""

TEXT_MOVES: Mapping[str, Mapping[State, State]] = {
    "alert": {State.CONFIRMED: State.ALERTED},
    "update": dict.fromkeys(_TOLD, State.UPDATED),
    "correction": {**dict.fromkeys(_TOLD, State.UPDATED), **_stays(State.CLEARED, State.EXPIRED)},
    "denial": _stays(State.NOT_CONFIRMED),
    "all_clear": dict.fromkeys((*_TOLD, State.EXPIRED), State.CLEARED),
}
"""Where a text leads once two people have released it."""

GROUNDS: Mapping[str, str] = {"alert": "confirmed", "update": "confirmed", "denial": "not_confirmed"}
"""The outcome that a text must rest on. A correction rests on the text it corrects, an all clear on any that went
out."""
