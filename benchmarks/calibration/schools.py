"""How often the methods for schools are right when the truth is known; writes SCHOOLS.md.

Run: python -m benchmarks.calibration.schools
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.shapes import CUTOFF, SCORES, moved, null_shapes
from msoko.analysis.methods.beta_binomial import above, shares_prior
from msoko.analysis.methods.bunching import bunching
from msoko.analysis.methods.clusters import clusters
from msoko.analysis.methods.did import difference_of_changes
from msoko.analysis.methods.forecast import forecast
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import SchoolEffects, school_effects

Array = NDArray[np.float64]
Rng = np.random.Generator
REPORT = Path(__file__).with_name("SCHOOLS.md")
PANEL = Path(__file__).parents[3] / "shared/reference/schools/wooldridge_mathpnl.csv"
SHARED = 0.5  # correlation of one pupil's results between two works
WORKS_APART = 0.1  # how far a school's works lie around its own level, in deviations of pupils
HEAD = """# Как часто методы для школ правы, когда правда известна

Файл пишет `python -m benchmarks.calibration.schools`.
Данные выдуманы, правда в них задана.
"""


def answer(found: SchoolEffects | TooLittle) -> SchoolEffects:
    """The answer of a simulation that leaves no room for a refusal."""
    assert isinstance(found, SchoolEffects)
    return found


def one_work(effects: Array, pupils: Array, within: float, rng: Rng) -> SchoolEffects:
    """School effects as estimated from one work of `pupils` (J,), the spread of pupils pooled."""
    noise = rng.standard_normal(effects.size) * within / np.sqrt(pupils)
    df = np.sum(pupils - 1)
    se = within * np.sqrt(rng.chisquare(df) / df) / np.sqrt(pupils)
    return answer(school_effects(effects + noise, se))


def coverage(rng: Rng) -> Iterator[str]:
    """Coverage of 95 % intervals of school effects, by number of schools and of pupils."""
    sizes = (8, 15, 25, 60, 300)
    yield "\n## Интервал положения школы (номинал 95 %; доля различий между школами 0,15)\n"
    yield table_row("школ \\ учеников", *sizes)
    yield table_row(*["---"] * (len(sizes) + 1))
    for schools in (5, 7, 15, 40):
        yield table_row(schools, *(f"{_covered(schools, n, rng):.3f}" for n in sizes))


def _covered(schools: int, pupils: int, rng: Rng) -> float:
    hits = []
    for _ in range(max(100, 4000 // schools)):
        true = np.sqrt(0.15) * rng.standard_normal(schools)
        found = one_work(true, np.full(schools, float(pupils)), np.sqrt(0.85), rng)
        hits.append(np.mean((found.low <= true) & (true <= found.high)))
    return float(np.mean(hits))


def claims(rng: Rng) -> Iterator[str]:
    """How often one work makes a school stand out: by chance, by size, with the wrong sign."""
    yield "\n## «Выше или ниже других» по одной работе (вероятность больше 0,95)\n"
    yield table_row("школ", "ложно, различий нет", "ложно, малые (четверть)", "ложно, крупные")
    yield table_row(*["---"] * 4)
    for schools in (7, 15, 40):
        all_of, small, large = _flags_without_differences(schools, rng)
        yield table_row(schools, f"{all_of:.4f}", f"{small:.4f}", f"{large:.4f}")
    yield ""
    yield table_row("учеников", "найдена школа +0,4 СО среди 7", "знак неверен среди отмеченных")
    yield table_row(*["---"] * 3)
    for pupils in (10, 22, 60):
        power, wrong = _power(pupils, rng)
        yield table_row(pupils, f"{power:.2f}", f"{wrong:.3f}")
    yield "\n## То же по сумме трёх работ: так правила и разрешают вывод о 10–59 участниках\n"
    yield "Три работы пишут одни и те же ученики; связь их результатов между работами — 0,5, школы"
    yield f"вокруг своего уровня расходятся от работы к работе на {WORKS_APART} СО."
    yield "2 000 прогонов.\n"
    yield table_row(
        "учеников", "найдена школа +0,4 СО среди 7", "отмечено", "знак неверен среди них"
    )
    yield table_row(*["---"] * 4)
    for pupils in (10, 22, 60):
        found, flagged, wrong = _three_works(pupils, rng)
        yield table_row(pupils, f"{found:.2f}", flagged, f"{wrong:.3f}")


def _flags_without_differences(schools: int, rng: Rng) -> tuple[float, float, float]:
    flags, quarter = [], max(schools // 4, 1)
    for _ in range(12000 // schools):
        pupils = np.sort(np.clip(np.exp(rng.normal(3.1, 0.9, schools)), 5, 300).round())
        found = one_work(np.zeros(schools), pupils, 1.0, rng)
        flags.append((found.above > 0.95) | (found.above < 0.05))
    marked = np.array(flags, dtype=float)
    return marked.mean(), marked[:, :quarter].mean(), marked[:, -quarter:].mean()


def _power(pupils: int, rng: Rng) -> tuple[float, float]:
    found_it, wrong, flagged = 0, 0, 0
    for _ in range(600):
        true = np.r_[0.4, 0.3 * rng.standard_normal(6)]
        found = one_work(true, np.full(7, float(pupils)), 0.95, rng)
        found_it += int(found.above[0] > 0.95)
        marked = (found.above > 0.95) | (found.above < 0.05)
        flagged += int(marked.sum())
        wrong += int(np.sum(marked & (np.sign(found.effect) != np.sign(true))))
    return found_it / 600, wrong / max(flagged, 1)


def _three_works(pupils: int, rng: Rng) -> tuple[float, int, float]:
    """Seven schools over three works of the same pupils: power, claims, their wrong signs."""
    found_it, wrong, flagged, runs = 0, 0, 0, 2000
    within, df = 0.95, 7 * (pupils - 1)
    for _ in range(runs):
        true = np.r_[0.4, 0.3 * rng.standard_normal(6)]
        own = true[:, None] + WORKS_APART * rng.standard_normal((7, 3))
        common, rest = rng.standard_normal((7, 1)), rng.standard_normal((7, 3))
        noise = np.sqrt(SHARED) * common + np.sqrt(1 - SHARED) * rest
        se = within * np.sqrt(rng.chisquare(df, (1, 3)) / df / pupils) * np.ones((7, 1))
        estimates = own + noise * within / np.sqrt(pupils)
        found = answer(school_effects(estimates, se, shared_pupils=SHARED))
        found_it += int(found.above[0] > 0.95)
        marked = (found.above > 0.95) | (found.above < 0.05)
        flagged += int(marked.sum())
        wrong += int(np.sum(marked & (np.sign(found.effect) != np.sign(true))))
    return found_it / runs, flagged, wrong / max(flagged, 1)


def low_results(rng: Rng) -> Iterator[str]:
    """Schools whose real share is 20 %, against a threshold of 30 %."""
    yield "\n## Порог 30 % при настоящей доле 20 % (среди 30 школ с долями около 20 %)\n"
    yield table_row("учеников", "порог формально превышен", "вероятность больше 0,8", "больше 0,95")
    yield table_row(*["---"] * 4)
    for pupils in (5, 8, 20, 30, 60):
        literal, likely, sure = [], [], []
        for _ in range(60):
            true = rng.beta(20, 80, 30)
            true[0] = 0.2
            hits = rng.binomial(pupils, true)
            prior = shares_prior(hits, np.full(30, pupils))
            if isinstance(prior, TooLittle):
                continue
            chance = above(prior, hits, np.full(30, pupils), 0.3)
            under = true < 0.3
            literal.append(np.mean((hits >= 0.3 * pupils)[under]))
            likely.append(np.mean((chance > 0.8)[under]))
            sure.append(np.mean((chance > 0.95)[under]))
        yield table_row(pupils, *(f"{np.mean(one):.3f}" for one in (literal, likely, sure)))


def raised_scores(rng: Rng) -> Iterator[str]:
    """Error rate and power of the test of too many results at a border."""
    shapes = null_shapes()
    yield "\n## Скопление у границы отметки: ложные срабатывания (номинал 5 %)\n"
    yield f"Граница — балл {CUTOFF} из {SCORES - 1}, степень кривой по правилу.\n"
    yield table_row("учеников", *shapes)
    yield table_row(*["---"] * 5)
    for pupils in (15, 25, 60, 120, 300, 600, 1000, 2500, 5000, 10000, 25000):
        rates = (_rejected(shape, pupils, 2500, rng) for shape in shapes.values())
        yield table_row(pupils, *(f"{rate:.3f}" for rate in rates))
    yield "\nОбнаружено, когда на границу поднята доля тех, кому не хватало одного балла"
    yield "(и половина этой доли тех, кому не хватало двух):\n"
    yield table_row("учеников, доля", *shapes)
    yield table_row(*["---"] * 5)
    for pupils in (25, 60, 120, 300):
        for share in (0.3, 0.6, 0.9):
            rates = (_rejected(moved(one, share), pupils, 500, rng) for one in shapes.values())
            yield table_row(f"{pupils}, {share:.0%}", *(f"{rate:.2f}" for rate in rates))
    yield "\nСколько нашёл бы тот, кто знает точно и форму без подъёма, и сколько поднято (критерий"
    yield "Неймана — Пирсона при тех же 5 %): больше не может никакая проверка.\n"
    yield table_row("учеников, доля", *shapes)
    yield table_row(*["---"] * 5)
    for pupils in (25, 60, 120, 300):
        for share in (0.3, 0.6, 0.9):
            most = (_all_knowing(one, moved(one, share), pupils, rng) for one in shapes.values())
            yield table_row(f"{pupils}, {share:.0%}", *(f"{rate:.2f}" for rate in most))


def _rejected(shape: Array, pupils: int, times: int, rng: Rng) -> float:
    found = bunching(rng.multinomial(pupils, shape, size=times), CUTOFF)
    assert not isinstance(found, TooLittle)
    return float(np.mean(found.p < 0.05))


def _all_knowing(shape: Array, raised: Array, pupils: int, rng: Rng, times: int = 20_000) -> float:
    """Power of the likelihood ratio of two known shapes at 5 % (drawn by lot where it ties)."""
    weight = np.log(raised / shape)
    null, other = (rng.multinomial(pupils, one, size=times) @ weight for one in (shape, raised))
    border = np.quantile(null, 0.95, method="higher")
    above, at = np.mean(null > border + 1e-9), np.mean(np.abs(null - border) < 1e-9)
    lot = (0.05 - above) / at if at else 0.0
    return float(np.mean(other > border + 1e-9) + lot * np.mean(np.abs(other - border) < 1e-9))


def actions(rng: Rng) -> Iterator[str]:
    """Error rate of the two tests of an action that did nothing."""
    yield "\n## Мера, которая ничего не изменила (номинал 5 %)\n"
    yield table_row("школ с мерой из всех", "t по школам", "перестановки", "отказ")
    yield table_row(*["---"] * 4)
    for schools, treated in ((6, 1), (10, 1), (15, 1), (6, 3), (10, 3), (15, 5), (40, 10)):
        by_t, by_permutation, refused = 0, 0, 0
        for _ in range(3000):
            pupils = np.clip(np.exp(rng.normal(3.1, 0.7, schools)), 5, 200)
            change = rng.standard_normal(schools) * np.sqrt(0.08 + 2 / pupils)
            found = difference_of_changes(change, np.arange(schools) < treated)
            if isinstance(found, TooLittle):
                refused += 1
                continue
            by_t += found.p_t < 0.05
            by_permutation += found.p_permutation < 0.05
        rates = (f"{number / 3000:.3f}" for number in (by_t, by_permutation, refused))
        yield table_row(f"{treated} из {schools}", *rates)


def forecasts(rng: Rng) -> Iterator[str]:
    """Error and coverage of forecasts on made-up units and on the public panel, if it is there."""
    yield "\n## Прогноз на год (номинал интервала 90 %)\n"
    yield table_row(
        "данные", "ошибка к «как в прошлом году»", "покрытие", "покрытие места среди школ"
    )
    yield table_row(*["---"] * 4)
    for units in (10, 40):
        rows = [_backtest(_made_up_panel(units, 6, rng), 5) for _ in range(400)]
        yield _forecast_row(f"выдуманные, {units} школ, 5 лет", np.mean(rows, axis=0))
    if not PANEL.exists():
        yield "\nПанель 550 округов не проверена: нет папки ../shared/reference."
        return
    table = _panel()
    rows = [_backtest(table[:, : last + 1], last) for last in (3, 4, 5, 6)]
    for year, row in zip(range(1995, 1999), rows, strict=True):
        yield _forecast_row(f"550 округов, {year}", row)
    yield _forecast_row("550 округов, среднее", np.mean(rows, axis=0))


def _made_up_panel(units: int, years: int, rng: Rng) -> Array:
    level = 8 * rng.standard_normal(units)
    common = 60 + np.cumsum(4 * rng.standard_normal(years))
    apart = np.zeros((units, years))
    for year in range(years):
        before = apart[:, year - 1] if year else 0.0
        apart[:, year] = 0.3 * before + 6 * rng.standard_normal(units)
    return np.asarray(level[:, None] + common + apart)


def _backtest(table: Array, last: int) -> tuple[float, float, float]:
    found, true = forecast(table[:, :last]), table[:, last]
    assert not isinstance(found, TooLittle)
    errors = (np.sqrt(np.mean((guess - true) ** 2)) for guess in (found.value, table[:, last - 1]))
    ratio = next(errors) / next(errors)
    apart = true - true.mean()
    inside = np.mean((found.low <= true) & (true <= found.high))
    place = np.mean((found.relative_low <= apart) & (apart <= found.relative_high))
    return float(ratio), float(inside), float(place)


def _forecast_row(name: str, row: tuple[float, float, float] | Array) -> str:
    return table_row(name, *(f"{figure:.3f}" for figure in row))


def _panel() -> Array:
    with PANEL.open(newline="", encoding="utf-8") as file:
        rows = [
            (row["distid"], int(row["year"]), float(row["math4"])) for row in csv.DictReader(file)
        ]
    units = {name: place for place, name in enumerate(sorted({row[0] for row in rows}))}
    table = np.full((len(units), 7), np.nan)
    for name, year, value in rows:
        table[units[name], year - 1992] = value
    return table


def groups(rng: Rng) -> Iterator[str]:
    """How often groups of schools are claimed, without groups and with three of them."""
    yield "\n## Группы школ\n"
    yield table_row("данные", "заявлено групп")
    yield table_row(*["---"] * 2)
    mix = np.array([[1, 0.6, 0.3, 0], [0, 0.8, 0.3, 0], [0, 0, 0.9, 0], [0, 0, 0, 1.0]])
    for name, width in (("признаки независимы", np.eye(4)), ("признаки связаны", mix)):
        seen = [_claimed(rng.standard_normal((80, 4)) @ width, run) for run in range(50)]
        yield table_row(f"80 школ без групп, {name}", f"{np.mean(seen):.3f} (50 прогонов)")
    centres = 4 * np.array([[0, 0, 0, 0], [1, 1, 0, 0], [1, -1, 0, 0]])
    seen = [
        _claimed(centres[rng.integers(3, size=120)] + rng.standard_normal((120, 4)), run)
        for run in range(15)
    ]
    yield table_row("120 школ, три далёкие группы", f"{np.mean(seen):.3f} (15 прогонов)")


def _claimed(features: Array, seed: int) -> bool:
    found = clusters(features, seed=seed)
    assert not isinstance(found, TooLittle)
    return found.structure


def table_row(*cells: object) -> str:
    """One row of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main() -> None:
    """Measure everything and write the report."""
    lines, began = [HEAD], time.process_time()
    parts = (coverage, claims, low_results, raised_scores, actions, forecasts, groups)
    for seed, part in enumerate(parts):
        lines += part(np.random.default_rng(seed))
        print(f"{part.__name__}: {time.process_time() - began:.0f} с", flush=True)
    lines.append(f"\nПроцессорное время всех прогонов: {time.process_time() - began:.0f} с.\n")
    REPORT.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
