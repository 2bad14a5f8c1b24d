"""The staff page: its forms, its styles, and the lock of what checks it."""

import json
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


def test_every_style_sheet_is_in_a_layer() -> None:
    styles = WEB / "styles"
    imported = re.findall(r'@import url\("(.+?)"\) layer\((\w+)\);', (styles / "main.css").read_text())
    assert {path for path, _ in imported} == {
        str(path.relative_to(styles)) for path in styles.rglob("*.css") if path.name != "main.css"
    }
    for path, layer in imported:
        assert layer == (path.split("/")[0] if "/" in path else path.removesuffix(".css"))


def test_no_id_in_a_dialog_is_fixed() -> None:
    """Several may be open at the same time: what their parts refer to has ids of its own."""
    for path in SCRIPTS:
        for dialog in re.findall(r"<\$\{Dialog\}.*?\n  <//>", (WEB / path).read_text(), re.DOTALL):
            assert re.findall(r' id="[^$"]+"', dialog) == [], path


def test_the_lock_of_what_checks_the_page_has_hashes_and_no_address() -> None:
    lock = json.loads((WEB.parents[2] / "tests/page/package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
