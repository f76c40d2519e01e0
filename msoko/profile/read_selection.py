"""Selections of rows: from words to values; unknown cells must be spoken for."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.facts.column import Table
from msoko.facts.schema import TABLES
from msoko.profile.conditions import ALWAYS, Condition, Unknown, columns_of
from msoko.profile.formula import Distinct, Rows, Selection
from msoko.profile.model_condition import Distinct as DistinctWords
from msoko.profile.model_condition import RowsWords, SelectionWords
from msoko.profile.read_condition import ConditionReader
from msoko.profile.report import Report, choose


def read_selection(words: RowsWords, report: Report, *, doubt: bool = False) -> Selection | None:
    """The selection, or None when its table is not known.

    `doubt`: it counts an outcome, so that `every` may leave rows in doubt.
    """
    table = find_table(words.table, words.line_at("table"), report)
    if table is None:
        return None
    conditions = ConditionReader(table, report)
    population = conditions.read(words.population)
    organisations = ConditionReader(TABLES["units"], report).read(words.organisations)
    count = getattr(words, "count", "rows")
    every = words.every if isinstance(words, SelectionWords) else None
    selection = Selection(
        table=table.name,
        population=population,
        count=Distinct(count.distinct) if isinstance(count, DistinctWords) else Rows(),
        sum=getattr(words, "sum", None),
        every=conditions.read(every) if every is not None else None,
        unknown=dict(words.unknown),
        organisations=organisations,
        calendar_year_of=words.calendar_year_of,
    )
    _columns_fit(words, selection, table, report)
    spoken_for(population, table, words.unknown, words.line_at("population"), report)
    if selection.every is not None:
        line = words.line_at("every")
        spoken_for(selection.every, table, words.unknown, line, report, doubt=doubt)
    units = TABLES["units"]
    spoken_for(organisations, units, words.unknown, words.line_at("organisations"), report)
    return selection


def find_table(name: str, line: int, report: Report) -> Table | None:
    """The fact table, or None with a problem."""
    if name not in TABLES:
        report.add("table", line, f"нет таблицы «{name}»", choose(name, TABLES, 40))
    return TABLES.get(name)


def find_column(
    table: Table, name: str, line: int, report: Report, types: tuple[str, ...] = ()
) -> bool:
    """Whether the table has such a column of one of the types (any type when none is named)."""
    if not table.has(name):
        fit = [column.name for column in table.columns if not types or column.type in types]
        what = f"в таблице «{table.name}» нет столбца «{name}»"
        report.add("column", line, what, choose(name, fit, 40))
        return False
    if types and table.column(name).type not in types:
        fit = [column.name for column in table.columns if column.type in types]
        what = f"столбец «{name}» таблицы «{table.name}» для этого не подходит"
        report.add("column", line, what, choose(name, fit, 40))
        return False
    return True


def spoken_for(
    condition: Condition,
    table: Table,
    unknown: Mapping[str, Unknown],
    line: int,
    report: Report,
    *,
    doubt: bool = False,
) -> None:
    """Every column a condition looks at and whose cells may be empty must say keep or drop.

    `doubt`: the condition judges an outcome, so that a cell may also leave it in doubt.
    """
    for name in columns_of(condition, known=False):
        if table.column(name).unknown and name not in unknown:
            what = f"не сказано, что делать, когда «{name}» ({table.column(name).ru}) не заполнен"
            mend = f"допишите в unknown: {name}: drop (не учитывать) или {name}: keep (учитывать)"
            more = f", или {name}: doubt (не выполняет, значение неполно)" if doubt else ""
            report.add("unknown", line, what, mend + more)
        elif unknown.get(name) == "doubt" and not doubt:
            what = (
                f"doubt для «{name}» ({table.column(name).ru}) здесь не годится: это слово только "
                "для столбцов числителя доли и для every в числителе ratio и в count"
            )
            mend = f"напишите {name}: drop (строка не берётся) или {name}: keep (строка берётся)"
            report.add("unknown", line, what, mend)


def _columns_fit(words: RowsWords, selection: Selection, table: Table, report: Report) -> None:
    if isinstance(selection.count, Distinct):
        find_column(table, selection.count.column, words.line_at("count"), report)
    if selection.sum is not None:
        find_column(table, selection.sum, words.line_at("sum"), report, ("int", "number"))
        if isinstance(selection.count, Distinct):
            report.add("formula", words.line_at("sum"), "и sum, и count", "оставьте одно из двух")
    if selection.every is not None and not isinstance(selection.count, Distinct):
        what = "every имеет смысл только с count: {distinct: …}"
        report.add("formula", words.line_at("every"), what, "добавьте count или уберите every")
    if selection.calendar_year_of is not None:
        line = words.line_at("calendar_year_of")
        find_column(table, selection.calendar_year_of, line, report, ("date",))
    names = [*table.names, *(TABLES["units"].names if selection.organisations != ALWAYS else ())]
    for name in words.unknown:
        if name not in names:
            line = words.line_at("unknown")
            what = f"в unknown назван столбец «{name}», которого нет"
            report.add("column", line, what, choose(name, names, 40))
