"""The OpenAPI document: valid by a public validator, and about all that is declared."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from manager.api import openapi
from manager.api.declare import COMMANDS
from manager.api.execute import load_commands

load_commands()


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document("0")


def test_it_is_valid(document: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_has_every_command_with_every_parameter_and_its_answer(document: dict[str, Any]) -> None:
    assert len(document["paths"]) == len(COMMANDS)
    for cls in COMMANDS.values():
        operation = document["paths"][f"/client/api/{cls.NAME}"]["post"]
        form = operation["requestBody"]["content"][openapi.FORM]["schema"]
        assert set(form["properties"]) == {"response", *cls.PARAMS}
        assert set(form.get("required", [])) == {param.name for param in cls.PARAMS.values() if param.required}
        answer = operation["responses"]["200"]["content"][openapi.JSON]["schema"]
        assert list(answer["properties"]) == [cls.WRAPPER]
        assert operation["x-pileus-async"] == cls.ASYNC
        assert operation["summary"]


def test_names_of_answers_are_identifiers(document: dict[str, Any]) -> None:
    """As generated clients need them."""
    assert [name for name in document["components"]["schemas"] if not name.isidentifier()] == []


def test_every_field_of_an_answer_is_described(document: dict[str, Any]) -> None:
    bare = [f"{name}.{field}" for name, schema in document["components"]["schemas"].items() for field, shape in schema.get("properties", {}).items()
            if not shape.get("description") and field != "uuidList"]
    assert bare == []
