"""Every service has the same anatomy: who knows one knows all."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from deploy.topology import SERVICES, service
from shared.contracts.base import types_of

TOP = Path(__file__).parents[2]
CANVAS = ("purpose", "owns")
LONG_FOR_A_REASON: dict[str, str] = {
    "services/customer/subscriptions.py": "one literal table: a line for each reaction of the service",
}
"""Files of more than 300 lines, by path, with the reason."""

RIDDLES = (
    *("What", "Whatever", "Who", "Whoever", "Whether", "When", "Where", "Why", "How"),
    *("Somebody", "Anybody", "Everybody", "Nobody"),
)
"""First words after which a docstring describes instead of naming its subject or what it does."""

Names = set[str]


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (TOP / folder).rglob("*.py"))


def capabilities(name: str) -> list[Path]:
    """The folders of a service, each a capability."""
    folders = (path for path in (TOP / "services" / name).iterdir() if path.is_dir())
    return sorted(path for path in folders if path.name[0] not in "._" and path.name != "web")


def domains(name: str) -> list[Path]:
    """The pure files of a service."""
    return sorted(
        path
        for capability in capabilities(name)
        for path in (capability / "domain.py", *(capability / "domain").rglob("*.py"))
        if path.is_file()
    )


def imports(path: Path) -> Names:
    """The modules that a file imports, wherever in it, type checking included."""
    found: Names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module or "")
    return found


def first_lines(tree: ast.Module) -> list[str]:
    """The first line of each docstring of a file, those of attributes included."""
    return [
        node.value.value.strip().partition("\n")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


def tops(modules: Names) -> Names:
    return {module.partition(".")[0] for module in modules}


def canvas(name: str) -> dict[str, str]:
    """The parts of a service's docstring, each on one line."""
    words = import_module(f"services.{name}").__doc__ or ""
    parts = re.split(rf"^({'|'.join(CANVAS)})\s+", words, flags=re.MULTILINE)
    assert parts[0].startswith(f"{name}: "), "the first line says what the service is about"
    return {key: " ".join(text.split()) for key, text in zip(parts[1::2], parts[2::2], strict=True)}


def published_by(owner: str) -> Names:
    """The events of a service."""
    return {model.__name__ for model in types_of([owner])}


def test_the_services_are_those_that_lie_in_services() -> None:
    folders = {
        path.name for path in (TOP / "services").iterdir() if path.is_dir() and path.name[0] not in "._"
    }
    assert folders == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_the_same_files_as_every_other(name: str) -> None:
    for file in ("__init__.py", "__main__.py", "app.py", "store.py"):
        assert (TOP / "services" / name / file).is_file(), file


@pytest.mark.parametrize("name", SERVICES)
def test_a_capability_has_the_same_parts_as_every_other(name: str) -> None:
    for capability in capabilities(name):
        parts = {path.stem for path in capability.iterdir() if path.name[0] not in "._"} - {"__init__"}
        assert parts & {"domain", "handlers", "api"}, capability


def test_every_service_has_a_port_of_its_own() -> None:
    ports = [service(name).port for name in SERVICES]
    assert len(set(ports)) == len(ports)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_its_purpose_and_what_it_owns(name: str) -> None:
    assert tuple(canvas(name)) == CANVAS


@pytest.mark.parametrize("name", SERVICES)
def test_every_event_of_a_service_is_published_somewhere_in_it(name: str) -> None:
    code = "\n".join(
        re.sub(r"^(from|import) .*", "", path.read_text(), flags=re.MULTILINE)
        for path in sources(f"services/{name}")
        if path.name != "app.py" and "api" not in (path.stem, path.parent.name)
    )
    assert {event for event in published_by(name) if not re.search(rf"\b{event}\b[.(]", code)} == set()


@pytest.mark.parametrize("name", SERVICES)
def test_every_timer_of_a_service_is_its_own(name: str) -> None:
    for event in service(name).timers:
        assert event.owner == name


def test_a_domain_reads_no_clock_and_makes_no_id() -> None:
    for path in (path for name in SERVICES for path in domains(name)):
        reads = re.findall(
            r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time|uuid4|new_id|clock\.now)\(",
            path.read_text(),
        )
        assert reads == [], path


@pytest.mark.parametrize("name", SERVICES)
def test_no_domain_takes_the_pace_apart_from_the_time(name: str) -> None:
    """A function of both takes a `Moment`; a forgotten one lets a deadline of the demo last ten times."""
    takes = {
        f"{path.relative_to(TOP)}: {one.name}"
        for path in domains(name)
        for one in ast.walk(ast.parse(path.read_text()))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        and "pace" in {argument.arg for argument in (*one.args.args, *one.args.kwonlyargs)}
    }
    assert takes == set()


@pytest.mark.parametrize("name", ["lobby", "customer", "referral"])
def test_the_reactions_of_a_service_are_one_literal_table(name: str) -> None:
    """In notify every event has the same handler, which reads the rulebook."""
    tree = ast.parse((TOP / "services" / name / "subscriptions.py").read_text())
    tables = {
        one.target.id: one.value
        for one in tree.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }
    assert tables.keys() == {"EVENT_HANDLERS", "TIMER_HANDLERS"}
    for table in tables.values():
        assert isinstance(table, ast.Dict)
        assert all(isinstance(key, ast.Name | ast.Attribute) for key in table.keys)
    events = tables["EVENT_HANDLERS"]
    assert isinstance(events, ast.Dict)
    assert all(isinstance(value, ast.List) for value in events.values)


def test_a_long_file_has_a_reason() -> None:
    lengths = {
        str(path.relative_to(TOP)): len(path.read_text().splitlines())
        for path in sources("shared", "services", "deploy")
    }
    assert {path for path, lines in lengths.items() if lines > 300} == set(LONG_FOR_A_REASON)
    assert all(LONG_FOR_A_REASON.values())


@pytest.mark.parametrize("folder", ["shared", "services", "deploy", "tests"])
def test_no_docstring_begins_with_a_question_word(folder: str) -> None:
    found = [
        f"{path.relative_to(TOP)}: {first}"
        for path in sources(folder)
        for first in first_lines(ast.parse(path.read_text()))
        if re.match(rf"({'|'.join(RIDDLES)})\b", first)
    ]
    assert found == []


def test_the_layers_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(TOP)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS, capsys.readouterr().out
