"""Every formula has a worked example, and every example speaks of things that exist."""

from __future__ import annotations

from collections.abc import Iterator

from msoko.facts.column import Table
from msoko.facts.schema import TABLES
from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.indicator import Indicator
from msoko.profile.model_example import Example, ExampleFile
from msoko.profile.report import choose
from msoko.profile.rules_rule_sets import asked_rule_sets
from msoko.vocabulary import AcademicYear

_REPEAT = "×"


def check(checked: Checked) -> Iterator[Problem]:
    """Formulas without examples (warning); examples that speak of what does not exist."""
    have = {examples.indicator for _file, examples in checked.examples}
    for indicator in checked.indicators:
        if _needs_example(indicator, checked) and indicator.id not in have:
            what = f"у показателя «{indicator.id}» нет примера, посчитанного вручную"
            folder = f"examples/{indicator.area}/{indicator.id}.yaml"
            yield Problem(
                "example",
                what,
                f"напишите {folder}",
                "warning",
                indicator.path,
                line=indicator.line,
            )
    for file, examples in checked.examples:
        if examples.indicator not in {*checked.known, *checked.unread}:
            what = f"пример о неизвестном показателе «{examples.indicator}»"
            mend = choose(examples.indicator, checked.known, 8)
            yield Problem("example", what, mend, file=file, line=examples.line_at("indicator"))
        yield from _file(file, examples, checked)


def _needs_example(indicator: Indicator, checked: Checked) -> bool:
    """Whether these files must hold its example: those that define what it is computed from.

    A shared formula that asks for a rule set is only whole in a profile that has the rule set.
    """
    rule_sets = checked.profile.rule_sets if checked.profile else {}
    asks = bool(asked_rule_sets(indicator, checked.known, rule_sets))
    if checked.profile is None:
        return not asks
    return indicator.uses is None or asks


def _file(file: str, examples: ExampleFile, checked: Checked) -> Iterator[Problem]:
    indicator = checked.known.get(examples.indicator)
    lines = [line.id for line in indicator.lines] if indicator else []
    for example in examples.examples:
        yield from _year(file, example)
        for name, text in example.tables.items():
            yield from _table(file, example, name, text)
        for expected in example.expect:
            if indicator and expected.line is not None and expected.line not in lines:
                what = f"у показателя «{indicator.id}» нет строки «{expected.line}»"
                mend = choose(expected.line, lines)
                yield Problem("example", what, mend, file=file, line=expected.line_at("line"))


def _year(file: str, example: Example) -> Iterator[Problem]:
    years = [(example.year, example.line_at("year"))]
    years += [(one.year, one.line_at("year")) for one in example.expect if one.year]
    for year, line in years:
        try:
            AcademicYear.parse(year)
        except ValueError:
            what = f"не учебный год: «{year}»"
            yield Problem("example", what, "напишите год как 2024-25", file=file, line=line)


def _table(file: str, example: Example, name: str, text: str) -> Iterator[Problem]:
    line = example.line_at("tables")
    if name not in TABLES:
        what = f"нет таблицы «{name}»"
        yield Problem("example", what, choose(name, TABLES, 40), file=file, line=line)
        return
    rows = [row.split("|") for row in text.splitlines() if row.strip()]
    heading = [cell.strip() for cell in rows[0]]
    yield from _heading(file, line, TABLES[name], heading)
    for row in rows[1:]:
        if len(row) != len(heading):
            what = f"в таблице «{name}» строка «{'|'.join(row).strip()[:50]}»: "
            what += f"ячеек {len(row)}, а столбцов {len(heading)}"
            yield Problem("example", what, "добавьте или уберите «|»", file=file, line=line)


def _heading(file: str, line: int, table: Table, heading: list[str]) -> Iterator[Problem]:
    for name in heading:
        if name != _REPEAT and not table.has(name):
            what = f"в таблице «{table.name}» нет столбца «{name}»"
            yield Problem("example", what, choose(name, table.names, 40), file=file, line=line)
        elif heading.count(name) > 1:
            what = f"столбец «{name}» повторён"
            yield Problem("example", what, "оставьте один", file=file, line=line)
