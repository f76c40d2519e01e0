"""The analyst's second half: schools judged by their results and by the rules of three years."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from benchmarks.region_pandas import Share, at_all_levels, computed, simple_shares

FOUR_YEARS_RULES = ("vpr_russian_4", "vpr_math_4", "vpr_world_4", "ege_russian",
                    "ege_math_profile", "oge_math", "oge_russian")  # fmt: skip
WORKS_RULES = ("vpr_russian_5_6", "vpr_math_5_6")
IN_FORCE = 2021  # a year is judged by the thresholds of 31 August after it


def judged(rows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Numerators and denominators of the shares of schools."""
    years = sorted(rows.year.unique())
    grid = pd.MultiIndex.from_product([places.index, years], names=["organisation", "year"])
    found = [*_leaders(rows, places, grid), *_identified(rows, places, grid)]
    return pd.concat(found, ignore_index=True)


def _leaders(
    rows: pd.DataFrame, places: pd.DataFrame, grid: pd.MultiIndex
) -> Iterable[pd.DataFrame]:
    for name, procedures, grades, base, border in (
        ("leaders_all_grade4_base", ("vpr", "rdr"), [4], 3, 100),
        ("leaders_half_5_9_high", ("vpr", "rdr", "oge"), [5, 6, 7, 8, 9], 4, 50),
    ):
        levels = ["base", "above_base", "high"] if base == 3 else ["above_base", "high"]

        def reached(r: pd.DataFrame, levels: list[str] = levels, base: int = base) -> pd.Series:
            return r.level.isin(levels) | (r.level.isna() & (r.mark >= base))

        for label, chosen in (("", procedures), *((f"line={one}", (one,)) for one in procedures)):

            def written(
                r: pd.DataFrame, chosen: tuple[str, ...] = chosen, grades: list[int] = grades
            ) -> pd.Series:
                known = r.level.notna() | r.mark.notna()
                return r.procedure.isin(chosen) & r.grade.isin(grades) & r.participated & known

            share = computed(Share(name, "", written, reached, (("subject",),)), rows, places)
            share = share[share.level == "organisation"]
            value = 100 * share.numerator / share.denominator
            share["met"] = value >= border if border == 100 else value > border
            cells = share[share.cell != ""].groupby(["unit", "year"]).met.all()
            if len(cells):
                yield _of_schools(name, label, cells, places)
            if label == "" and len(cells):
                everybody = cells.reindex(grid, fill_value=False)
                yield _of_schools(name, "reading=not_credited", everybody, places)
            if label == "" and border == 50:
                total = share[share.cell == ""].set_index(["unit", "year"]).met
                yield _of_schools(name, "reading=pooled", total, places)


def _identified(
    rows: pd.DataFrame, places: pd.DataFrame, grid: pd.MultiIndex
) -> Iterable[pd.DataFrame]:
    low = pd.Series(False, index=grid)
    risk, known = low.copy(), low.copy()
    for share in simple_shares():
        by_works = share.indicator in WORKS_RULES
        if share.label or share.indicator not in (*FOUR_YEARS_RULES, *WORKS_RULES):
            continue
        over, told = _crossed(share, rows, places, grid, by_works)
        window = 2 if by_works else 3
        before = [_earlier(over, back) for back in range(1, window + 1)]
        times = np.sum([one.to_numpy() for one in before], axis=0)
        low |= times >= 2
        risk |= times >= 1
        for back in range(1, window + 1):
            known |= _earlier(told, back) > 0
    for label, met in (
        ("", low | risk),
        ("line=low_results", low),
        ("line=risk_zone", risk & ~low),
    ):
        yield _of_schools("schools_identified", label, met[known], places)


def _crossed(
    share: Share, rows: pd.DataFrame, places: pd.DataFrame, grid: pd.MultiIndex, by_works: bool
) -> tuple[pd.Series, pd.Series]:
    """How many works (or the whole) cross the threshold with nobody at the top, and are known."""
    border = 20 if share.indicator.endswith("_4") else 30
    tops = [s for s in simple_shares() if s.indicator == share.indicator]
    top = next(s for s in tops if s.label in ("line=top_marks", "line=high_scores"))
    keys = ["unit", "year", "cell"]
    main = computed(share, rows, places)
    best = computed(Share(**{**vars(top), "label": ""}), rows, places)
    both = main[main.level == "organisation"].merge(
        best[best.level == "organisation"], on=keys, suffixes=("", "_top")
    )
    both = both[(both.cell != "") if by_works else (both.cell == "")]
    both = both[both.year + 1 >= IN_FORCE]
    over = (100 * both.numerator >= border * both.denominator) & (both.numerator_top == 0)
    groups = both.assign(over=over).groupby(["unit", "year"]).over
    index = ["organisation", "year"]
    crossed, told = groups.sum(), groups.count()
    crossed.index.names = told.index.names = index
    return crossed.reindex(grid, fill_value=0), told.reindex(grid, fill_value=0)


def _earlier(series: pd.Series, back: int) -> pd.Series:
    return series.groupby(level="organisation").shift(back, fill_value=0)


def _of_schools(name: str, label: str, met: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    frame = met.astype("int64").rename("numerator").reset_index()
    frame.columns = ["organisation", "year", "numerator"]
    frame = frame.assign(denominator=1, indicator=name, cell=label)
    return at_all_levels(frame, places)
