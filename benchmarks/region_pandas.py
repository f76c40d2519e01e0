"""What an analyst would write in pandas: the same shares, school by school and above.

The same outputs: numerator, denominator, value and 95 % score interval by unit, year and breakdown
cell. What msoko tells beside them the analyst does not: the state of a value, who has not reported,
indicators of tables that are empty here, sums kept for the next time. So the comparison of
everything favours pandas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.contender import Watch

COLUMNS = [
    "organisation", "year", "pupil", "procedure", "subject", "grade", "exam_level", "attempt",
    "control_stage", "domain", "participated", "mark", "scaled_score", "level", "passed", "sex",
    "special_needs",
]  # fmt: skip
Test = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Share:
    """A share of works, or of different pupils (`pupils`: any or all of their works meet it)."""

    indicator: str
    label: str
    population: Test
    met: Test
    breakdowns: tuple[tuple[str, ...], ...] = ()
    pupils: str = ""


def subset(watch: Watch, folder: str, out: str | None) -> int:
    """Shares, counts and means; the number of values."""
    with watch.lap("all"):
        rows, places = _read(folder)
        found = pd.concat([computed(share, rows, places) for share in simple_shares()])
        found = with_intervals(found)
    return _kept(found, out)


def everything(watch: Watch, folder: str, out: str | None) -> int:
    """The subset, readings counted by pupil, and schools judged by rules; the number of values."""
    from benchmarks.region_pandas_schools import judged

    with watch.lap("all"):
        rows, places = _read(folder)
        shares = [computed(share, rows, places) for share in (*simple_shares(), *pupil_shares())]
        found = with_intervals(pd.concat([*shares, judged(rows, places)]))
    return _kept(found, out)


def _read(folder: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    files = sorted(Path(folder).glob("uploads/*/results.parquet"))
    tables = [pq.ParquetFile(file).read(columns=COLUMNS) for file in files]
    rows = pa.concat_tables(tables).to_pandas(strings_to_categorical=True)
    del tables
    rows["special_needs"] = rows.special_needs.map({True: "true", False: "false"})
    rows["special_needs"] = rows.special_needs.astype("category")
    rows["passed"] = rows.passed.astype("float32")  # 1, 0 or unknown
    units = next(Path(folder).glob("uploads/*/units.parquet"))
    places = pq.ParquetFile(units).read(columns=["organisation", "municipality", "region"])
    return rows, places.to_pandas().set_index("organisation")


def computed(share: Share, rows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Numerators and denominators of one share by unit, year and cell."""
    chosen = rows[share.population(rows)]
    chosen = chosen.assign(met=share.met(chosen).astype("int64"))
    cells = [_counted(chosen, names, share.pupils) for names in ((), *share.breakdowns)]
    found = pd.concat(cells, ignore_index=True)
    found["indicator"] = share.indicator
    label = share.label
    if label:
        found["cell"] = [f"{label};{cell}" if cell else label for cell in found.cell]
    return at_all_levels(found, places)


def _counted(chosen: pd.DataFrame, names: tuple[str, ...], pupils: str) -> pd.DataFrame:
    keys = ["organisation", "year", *names]
    if pupils:
        by_pupil = chosen.groupby([*keys, "pupil"], observed=True, dropna=False).met
        chosen = (by_pupil.max() if pupils == "any" else by_pupil.min()).reset_index()
    groups = chosen.groupby(keys, observed=True, dropna=False).met
    counted = groups.agg(["sum", "count"]).reset_index()
    counted.columns = [*keys, "numerator", "denominator"]
    counted["cell"] = [
        ";".join(f"{name}={_word(word)}" for name, word in zip(names, words, strict=True))
        for words in zip(*(counted[name] for name in names), strict=True)
    ] if names else ""  # fmt: skip
    return counted[["organisation", "year", "cell", "numerator", "denominator"]]


def _word(value: object) -> str:
    if pd.isna(value):
        return "unknown"
    return str(int(value)) if isinstance(value, int | float) else str(value)


def at_all_levels(found: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Schools, municipalities and the region, added up."""
    found = found.astype({"organisation": "object"})
    whole = found.join(places, on="organisation")
    levels = []
    for level in ("organisation", "municipality", "region"):
        keys = ["indicator", level, "year", "cell"]
        summed = whole.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
        levels.append(summed.rename(columns={level: "unit"}).assign(level=level))
    return pd.concat(levels, ignore_index=True)


def with_intervals(found: pd.DataFrame) -> pd.DataFrame:
    """Shares in percent with their 95 % score intervals (E. B. Wilson, 1927)."""
    share, trials, z = found.numerator / found.denominator, found.denominator, 1.959963984540054
    shrink = 1 + z**2 / trials
    centre = (share + z**2 / (2 * trials)) / shrink
    spread = z / shrink * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    low = (centre - spread).where(found.numerator > 0, 0.0)
    high = (centre + spread).where(found.numerator < trials, 1.0)
    return found.assign(value=100 * share, low=100 * low, high=100 * high)


def _kept(found: pd.DataFrame, out: str | None) -> int:
    if out:
        found.to_parquet(out)
    return len(found)


def _first_try(rows: pd.DataFrame) -> pd.Series:
    return rows.participated & (rows.attempt.isin(["main", "reserve"]) | rows.attempt.isna())


def _exam(procedure: str, subjects: list[str], level: str | None = None) -> Test:
    def test(rows: pd.DataFrame) -> pd.Series:
        chosen = (rows.procedure == procedure) & rows.subject.isin(subjects) & _first_try(rows)
        return chosen & (rows.exam_level == level) if level else chosen

    return test


def _vpr(subject: str, grades: list[int]) -> Test:
    def test(rows: pd.DataFrame) -> pd.Series:
        chosen = (rows.procedure == "vpr") & (rows.subject == subject) & rows.grade.isin(grades)
        return chosen & rows.participated & rows.mark.notna()

    return test


def _known(test: Test, column: str) -> Test:
    return lambda rows: test(rows) & rows[column].notna()


def simple_shares() -> list[Share]:
    """Shares of works and of pupils, as the regulation names them."""
    found = [*_learning_outcomes(), *_by_marks(), *_unified_exams()]
    return found


def _learning_outcomes() -> list[Share]:
    found = []
    subject_grade = (("subject",), ("grade",), ("subject", "grade"))
    for exam in ("ege", "oge"):
        failed = f"{exam}_below_min"
        both = _known(_exam(exam, ["russian", "math"]), "passed")
        by = (("special_needs",), ("subject",))
        found.append(Share(failed, "", both, lambda r: r.passed == 0, by, "any"))

        def any_exam(rows: pd.DataFrame, exam: str = exam) -> pd.Series:
            return (rows.procedure == exam) & _first_try(rows) & rows.passed.notna()

        found.append(
            Share(failed, "reading=any_subject", any_exam, lambda r: r.passed == 0, (), "any")
        )

    def reading(rows: pd.DataFrame) -> pd.Series:
        chosen = (rows.procedure == "fl") & (rows.domain == "reading")
        return chosen & rows.participated & rows.passed.notna()

    found.append(
        Share("reading_literacy", "", reading, lambda r: r.passed == 1, (("grade",),), "any")
    )

    def marked(rows: pd.DataFrame) -> pd.Series:
        return (rows.procedure == "vpr") & rows.participated & rows.mark.notna()

    found.append(Share("vpr_success", "", marked, lambda r: r.mark >= 3, subject_grade))
    everybody = Share(
        "vpr_success", "reading=contingent",
        lambda r: r.procedure == "vpr", lambda r: r.participated & (r.mark >= 3),
    )  # fmt: skip
    return [*found, everybody]


def _by_marks() -> list[Share]:
    found = []
    works = {
        "vpr_russian_4": (_vpr("russian", [4]), "sex", 20),
        "vpr_math_4": (_vpr("math", [4]), "sex", 20),
        "vpr_world_4": (_vpr("world_around", [4]), "sex", 20),
        "vpr_russian_5_6": (_vpr("russian", [5, 6]), "grade", 30),
        "vpr_math_5_6": (_vpr("math", [5, 6]), "grade", 30),
        "oge_russian": (_known(_exam("oge", ["russian"]), "mark"), "sex", 30),
        "oge_math": (_known(_exam("oge", ["math"]), "mark"), "sex", 30),
    }
    for name, (test, by, border) in works.items():
        for label, mark in (("", 2), (f"line=mark2_ge_{border}", 2), ("line=top_marks", 5)):
            found.append(Share(name, label, test, lambda r, mark=mark: r.mark == mark, ((by,),)))
    return found


def _unified_exams() -> list[Share]:
    found = []
    for name, subject, level in (
        ("ege_russian", "russian", None),
        ("ege_math_profile", "math", "profile"),
    ):
        taken, by = _exam("ege", [subject], level), (("sex",),)
        for label in ("", "line=below_min_ge_30"):
            found.append(Share(name, label, _known(taken, "passed"), lambda r: r.passed == 0, by))
        scored = _known(taken, "scaled_score")
        found.append(Share(name, "line=high_scores", scored, lambda r: r.scaled_score >= 70, by))
    return found


def pupil_shares() -> list[Share]:
    """Readings that count pupils who took part."""
    found = []
    for exam in ("ege", "oge"):
        both = _exam(exam, ["russian", "math"])
        found.append(
            Share(
                f"{exam}_passed", "reading=participants", both, lambda r: r.passed == 1, (), "all"
            )
        )
    for stage, grades in (("noo", [1, 2, 3, 4]), ("ooo", [5, 6, 7, 8, 9])):

        def meta(rows: pd.DataFrame, grades: list[int] = grades) -> pd.Series:
            chosen = (rows.procedure == "metasubject") & rows.grade.isin(grades)
            return chosen & rows.participated & rows.level.notna()

        name = f"metasubject_high_{stage}"
        found.append(
            Share(name, "reading=participants", meta, lambda r: r.level == "high", (), "any")
        )
    for stage, grades in (("noo", [2, 3, 4]), ("ooo", [5, 6, 7, 8, 9]), ("soo", [10, 11])):

        def control(rows: pd.DataFrame, grades: list[int] = grades) -> pd.Series:
            chosen = rows.subject.isin(["math", "russian"]) & rows.control_stage.notna()
            return chosen & rows.grade.isin(grades) & rows.participated & rows.level.notna()

        found.append(
            Share(
                f"subject_results_{stage}",
                "reading=participants",
                control,
                lambda r: r.level.isin(["base", "above_base", "high"]),
                (),
                "any",
            )
        )
    return found
