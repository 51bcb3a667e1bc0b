"""Which steps the interview of a plan has now, which one is underway, and where the plan stands."""

from collections.abc import Callable, Sequence

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_body import Question
from cima_desktop.gui.views.interview.interview_findings import findings_of
from cima_desktop.model.findings import Finding, Severity
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services import interview, plans
from cima_desktop.services.interview import Shape, Step
from cima_desktop.services.plans import Standing


class Course:
    """The order of the steps; it follows the answers, so it is read again after each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.plan = NO_ID
        self.key = ""
        self.standing: Standing | None = None
        self.steps: Sequence[Step] = ()
        self._warned: set[str] = set()

    def begin(self, plan: RecordId) -> None:
        """Turn to a plan."""
        self.plan, self.key, self.standing, self.steps = plan, "", None, ()
        self._warned = set()

    def read(self, then: Callable[[], object], latest: str = "") -> None:
        """Read where the plan stands now."""
        plan = self.plan

        def arrived(standing: Standing) -> None:
            if plan == self.plan:
                self.standing = standing
                self.steps = interview.steps(standing.family)
                then()

        self._desk.ask(lambda session: plans.standing(session, plan), arrived, latest=latest)

    def step(self) -> Step | None:
        """Return the step underway; None when the answers have made it disappear."""
        return next((s for s in self.steps if s.key == self.key), None)

    def question(self) -> Question | None:
        """Return the step underway with where the plan stands."""
        step = self.step()
        return Question(step=step, standing=self.standing) if step and self.standing else None

    def place(self) -> int:
        """Return the number of the step underway, from 0."""
        keys = [s.key for s in self.steps]
        return keys.index(self.key) if self.key in keys else 0

    def neighbour(self, distance: int) -> str:
        """Return the key of the step before or after; empty when there is none."""
        place = self.place() + distance
        return self.steps[place].key if 0 <= place < len(self.steps) else ""

    def wanted(self, key: str) -> str:
        """Return the step to take the interview up at: `key`, else where it stopped, else the first."""
        keys = [s.key for s in self.steps]
        stopped = self.standing.plan.step if self.standing else ""
        return next((k for k in (key, stopped) if k in keys), keys[0])

    def findings(self) -> tuple[Finding, ...]:
        """Return what the rules found about the step underway."""
        step = self.step()
        if step is None or self.standing is None or step.shape is Shape.REVIEW:
            return ()
        return findings_of(self.standing, self.steps, step)

    def stops(self) -> tuple[Finding, ...]:
        """Return what stops papers because of this step and belongs before a lawyer, each told once."""
        asked = [f for f in self.findings() if f.severity is Severity.BLOCK and f.lawyer]
        new = [f for f in asked if f.rule not in self._warned]
        self._warned |= {f.rule for f in new}
        return tuple(f for f in self.findings() if f.severity is Severity.BLOCK) if new else ()
