"""Small changes of a module's functions: one comparison, sign, number, `and`, `or` or test each.

A mutant is the code of one function, put in the place of the function's own: whoever has
imported the function calls the mutant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
OTHER_WORD: dict[type[ast.boolop], type[ast.boolop]] = {ast.And: ast.Or, ast.Or: ast.And}
Scope = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One changed function: where, what was written, what is written instead."""

    module: str
    function: str  # qualified
    line: int
    was: str
    now: str
    code: CodeType

    @property
    def name(self) -> str:
        """Say which mutant it is, without its line, which moves."""
        return f"{self.module.rsplit('.', 1)[-1]}.{self.function}: {self.was} -> {self.now}"


def mutants(module: ModuleType) -> list[Mutant]:
    """Return every mutant of a module's functions."""
    assert module.__file__ is not None
    source = Path(module.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source)
    return [
        _mutant(module, within, path, node, change)
        for within, path in _functions(tree)
        for node in _changeable(within)
        for change in _changes(node)
    ]


def _functions(tree: ast.Module) -> Iterator[tuple[Scope, str]]:
    """Yield each function, within its class alone if it is a method, and its qualified name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, node.name
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    alone = ast.ClassDef(node.name, [], [], [method], [])
                    yield ast.copy_location(alone, node), f"{node.name}.{method.name}"


def _changeable(within: Scope) -> Iterator[ast.AST]:
    function = within.body[0] if isinstance(within, ast.ClassDef) else within
    assert isinstance(function, ast.FunctionDef)
    for statement in function.body:
        yield from ast.walk(statement)


Change = tuple[str, Any]  # a field of a node, and what stands there instead


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for k, op in enumerate(node.ops):
            yield "ops", [*node.ops[:k], OTHER_COMPARISON[type(op)](), *node.ops[k + 1 :]]
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in OTHER_SIGN:
        yield "op", OTHER_SIGN[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        yield "op", OTHER_WORD[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        yield "value", (not node.value if isinstance(node.value, bool) else node.value + 1)
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)) and not isinstance(
        node.test, (ast.Compare, ast.BoolOp, ast.Constant)
    ):
        negated = isinstance(node.test, ast.UnaryOp)
        yield "test", node.test.operand if negated else ast.UnaryOp(ast.Not(), node.test)  # type: ignore[union-attr]


FUTURE = ast.parse("from __future__ import annotations").body


def _mutant(module: ModuleType, within: Scope, path: str, node: ast.AST, change: Change) -> Mutant:
    """Return the code of a function in which one field of one node is another."""
    field, instead = change
    kept, was = getattr(node, field), ast.unparse(_shown(node))
    setattr(node, field, instead)
    now = ast.unparse(_shown(node))
    alone = ast.fix_missing_locations(ast.Module([*FUTURE, within], []))
    code = _code(compile(alone, str(module.__file__), "exec"), path)
    setattr(node, field, kept)
    line = int(getattr(node, "lineno", 0))
    return Mutant(module=module.__name__, function=path, line=line, was=was, now=now, code=code)


def _shown(node: ast.AST) -> ast.AST:
    return node.test if isinstance(node, (ast.If, ast.While)) else node


def _code(within: CodeType, path: str) -> CodeType:
    name, _, rest = path.partition(".")
    inner = next(c for c in within.co_consts if isinstance(c, CodeType) and c.co_name == name)
    return _code(inner, rest) if rest else inner


def function_of(module: ModuleType, path: str) -> FunctionType:
    """Return the function that a mutant takes the place of."""
    found: Any = module
    for name in path.split("."):
        found = vars(found)[name]
    for inside in ("fget", "func", "__func__", "__wrapped__"):
        found = getattr(found, inside, None) or found
    assert isinstance(found, FunctionType)
    return found
