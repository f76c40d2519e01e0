"""Targets of a municipality: reached, missed, undecided in words; mistakes of a table together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from msoko.__main__ import main
from msoko.analysis import gaps
from msoko.analysis.finding import Answer
from msoko.commands.targets import read_targets
from msoko.cycle.target import Target
from tests.unit.analysis.made_up import evidence, marks, profile, school, units, work

YEAR, KEY = 2022, ("vpr_russian_4", "", "")


def asked(folder: Path, failed: Sequence[int], target: Target | None) -> Answer:
    """Schools of fifty pupils with so many «2» each."""
    codes = [school(number + 1) for number in range(len(failed))]
    rows = []
    for code, twos in zip(codes, failed, strict=True):
        rows += work(code, YEAR, marks(twos, 50 - twos))
    known = evidence(folder, {"units": units(codes, YEAR), "results": rows})
    return gaps.answer(replace(known, targets={KEY: target} if target else {}))


def told(answer: Answer) -> list[tuple[str, str]]:
    """Kinds and sentences that speak of a target; silences are kind «silence»."""
    found = [(one.kind, one.sentence) for one in answer.findings if "цел" in one.sentence]
    return found + [("silence", one.why) for one in answer.silences if "цел" in one.why]


def test_a_target_the_whole_interval_is_past_is_reached(tmp_path: Path) -> None:
    ((kind, sentence),) = told(
        asked(tmp_path, [2, 3, 2, 3, 2, 3], Target("at_most", Fraction(20), "percent"))
    )
    assert kind == "strength"
    assert sentence.endswith(
        "— 5,0 % (15 из 300; 95 %: от 2,8 до 8,1 %); цель — не более 20 %: достигнута."
    ), sentence


def test_a_target_the_whole_interval_falls_short_of_is_a_gap(tmp_path: Path) -> None:
    ((kind, sentence),) = told(
        asked(tmp_path, [20, 21, 20, 19, 20, 20], Target("at_most", Fraction(51, 2), "percent"))
    )
    assert kind == "gap"
    assert "цель — не более 25,5 %: не достигнута" in sentence


def test_a_target_is_never_probably_reached(tmp_path: Path) -> None:
    """Nearly all of the interval is on the good side: p of the border is about 0.1."""
    of = asked(tmp_path, [2, 10, 4, 8, 3, 9], Target("at_most", Fraction(18), "percent"))
    ((kind, why),) = told(of)
    assert kind == "silence"
    assert why.endswith("по имеющимся данным не решено, достигнута ли она.")


def test_the_target_of_a_line_that_is_its_indicator_is_held_against_it(tmp_path: Path) -> None:
    """The line «got a 2» of the indicator is the indicator itself, and looked at once."""
    codes = [school(number + 1) for number in range(6)]
    rows = [row for code in codes for row in work(code, YEAR, marks(3, 47))]
    known = evidence(tmp_path, {"units": units(codes, YEAR), "results": rows})
    line = {(KEY[0], "mark2_ge_20", "line=mark2_ge_20"): Target("at_most", Fraction(20), "percent")}
    ((kind, sentence),) = told(gaps.answer(replace(known, targets=line)))
    assert (kind, sentence.endswith("цель — не более 20 %: достигнута.")) == ("strength", True)


def test_a_question_about_one_indicator_is_silent_about_targets_of_others(tmp_path: Path) -> None:
    rows = work(school(1), YEAR, marks(3, 47))
    tables = {"units": units([school(1)], YEAR), "results": rows}
    known = evidence(tmp_path, tables, indicators=(KEY[0], "vpr_success"))
    other = {("vpr_success", "", ""): Target("at_least", Fraction(2), "percent")}
    asked_one = replace(known, targets=other, asked_indicators=(KEY[0],))
    assert told(gaps.answer(asked_one)) == []


def test_of_two_targets_of_one_number_its_own_is_held_and_the_other_is_named(
    tmp_path: Path,
) -> None:
    codes = [school(number + 1) for number in range(6)]
    rows = [row for code in codes for row in work(code, YEAR, marks(3, 47))]
    known = evidence(tmp_path, {"units": units(codes, YEAR), "results": rows})
    two = {
        (KEY[0], "mark2_ge_20", "line=mark2_ge_20"): Target("at_most", Fraction(2), "percent"),
        KEY: Target("at_most", Fraction(20), "percent"),
    }
    (reached, (kind, why)) = told(gaps.answer(replace(known, targets=two)))
    assert reached[1].endswith("цель — не более 20 %: достигнута.")
    assert kind == "silence"
    assert "цель — не более 2 %, но так же считается другая строка или показатель" in why


def test_a_share_not_all_have_sent_is_told_with_the_reason_it_is_not_judged(tmp_path: Path) -> None:
    codes = [school(number + 1) for number in range(6)]
    rows = [row for code in codes[:5] for row in work(code, YEAR, marks(3, 47))]
    rows += work(codes[5], YEAR, marks(3, 47), subject="math")
    known = evidence(tmp_path, {"units": units(codes, YEAR), "results": rows})
    target = {KEY: Target("at_most", Fraction(20), "percent")}
    ((kind, why),) = told(gaps.answer(replace(known, targets=target)))
    assert kind == "silence"
    assert "6,0 % (15 из 250), цель — не более 20 %: по имеющимся данным не решено" in why
    assert why.endswith("достигнута ли она: сведения прислали не все организации.")


@pytest.mark.parametrize(("schools", "kind"), [(6, "strength"), (4, "silence")])
def test_works_of_the_same_pupils_are_judged_by_what_schools_vary(
    tmp_path: Path, schools: int, kind: str
) -> None:
    codes = [school(number + 1) for number in range(schools)]
    rows = [
        row
        for number, code in enumerate(codes)
        for subject in ("russian", "math")
        for row in work(code, YEAR, marks(2 + number % 2, 48), subject=subject)
    ]
    tables = {"units": units(codes, YEAR), "results": rows}
    known = evidence(tmp_path, tables, indicators=("vpr_success",))
    target = {("vpr_success", "", ""): Target("at_least", Fraction(80), "percent")}
    ((found, _),) = told(gaps.answer(replace(known, targets=target)))
    assert found == kind


@pytest.mark.parametrize(("most", "kind"), [(20, "strength"), (12, "silence"), (2, "gap")])
def test_the_target_of_a_share_without_a_good_side_of_its_own_is_judged(
    tmp_path: Path, most: int, kind: str
) -> None:
    codes = [school(number + 1) for number in range(6)]
    rows = [
        {"organisation": code, "year": YEAR, "pupil": f"{number:02d}{one:04d}", "grade": 5,
         "programme": "aoop" if one < 5 + number % 3 else "general"}
        for number, code in enumerate(codes)
        for one in range(50)
    ]  # fmt: skip
    some_work = work(codes[0], YEAR, marks(1, 9))
    tables = {"units": units(codes, YEAR), "enrolment": rows, "results": some_work}
    known = evidence(tmp_path, tables, indicators=("aoop_share",))
    target = {("aoop_share", "", ""): Target("at_most", Fraction(most), "percent")}
    ((found, said),) = told(gaps.answer(replace(known, targets=target)))
    assert found == kind
    assert "12,0 % (36 из 300; 95 %: от 8,5 до 16,2 %)" in said


def test_an_interval_around_a_target_decides_nothing_and_says_so(tmp_path: Path) -> None:
    ((kind, why),) = told(
        asked(tmp_path, [4, 16, 9, 11, 2, 18], Target("at_most", Fraction(21), "percent"))
    )
    assert kind == "silence"
    assert "цель — не более 21 %: по имеющимся данным не решено, достигнута ли она" in why


def test_schools_far_apart_leave_open_what_their_pupils_alone_would_decide(tmp_path: Path) -> None:
    target = Target("at_most", Fraction(30), "percent")
    ((apart, _),) = told(asked(tmp_path / "a", [0, 1, 0, 49, 45, 25], target))
    ((alike, _),) = told(asked(tmp_path / "b", [20, 20, 20, 20, 20, 20], target))
    assert (apart, alike) == ("silence", "gap")


def test_under_five_schools_pupils_decide(tmp_path: Path) -> None:
    ((kind, _),) = told(asked(tmp_path, [30, 25], Target("at_most", Fraction(20), "percent")))
    assert kind == "gap"


def test_a_target_nothing_can_be_held_against_is_answered_too(tmp_path: Path) -> None:
    ((kind, why),) = told(asked(tmp_path, [1], Target("at_most", Fraction(1, 5), "share")))
    assert (kind, "сравнить с ней нечего" in why) == ("silence", True)


def test_without_targets_nothing_is_said_of_them(tmp_path: Path) -> None:
    assert told(asked(tmp_path, [2, 3, 2, 3, 2, 3], None)) == []


def test_all_mistakes_of_a_table_are_told_together(tmp_path: Path) -> None:
    table = tmp_path / "цели.csv"
    table.write_text(
        "Показатель;Строка;Не менее;Не более\n"
        "vpr_russian_4;;;15,5\n"
        "vpr_russian;;80;\n"
        "vpr_russian_4;top;80;\n"
        "vpr_russian_4;;80;90\n"
        "vpr_russian_4;;много;\n"
        "vpr_russian_4;;120;\n",
        encoding="utf-8",
    )
    targets, problems = read_targets(table, profile())
    assert targets == {KEY: Target("at_most", Fraction(31, 2), "percent")}
    assert [(one.line, one.what) for one in problems] == [
        (3, "показателя «vpr_russian» в профиле нет"),
        (4, "у показателя «vpr_russian_4» нет строки «top»"),
        (5, "заполнены оба столбца или ни одного"),
        (6, "«много» — не число: напишите, например, 85 или 85,5"),
        (7, "у этого показателя бывают значения от 0 до 100"),
    ]
    assert all(one.mend for one in problems)


def test_a_table_without_its_columns_says_which(tmp_path: Path) -> None:
    table = tmp_path / "цели.csv"
    table.write_text("Код;Цель\nvpr_russian_4;15\n", encoding="utf-8")
    targets, problems = read_targets(table, profile())
    assert (targets, len(problems)) == ({}, 1)
    assert "Показатель; Строка; Не менее; Не более" in problems[0].mend


def test_the_command_reads_targets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [school(number) for number in range(1, 7)]
    rows = [row for code in codes for row in work(code, YEAR, marks(2, 48))]
    known = evidence(tmp_path / "store", {"units": units(codes, YEAR), "results": rows})
    table = tmp_path / "цели.csv"
    table.write_text("Показатель;Не более\nvpr_russian_4;20\n", encoding="utf-8")
    store = ["--store", str(known.store.folder)]
    assert main(["analyse", "gaps", *store, "--targets", str(table)]) == 0
    assert "цель — не более 20 %: достигнута" in capsys.readouterr().out
    table.write_text("Показатель;Не более\nvpr_russian;20\n", encoding="utf-8")
    assert main(["analyse", "gaps", *store, "--targets", str(table)]) == 1
    assert "показателя «vpr_russian» в профиле нет" in capsys.readouterr().err
