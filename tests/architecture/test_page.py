"""The staff page: its forms, its styles, and the lock of what checks it."""

import json
import re
from pathlib import Path

import pytest

from deploy.topology import SERVICES, service
from shared.contracts.words import Role

WEB = Path(__file__).parents[2] / "services/notify/web"
OF_PASSWORDS = {"rooms/sign-in.js", "rooms/by-account.js", "rooms/account.js", "rooms/second-factor.js"}
MADE_OF = {"parts/form.js", "parts/fields.js", *OF_PASSWORDS}
"""The scripts that draw forms and fields; of passwords no draft is kept."""
SCRIPTS = sorted(
    str(path.relative_to(WEB)) for path in WEB.rglob("*.js") if not path.is_relative_to(WEB / "vendor")
)
ASKED = re.compile(rf"[\"'`]((?:{'|'.join(SERVICES)})\.[a-z_]+)[\"'`]")
ROLES = re.compile(rf"[\"'`](?:{'|'.join(Role)})[\"'`]")
SPEAK_OF_ROLES = {"words/enums.js", "words/terms.js", "rooms/floor/floor.js", "rooms/tasks/dialogs.js"}
"""The scripts that name roles for another reason: words, for whom a task is, whose place a counter is."""
TYPED_INTO = re.compile(r"<(?:form|textarea)\b|<input\b(?![^>]*type=\"(?:radio|checkbox)\")")
FILLED = r"\$\{(?:[^{}]|\{[^{}]*\})*\}"
CLASSES = re.compile(rf"\bclass(?:es)?\s*=\s*(\"(?:[^\"$]|{FILLED})*\"|`(?:[^`$]|{FILLED})*`|{FILLED})")
WORD = re.compile(r"[A-Za-z][\w-]*")
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
    for name in MADE_OF - OF_PASSWORDS:
        assert "maxlength" not in (WEB / name).read_text()


def test_every_style_sheet_is_in_the_layer_of_its_folder_and_is_loaded() -> None:
    """The order comes first."""
    assert 'href="/static/styles/page.css"' in (WEB / "index.html").read_text()
    listed = re.findall(r'^@import "(.+?)";$', (WEB / "styles/page.css").read_text(), re.MULTILINE)
    sheets = {str(path.relative_to(WEB / "styles")) for path in (WEB / "styles").rglob("*.css")} - {
        "page.css"
    }
    assert listed[0] == "layers.css"
    assert sorted(listed) == sorted(sheets)
    for path in sheets - {"layers.css"}:
        layer = path.split("/")[0] if "/" in path else path.removesuffix(".css")
        rules = re.sub(r"/\*.*?\*/", "", (WEB / "styles" / path).read_text(), flags=re.DOTALL)
        assert re.fullmatch(rf"\s*@layer {layer} \{{\n(?:  .*\n|\n)*\}}\n", rules), path


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_rights_are_asked_by_names_of_the_services_tables(path: str) -> None:
    """A name that no table has would hide what it guards from everybody."""
    known = {f"{name}.{asked.name}" for name in SERVICES for asked in service(name).rights}
    assert {asked for asked in ASKED.findall((WEB / path).read_text()) if asked not in known} == set()


@pytest.mark.parametrize("path", sorted(set(SCRIPTS) - SPEAK_OF_ROLES), ids=str)
def test_no_script_repeats_who_may_do_what(path: str) -> None:
    assert ROLES.findall((WEB / path).read_text()) == [], "ask may() of live/rights.js"


def test_no_id_in_a_dialog_is_fixed() -> None:
    """Several may be open at the same time: what their parts refer to has ids of its own."""
    for path in SCRIPTS:
        for dialog in re.findall(r"<\$\{Dialog\}.*?\n  <//>", (WEB / path).read_text(), re.DOTALL):
            assert re.findall(r' id="[^$"]+"', dialog) == [], path


@pytest.mark.parametrize("folder", ["page", "identity"])
def test_the_lock_of_what_node_runs_for_checks_has_hashes_and_no_address(folder: str) -> None:
    lock = json.loads((WEB.parents[2] / "tests" / folder / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def classes_in(script: str) -> set[str]:
    """The classes that a script draws: those that stand in it, and those that it chooses between."""
    found: set[str] = set()
    for value in CLASSES.findall(script):
        chosen = [said for hole in re.findall(FILLED, value) for said in re.findall(r'"([^"]*)"', hole)]
        found.update(*(WORD.findall(text) for text in (re.sub(FILLED, " ", value), *chosen)))
    return found


def room_of(path: str) -> str:
    """The room that a script belongs to; each part of the business is one."""
    parts = path.removesuffix(".js").split("/")
    return "/".join(parts[: 3 if parts[1:2] == ["business"] else 2])


@pytest.mark.parametrize("path", sorted((WEB / "styles/rooms").glob("*.css")), ids=lambda path: path.stem)
def test_what_a_room_s_sheet_styles_is_drawn_in_that_room_alone(path: Path) -> None:
    """All sheets are loaded together: a selector that begins with a class which another room draws too, or
    with the word of a state, which stands in the class of whatever is in it, styles that as well."""
    drawn = {script: classes_in((WEB / script).read_text()) for script in SCRIPTS}
    words = (WEB / "words/enums.js").read_text()
    catalogues = re.findall(
        r"^export const \w*(?:State|Stage|Urgency) = \{$(.*?)^\};", words, re.MULTILINE | re.DOTALL
    )
    states = {word for one in catalogues for word in re.findall(r"^  (\w+): ", one, re.MULTILINE)}
    leaking = set()
    sheet = re.sub(r"/\*.*?\*/|@layer [^{]*\{|@media [^{]*\{", "", path.read_text(), flags=re.DOTALL)
    for selector in ",".join(re.findall(r"([^{};]+)\{", sheet)).split(","):
        first = re.findall(r"\.([\w-]+)", selector.split()[0])
        rooms = [{room_of(one) for one, classes in drawn.items() if name in classes} for name in first]
        own = [
            name
            for name, seen in zip(first, rooms, strict=True)
            if len(seen) == 1 and "parts" not in str(seen)
        ]
        if not set(own) - states:
            leaking.add(" ".join(selector.split()))
    assert leaking == set()
