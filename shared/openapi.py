"""The refusals in a service's OpenAPI document, as they are really sent."""

from typing import Any

from fastapi import FastAPI

from shared.web import Problem

REFUSALS = {
    401: "Not signed in, or no device that is known.",
    403: "The role or branch does not permit it.",
    404: "There is nothing under this id.",
    409: "It cannot be done as things are; the code says why.",
    413: "Larger than 64 KiB.",
    415: "Not sent as application/json.",
    422: "Not in the form that is described here.",
    429: "Too often; Retry-After says when to come again.",
    503: "Busy, or away for a moment; Retry-After says when to come again.",
}
KIND = "application/problem+json"


def describe_refusals(app: FastAPI) -> None:
    """Let the OpenAPI of `app` describe every refusal as `web.problem` sends it, in the place of FastAPI's
    own form, which is never sent. What a route says of an answer itself stays."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _describe(made())
        return made()

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(document: dict[str, Any]) -> None:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(own, None)
    schemas["Problem"] = Problem.model_json_schema()
    content = {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in document["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            answers.pop("422", None)
            for status, words in REFUSALS.items():
                answers.setdefault(str(status), {"description": words, "content": content})
