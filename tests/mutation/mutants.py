"""Mutants: small changes of a module that its tests should notice."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
SILENT = ("log",)
"""Names of calls that tests need not notice; counters, in capitals, are left out as well."""


@dataclass(frozen=True)
class Mutant:
    """One change: at the `number`-th node of the module `path`, in words, with its line."""

    path: str
    number: int
    line: int
    change: str


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    """List the mutants of a module, in the order of its text."""
    tree = ast.parse(source)
    left_out = _left_out(tree)
    for number, node in enumerate(ast.walk(tree)):
        if node not in left_out and (change := _change(node)):
            yield Mutant(path, number, getattr(node, "lineno", 0), change)


def mutated(mutant: Mutant, source: str) -> str:
    """Return the source of the module with the change made."""
    tree = ast.parse(source)
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.number)
    _make(node)
    return ast.unparse(tree)


def _left_out(tree: ast.AST) -> set[ast.AST]:
    """Return nodes whose change no test need notice: annotations, decorators, docstrings, words for a log."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        quiet: list[ast.AST | None] = []
        if isinstance(node, ast.arg | ast.AnnAssign):
            quiet.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            quiet += [node.returns, *node.decorator_list]
        elif isinstance(node, ast.ClassDef):
            quiet += node.decorator_list
        elif isinstance(node, ast.Expr) and (isinstance(node.value, ast.Constant) or _is_silent(node.value)):
            quiet.append(node)
        for one in quiet:
            found.update(ast.walk(one) if one is not None else ())
    return found


def _is_silent(node: ast.AST) -> bool:
    while isinstance(node, ast.Call | ast.Attribute | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and (node.id in SILENT or node.id.isupper())


def _change(node: ast.AST) -> str:
    """Say in words what can be changed at a node; nothing, if nothing can."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        return f"{type(node.ops[0]).__name__} -> {SWAPPED[type(node.ops[0])].__name__}"
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPPED:
        return f"{type(node.op).__name__} -> {SWAPPED[type(node.op)].__name__}"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return f"{node.value} -> {not node.value}"
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return f"{node.value} -> {node.value + 1}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return "not x -> x"
    if isinstance(node, ast.Return) and not (node.value is None or _is_none(node.value)):
        return "return x -> return None"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await):
        return f"{ast.unparse(node)[:50]} -> nothing"
    return ""


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _make(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = SWAPPED[type(node.ops[0])]()  # type: ignore[assignment]
    elif isinstance(node, ast.BoolOp | ast.BinOp):
        node.op = SWAPPED[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.Constant):
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Return | ast.Expr):
        node.value = ast.Constant(None)
