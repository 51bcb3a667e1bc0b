"""An error of the world is a sentence for the person, and never tells a log what was typed."""

import traceback

from cima_desktop.model.errors import InvalidInputError, KnownError, NotFoundError


def test_the_class_speaks_when_nothing_else_is_said() -> None:
    error = NotFoundError()
    assert error.sentence("en") == "That record is not in this vault."
    assert error.sentence() == error.sentence("es") == "Ese registro no está en esta bóveda."
    assert error.advice("en").startswith("Check the name")


def test_facts_fill_the_sentence_and_the_advice() -> None:
    error = KnownError("The year {year} cannot be right.", "Use one of: {answers}", year=1850, answers="a, b")
    assert error.sentence("es") == "El año 1850 no puede ser correcto."
    assert error.advice("es") == "Use una de estas: a, b"


def test_a_traceback_holds_no_value() -> None:
    try:
        raise InvalidInputError("The year {year} cannot be right.", path="people[0].name", year="Rosa López")
    except InvalidInputError as error:
        told = "".join(traceback.format_exception(error)).split("\n")[-2] + str(error) + repr(error)
    assert "Rosa" not in told
    assert "people[0]" not in told


def test_an_invalid_input_names_its_field() -> None:
    error = InvalidInputError(path="children[2].birth_date")
    assert error.path == error.facts["path"] == "children[2].birth_date"
    assert error.sentence("es") == "Esta respuesta no se puede guardar así."
