"""No test holds a time of its import: a whole run takes longer than what is due in ten minutes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_doubled import FILES, TOP

CLOCKS = {"now", "utcnow", "today"}
OF_DAYS = {
    "tests/integration/looks.py",
    "tests/unit/customer/attack/requests.py",
    "tests/unit/customer/test_editions.py",
    "tests/unit/referral/attack/requests.py",
}
"""They hold days of which none is the last that its route takes, or times that nothing is compared with."""


def read_at_import(tree: ast.AST) -> Iterator[str]:
    """Yield the calls of a clock that happen when the module is imported, with their lines: all that stand
    outside of functions, and in the decorators and defaults of functions."""
    match tree:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in CLOCKS:
            yield f"{tree.lineno}: {ast.unparse(tree)}"
        case ast.Lambda():
            return
    inner = ast.iter_child_nodes(tree)
    if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
        inner = iter([*tree.decorator_list, tree.args])
    for node in inner:
        yield from read_at_import(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_no_module_reads_the_clock_when_it_is_imported(path: Path) -> None:
    if str(path.relative_to(TOP)) not in OF_DAYS:
        assert list(read_at_import(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "source",
    [
        "NOW = clock.now().isoformat()",
        "@parametrize('at', [now()])\ndef test(at): pass",
        "def made(at=datetime.now(UTC)): pass",
        "class Visit:\n    at = clock.now()",
    ],
)
def test_a_time_of_the_import_is_noticed(source: str) -> None:
    assert len(list(read_at_import(ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source", ["def test():\n    return now()", "made = lambda: clock.now()", "wait = clock.now"]
)
def test_a_time_that_is_read_when_it_is_needed_is_left_alone(source: str) -> None:
    assert list(read_at_import(ast.parse(source))) == []
