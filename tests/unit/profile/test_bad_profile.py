"""One mistake, one message: the file, the line, what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from msoko.profile.load import load_profile
from tests.unit.profile.good_profile import FILES, broken, write_profile

COMMON = "common/indicators/outcomes/failed.yaml"
EXAMPLE = "common/examples/outcomes/failed.yaml"
PROFILE = "test/profile.yaml"
ACT = "test/acts/test-1.yaml"
AREA = "test/areas/outcomes/area.yaml"
INDICATOR = "test/areas/outcomes/failed_4.yaml"
GROUP = "test/areas/outcomes/works.yaml"
CYCLE = "test/cycle.yaml"
RULES = "test/rules/low_performing.yaml"

# (what is broken, file, old text, new text, line of the message, words of the message)
MISTAKES = [
    ("unknown key", COMMON, "polarity:", "polarty: x\npolarity:", 5, "непонятный ключ «polarty»"),
    ("missing key", COMMON, "unit: percent\n", "", 1, "нет обязательного ключа «unit»"),
    ("value not allowed", COMMON, "unit: percent", "unit: percents", 4, "«percents»"),
    ("wrong type", COMMON, "label: Доля получивших «2»", "label: 5", 3, "нужен текст"),
    ("unknown kind", COMMON, "kind: share", "kind: shore", 7, "«shore»"),
    ("no kind", COMMON, "  kind: share\n", "", 7, "«kind»"),
    ("key of another kind", COMMON, "  numerator", "  column: mark\n  numerator", 11, "«column»"),
    ("unknown table", COMMON, "table: results", "table: result", 9, "нет таблицы «result»"),
    ("unknown column", COMMON, "numerator: {mark: 2}", "numerator: {mrak: 2}", 11, "«mrak»"),
    ("unknown code", COMMON, "procedure: vpr", "procedure: vrp", 10, "нет значения «vrp»"),
    ("text for a number", COMMON, "{mark: 2}", '{mark: "2"}', 11, "не подходит столбцу «mark»"),
    ("number for a bool", COMMON, "participated: true", "participated: 1", 10, "«participated»"),
    ("order of codes", COMMON, "procedure: vpr", "procedure: {above: vpr}", 10, "больше или"),
    ("silent unknown", COMMON, "mark: drop, ", "", 11, "когда «mark»"),
    ("stray unknown", COMMON, "{mark: drop", "{mrak: keep, mark: drop", 12, "«mrak»"),
    ("doubt in a population", COMMON, "grade: drop", "grade: doubt", 10, "doubt для «grade»"),
    ("doubt in a line's rows", COMMON, "sex: drop", "sex: doubt", 16, "doubt для «sex»"),
    ("doubt of a review", COMMON, "unknown: keep", "unknown: doubt", 14, "«doubt» не допускается"),
    ("not a dimension", COMMON, "[sex, [", "[variant, [", 1, "по «variant» разрез не строится"),
    ("unit of another kind", COMMON, "unit: percent", "unit: count", 1, "не подходит формуле"),
    ("name unlike the file", COMMON, "id: failed", "id: failed_x", 1, "имя файла не совпадает"),
    ("folder unlike the area", COMMON, "area: outcomes", "area: other", None, "лежит в папке"),
    ("line without a way", COMMON, ", population: {sex: f}", "", 16, "нет у общего показателя"),
    ("example of a line", EXAMPLE, "line: girls", "line: boys", 12, "нет строки «boys»"),
    ("example column", EXAMPLE, "| mark | sex", "| mrak | sex", 5, "нет столбца «mrak»"),
    ("example cells", EXAMPLE, "| 3 | m", "| 3", 5, "ячеек 7, а столбцов 8"),
    ("example year", EXAMPLE, "year: 2024-25", "year: 2024-26", 4, "не учебный год"),
    ("no such act", PROFILE, "[test-1]", "[test-1, test-2]", 2, "нет акта «test-2»"),
    ("quote not in clause", AREA, "рост результатов", "рост итогов", 7, "«рост итогов» нет"),
    ("unknown clause", AREA, "clause: c2\ngoals", "clause: c9\ngoals", 5, "нет пункта «c9»"),
    ("unknown goal", INDICATOR, "goals: [g1]", "goals: [g2]", 1, "нет цели «g2»"),
    ("unknown shared", INDICATOR, "uses: failed", "uses: faled", 2, "показателя «faled»"),
    ("unknown line", INDICATOR, "[{line: girls", "[{line: boys", 12, "нет строки «boys»"),
    ("unmatched line", INDICATOR, "{id: girls", "{id: boys", 8, "строки «boys» нет"),
    ("unknown reading", INDICATOR, "[R1]", "[R2]", 14, "нет прочтения «R2»"),
    ("unknown role", INDICATOR, "responsible: authority", "responsible: me", 15, "роли «me»"),
    ("before the act", INDICATOR, "2021-08-17", "2021-08-16", 1, "раньше акта"),
    ("two years of one", INDICATOR, "of_last: 3", "of_last: 1", 13, "не может выполняться"),
    ("two operators", INDICATOR, "    with", "    above: {}\n    with", 10, "одно из: at_least"),
    ("threshold of a line", INDICATOR, "threshold: low}", "threshold: lo}", 8, "порог «lo»"),
    ("percent above 100", INDICATOR, "17: 20}", "17: 200}", 1, "вне границ процента"),
    ("unknown stage", CYCLE, "to: goals", "to: gaols", 5, "нет этапа «gaols»"),
    ("unknown document", CYCLE, "[order]", "[ordre]", 3, "нет документа «ordre»"),
    ("unknown indicator", RULES, "{indicator: failed_4", "{indicator: failed_5", 8, "«failed_5»"),
    ("unknown threshold", RULES, "threshold: low}", "threshold: lo}", 7, "нет порога «lo»"),
    ("too many needed", RULES, "    criteria", "    needed: 3\n    criteria", 6, "решающих 2"),
    ("no bounds", RULES, ", at_least: 50", "", 8, "с каким числом сравнить"),
    ("duplicate key", ACT, 'number: "1"', 'number: "1"\nnumber: "2"', 4, "ключ «number» повторён"),
    ("duplicate clause", ACT, "{id: c1, at", "{id: c2, at", None, "имя «c2» повторено"),
    ("bare no", ACT, "kind: постановление", "kind: no", 2, "без кавычек"),
    ("octal", ACT, 'number: "1"', "number: 012", 3, "с нулём впереди"),
    ("twice in a group", GROUP, "uses: [failed]", "uses: [failed, failed]", 1, "уже есть"),
    (
        "entry twice",
        INDICATOR,
        "c2, threshold",
        "c2, catalogue: outcomes.failed_01, threshold",
        8,
        "уже",
    ),
    ("foreign thresholds", GROUP, "uses: [failed]", "uses: [failed]\nlabels: {x: y}", 6, "«x»"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [mistake[1:] for mistake in MISTAKES],
    ids=[mistake[0] for mistake in MISTAKES],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, line: int | None, words: str
) -> None:
    folder = write_profile(tmp_path, broken(file, old, new))
    loaded = load_profile(folder, fresh=True)
    found = [one for one in loaded.problems if words in one.what and one.file == file]
    assert loaded.profile is None
    assert found, [str(problem) for problem in loaded.problems]
    assert found[0].severity == "error"
    assert found[0].mend
    assert line is None or found[0].line == line


def test_ten_mistakes_give_ten_messages_in_order(tmp_path: Path) -> None:
    files = dict(FILES)
    for file, old, new in (
        (COMMON, "polarity:", "polarty: x\npolarity:"),
        (COMMON, "procedure: vpr", "procedure: vrp"),
        (COMMON, "participated: true", "participated: 1"),
        (COMMON, "mark: drop, ", ""),
        (EXAMPLE, "year: 2024-25", "year: 2024-26"),
        (AREA, "рост результатов", "рост итогов"),
        (INDICATOR, "goals: [g1]", "goals: [g2]"),
        (INDICATOR, "[R1]", "[R2]"),
        (CYCLE, "[order]", "[ordre]"),
        (RULES, "threshold: low}", "threshold: lo}"),
    ):
        files = broken(file, old, new, files)
    problems = load_profile(write_profile(tmp_path, files), fresh=True).problems
    errors = [one for one in problems if one.severity == "error"]
    assert len(errors) == 10, [str(problem) for problem in errors]
    assert [(one.file, one.line) for one in errors] == sorted(
        (one.file or "", one.line or 0) for one in errors
    )


def test_a_near_miss_is_suggested(tmp_path: Path) -> None:
    folder = write_profile(tmp_path, broken(COMMON, "procedure: vpr", "procedure: vrp"))
    problem = next(one for one in load_profile(folder, fresh=True).problems if "vrp" in one.what)
    assert problem.mend.startswith("возможно, «vpr»")


def test_an_indicator_may_not_rest_on_itself(tmp_path: Path) -> None:
    files = dict(FILES)
    for name, other in (("a", "b"), ("b", "a")):
        files[f"common/indicators/outcomes/{name}.yaml"] = (
            f"id: {name}\narea: outcomes\nlabel: Изменение\nunit: percent\n"
            "polarity: context\nlevel: [school]\n"
            f"formula: {{kind: change, of: {other}}}\n"
        )
    problems = load_profile(write_profile(tmp_path, files), fresh=True).problems
    loops = [one.what for one in problems if one.check == "loop"]
    assert loops == ["показатель считается через самого себя: a → b → a"]


def test_a_goal_without_indicators_warns_unless_it_says_why(tmp_path: Path) -> None:
    goal = "  - {id: g2, title: Качество подготовки, clause: c2}\n"
    files = {**FILES, AREA: FILES[AREA] + goal}
    loaded = load_profile(write_profile(tmp_path / "a", files), fresh=True)
    assert loaded.profile is not None
    assert [one.severity for one in loaded.problems] == ["warning"]
    files[AREA] = (
        files[AREA]
        .replace("c2}\n", "c2}\n", 1)
        .replace(goal, goal.replace("}", ", no_indicators: текст их не называет}"))
    )
    assert load_profile(write_profile(tmp_path / "b", files), fresh=True).problems == ()


def test_a_formula_without_an_example_warns(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name != EXAMPLE}
    problems = load_profile(write_profile(tmp_path, files), fresh=True).problems
    assert [(one.check, one.severity) for one in problems] == [("example", "warning")]


def test_a_broken_file_does_not_call_its_contents_absent(tmp_path: Path) -> None:
    for file in (ACT, CYCLE, "test/readings.yaml", COMMON, INDICATOR):
        files = {**FILES, file: FILES[file] + "]\n"}
        problems = load_profile(
            write_profile(tmp_path / Path(file).stem, files), fresh=True
        ).problems
        assert {one.file for one in problems} == {file}


def test_a_folder_without_a_profile_is_a_problem(tmp_path: Path) -> None:
    assert [one.check for one in load_profile(tmp_path).problems] == ["profile"]


LISTED = """\
id: listed
area: outcomes
label: Доля школ с низкими результатами
unit: percent
polarity: lower_is_better
level: [municipality]
formula:
  kind: share_of_units
  units: {kind: [school]}
  meets: {rule_set: low_performing, category: [low]}
  unknown: drop
"""
USES_LISTED = """\
id: listed
uses: listed
label: доля обучающихся
goals: [g1]
clause: c2
"""


def with_listed(files: dict[str, str]) -> dict[str, str]:
    return {
        **files,
        "common/indicators/outcomes/listed.yaml": LISTED,
        "test/areas/outcomes/listed.yaml": USES_LISTED,
    }


def test_a_shared_formula_finds_the_rule_set_of_the_profile(tmp_path: Path) -> None:
    loaded = load_profile(write_profile(tmp_path, with_listed(FILES)), fresh=True)
    assert loaded.profile is not None, [str(problem) for problem in loaded.problems]


def test_a_shared_formula_needs_its_rule_set_in_the_profile(tmp_path: Path) -> None:
    files = with_listed({name: text for name, text in FILES.items() if name != RULES})
    loaded = load_profile(write_profile(tmp_path, files), fresh=True)
    told = [one for one in loaded.problems if one.check == "reference"]
    assert [(one.file, one.line) for one in told] == [("test/areas/outcomes/listed.yaml", 1)]
    assert "набор правил «low_performing»" in told[0].what


def test_a_formula_that_asks_for_a_rule_set_has_its_example_in_the_profile(tmp_path: Path) -> None:
    problems = load_profile(write_profile(tmp_path, with_listed(FILES)), fresh=True).problems
    told = [(one.check, one.file) for one in problems]
    assert told == [("example", "test/areas/outcomes/listed.yaml")]


def test_a_shared_formula_needs_the_categories_it_names(tmp_path: Path) -> None:
    files = broken(RULES, "- id: low\n", "- id: weak\n", with_listed(FILES))
    told = [
        one.what
        for one in load_profile(write_profile(tmp_path, files), fresh=True).problems
        if one.check == "reference"
    ]
    assert told == ["показателю «listed» нужна категория «low» набора «low_performing»"]


def test_a_group_and_an_indicator_may_render_one_entry(tmp_path: Path) -> None:
    files = broken(GROUP, "uses: [failed]", "catalogue: outcomes.failed_01\nuses: [failed]")
    assert load_profile(write_profile(tmp_path, files), fresh=True).profile is not None


def test_a_running_total_says_whom_it_counts(tmp_path: Path) -> None:
    total = LISTED.split("formula:")[0].replace("percent", "count") + (
        "formula: {kind: cumulative, table: participation, date: date, steps: quarter}\n"
    )
    files = {**FILES, "common/indicators/outcomes/listed.yaml": total}
    problems = load_profile(write_profile(tmp_path, files), fresh=True).problems
    assert [one.what for one in problems if one.check == "formula"] == [
        "нарастающий итог считает каждого один раз, по первой дате: нужен count: {distinct: …}"
    ]


def test_an_example_may_expect_a_disputed_value(tmp_path: Path) -> None:
    files = broken(EXAMPLE, "denominator: 2, value: 50", "status: disputed")
    assert load_profile(write_profile(tmp_path, files), fresh=True).profile is not None
