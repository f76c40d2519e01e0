"""What may become what in a cycle, as the table of transitions has it: diagrams and a table."""

from __future__ import annotations

from docs.pages.markdown import page, table
from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import POLICIES_RU
from msoko.cycle.transitions import ENTERED_WHEN, STATES, TRANSITIONS, WITHDRAWABLE, Transition, of
from web.policy.table import PERMISSIONS

_NAMES = {"cycle": "Цикл", "stage": "Этап", "act": "Акт"}
_FIRST = {"cycle": "open", "stage": "waiting", "act": "draft"}


def text() -> str:
    """docs/reference/cycle.md."""
    things = list(dict.fromkeys(step.of for step in TRANSITIONS))
    parts = [
        "Состав и порядок этапов берутся из `cycle.yaml` профиля; переходы между состояниями у "
        "всех профилей одни и собраны в одной таблице. *Кто* вправе сделать шаг, говорит право; "
        "*когда* он возможен, говорят условия: отказ называет причину, кто её устраняет и до "
        "какого дня она действует.",
        *(_section(one) for one in things),
        _entries(),
    ]
    return page("Переходы управленческого цикла", "`msoko/cycle/transitions.py`", *parts)


def _section(thing: str) -> str:
    rows = table(
        ("Шаг", "Откуда", "Куда", "Право", "Когда можно"), [_row(one) for one in of(thing)]
    )
    return f"## {_named(thing)}\n\n{_diagram(thing)}\n\n{rows}"


def _row(step: Transition) -> list[str]:
    states = _states(step.of)
    when = [POLICIES_RU[name] for name in step.policies]
    when += ["названа причина"] if step.reason else []
    when += [f"указано: {_asked(step)}"] if step.asks else []
    return [
        step.ru, ", ".join(states[one] for one in step.sources),
        states.get(step.target, "остаётся"),
        f"{PERMISSIONS[step.permission].ru} (`{step.permission}`)", "; ".join(when) or "всегда",
    ]  # fmt: skip


def _asked(step: Transition) -> str:
    """The field a step sets anew, in words."""
    return next(one.ru.lower() for one in KINDS[step.of].fields if one.name == step.asks)


def _diagram(thing: str) -> str:
    """Mermaid: states in words, an arrow for every step."""
    states = _states(thing)
    lines = [f'    state "{ru}" as {name}' for name, ru in states.items()]
    lines.append(f"    [*] --> {_FIRST.get(thing) or next(iter(states))}")
    lines += [
        f"    {source} --> {step.leads_to(source)}: {step.ru.replace(':', ' —')}"
        for step in of(thing)
        for source in step.sources
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _states(thing: str) -> dict[str, str]:
    """States that some step leads from or to, in words."""
    known = dict(KINDS[thing].states) if thing in KINDS else dict(STATES[thing])
    met = {
        name for step in of(thing) for name in (*step.sources, *map(step.leads_to, step.sources))
    }
    return {name: ru for name, ru in known.items() if name in met}


def _named(thing: str) -> str:
    ru = KINDS[thing].ru if thing in KINDS else _NAMES[thing]
    return ru[0].upper() + ru[1:]


def _entries() -> str:
    """How entries come, change and go."""
    when = "; ".join(POLICIES_RU[name] for name in ENTERED_WHEN)
    free = ", ".join(
        dict.fromkeys(
            f"«{ru}»" for kind in KINDS.values() for name, ru in kind.states if name in WITHDRAWABLE
        )
    )
    rows = [
        (kind.plural, ", ".join(f"{one.ru}{'*' if one.must else ''}" for one in kind.fields),
         ", ".join(_followed(name) for name in kind.follows) or "—")
        for kind in KINDS.values()
    ]  # fmt: skip
    return (
        f"## Записи этапов\n\nЗапись вносят, исправляют и снимают, пока: {when}. Исправить и снять "
        f"можно запись в состоянии {free}; снятая остаётся видна с причиной. Звёздочкой отмечено "
        "то, без чего этап не завершить.\n\n" + table(("Записи", "Поля", "На что указывают"), rows)
    )


def _followed(name: str) -> str:
    return KINDS[name].plural if name in KINDS else "подтверждённые выводы анализа"
