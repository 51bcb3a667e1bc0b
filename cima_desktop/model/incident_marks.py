"""Marks of what was said: a signature and a release count for exactly this, and for nothing written later."""

import hashlib

from cima_desktop.model.incidents import Alert, Verification


def alert_mark(alert: Alert) -> str:
    """Return the mark of a text and of what it rests on: a release is given for exactly this."""
    ground = (alert.incident, alert.sort, alert.verification, alert.corrects, alert.expires_on, alert.expires_at)
    return _mark(alert.spanish, alert.english, *ground)


def outcome_mark(seen: Verification) -> str:
    """Return the mark of what a verifier signs."""
    return _mark(
        seen.incident, seen.verifier, seen.outcome, ",".join(sorted(seen.evidence)), ",".join(sorted(seen.units)),
        *(str(each) for each in (seen.sure, seen.agents, seen.vehicles, seen.still)), seen.words,
        seen.signed_by, seen.signed_on, seen.signed_at, seen.signed_way,
    )  # fmt: skip


def _mark(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
