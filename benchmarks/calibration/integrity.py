"""How often integrity signals are wrong when the truth is known, and how stable; INTEGRITY.md.

Run: python -m benchmarks.calibration.integrity [store of a real region]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.integrity_region import region
from benchmarks.calibration.schools import table_row
from msoko.analysis.evidence import Work
from msoko.analysis.integrity.against import Against, Measured, against
from msoko.analysis.integrity.journal import journal_gap
from msoko.analysis.integrity.severity import FALSE_ALARM, Severity, heaps, measured, pooled
from msoko.analysis.integrity.sittings import Sitting, Sittings
from msoko.analysis.methods.refusal import TooLittle

Array = NDArray[np.float64]
Rng = np.random.Generator
REPORT = Path(__file__).with_name("INTEGRITY.md")
LAST, SCORES, BOUNDS = 2024, 21, (7, 11, 15)
HEAD = f"""# Как часто сигналы необъективности ошибаются и насколько они устойчивы

Файл пишет `python -m benchmarks.calibration.integrity ХРАНИЛИЩЕ_РЕГИОНА`.
Сигнал по сумме подаётся, когда у школы без отличий от остальных он бывает реже
{FALSE_ALARM:.0%} случаев.
"""


@dataclass(frozen=True)
class Planted:
    """What one school did: share of those up to three points short who were lifted to a boundary,
    and by how many points all its results were raised."""

    lifted: float = 0.0
    raised: float = 0.0


def made_up(
    sizes: NDArray[np.intp], rng: Rng, planted: Mapping[int, Planted], habits: float = 1.0
) -> Sittings:
    """Schools with pupils per work `sizes` (J,): two subjects, grades 4 and 5, three years.

    Honest schools differ in level, in how kind they are at a boundary and in how their journal
    goes with the work; `habits` scales the last two differences.
    """
    many = sizes.size
    school = np.repeat(np.arange(many), sizes)
    level = 0.35 * rng.standard_normal(many)
    kind = np.clip(0.5 + 0.15 * habits * rng.standard_normal(many), 0, 1)
    mild = 0.15 * habits * rng.standard_normal(many)
    works, pupils = [], 0
    for year in range(LAST - 2, LAST + 1):
        for grade in (4, 5):
            able = level[school] + rng.standard_normal(school.size)
            pupil = pupils + np.arange(school.size)
            pupils += school.size
            for subject in ("russian", "math"):
                work = Work("vpr", subject, grade, year)
                chance = 1 / (1 + np.exp(-0.8 * able - 0.2 * rng.standard_normal(able.size)))
                raw = rng.binomial(SCORES - 1, chance)
                for place, one in planted.items():
                    own = school == place
                    extra = one.raised + rng.random(own.sum())
                    raw[own] = np.minimum(raw[own] + extra.astype(int), SCORES - 1)
                for number, bound in enumerate(BOUNDS[:2]):
                    lift = (raw == bound - 1) & (
                        rng.random(raw.size) < kind[school] * (1.0, 0.3)[number]
                    )
                    raw[lift] = bound
                for place, one in planted.items():
                    for bound in BOUNDS:
                        near = (school == place) & (raw < bound) & (raw >= bound - 3)
                        raw[near & (rng.random(raw.size) < one.lifted)] = bound
                seen = 3.4 + 0.75 * able + mild[school] + 0.5 * rng.standard_normal(able.size)
                mark = (2 + np.searchsorted(BOUNDS, raw, side="right")).astype(float)
                journal = np.clip(np.round(seen), 2, 5)
                works.append(
                    Sitting(work, school, pupil, raw.astype(float), mark, journal, SCORES - 1.0)
                )
    return Sittings(tuple(f"{place:04d}" for place in range(many)), tuple(works))


def judged(field: Sittings) -> Mapping[str, Severity]:
    """Severities of a field; an empty answer where they are refused."""
    found = pooled(field, measured(field, LAST, heaps(field, LAST)), LAST)
    return {} if isinstance(found, TooLittle) else found


def sizes_of(many: int, rng: Rng) -> NDArray[np.intp]:
    """Pupils per school and work as in a real region: median 22, a tenth under 6."""
    return np.clip(np.exp(rng.normal(3.1, 1.0, many)), 3, 150).astype(int)


def false_alarms(rng: Rng) -> Iterator[str]:
    """How often honest schools get the pooled signal, by number of schools and by size."""
    yield "\n## Ложные сигналы у честных школ\n"
    yield "Школы различаются уровнем, привычкой у границ и связью журнала с работой.\n"
    yield table_row("школ", "прогонов", "сигнал у школы", "малые (четверть)", "крупные (четверть)")
    yield table_row(*["---"] * 5)
    for many, times in ((6, 400), (12, 300), (40, 100), (300, 12)):
        flags = []
        for _ in range(times):
            sizes = np.sort(sizes_of(many, rng))
            found = judged(made_up(sizes, rng, {}))
            alarm = np.array([found[f"{j:04d}"].alarm if f"{j:04d}" in found else np.nan
                              for j in range(many)])  # fmt: skip
            flags.append(alarm)
        table, quarter = np.array(flags, dtype=float), max(many // 4, 1)
        parts = (table, table[:, :quarter], table[:, -quarter:])
        yield table_row(many, times, *(f"{np.nanmean(part):.4f}" for part in parts))


def one_kind(rng: Rng) -> Iterator[str]:
    """How often one signal alone is beyond its level, schools honest."""
    yield "\nОтдельные сигналы (номинал 1 %), 40 школ, 100 прогонов:\n"
    yield table_row("сигнал", "доля школ")
    yield table_row(*["---"] * 2)
    seen: dict[str, list[float]] = {"границы отметок": [], "журнал": []}
    for _ in range(100):
        field = made_up(sizes_of(40, rng), rng, {})
        signals: dict[str, Measured] = {
            "границы отметок": heaps(field, LAST).measured,
            "журнал": journal_gap(field),
        }
        for name, signal in signals.items():
            one = against(signal)
            if isinstance(one, Against):
                seen[name] += (one.chance[np.isfinite(one.chance)] < 0.01).tolist()
    for name, found in seen.items():
        yield table_row(name, f"{np.mean(found):.4f}")


def power(rng: Rng) -> Iterator[str]:
    """How often a school that raised its results is found among eleven honest ones."""
    yield "\n## Найдена школа, поднявшая результаты (среди 12 школ, три года, 12 работ)\n"
    yield "Подняты до границы те, кому не хватало до трёх баллов; кроме того, прибавка всем.\n"
    yield table_row("участников работы", "30 %", "60 %", "90 %", "90 % и +2 балла всем")
    yield table_row(*["---"] * 5)
    for pupils in (8, 15, 25, 60):
        rates = []
        for planted in (Planted(0.3), Planted(0.6), Planted(0.9), Planted(0.9, 2.0)):
            hits = []
            for _ in range(60):
                sizes = sizes_of(12, rng)
                sizes[0] = pupils
                found = judged(made_up(sizes, rng, {0: planted}))
                hits.append("0000" in found and found["0000"].alarm)
            rates.append(f"{np.mean(hits):.2f}")
        yield table_row(pupils, *rates)


def main() -> None:
    """Measure everything and write the report."""
    lines, began = [HEAD], time.process_time()
    for seed, part in enumerate((false_alarms, one_kind, power)):
        lines += part(np.random.default_rng(seed))
        print(f"{part.__name__}: {time.process_time() - began:.0f} с", flush=True)
    lines += region(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    lines.append(f"\nПроцессорное время всех прогонов: {time.process_time() - began:.0f} с.\n")
    REPORT.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
