"""Every English template that the code says, found by walking the code: whatever reaches `translated`, by any way."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.texts.commands import COMMANDS

FOLDER = Path(__file__).parents[2] / "bot" / "texts"
SEED = {"translated": frozenset({1}), "by_count": frozenset({2, 3})}
"""Of the functions that are given templates: which of their arguments are."""
IN_OBJECTS = {"summary": {info.summary for info in COMMANDS}}
"""Templates that travel as attributes."""

Function = ast.FunctionDef | None


def templates() -> set[str]:
    return Walk(FOLDER).found()


class Walk:
    def __init__(self, folder: Path) -> None:
        root = folder.parents[1]
        paths = sorted(folder.rglob("*.py"))
        names = [".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in paths]
        self._modules = [
            (importlib.import_module(name), ast.parse(path.read_text()))
            for name, path in zip(names, paths, strict=True)
        ]
        self._given = dict(SEED)
        self._found: set[str] = set()

    def found(self) -> set[str]:
        """A function that hands a template on is given it by others: look until there are no more such functions."""
        before = None
        while before != self._given:
            before = dict(self._given)
            self._found = set()
            for module, tree in self._modules:
                for function, call in calls(tree, None):
                    self._look(module, function, call)
        return self._found

    def _look(self, module: ModuleType, function: Function, call: ast.Call) -> None:
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        for index in self._given.get(key(module, name), ()):
            assert len(call.args) > index, f"{module.__name__}:{call.lineno}: a template is given by position"
            self._found |= self._meant(module, function, call.args[index])

    def _meant(self, module: ModuleType, function: Function, what: ast.expr) -> set[str]:
        """All that this expression may be. Fails for one that cannot be followed: then nobody would translate it."""
        match what:
            case ast.Constant(str(text)):
                return {text} - {""}
            case ast.Attribute(_, name) if name in IN_OBJECTS:
                return IN_OBJECTS[name]
            case ast.Name(name):
                return self._named(module, function, name)
        inner, parts = self._parts(module, function, what)
        return set().union(*(self._meant(module, inner, part) for part in parts))

    def _parts(self, module: ModuleType, function: Function, what: ast.expr) -> tuple[Function, list[ast.expr]]:
        """The expressions that this one may be, and the function that they stand in."""
        match what:
            case ast.IfExp(_, one, other):
                return function, [one, other]
            case ast.Subscript(table):
                return function, [table]
            case ast.Call(ast.Attribute(table, "get"), [_, default]):
                return function, [table, default]
            case ast.Call(ast.Name(name), arguments) if name in SEED:
                return function, [arguments[index] for index in SEED[name]]
            case ast.Call(ast.Name(name)):
                inner = next(each for each in ast.walk(self._tree(module)) if is_function(each, name))
                return inner, [each.value for each in ast.walk(inner) if isinstance(each, ast.Return) and each.value]
        raise AssertionError(f"{module.__name__}:{what.lineno}: this template cannot be followed: {ast.unparse(what)}")

    def _tree(self, module: ModuleType) -> ast.Module:
        return next(tree for each, tree in self._modules if each is module)

    def _named(self, module: ModuleType, function: Function, name: str) -> set[str]:
        parameters = [each.arg for each in function.args.args] if function is not None else []
        if function is not None and name in parameters:
            known = self._given.get(key(module, function.name), frozenset())
            self._given[key(module, function.name)] = known | {parameters.index(name)}
            return set()
        assigned = [
            each.value
            for each in ast.walk(function or ast.Module([], []))
            if isinstance(each, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in each.targets)
        ]
        if assigned:
            return set().union(*(self._meant(module, function, each) for each in assigned))
        return set(strings(getattr(module, name)))


def constants(texts: ModuleType) -> set[str]:
    """An adapter keeps all its own texts as constants of one module."""
    return set().union(*(strings(value) for name, value in vars(texts).items() if name.isupper() and name[0] != "_"))


def key(module: ModuleType, name: str) -> str:
    """Private functions of the same name are different ones."""
    return f"{module.__name__}.{name}" if name.startswith("_") else name


def calls(node: ast.AST, function: Function) -> Iterator[tuple[Function, ast.Call]]:
    """Each call with the function that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield function, child
        yield from calls(child, child if isinstance(child, ast.FunctionDef) else function)


def is_function(node: ast.AST, name: str) -> Any:
    return isinstance(node, ast.FunctionDef) and node.name == name


def strings(value: object) -> Iterator[str]:
    """In a table of templates."""
    if isinstance(value, str):
        yield value
    else:
        assert isinstance(value, dict | tuple), value
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)
