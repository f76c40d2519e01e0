"""How well hidden numbers stay hidden, how many persons hide, how long it takes: DISCLOSURE.md.

Run: python -m benchmarks.calibration.disclosure [random tables, at most] [minutes, about]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.calibration.attacker import Facts, intervals, published, shown_cells, small_cells
from benchmarks.calibration.schools import table_row
from msoko.disclosure import protect as protecting
from msoko.disclosure.audit import holds
from msoko.disclosure.ledger import Ledger
from msoko.disclosure.merge import MARKS, fewest_hidden
from msoko.disclosure.protect import Protected, protect
from msoko.disclosure.table import Table, flat, table

Rng = np.random.Generator
REPORT = Path(__file__).with_name("DISCLOSURE.md")
ATTACKED = 0.1  # the share of random tables also attacked by the second, independent writing
SHARES = {3: (0.2, 0.45, 0.35), 4: (0.1, 0.4, 0.35, 0.15), 5: (0.06, 0.3, 0.34, 0.2, 0.1)}
HEAD = """# Насколько скрыто скрытое

Файл пишет `python -m benchmarks.calibration.disclosure`.
Таблицы выдуманы: школы по 5–300 человек (медиана 22), отметки или уровни; порог 5 человек.
«Доказано» — для числа есть две таблицы, которые сходятся со всем опубликованным и различаются в
нём не меньше чем на 5; проверено арифметикой, без решателя. «Взлом» — вторая программа, написанная
отдельно, ищет наименьшее и наибольшее возможное значение по опубликованным числам.
Время процессорное, на машине, занятой другими работами.
"""


@dataclass(frozen=True)
class Run:
    """One protected random table: its size, proof, width left, seconds and persons hidden."""

    size: tuple[int, int]
    proven: int
    sensitive: int
    narrowest: float
    seconds: float
    hidden: float
    exact: bool


def drawn(rng: Rng, units: int, categories: int) -> Table:
    """A table of schools by categories."""
    sizes = np.clip(np.exp(rng.normal(3.1, 0.9, units)), 5, 300).round().astype(int)
    own = [rng.dirichlet(15 * np.array(SHARES[categories])) for _ in range(units)]
    leaves = [rng.multinomial(n, share) for n, share in zip(sizes, own, strict=True)]
    names = [str(number) for number in range(2, 2 + categories)]
    rows = [str(101 + row) for row in range(units)]
    return table([flat("школа", rows), flat("отметка", names, tells=True)], leaves)


def safe(given: Table, ledger: Ledger | None = None) -> Protected:
    """Protected, where no earlier release can stand in the way."""
    found = protect(given, ledger=ledger)
    assert isinstance(found, Protected)
    return found


def narrowest(given: Table, facts: Facts) -> float:
    """The least width over all small cells; infinity where there is none."""
    return min(intervals(given, facts, small_cells(given)), default=np.inf)


def once(rng: Rng, units: int, categories: int, attacked: bool) -> Run:
    """Protect one random table, check its proof, and attack it if asked."""
    given = drawn(rng, units, categories)
    began = time.process_time()
    found = safe(given)
    seconds = time.process_time() - began
    proven = sum(holds(found.system, found.closed, one) for one in found.proof)
    sensitive = len(small_cells(given)) + sum(one.reason == "everybody" for one in found.hidden)
    left = narrowest(given, published(found)) if attacked else np.inf
    exact = found.method == "exact"
    share = found.hidden_share
    return Run((units, categories), proven, sensitive, left, seconds, share, exact)


def random_tables(rng: Rng, most: int, until: float) -> Iterator[str]:
    """Many tables of 7×4 to 15×5: `most`, or as many as there is time for."""
    runs: list[Run] = []
    while len(runs) < most and time.monotonic() < until:
        size = int(rng.integers(7, 16)), int(rng.integers(4, 6))
        runs.append(once(rng, *size, bool(rng.random() < ATTACKED)))
    sensitive, proven = sum(run.sensitive for run in runs), sum(run.proven for run in runs)
    attacked = [run.narrowest for run in runs if np.isfinite(run.narrowest)]
    yield f"\n## Случайные таблицы от 7×4 до 15×5: {len(runs)}\n"
    yield f"- первично скрытых чисел: {sensitive}, доказано: {proven} ({proven / sensitive:.1%})"
    yield f"- наименьший набор найден: {np.mean([run.exact for run in runs]):.1%} таблиц"
    yield f"- взламывали таблиц: {len(attacked)}; самый узкий интервал: {min(attacked):.0f}"
    yield ""
    yield table_row("таблица", "таблиц", "с, среднее", "с, наибольшее", "человек скрыто")
    yield table_row(*["---"] * 5)
    for size in ((7, 4), (7, 5), (11, 4), (11, 5), (15, 4), (15, 5)):
        own = [run for run in runs if run.size == size]
        if own:
            times = [run.seconds for run in own]
            name, share = f"{size[0]}×{size[1]}", np.mean([run.hidden for run in own])
            middle, most = f"{np.mean(times):.2f}", f"{max(times):.2f}"
            yield table_row(name, len(own), middle, most, f"{share:.0%}")


def larger(rng: Rng) -> Iterator[str]:
    """Tables up to those of a region, and what the quick way costs beside the best choice."""
    yield "\n## Больше школ\n"
    yield table_row("таблица", "способ", "с", "человек скрыто", "доказано")
    yield table_row(*["---"] * 5)
    for units in (30, 60, 200):
        given = drawn(rng, units, 5)
        began = time.process_time()
        found = safe(given)
        seconds = time.process_time() - began
        proven = np.mean([holds(found.system, found.closed, one) for one in found.proof])
        row = f"{units}×5", METHOD_RU[found.method], f"{seconds:.1f}", f"{found.hidden_share:.0%}"
        yield table_row(*row, f"{proven:.1%}")


METHOD_RU = {"exact": "наименьший набор", "greedy": "по очереди"}


def quick_way(rng: Rng) -> Iterator[str]:
    """Persons hidden by going one by one, on tables whose best choice is known."""
    limit, extra, left = protecting.LARGEST_EXACT, [], []
    for _ in range(20):
        given = drawn(rng, 15, 5)
        best = safe(given)
        protecting.LARGEST_EXACT = 0
        turn = safe(given)
        protecting.LARGEST_EXACT = limit
        out = [int(given.counts[~one.shown].sum()) for one in (best, turn)]
        extra.append(out[1] / max(out[0], 1))
        left.append(narrowest(given, published(turn)))
    yield "\n## По очереди вместо наименьшего набора (20 таблиц 15×5)\n"
    yield f"- скрыто человек (с итогами) к наименьшему: в среднем {np.mean(extra):.3f}"
    yield f"- самый узкий интервал при взломе: {min(left):.0f}"


def linked(rng: Rng) -> Iterator[str]:
    """A table of all, then of girls: is a small number of girls or boys found by subtraction?"""
    names = [flat("школа", list("абвгд")), flat("отметка", ["2", "3", "4–5"], tells=True)]
    names.append(flat("пол", ["девочки", "мальчики"]))
    broken = {"без журнала выпусков": 0, "с журналом": 0}
    for _ in range(60):
        leaves = rng.poisson(rng.uniform(2, 14, (5, 3, 1)), (5, 3, 2))
        first, later = (_slice(names, leaves, shown) for shown in (0, 1))
        before = safe(first)
        girls = table(names[:2], leaves[:, :, 0])
        careless = _as_slice(safe(girls), later)
        for way, second in (("без журнала выпусков", careless), ("с журналом", None)):
            shown = second or published(safe(later, before.ledger))
            broken[way] += narrowest(later, published(before) + shown) < 5 - 1e-6
    yield "\n## Два связанных выпуска: все обучающиеся, затем девочки (60 пар, 5×3)\n"
    yield table_row("выпуск", "пар, в которых вычитание удалось")
    yield table_row("---", "---")
    for way, count in broken.items():
        yield table_row(way, count)


def _slice(names: list, leaves: np.ndarray, shown: int) -> Table:
    wanted = np.zeros((6, 4, 3), dtype=bool)
    wanted[:, :, shown] = True
    return table(names, leaves, wanted=wanted)


def _as_slice(alone: Protected, later: Table) -> Facts:
    """What a table of girls protected by itself tells about the leaves of the whole."""
    shown = np.zeros(later.counts.shape, dtype=bool)
    shown[:, :, 1] = alone.shown
    return shown_cells(later, shown)


def merging(rng: Rng) -> Iterator[str]:
    """Persons hidden with four marks, and when marks may be merged."""
    before, after = [], []
    for _ in range(25):
        given = drawn(rng, int(rng.integers(5, 16)), 4)
        before.append(safe(given).hidden_share)
        found = fewest_hidden(given, "отметка", MARKS)
        assert isinstance(found, Protected)
        after.append(found.hidden_share)
    yield "\n## Сначала объединить отметки (25 таблиц, 5–15 школ)\n"
    yield f"- скрыто человек при отметках 2, 3, 4, 5: {np.mean(before):.0%}"
    yield f"- при разрешённом объединении («4 и 5»; «3–5»; «2 и 3», «4 и 5»): {np.mean(after):.0%}"


def main() -> None:
    """Measure everything and write the report."""
    began, started = time.process_time(), time.monotonic()
    asked = [float(one) for one in sys.argv[1:3]]
    most, minutes = asked + [1000.0, np.inf][len(asked) :]
    rest: list[str] = []
    for seed, part in enumerate((larger, quick_way, linked, merging)):
        rest += part(np.random.default_rng(seed))
        print(f"{part.__name__}: {time.process_time() - began:.0f} с", flush=True)
    until = started + 60 * minutes
    lines = [HEAD, *random_tables(np.random.default_rng(0), int(most), until), *rest]
    lines.append(f"\nПроцессорное время всех прогонов: {time.process_time() - began:.0f} с.\n")
    REPORT.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
