"""Outside words through a model: what does not fit becomes problems with lines, in Russian."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from msoko.profile.lined import Lined, line_of
from msoko.profile.model_base import Model
from msoko.profile.report import Report, choose
from msoko.profile.yaml_scalars import BROKEN

M = TypeVar("M", bound=Model)
_QUOTED = re.compile(r"'([^']*)'")
# what a type error says and how to mend it; other kinds are told by their own words
_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("нужен текст", "если это код или номер, возьмите его в кавычки"),
    "int_type": ("нужно целое число", "напишите целое число без кавычек"),
    "int_from_float": ("нужно целое число", "напишите целое число без кавычек"),
    "bool_type": ("нужно true или false", "напишите true или false без кавычек"),
    "tuple_type": ("нужен список", "напишите список: [a, b] или строки, начатые с «- »"),
    "dict_type": ("нужен набор «ключ: значение»", "напишите ключи и значения"),
    "model_type": ("нужен набор «ключ: значение»", "напишите ключи и значения"),
    "model_attributes_type": ("нужен набор «ключ: значение»", "напишите ключи и значения"),
    "date_type": ("нужна дата", "напишите дату без кавычек: ГГГГ-ММ-ДД"),
    "is_instance_of": ("значение не того вида", "сверьтесь с образцом"),
    "none_required": ("здесь ничего не должно стоять", "уберите ключ"),
    "string_too_short": ("пустой текст", "напишите текст или уберите ключ"),
    "string_too_long": ("слишком длинный текст", "сократите"),
    "too_short": ("пустой список", "добавьте хотя бы одно значение"),
    "number": ("нужно число", "напишите число без кавычек"),
    "cell": ("нужно слово или целое число", "напишите значение разреза"),
    "unit_condition": (
        "не понять, что за условие на организацию",
        "нужен один из ключей: indicator, attribute, rows, unit, rule_set, all, any, not",
    ),
}


def validate(model: type[M], data: object, report: Report, main_act: str | None = None) -> M | None:
    """The model, or None when the words do not fit it; the report then says why."""
    context: dict[str, Any] = {"main_act": main_act, "stray": {}}
    try:
        value = model.model_validate(data, context=context)
    except ValidationError as error:
        found = error.errors(include_url=False)
        for details in found:
            if not _follows(details, found):
                _explain(details, data, report)
        value = None
    except RecursionError:
        report.add("form", 1, "слишком глубокая вложенность", "упростите запись")
        value = None
    for words, key, legal in context["stray"].values():
        _stray(words, str(key), legal, report)
    return value


def _follows(details: ErrorDetails, others: list[ErrorDetails]) -> bool:
    """A list is called too short also because its items were refused: that is no news."""
    path = details["loc"]
    return details["type"] == "too_short" and any(
        other["loc"][: len(path)] == path and len(other["loc"]) > len(path) for other in others
    )


def _stray(words: Lined, key: str, legal: tuple[str, ...], report: Report) -> None:
    line = words.lines.get(key, words.line)
    report.add("key", line, f"непонятный ключ «{key}»", choose(key, legal, 40))


def _explain(details: ErrorDetails, data: object, report: Report) -> None:
    kind, path, given = details["type"], details["loc"], details["input"]
    if given is BROKEN or kind == "extra_forbidden":
        return
    line = line_of(data, path)
    place = _place(path)
    context = details.get("ctx") or {}
    if kind == "missing":
        what = f"нет обязательного ключа «{path[-1]}»"
        report.add("missing", line, what + _place(path[:-1]), f"допишите {path[-1]}: …")
    elif kind in ("literal_error", "union_tag_invalid"):
        legal = _QUOTED.findall(str(context.get("expected") or context.get("expected_tags") or ""))
        tag = context.get("tag", given)
        what = f"значение «{_shown(tag)}» не допускается{place}"
        report.add("value", line, what, choose(tag, legal or [str(context.get("expected"))]))
    elif kind == "union_tag_not_found":
        report.add("missing", line, f"нет обязательного ключа «kind»{place}", "допишите kind: …")
    elif kind in _WORDS:
        what, mend = _WORDS[kind]
        empty = given is None and kind != "unit_condition"
        report.add("type", line, f"{'пусто, а ' if empty else ''}{what}{place}", mend)
    else:
        report.add(*_rest(kind, line, place, given, context, details["msg"]))


def _rest(
    kind: str, line: int, place: str, given: object, context: dict[str, Any], message: str
) -> tuple[str, int, str, str]:
    if kind == "string_pattern_mismatch":
        what = f"имя «{_shown(given)}» не допускается{place}"
        return "name", line, what, "только латинские буквы, цифры и знак подчёркивания"
    if kind in ("greater_than_equal", "less_than_equal"):
        border = context.get("ge", context.get("le"))
        word = "не меньше" if "ge" in context else "не больше"
        return "value", line, f"число {_shown(given)} не допускается{place}", f"{word} {border}"
    if re.search("[а-яё]", message):
        return "form", line, message + place, "сверьтесь с описанием формата профиля"
    return "form", line, f"значение не подходит{place}", "сверьтесь с описанием формата профиля"


def _place(path: tuple[int | str, ...]) -> str:
    """« в «formula › units»», keys only: tags and positions are of no use to a reader."""
    keys = [step for step in path if isinstance(step, str)]
    return f" в «{' › '.join(dict.fromkeys(keys[-3:]))}»" if keys else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "список или набор" if isinstance(value, tuple | dict) else str(value)[:60]
