"""The command line: every verb with its arguments, as the parser knows them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from docs.pages.markdown import page, table
from msoko.__main__ import parser


def text() -> str:
    """docs/reference/commands.md."""
    found = verbs()
    parts = [
        "`msoko` — то же, что `python -m msoko`. Команда завершается кодом 0, только если всё "
        "получилось; 1 — что-то не принято, сказано что и как исправить; 2 — команда написана "
        "неверно. Ход долгой работы пишется в поток ошибок, чтобы не мешать выводу.",
        table(["Команда", "Что делает"], [[f"[{one}](#{one})", ru] for one, ru in _said_shortly()]),
        *(_verb(name, one) for name, one in found.items()),
    ]
    return page("Команды", "`msoko/commands/`", *parts)


def verbs() -> dict[str, argparse.ArgumentParser]:
    """Parsers of the verbs by name, in their order."""
    return dict(_choices().choices)


def _choices() -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))


def _said_shortly() -> list[tuple[str, str]]:
    return [(one.dest, one.help or "") for one in _choices()._choices_actions]


def _verb(name: str, one: argparse.ArgumentParser) -> str:
    usage = " ".join(["msoko", name, *_usage(one)])
    rows = [
        [", ".join(f"`{word}`" for word in _names(action)), action.help or "", _legal(action)]
        for action in _asked(one)
    ]
    return (
        f'## <a id="{name}"></a>msoko {name}\n\n{one.description or ""}\n\n'
        f"```\n{usage}\n```\n\n{table(['Что указать', 'Зачем', 'Допустимо'], rows)}"
    )


def _asked(one: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in one._actions if action.dest != "help"]


def _names(action: argparse.Action) -> list[str]:
    shown = str(action.metavar or action.dest)
    if not action.option_strings:
        return [shown]
    takes = action.nargs != 0 and (action.metavar or not action.choices)
    return [f"{name} {shown}" if takes else name for name in action.option_strings[-1:]]


def _legal(action: argparse.Action) -> str:
    if action.choices:
        return ", ".join(f"`{choice}`" for choice in action.choices)
    return "обязательно" if _must(action) else ""


def _must(action: argparse.Action) -> bool:
    return action.required and action.nargs not in ("*", "?")


def _usage(one: argparse.ArgumentParser) -> Iterator[str]:
    for action in _asked(one):
        name = _names(action)[0]
        if action.choices and not action.metavar:
            name = f"{action.option_strings[-1]} {{{','.join(map(str, action.choices))}}}"
        many = " …" if action.nargs in ("*", "+") else ""
        yield f"{name}{many}" if _must(action) else f"[{name}{many}]"
