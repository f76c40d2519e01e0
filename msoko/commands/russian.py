"""What `argparse` itself says, in Russian."""

from __future__ import annotations

import argparse

_WORDS = {
    "usage: ": "как писать: ",
    "positional arguments": "что указать",
    "options": "параметры",
    "show this help message and exit": "показать эту помощь",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s; помощь: %(prog)s --help\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "не указано: %s",
    "unrecognized arguments: %s": "лишнее или неизвестное: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "нельзя %(value)r; можно: %(choices)s",
    "invalid %(type)s value: %(value)r": "здесь нужно целое число, а не %(value)r",
    "ambiguous option: %(option)s could match %(matches)s": "неясно: %(option)s — это %(matches)s",
    "ignored explicit argument %r": "этот параметр пишут без значения, лишнее: %r",
    "expected one argument": "не указано значение",
    "expected at least one argument": "не указано значение",
}


def speak_russian() -> None:
    """From now on `argparse` looks its words up here; what is not here stays as it is.

    Its own way, gettext, needs compiled files and depends on the language of the machine.
    """
    setattr(argparse, "_", _said)  # noqa: B010 - a name argparse does not declare


def _said(words: str) -> str:
    return _WORDS.get(words, words)
