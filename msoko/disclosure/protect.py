"""A table of true counts in; a table that may be published, with reasons and proof, out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np

from msoko.disclosure.attack import Attacker
from msoko.disclosure.audit import Witness, audit
from msoko.disclosure.greedy import in_turn
from msoko.disclosure.ledger import Ledger
from msoko.disclosure.optimal import cheapest
from msoko.disclosure.rule import Rule, primaries
from msoko.disclosure.system import System, assemble
from msoko.disclosure.table import Bools, Ints, Key, Table
from msoko.problem import Problem

Reason = Literal["small", "everybody", "complementary"]
Method = Literal["exact", "greedy"]
# Cells up to which the best choice is looked for: some 400 schools by five categories. Fifteen
# schools take half a second, two hundred some ten (benchmarks/calibration/DISCLOSURE.md).
LARGEST_EXACT = 2500
REASON_RU: dict[Reason, str] = {
    "small": "первичное скрытие: меньше {threshold} человек",
    "everybody": "первичное скрытие: в этой категории вся группа (100 %)",
    "complementary": "дополнительное скрытие: по этому числу вычислялось бы первично скрытое",
}


@dataclass(frozen=True)
class Hidden:
    """A cell that is not published, and why. For the operator only.

    A public table marks all hidden cells alike: to tell which of them are small is to tell a range.
    """

    key: Key
    reason: Reason
    text: str


@dataclass(frozen=True)
class Protected:
    """What may be published of `table`: `shown` has its shape.

    `hidden` lists wanted cells that stay hidden; `proof` has a witness for every sensitive cell,
    also of earlier releases, over the cells of `system` with `closed` hidden; `ledger` is what is
    released once this table is.
    """

    table: Table
    shown: Bools
    hidden: tuple[Hidden, ...]
    proof: tuple[Witness, ...]
    method: Method
    problems: tuple[Problem, ...]
    ledger: Ledger
    system: System
    closed: Bools

    def value(self, *place: int) -> int | None:
        """The count at these positions, None where it is hidden."""
        return int(self.table.counts[place]) if self.shown[place] else None

    def state(self, *place: int) -> str:
        """`ok` or `suppressed`, as values call it."""
        return "ok" if self.shown[place] else "suppressed"

    @property
    def hidden_share(self) -> float:
        """Share of persons who sit in hidden cells, of the finest cells meant to be published."""
        finest = self.table.finest()
        out = int(self.table.counts[finest & ~self.shown].sum())
        return out / max(int(self.table.counts[finest].sum()), 1)


def protect(
    table: Table, rule: Rule | None = None, ledger: Ledger | None = None
) -> Protected | tuple[Problem, ...]:
    """Hide as few persons as possible so that no sensitive number can be computed.

    Judged together with everything in `ledger`. Numbers released before with other values are
    refused. What can no longer be protected, because it is known or was released, is a warning.
    """
    rule, ledger = rule or Rule(), ledger or Ledger()
    keys = table.keys()
    counts = dict(zip(keys, table.counts.ravel().tolist(), strict=True))
    refused = ledger.disagreements(counts)
    if refused:
        return refused
    system = _together(table, keys, counts, ledger)
    small, everybody = primaries(system, rule)
    sensitive = small | everybody
    start = (sensitive | system.absent) & ~system.fixed
    need, problems = _needed(system, sensitive, rule)
    hidden, method = _chosen(system, need, start)
    proof = audit(system, hidden, need)
    if not all(one.enough for one in proof):
        raise ArithmeticError("a hidden number is not protected")
    closed = dict(zip(system.keys, hidden, strict=True))
    shown = np.array([not closed[key] for key in keys]).reshape(table.counts.shape) & table.wanted
    why = dict(zip(system.keys, np.where(everybody, 2, small), strict=True))
    told = _reasons(table, shown, keys, why, rule)
    after = ledger.joined(_released(table, keys, counts, shown))
    return Protected(table, shown, told, proof, method, problems, after, system, hidden)


def _together(table: Table, keys: list[Key], counts: dict[Key, int], ledger: Ledger) -> System:
    """One system of the table and of all earlier cells that sums tie to it."""
    before = ledger.related(keys)
    wanted = {key for key, wish in zip(keys, table.wanted.ravel(), strict=True) if wish}
    known = {key for key, told in zip(keys, table.known.ravel(), strict=True) if told}
    return assemble(
        {**before.counts, **counts},
        (*before.relations, *table.relations()),
        fixed=before.shown | known,
        absent=(set(before.counts) | set(counts)) - wanted,
        ranges=before.ranges,
    )


def _needed(system: System, sensitive: Bools, rule: Rule) -> tuple[Ints, tuple[Problem, ...]]:
    """Width every sensitive cell must keep, (n,): the threshold, or less where more cannot be."""
    need = np.where(sensitive & ~system.fixed, rule.threshold, 0)
    if not system.fixed.any() and np.isinf(system.high).all():
        return need, ()
    widest = Attacker(system, ~system.fixed)
    narrow = widest.narrow(need)
    need[narrow] = (widest.most - widest.least)[narrow]
    return need, _exposed([system.keys[place] for place in narrow], rule)


def _exposed(keys: list[Key], rule: Rule) -> tuple[Problem, ...]:
    if not keys:
        return ()
    where = ", ".join(f"{name}: {member}" for name, member in keys[0]) or "всего"
    what = (
        f"число меньше {rule.threshold} человек нельзя защитить полностью ({where}): его выдают "
        "числа, которые уже опубликованы или известны всем"
    )
    mend = "объедините категории или группы, в новых выпусках этих чисел не приводите"
    return (Problem("disclosed_already", what, mend, severity="warning", count=len(keys)),)


def _chosen(system: System, need: Ints, start: Bools) -> tuple[Bools, Method]:
    """Persons first, then number of cells: a nought hidden costs a little too."""
    cost = np.where(start, 0.0, system.counts + 1 / (len(start) + 1))
    if len(start) <= LARGEST_EXACT:
        best = cheapest(system, need, start, cost)
        if best is not None:
            return best, "exact"
    turn = in_turn(system, need, start, cost)
    mended = cheapest(system, need, turn, cost)
    # nothing shown protects in any case
    return (~system.fixed if mended is None else mended), "greedy"


def _reasons(
    table: Table, shown: Bools, keys: list[Key], why: dict[Key, int], rule: Rule
) -> tuple[Hidden, ...]:
    names: tuple[Reason, ...] = ("complementary", "small", "everybody")
    out = (table.wanted & ~shown).ravel()
    reasons = [(key, names[int(why[key])]) for key, is_out in zip(keys, out, strict=True) if is_out]
    return tuple(
        Hidden(key, reason, REASON_RU[reason].format(threshold=rule.threshold))
        for key, reason in reasons
    )


def _released(table: Table, keys: list[Key], counts: dict[Key, int], shown: Bools) -> Ledger:
    out = shown | table.known
    names = frozenset(key for key, is_out in zip(keys, out.ravel(), strict=True) if is_out)
    return Ledger(counts, names, {}, tuple(table.relations()))


def summary(protected: Protected) -> str:
    """One Russian sentence for the operator: how much is hidden, why, and that it is proven."""
    kinds = Counter(one.reason for one in protected.hidden)
    primary = kinds["small"] + kinds["everybody"]
    best = protected.method == "exact"
    how = "набор наименьший" if best else "набор выбран по очереди и может быть не наименьшим"
    return (
        f"Скрыто ячеек: {len(protected.hidden)}, из них первично {primary}, дополнительно "
        f"{kinds['complementary']} ({how}); "
        f"доказано защищённых чисел: {len(protected.proof)}."
    )
