"""The staff page: whoever adds a form to it gets what every form has."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "services/notify/web"
MADE_OF = {"form.js", "fields.js", "signin.js"}
"""What draws forms and fields; the sign-in form is there before anybody has a draft."""
TYPED_INTO = re.compile(r"<(?:form|textarea)\b|<input\b(?![^>]*type=\"(?:radio|checkbox)\")")
BENT = re.compile(r"(?:Number|parseInt|parseFloat)\(\s*event\b|replace\(/\\D")


@pytest.mark.parametrize("path", sorted(WEB.glob("*.js")), ids=lambda path: path.name)
def test_forms_and_fields_are_drawn_in_one_place(path: Path) -> None:
    text = path.read_text()
    if path.name not in MADE_OF:
        assert TYPED_INTO.findall(text) == [], "use Form of form.js and the fields of fields.js"
    if path.name != "numbers.js":
        assert BENT.findall(text) == [], "numbers are read by readNumber of numbers.js"


def test_no_field_cuts_what_is_pasted() -> None:
    """A browser cuts at ``maxlength`` without a word; too long is said instead."""
    for name in MADE_OF - {"signin.js"}:
        assert "maxlength" not in (WEB / name).read_text()
