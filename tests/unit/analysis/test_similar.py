"""Similar schools: what is lacking is named, declared groups carry dates, found ones a proof."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msoko.analysis import similar
from msoko.analysis.evidence import Evidence
from tests.unit.analysis.made_up import Row, evidence, school, units, work

YEAR = 2022


def schools(folder: Path, sizes: list[int], **more: object) -> Evidence:
    codes = [school(number) for number in range(1, len(sizes) + 1)]
    rows = [row for c, n in zip(codes, sizes, strict=True) for row in work(c, YEAR, [4] * n)]
    return evidence(folder, {"units": units(codes, YEAR, **more), "results": rows})


def context(code: str, name: str, number: float) -> Row:
    return {"organisation": code, "year": YEAR, "attribute": name, "number": number}


def test_a_school_is_told_which_of_its_circumstances_nobody_knows(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 11)]
    told = [context(c, "ctx_teachers", 20.0) for c in codes]
    told += [context(c, "ctx_teachers_highest", 2.0 + n) for n, c in enumerate(codes[:9])]
    rows = [row for n, c in enumerate(codes, 1) for row in work(c, YEAR, [4] * (10 * n))]
    known = {"units": units(codes, YEAR), "results": rows, "attributes": told}
    answer = similar.answer(evidence(tmp_path, known))
    assert codes[9] not in {one.unit for one in answer.findings}
    why = next(one.why for one in answer.silences if one.unit == codes[9])
    assert why == ("Похожие школы не показаны: о школе неизвестно: доля учителей высшей категории.")


def test_a_declared_group_carries_the_year_and_its_schools(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 5)]
    register = [
        {**row, "cluster": "Малые сельские" if row["organisation"] in codes[:2] else None}
        for year in (2020, 2021, 2022)
        for row in units(codes, year)
    ]
    register = [
        {**row, "cluster": None} if row["year"] == 2020 and row["organisation"] == codes[1] else row
        for row in register
    ]
    rows = [row for n, c in enumerate(codes, 1) for row in work(c, YEAR, [4] * (10 * n))]
    answer = similar.answer(evidence(tmp_path, {"units": register, "results": rows}))
    group = next(one for one in answer.findings if one.unit_kind == "municipality")
    assert group.sentence == (
        "«Район»: группа «Малые сельские» объявлена в реестре с 2020/21 учебного года: 2 школы "
        "(«Школа 01», «Школа 02»)."
    )
    assert group.evidence["members"] == [(codes[0], 2020), (codes[1], 2021)]
    assert group.chart is not None
    assert [row["label"].split(";")[0] for row in group.chart.rows] == [
        "в группе с 2020/21",
        "в группе с 2021/22",
    ]
    assert [row["x"] for row in group.chart.rows] == [10.0, 20.0]
    assert (group.measured, group.value) == ("школ в группе", 2.0)


def three_kinds(folder: Path, number: int) -> Evidence:
    """Schools of about forty, two hundred and a thousand pupils, with other staffs."""
    rng = np.random.default_rng(2)
    codes = [school(one) for one in range(1, number + 1)]
    sizes = np.exp(np.repeat(np.log([40, 200, 1000]), number // 3) + rng.normal(0, 0.1, number))
    best = np.repeat([3.0, 9.0, 3.0], number // 3) + rng.normal(0, 0.5, number)
    told = [context(code, "ctx_pupils", float(n)) for code, n in zip(codes, sizes, strict=True)]
    told += [context(code, "ctx_teachers", 20.0) for code in codes]
    told += [
        context(code, "ctx_teachers_highest", float(n)) for code, n in zip(codes, best, strict=True)
    ]
    rows = [row for code in codes for row in work(code, YEAR, [4] * 10)]
    known = {"units": units(codes, YEAR, rural=True), "results": rows, "attributes": told}
    return evidence(folder, known)


def test_groups_that_beat_chance_are_told_with_rule_seed_and_stability(tmp_path: Path) -> None:
    answer = similar.answer(three_kinds(tmp_path, 90))
    found = next(one for one in answer.findings if one.unit_kind == "region")
    assert found.sentence.startswith(
        "«Край», 2022/23: по условиям (обучающихся в школе, доля учителей высшей категории) школы "
        "делятся на 3 устойчивые группы (школ: 30, 30, 30); наименьшая устойчивость "
    )
    assert {"rule", "seed", "p", "stability", "features", "members"} <= found.evidence.keys()
    assert found.evidence["p"] <= 0.05
    assert found.chart is not None
    assert [row["x"] for row in found.chart.rows] == found.evidence["stability"]


def test_a_yes_no_circumstance_alone_makes_no_groups(tmp_path: Path) -> None:
    known = schools(tmp_path, [30] * 72)
    for number, row in enumerate(rows for one in known.units.rows.values() for rows in one):
        row["rural"] = number % 2 == 0
    answer = similar.answer(known)
    assert not [one for one in answer.findings if one.unit_kind == "region"]
    why = next(one.why for one in answer.silences if one.unit_kind == "region")
    assert why == "Группы школ не ищутся: известны только условия вида «да — нет»."
