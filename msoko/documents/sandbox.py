"""The language of templates, cut down to what a form needs: show a value, repeat, choose.

Calls, macros, imports, includes and assignments are not part of it, so there is nothing to call
with. Jinja's own sandbox stays underneath as the second fence. How often a template repeats and
how much it prints is counted, so that it always ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import nodes
from jinja2.environment import Template
from jinja2.runtime import LoopContext, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_REPEATS = 200_000
MOST_CHARACTERS = 40_000_000
DEEPEST_LOOPS = 6
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.For, nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or, nodes.Compare,
    nodes.Operand, nodes.Filter, nodes.Test,
)  # fmt: skip
_FILTERS = frozenset({"upper", "lower", "capitalize", "trim", "length"})
_TESTS = frozenset({"defined"})
_LOOP = frozenset({"first", "last", "index"})
_WORDS = {
    nodes.Call: "вызов",
    nodes.Macro: "макрос",
    nodes.Import: "подключение файла",
    nodes.FromImport: "подключение файла",
    nodes.Include: "подключение файла",
    nodes.Extends: "подключение файла",
    nodes.Assign: "присваивание",
}


class Hostile(Exception):  # noqa: N818 - told to whoever made the template
    """The template asks for something a template of an act may not do; the text says what."""


class Unknown(Exception):  # noqa: N818 - told to whoever made the template
    """The template names a value that does not exist; the text says which there are."""


class Budget:
    """How many repeats are left to one rendering."""

    def __init__(self, repeats: int = MOST_REPEATS) -> None:
        self.left = repeats

    def spend(self) -> None:
        """One repeat; Hostile when there are none left."""
        self.left -= 1
        if self.left < 0:
            raise Hostile("шаблон повторяет строки слишком много раз")


class Fields:
    """Named values a template may show; a name that is not there is told with those that are."""

    __iter__ = None

    def __init__(self, what: str, values: Mapping[str, Any]) -> None:
        self.what = what
        self._values = dict(values)

    @property
    def known(self) -> Mapping[str, Any]:
        """Its values by name."""
        return self._values

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            known = ", ".join(sorted(self._values))
            raise Unknown(f"у значения «{self.what}» нет поля «{name}»; есть: {known}")
        return self._values[name]


class Items:
    """Values a template may repeat over; every repeat is counted."""

    def __init__(self, values: Sequence[Any], budget: Budget) -> None:
        self._values = values
        self._budget = budget

    def __iter__(self) -> Iterator[Any]:
        for value in self._values:
            self._budget.spend()
            yield value

    def __len__(self) -> int:
        return len(self._values)


class Shown(str):
    """A text to print; a template cannot repeat over its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        raise Hostile("шаблон повторяет строки по буквам текста")


class _Counted(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        parts, length = [], 0
        for part in self.generate(*args, **kwargs):
            length += len(part)
            if length > MOST_CHARACTERS:
                raise Hostile("шаблон печатает слишком много текста")
            parts.append(part)
        return "".join(parts)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja for templates of acts: values are escaped, every source is looked through first."""

    template_class = _Counted

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self._names = frozenset(names)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Fields by name and where a repeat stands; nothing of Python's own."""
        if isinstance(obj, Fields):
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        raise Unknown(f"шаблон спрашивает поле «{attribute}» у значения, где полей нет")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            look_at(node)
        _count_loops(tree, 0)
        self._names_of(tree)
        return tree

    def _names_of(self, tree: nodes.Template) -> None:
        bound = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
        used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
        unknown = sorted(used - bound - self._names - {"loop"})
        if unknown:
            told, known = ", ".join(unknown), ", ".join(sorted(self._names))
            raise Unknown(f"в шаблоне неизвестные имена: {told}; есть: {known}")


def look_at(node: nodes.Node) -> None:
    """Hostile when a part of a template does more than show, repeat and choose."""
    if not isinstance(node, _ALLOWED):
        told = _WORDS.get(type(node), "лишнее действие")
        raise Hostile(f"в шаблоне {told}: шаблону можно только показывать, повторять и выбирать")
    name = node.attr if isinstance(node, nodes.Getattr) else getattr(node, "name", "") or ""
    if name.startswith("_"):
        raise Hostile(f"шаблон обращается к служебному имени «{name}»")
    for kind, known, what in ((nodes.Filter, _FILTERS, "преобразование"),
                              (nodes.Test, _TESTS, "проверка")):  # fmt: skip
        if isinstance(node, kind) and name not in known:
            raise Hostile(f"в шаблоне {what} «{name}»; можно: {', '.join(sorted(known))}")
    if isinstance(node, nodes.For):
        _look_at_loop(node)


def _look_at_loop(node: nodes.For) -> None:
    if node.recursive:
        raise Hostile("в шаблоне повтор вызывает сам себя")
    if not isinstance(node.iter, nodes.Name | nodes.Getattr):
        raise Hostile("шаблон повторяет строки не по списку акта")


def _count_loops(node: nodes.Node, depth: int) -> None:
    depth += isinstance(node, nodes.For)
    if depth > DEEPEST_LOOPS:
        raise Hostile(f"в шаблоне больше {DEEPEST_LOOPS} повторов один в другом")
    for child in node.iter_child_nodes():
        _count_loops(child, depth)
