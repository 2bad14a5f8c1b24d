"""Nothing stands twice where it can be meant once: what a merge of two branches leaves behind."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
FILES = sorted(
    path for folder in ("deploy", "services", "shared", "tests") for path in (TOP / folder).rglob("*.py")
)
HARMLESS = (ast.Expr, ast.Pass, ast.AugAssign)
"""Statements that are meant twice: calls, and what adds up."""


def doubled_in(tree: ast.Module) -> Iterator[str]:
    """Yield what stands twice in a module, with its line: keys of a table, members of a set, names that are
    given a value of which nothing takes notice, statements that follow themselves."""
    for node in ast.walk(tree):
        match node:
            case ast.Dict():
                yield from _several([key for key in node.keys if key is not None], "key")
            case ast.Set():
                yield from _several(node.elts, "member")
        for name in ("body", "orelse", "finalbody"):
            if isinstance(statements := getattr(node, name, None), list):
                yield from _following(statements)
    yield from _given_again(tree.body)


def _several(nodes: Sequence[ast.expr], what: str) -> Iterator[str]:
    if any(not isinstance(one, ast.Constant | ast.Name | ast.Attribute | ast.Tuple) for one in nodes):
        nodes = [one for one in nodes if isinstance(one, ast.Constant | ast.Name | ast.Attribute)]
    counted = Counter(ast.dump(one) for one in nodes)
    for one in nodes:
        if counted[ast.dump(one)] > 1:
            yield f"{one.lineno}: {what} {ast.unparse(one)}"


def _following(statements: Sequence[ast.stmt]) -> Iterator[str]:
    for one, other in pairwise(statements):
        if ast.dump(one) == ast.dump(other) and not isinstance(one, HARMLESS):
            yield f"{other.lineno}: {ast.unparse(other)[:60]}"


def _given_again(statements: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield constants of a module that are stated twice."""
    stated: set[str] = set()
    for one in statements:
        targets = (
            one.targets
            if isinstance(one, ast.Assign)
            else [one.target]
            if isinstance(one, ast.AnnAssign)
            else []
        )
        for target in targets:
            if isinstance(target, ast.Name) and target.id.isupper():
                if target.id in stated:
                    yield f"{one.lineno}: {target.id}"
                stated.add(target.id)


def test_nothing_stands_twice() -> None:
    found = {
        str(path.relative_to(TOP)): several
        for path in FILES
        if (several := sorted(set(doubled_in(ast.parse(path.read_text())))))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A = {'x': 1, 'y': 2, 'x': 3}", ["1: key 'x'"]),
        ("A = {b.C: 1, b.C: 2}", ["1: key b.C"]),
        ("A = {B, C, B}", ["1: member B"]),
        ("A = 1\nB = 2\nA = 3", ["3: A"]),
        ("def f():\n    assert x\n    assert x", ["3: assert x"]),
        ("def f():\n    g()\n    g()\n    n += 1\n    n += 1", []),
        ("A = {'x': 1, **B, **B}", []),
    ],
)
def test_it_is_found_where_it_does(text: str, found: list[str]) -> None:
    assert sorted(set(doubled_in(ast.parse(text)))) == found
