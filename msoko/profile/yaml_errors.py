"""What the YAML parser complains about, in Russian."""

from __future__ import annotations

from typing import Any


class Unreadable(Exception):  # noqa: N818 - stops the reading of one file, never leaves the reader
    """The file cannot be read further; carries what becomes the Problem."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.mend = mend


_WORDS = (
    ("mapping values are not allowed", "лишнее двоеточие с пробелом", "возьмите текст в кавычки"),
    ("could not find expected ':'", "у ключа нет двоеточия", "напишите «ключ: значение»"),
    ("did not find expected ',' or", "не закрыта скобка или пропущена запятая", "закройте скобку"),
    ("did not find expected key", "сбит отступ или лишний знак", "выровняйте отступы пробелами"),
    ("did not find expected '-'", "сбит отступ в списке", "выровняйте отступы пробелами"),
    ("cannot start any token", "недопустимый знак в начале", "возьмите текст в кавычки"),
    ("unexpected end of stream", "не закрыта кавычка", "закройте кавычку"),
    ("control characters", "в файле есть управляющие знаки", "удалите их"),
    ("undefined alias", "ссылка на другое место файла", "повторите текст целиком"),
    (
        "unknown escape",
        "неизвестная последовательность после «\\»",
        "возьмите текст в одиночные кавычки",
    ),
    ("block sequence entries", "список начат не на своём месте", "начните список с новой строки"),
)


def explain_parser(error: Any) -> Unreadable:
    """A parser's error as the line, what is wrong and how to mend it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    said = str(error)
    for english, what, mend in _WORDS:
        if english in said:
            return Unreadable(line, f"файл не разбирается: {what}", mend)
    return Unreadable(
        line, "файл не разбирается как YAML", "проверьте отступы, кавычки и скобки у этой строки"
    )
