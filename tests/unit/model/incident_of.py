"""Made-up incidents: what happened is said in a few words, a minute apart, by Vera, Rita, Omar and Tess."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import attrs

from cima_desktop.model.incident_marks import alert_mark, outcome_mark
from cima_desktop.model.incident_states import Why
from cima_desktop.model.incidents import Alert, IncidentStep, Release, Verification
from cima_desktop.model.standing import Standing, Story, standing
from cima_desktop.model.volunteers import Training
from tests.builders import rid

DAY = "2026-11-21"
INCIDENT = rid("incident")
VERA, RITA, OMAR, TESS = (rid(name) for name in ("vera", "rita", "omar", "tess"))
"""Vera verifies, Rita is trained for releasing, Omar answers the hotline, Tess is trained for nothing."""
ROSTER = frozenset({VERA, RITA, OMAR, TESS})
COURSES = {VERA: ("verifying",), RITA: ("releasing",), OMAR: ("hotline",), TESS: ()}


def trainings() -> tuple[Training, ...]:
    """Return who is trained for what."""
    return tuple(
        Training(id=rid(who, course), volunteer=who, course=course, done_on="2026-01-10", until="2027-01-10")
        for who, courses in COURSES.items()
        for course in (*courses, "agreement")
    )


def clock(minute: int) -> str:
    """Return the time of the day some minutes after eight."""
    return f"{8 + minute // 60:02}:{minute % 60:02}"


@attrs.define
class Making:
    """A story that grows: each call adds something one minute later and returns its id."""

    steps: list[IncidentStep] = attrs.field(factory=list)
    verifications: list[Verification] = attrs.field(factory=list)
    alerts: list[Alert] = attrs.field(factory=list)
    releases: list[Release] = attrs.field(factory=list)
    reporters: dict[str, str] = attrs.field(factory=dict)
    minute: int = 0
    _serial: Iterator[int] = attrs.field(factory=lambda: count(1))

    def _stamp(self) -> dict[str, Any]:
        self.minute += 1
        return {"on": DAY, "at": clock(self.minute), "number": next(self._serial)}

    def step(self, what: str, verification: str = "", by: str = OMAR, **facts: Any) -> str:
        """Add a step."""
        made = IncidentStep(
            id=rid("step", len(self.steps)), incident=INCIDENT, step=what, by=by, verification=verification
        )
        self.steps.append(attrs.evolve(made, **{**self._stamp(), **facts}))
        return made.id

    def steps_of(self, *what: str) -> None:
        """Add several steps."""
        for each in what:
            self.step(each)

    def sent(self, verifier: str = VERA, began: bool = True) -> str:
        """Send a verifier, who begins to look."""
        made = Verification(id=rid("seen", len(self.verifications)), incident=INCIDENT, verifier=verifier, sent_on=DAY)
        self.verifications.append(made)
        self.step("dispatched", made.id)
        if began:
            self.step("on_scene", made.id)
        return made.id

    def signs(self, verification: str, outcome: str = "confirmed", **facts: Any) -> str:
        """Let the verifier sign."""
        place = next(n for n, each in enumerate(self.verifications) if each.id == verification)
        there = self.verifications[place]
        said = {
            "outcome": outcome,
            "evidence": frozenset({"own_eyes"}),
            "signed_by": there.verifier,
            "signed_on": DAY,
            "signed_at": clock(self.minute + 1),
            "signed_way": "passphrase",
            **facts,
        }
        signed = attrs.evolve(there, **said)
        self.verifications[place] = attrs.evolve(signed, signed_mark=outcome_mark(signed))
        return self.step("signed", verification)

    def confirmed(self) -> str:
        """Bring it to a confirmation; return the verification."""
        self.steps_of("received", "triaged")
        seen = self.sent()
        self.signs(seen)
        return seen

    def text(self, sort: str = "alert", verification: str = "", **facts: Any) -> str:
        """Write a text."""
        stamp = self._stamp()
        made = Alert(
            id=rid("alert", len(self.alerts)),
            incident=INCIDENT,
            sort=sort,
            verification=verification,
            spanish="Confirmado.",
            english="Confirmed.",
            composed_on=stamp["on"],
            composed_at=stamp["at"],
            number=stamp["number"],
        )
        self.alerts.append(attrs.evolve(made, **facts))
        return made.id

    def release(self, alert: str, by: str, way: str = "passphrase", **facts: Any) -> str:
        """Let somebody release a text."""
        there = next(each for each in self.alerts if each.id == alert)
        made = Release(
            id=rid("release", len(self.releases)),
            alert=alert,
            by=by,
            way=way,
            wording=alert_mark(there),
            **self._stamp(),
        )
        self.releases.append(attrs.evolve(made, **facts))
        return made.id

    def out(self, sort: str = "alert", verification: str = "", **facts: Any) -> str:
        """Write a text and let Omar and Rita release it."""
        made = self.text(sort, verification, **facts)
        self.release(made, OMAR)
        self.release(made, RITA)
        return made

    def story(self) -> Story:
        """Return the story so far."""
        return Story(
            steps=tuple(self.steps),
            verifications=tuple(self.verifications),
            alerts=tuple(self.alerts),
            releases=tuple(self.releases),
            reporters=self.reporters,
            roster=ROSTER,
            trainings=trainings(),
        )

    def stands(self, minutes: int = 1) -> Standing:
        """Return where it stands some minutes after the last thing that happened."""
        return standing(self.story(), f"{DAY} {clock(self.minute + minutes)}")


def why_of(stands: Standing, record: str) -> Why | None:
    """Return why something does not count."""
    return next(each.why for each in stands.told if each.record.id == record)
