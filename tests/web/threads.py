"""A made-up chain of a cycle of the first municipality, from a goal to the problem of the next."""

from __future__ import annotations

from typing import Any

from tests.web import world
from web import regulation
from web.cycle import actions
from web.cycle.entering import enter
from web.cycle.models import Cycle, Entry, Finding
from web.cycle.proposal import proposal_of
from web.cycle.steps import open_cycle
from web.figures.keep import latest
from web.policy.scope import PROGRAM

FROM, TO = "2024-10-01", "2024-12-20"


def decided(value: float = 0.2, code: str = world.OWN) -> Finding:
    """The finding about a school, confirmed with the numbers of its day."""
    said = world.finding(code, value=value).as_dict()
    told = proposal_of(world.key(code), said, regulation.profile(), latest() or "")
    made: Finding = actions.confirm(by=PROGRAM, proposal=told)
    return made


def opened(period: str = world.PERIOD, **said: Any) -> Cycle:
    """A cycle with every stage open, so that anything may be entered."""
    cycle: Cycle = open_cycle(by=PROGRAM, area=world.AREA, period=period, **said)
    cycle.stages.update(state="open")
    return cycle


def entered(cycle: Cycle, kind: str, *links: str, **said: Any) -> Entry:
    """An entry that points back to some references."""
    made: Entry = enter(by=PROGRAM, cycle=cycle, kind=kind, said=said, links=links)
    return made


def term(*codes: str) -> dict[str, Any]:
    """What actions and decisions say besides their title."""
    return {
        "starts": FROM, "due": TO, "responsible": "методист", "participants": list(codes),
    }  # fmt: skip


def chain(cycle: Cycle, code: str = world.OWN) -> dict[str, Entry]:
    """Goal, indicator, recommendation, action, decision, review and problem about one school."""
    finding = f"finding:{world.key(code)}"
    goal = next(iter(regulation.profile().texts.areas[world.AREA].goals)).id
    made: dict[str, Entry] = {}

    def one(kind: str, *links: str, **said: Any) -> None:
        made[kind] = entered(cycle, kind, *links, **said)

    one("goal", goal=goal, title="Цель", justification="потому что")
    one("indicator", f"entry:{made['goal'].pk}", indicator=world.INDICATOR)
    one("recommendation", finding, title=f"Рекомендация {code}", addressees=[code],
        practices="нет", materials="нет", documents="нет")  # fmt: skip
    one("action", f"entry:{made['recommendation'].pk}", title=f"Мера {code}",
        indicator=world.INDICATOR, **term(code))  # fmt: skip
    one("decision", f"entry:{made['action'].pk}", title=f"Решение {code}", **term(code))
    one("review", f"entry:{made['action'].pk}", title=f"Оценка {code}", starts=TO, due=TO,
        conclusion="вывод")  # fmt: skip
    one("problem", f"entry:{made['review'].pk}", title=f"Проблема {code}", proposal="цель")
    return made
