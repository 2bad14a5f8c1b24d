"""The staff page: whoever adds a form to it gets what every form has."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "services/notify/web"
MADE_OF = {"parts/form.js", "parts/fields.js", "rooms/sign-in.js"}
"""What draws forms and fields; the sign-in form is there before anybody has a draft."""
SCRIPTS = sorted(
    str(path.relative_to(WEB)) for path in WEB.rglob("*.js") if not path.is_relative_to(WEB / "vendor")
)
TYPED_INTO = re.compile(r"<(?:form|textarea)\b|<input\b(?![^>]*type=\"(?:radio|checkbox)\")")
BENT = re.compile(r"(?:Number|parseInt|parseFloat)\(\s*event\b|replace\(/\\D")


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_forms_and_fields_are_drawn_in_one_place(path: str) -> None:
    text = (WEB / path).read_text()
    if path not in MADE_OF:
        assert TYPED_INTO.findall(text) == [], "use Form of form.js and the fields of fields.js"
    if path != "parts/numbers.js":
        assert BENT.findall(text) == [], "numbers are read by readNumber of numbers.js"


def test_no_field_cuts_what_is_pasted() -> None:
    """A browser cuts at ``maxlength`` without a word; too long is said instead."""
    for name in MADE_OF - {"rooms/sign-in.js"}:
        assert "maxlength" not in (WEB / name).read_text()
