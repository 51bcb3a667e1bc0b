"""Two operators take the same call on two computers: after an exchange both calls are there, and tying is offered."""

from pathlib import Path

from cima_desktop.model.line import Call, Caller, Report
from cima_desktop.services import sharing, sharing_export
from cima_desktop.services.linea import same_place, taking
from cima_desktop.services.linea.taking import Notes, Taken
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice
from tests import exchange_pair

SEEN = {"activity": "checkpoint", "place": "412 Patton Ave", "city": "Asheville", "county": "Buncombe"}


def take(session: Session) -> Taken:
    call = {"channel": "call", "matter": "report", "language": "es", "triage": "verify", "words": "Conos"}
    return taking.take(session, Notes(call=call, report=SEEN, caller={"phone": "8285550111"}))


def test_both_calls_stay_nothing_of_the_caller_travels_and_tying_is_offered(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    hers, his = take(ana), take(beto)
    peer = next(each.id for each in ana.store.peers())
    leaving = sharing.preview(ana, Choice(to=(peer,), lacking=True, reason="turno"))
    file = tmp_path / "turno.cima"
    sharing_export.export(ana, leaving, file)
    assert not {"caller", "report"} & {each.kind for each in leaving.selection.going}
    exchange_pair.take(beto, file)

    assert {call.id for call in beto.store.all(Call)} == {hers.call, his.call}
    assert [caller.call for caller in beto.store.all(Caller)] == [his.call]
    assert [report.id for report in beto.store.all(Report)] == [his.report]
    likely = same_place.alike(beto, SEEN)
    assert {each.incident.id for each in likely} == {hers.incident, his.incident}
    same_place.tie(beto, his.report, hers.incident)
    assert beto.store.need(Report, his.report).incident == hers.incident
