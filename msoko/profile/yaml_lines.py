"""YAML read strictly: every key keeps its line, and whatever is ambiguous or dangerous is refused.

Built from parser events, so that neither depth nor aliases can hurt: nothing is recursive and
aliases are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from msoko.problem import Problem
from msoko.profile.lined import Lined
from msoko.profile.yaml_errors import Unreadable, explain_parser
from msoko.profile.yaml_scalars import BROKEN, Refused, date_value, plain_value

LARGEST_FILE = 1_000_000
DEEPEST = 60
_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


def read_yaml(path: Path, shown: str) -> tuple[object, tuple[Problem, ...]]:
    """The content of a file and everything refused in it; BROKEN when nothing can be used.

    Mappings come as `Lined`, lists as tuples, numbers as int or Decimal, dates as dates.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            return BROKEN, (_too_large(shown),)
        raw = path.read_bytes()
    except OSError as error:
        what = f"файл не читается: {error.strerror or type(error).__name__}"
        return BROKEN, (Problem("yaml", what, "проверьте имя файла и права доступа", file=shown),)
    return parse_yaml(raw, shown)


def parse_yaml(raw: bytes, shown: str) -> tuple[object, tuple[Problem, ...]]:
    """The same for bytes at hand."""
    if len(raw) > LARGEST_FILE:
        return BROKEN, (_too_large(shown),)
    builder = _Builder(shown)
    try:
        text = _decode(raw)
        for event in _events(text):
            builder.take(event)
    except Unreadable as trouble:
        builder.refuse(trouble.line, trouble.what, trouble.mend)
        return BROKEN, tuple(builder.problems)
    if not builder.documents:
        builder.refuse(1, "файл пуст", "заполните файл или удалите его")
        return BROKEN, tuple(builder.problems)
    return builder.root, tuple(builder.problems)


def _too_large(shown: str) -> Problem:
    what = f"файл больше {LARGEST_FILE // 1_000_000} МБ"
    return Problem("yaml", what, "разделите файл на части", file=shown)


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable(
            line, "файл не в кодировке UTF-8", "сохраните файл в кодировке UTF-8"
        ) from None
    tab = text.find("\t")
    if tab >= 0:
        line = text.count("\n", 0, tab) + 1
        raise Unreadable(line, "в файле есть табуляция", "замените табуляции пробелами")
    return text


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise explain_parser(error) from None
    except (ValueError, RecursionError, UnicodeError):
        raise Unreadable(1, "файл не разбирается как YAML", "проверьте разметку файла") from None


@dataclass
class _Open:
    """A mapping or list not closed yet; `key` waits for its value."""

    line: int
    is_mapping: bool
    items: dict[Any, Any] = field(default_factory=dict)
    lines: dict[Any, int] = field(default_factory=dict)
    values: list[Any] = field(default_factory=list)
    key: Any = None
    key_line: int = 0
    waits: bool = False

    def close(self) -> object:
        return Lined(self.items, self.line, self.lines) if self.is_mapping else tuple(self.values)


class _Builder:
    """Puts events together; problems are collected, only hopeless ones stop the reading."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.root: object = BROKEN
        self.documents = 0
        self._open: list[_Open] = []

    def refuse(self, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem("yaml", what, mend, file=self.shown, line=line))

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._put(self._open.pop().close(), line)
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(
                line, f"ссылка «*{event.anchor}» на другое место", "повторите текст целиком"
            )
            self._put(BROKEN, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(line)

    def _document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unreadable(line, "в файле больше одного документа", "уберите строку «---»")

    def _start(self, event: Any, line: int) -> None:
        if len(self._open) >= DEEPEST:
            raise Unreadable(line, f"вложенность больше {DEEPEST}", "упростите запись")
        self._no_tricks(event, line)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if self._wants_key():
            raise Unreadable(line, "ключом служит список или набор", "ключ должен быть словом")
        self._open.append(_Open(line, is_mapping))

    def _no_tricks(self, event: Any, line: int) -> None:
        if event.anchor:
            self.refuse(line, f"метка «&{event.anchor}» не нужна", "уберите метку")
        if event.tag:
            self.refuse(line, f"указание типа «{event.tag}» не допускается", "уберите его")

    def _wants_key(self) -> bool:
        return bool(self._open) and self._open[-1].is_mapping and not self._open[-1].waits

    def _scalar(self, event: Any, line: int) -> None:
        self._no_tricks(event, line)
        if self._wants_key():
            self._key(event.value, line, plain=event.implicit[0])
            return
        value: object = event.value
        if event.implicit[0]:
            value = plain_value(event.value)
            if isinstance(value, Refused):
                self.refuse(line, value.what, value.mend)
                value = BROKEN
        self._put(value, line)

    def _key(self, word: str, line: int, *, plain: bool) -> None:
        top = self._open[-1]
        top.key = (date_value(word) if plain else None) or word
        top.key_line = line
        top.waits = True
        if plain and word == "<<":
            self.refuse(line, "слияние «<<» не допускается", "повторите ключи целиком")

    def _put(self, value: object, line: int) -> None:
        if not self._open:
            self.root = value
            return
        top = self._open[-1]
        if not top.is_mapping:
            top.values.append(value)
            return
        top.waits = False
        if top.key in top.items:
            first = top.lines[top.key]
            self.refuse(
                top.key_line,
                f"ключ «{top.key}» повторён (первый раз в строке {first})",
                "оставьте один из двух",
            )
        else:
            top.items[top.key] = value
            top.lines[top.key] = top.key_line
