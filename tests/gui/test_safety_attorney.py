"""Words in a place that only an attorney may open: without the attorney they wait as a draft, and trap nobody."""

import pytest

from cima_desktop.gui.views.interview.interview_body import FormBody
from cima_desktop.gui.views.interview.interview_row import AnswerRow
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.services import approvals
from cima_desktop.store.drafts import Drafts
from cima_desktop.vault.errors import DiskFullError
from tests.gui.keyboard import write
from tests.gui.plan_desk import PlanDesk, onward, open_at
from tests.gui.test_safety_doors import reported

__all__ = ["reported"]
CODE = "solo-la-abogada"
WORDS = "Words of the attorney"
STEP = "money-attorney"


def form_body(pd: PlanDesk) -> FormBody:
    """Return the form in sight."""
    body = pd.body
    assert isinstance(body, FormBody)
    return body


def row(pd: PlanDesk) -> AnswerRow:
    """Return the place that is written in."""
    return form_body(pd).form.rows["exclusions"]


def drafts(pd: PlanDesk) -> list[str]:
    """Return what waits of the step in the vault."""
    kept = pd.ask(lambda s: s.store.drafts.all())
    return [d.fields["exclusions"] for key, d in kept.items() if STEP in key and "exclusions" in d.fields]


def open_as_attorney(pd: PlanDesk) -> None:
    """Sit the attorney down at the keyboard."""
    reviewer = pd.ask(approvals.reviewers)[0].id
    form_body(pd).attorney = (reviewer, CODE)
    form_body(pd).set_open(True)


def begin_and_fall_silent(pd: PlanDesk) -> None:
    """Let an attorney write, and the program end before the words were kept; then open the step without them."""
    pd.ask(lambda s: approvals.enroll(s, "Lic. Prueba", "123", "NC", CODE))
    open_at(pd, STEP)
    open_as_attorney(pd)
    write(WORDS, row(pd).editor.box())
    form_body(pd).keeper.keep_draft()
    form_body(pd).form.stop()
    pd.settle()
    pd.page.interview.body = None
    pd.page.interview._show(STEP)
    pd.settle()
    assert row(pd).editor.raw() == WORDS


def test_without_the_attorney_the_words_stay_a_draft_that_says_what_it_waits_for(pd: PlanDesk) -> None:
    begin_and_fall_silent(pd)
    told: list[str] = []
    pd.desk.saved.connect(lambda: told.append("saved"))
    form_body(pd).flush()
    pd.settle()
    assert (drafts(pd), pd.plan().exclusions, told) == ([WORDS], "", [])
    assert row(pd).is_waiting()
    why = row(pd)._why_label
    assert why.isVisible()
    before = why.text()
    row(pd).settle("")
    assert why.text() != before


@pytest.mark.parametrize("way", ["back", "next", "close_interview"])
def test_back_next_and_leave_go_on(pd: PlanDesk, way: str) -> None:
    begin_and_fall_silent(pd)
    left: list[bool] = []
    pd.page.interview.left.connect(lambda: left.append(True))
    getattr(pd.page.interview, way)()
    pd.settle()
    assert left == [True] if way == "close_interview" else pd.key != STEP
    assert not pd.page.interview._is_moving
    assert drafts(pd) == [WORDS]
    open_at(pd, STEP)
    assert row(pd).editor.raw() == WORDS


def test_the_attorney_comes_back_and_keeps_the_words(pd: PlanDesk) -> None:
    begin_and_fall_silent(pd)
    open_as_attorney(pd)
    assert not row(pd).is_waiting()
    onward(pd)
    assert (drafts(pd), pd.plan().exclusions) == ([], WORDS)


def test_what_the_vault_refuses_keeps_from_going_on_but_not_from_leaving(
    pd: PlanDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_at(pd, "helpers")
    form = form_body(pd).form
    name = "meeting_place"
    write("La iglesia", form.rows[name].editor.box())

    def refuse(*_arguments: object, **_more: object) -> None:
        raise InvalidInputError("no", path=name)

    monkeypatch.setattr("cima_desktop.services.interview.answer", refuse)
    pd.page.interview.next()
    pd.settle()
    assert pd.key == "helpers"
    assert not form.rows[name].problem_label.isHidden()
    pd.page.interview.back()
    pd.settle()
    assert pd.key != "helpers"


def test_on_a_full_disk_the_screen_with_the_words_stays(pd: PlanDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    open_at(pd, "helpers")
    key = pd.key
    form = form_body(pd).form
    name = "meeting_place"
    write("La iglesia", form.rows[name].editor.box())

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.services.interview.answer", full)
        patch.setattr(Drafts, "put", full)
        pd.page.interview.back()
        pd.settle()
        assert pd.key == key
        assert form.rows[name].editor.raw() == "La iglesia"
    pd.page.interview.back()
    pd.settle()
    assert pd.key != key


def test_a_bug_while_an_answer_is_kept_does_not_silence_the_form(
    pd: PlanDesk, monkeypatch: pytest.MonkeyPatch, reported: list[type]
) -> None:
    open_at(pd, "helpers")
    form = form_body(pd).form
    name = "meeting_place"
    write("La iglesia", form.rows[name].editor.box())
    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.services.interview.answer", lambda *_a: 1 / 0)
        form_body(pd).flush()
        pd.settle()
    assert reported == [ZeroDivisionError]
    form_body(pd).flush()
    pd.settle()
    assert getattr(pd.plan(), name) == "La iglesia"


def test_going_on_is_no_step_of_undo(pd: PlanDesk) -> None:
    open_at(pd, "helpers")
    write("La iglesia", form_body(pd).form.rows["meeting_place"].editor.box())
    onward(pd)
    assert pd.plan().meeting_place == "La iglesia"
    assert pd.ask(lambda s: s.store.undo())
    assert pd.plan().meeting_place == ""
