"""What the operator can say, beside the form (L10): read from `resources/linea`, one file a language, same steps."""

import tomllib
from functools import cache

import attrs

from cima_desktop import paths


@attrs.frozen(kw_only=True)
class Step:
    """One step: what to say, what to keep in mind, and by which fields of the form it is wanted."""

    key: str
    title: str
    say: tuple[str, ...]
    mind: tuple[str, ...]
    fields: tuple[str, ...]


@cache
def script(language: str) -> tuple[Step, ...]:
    """Return the steps in a language, in the order of a call.

    Raises:
        OSError, ValueError: the program was not installed whole.
    """
    text = (paths.resources() / "linea" / f"script.{language}.toml").read_text("utf-8")
    return tuple(
        Step(
            key=step["key"],
            title=step["title"],
            say=tuple(step["say"]),
            mind=tuple(step["mind"]),
            fields=tuple(step["fields"]),
        )
        for step in tomllib.loads(text)["step"]
    )


def step_for(language: str, field: str) -> Step:
    """Return the step that a field of the form wants; the first one for a field that no step names."""
    steps = script(language)
    return next((step for step in steps if field in step.fields), steps[0])
