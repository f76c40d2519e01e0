"""How stable the severity of integrity signals is in a real region; part of INTEGRITY.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.schools import table_row
from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.integrity.against import Against, against
from msoko.analysis.integrity.severity import heaps, measured, pooled
from msoko.analysis.integrity.sittings import Sittings, sittings
from msoko.analysis.methods.refusal import TooLittle
from msoko.facts.login import organisation_of
from msoko.facts.store import Store
from msoko.indicators.closure import closure
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.sources.sheets import open_book

Array = NDArray[np.float64]
LISTS = Path(__file__).parents[3] / "shared/data/integrity_lists"
KINDS = ("сумма", "границы отметок", "журнал")
LEAST_NEAR = 60  # pupils at the boundaries and one point short, in both years


def region(folder: Path | None) -> Iterator[str]:
    """Stability, freedom from size and agreement with an official list on a real region."""
    yield "\n## Настоящий регион\n"
    if folder is None:
        yield "Хранилище региона не указано: не измерено."
        return
    evidence = _evidence(folder)
    years = sorted({work.year for work in evidence.works if work.procedure == "vpr"})
    whole = sittings(evidence, ("vpr",), years[-1])
    big = [y for y in years if _pupils(whole, y).sum() >= 10_000]
    if len(big) < 2:
        yield "Лет с десятью тысячами результатов меньше двух: не измерено."
        return
    first, second = big[-2:]
    yield f"Годы {first}/{first + 1 - 2000} и {second}/{second + 1 - 2000}, один против другого.\n"
    yield table_row("тяжесть", "школы", "школ", "r между годами", "r с логарифмом числа участников")
    yield table_row(*["---"] * 5)
    old, new = (_of_year(whole, year) for year in (first, second))
    near = np.minimum(old["у границ"], new["у границ"])
    pupils = _pupils(whole, second)
    for name in KINDS:
        for told, least in (("все", 0), ("≥ 30 у границ", 30), ("≥ 60 у границ", 60)):
            both = np.isfinite(old[name]) & np.isfinite(new[name]) & (near >= least)
            if both.sum() > 10:
                r = np.corrcoef(old[name][both], new[name][both])[0, 1]
                size = np.corrcoef(new[name][both], np.log(pupils[both]))[0, 1]
                yield table_row(name, told, int(both.sum()), f"{r:.2f}", f"{size:+.2f}")
    yield from _by_works(whole, first, second, near >= LEAST_NEAR)
    yield f"\n{_flagged(whole, years[-1])}"
    yield f"\n{_against_list(whole, new['сумма'], second)}"


def _evidence(folder: Path) -> Evidence:
    store = Store.open(folder)
    profile = load_profile(default_profiles_dir() / "solnechny").profile
    assert profile is not None
    return Evidence(store, profile, compute(closure([], {}, []), StoreFacts(store)))


def _pupils(field: Sittings, year: int) -> Array:
    parts = [one.school for one in field.works if one.work.year == year]
    return np.bincount(np.concatenate(parts), minlength=len(field.schools)).astype(float)


def _by_works(whole: Sittings, first: int, second: int, big: NDArray[np.bool_]) -> Iterator[str]:
    """How the agreement of years grows with the number of works it is measured by; (J,) `big`."""
    names = [{_name(work) for work in _large(whole, year)} for year in (first, second)]
    common, every = sorted(names[0] & names[1]), sorted(names[1])
    yield f"\nТе же {int(big.sum())} школ (≥ {LEAST_NEAR} у границ), тяжесть по части работ:\n"
    yield table_row("работ в каждом году", "наборов", *KINDS)
    yield table_row(*["---"] * (2 + len(KINDS)))
    all_same: dict[str, float] = {}
    for many in range(1, len(common) + 1):
        chosen = list(combinations(common, many))
        pairs = [[_of_year(whole, year, own) for year in (first, second)] for own in chosen]
        all_same = {n: float(np.mean([_r(a[n], b[n], big) for a, b in pairs])) for n in KINDS}
        yield table_row(many, len(chosen), *(f"{all_same[name]:.2f}" for name in KINDS))
    old, new = _of_year(whole, first, common), _of_year(whole, second, every)
    mixed = {name: _r(old[name], new[name], big) for name in KINDS}
    yield table_row(f"{len(common)} и {len(every)}", 1, *(f"{mixed[n]:.2f}" for n in KINDS))
    yield (
        f"\nБудь за первый год все {len(every)} работ, ждать следовало бы (квадрат последней"
        " строки, делённый на предыдущую): "
        + ", ".join(f"{name} — {mixed[name] ** 2 / all_same[name]:.2f}" for name in KINDS)
        + ". Это расчёт, а не измерение: он верен, если привычка школы у всех работ одна."
    )


def _large(whole: Sittings, year: int) -> Iterator[Work]:
    """Works of a year written by ten thousand and more: the whole region, not a sample."""
    yield from (
        one.work for one in whole.works if one.work.year == year and one.school.size >= 10_000
    )


def _name(work: Work) -> tuple[str, int]:
    return work.subject, work.grade


def _r(first: Array, second: Array, among: NDArray[np.bool_]) -> float:
    both = among & np.isfinite(first) & np.isfinite(second)
    return float(np.corrcoef(first[both], second[both])[0, 1])


def _of_year(whole: Sittings, year: int, names: Sequence[tuple[str, int]] = ()) -> dict[str, Array]:
    """Severities of one year alone, and how many results lay at the boundaries; (J,) each.

    `names`: only these works (subject, grade); empty: all.
    """
    kept = (one for one in whole.works if one.work.year == year)
    own = Sittings(
        whole.schools, tuple(one for one in kept if not names or _name(one.work) in names)
    )
    found = heaps(own, year)
    signals = measured(own, year, found)
    parts = {"границы отметок": against(signals["heaping"]), "журнал": against(signals["journal"])}
    sums = pooled(own, signals, year)
    assert not isinstance(sums, TooLittle)
    empty = np.full(len(whole.schools), np.nan)
    told = {name: one.effect if isinstance(one, Against) else empty for name, one in parts.items()}
    total = [sums[code].severity if code in sums else np.nan for code in whole.schools]
    return told | {"сумма": np.array(total), "у границ": found.at + found.below}


def _flagged(whole: Sittings, last: int) -> str:
    found = pooled(whole, measured(whole, last, heaps(whole, last)), last)
    assert not isinstance(found, TooLittle)
    alarms = sum(one.alarm for one in found.values())
    return f"Сигнал по сумме за три года подан у {alarms} школ из {len(found)}."


def _against_list(whole: Sittings, severity: Array, year: int) -> str:
    """AUC of severity against the official list, if any school of the region is on it."""
    listed: set[str | None] = set()
    for path in sorted(LISTS.glob("*.xlsx")) if LISTS.is_dir() else []:
        book = open_book(path)
        for sheet in () if isinstance(book, list) else book.sheets:
            for column in sheet.columns:
                listed |= {organisation_of(str(word)) for word in column.to_pylist() if word}
    on = np.array([code in listed for code in whole.schools]) & np.isfinite(severity)
    off = ~on & np.isfinite(severity)
    if not on.any():
        return (
            f"AUC против официального перечня не измерена: школ в доступном перечне — "
            f"{len(listed - {None})}, из них в этом регионе — ни одной."
        )
    wins = (severity[on][:, None] > severity[off]).mean()
    ties = (severity[on][:, None] == severity[off]).mean()
    return (
        f"AUC тяжести {year} года против официального перечня: {wins + ties / 2:.2f} "
        f"({on.sum()} школ перечня)."
    )
