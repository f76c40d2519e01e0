"""A table of pupils and tasks → rows of `results` and `items`, the same way for every layout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from msoko.checks import (
    duplicate_participant,
    empty_sheet,
    impossible_mark,
    missing_required,
    score_above_maximum,
    shifted_columns,
    totals_disagree,
    unknown_organisation,
)
from msoko.checks.place import Mask, Place
from msoko.problem import Problem
from msoko.sources.reading import answers, scores
from msoko.sources.reading.cells import Coded, Floats, nullable, number, repeated
from msoko.sources.reading.kind import Options
from msoko.sources.reading.lines import Columns, Lines
from msoko.sources.reading.scales import MarkScale, Scales
from msoko.sources.reading.told import Work
from msoko.sources.sheets import Sheet

_LEVELS = {2.0: "below_base", 3.0: "base", 4.0: "above_base", 5.0: "above_base"}


@dataclass(frozen=True)
class Pupils:
    """Rows of `results` and `items` of one sheet, its lines and sums, and the problems met."""

    tables: dict[str, pa.Table]
    problems: tuple[Problem, ...]
    lines: Lines
    sums: Floats
    marks: Floats


def read(
    sheet: Sheet,
    columns: Columns,
    work: Work,
    options: Options,
    scales: Scales,
    organisation: str | None = None,
) -> Pupils:
    """Read a sheet whose columns are known; marks come from the file, else from the scale."""
    lines = Lines(sheet, columns, organisation)
    if not len(lines.kept):
        return Pupils({}, (empty_sheet.no_lines(sheet.name),), lines, np.zeros(0), np.zeros(0))
    about = _about(lines, work)
    wrote = pa.array(np.flatnonzero(lines.wrote))
    found = scores.read(lines, {name: column.take(wrote) for name, column in about.items()})
    written = lines.of(columns.total).numbers(number)
    settled = scores.settled(found, written)
    beside = totals_disagree.mask(settled, written) & (settled + _beside(lines) == written)
    sums = np.where(beside, written, settled)
    problems = [*_line_problems(lines, options), *found.problems]
    problems += _total_problems(lines, sums, written, beside)
    marks, largest, told = _marks(lines, sums, found.largest, work, options, scales)
    results = about | _answers(lines) | _outcome(sums, largest, marks)
    tables = {"results": pa.table(results)}
    if found.items.num_rows:
        tables["items"] = found.items
    return Pupils(tables, tuple([*problems, *told]), lines, sums, marks)


def _about(lines: Lines, work: Work) -> dict[str, pa.Array]:
    """Columns that say whose work a line is and where it stands."""
    n = len(lines.kept)
    level = {"exam_level": repeated(work.exam_level, pa.string(), n)} if work.exam_level else {}
    return {
        "organisation": lines.organisation.texts(lambda word: word),
        "year": repeated(work.year.start, pa.int32(), n),
        "pupil": lines.pupil.texts(lambda word: word),
        "procedure": repeated(work.procedure, pa.string(), n),
        "subject": repeated(work.subject, pa.string(), n),
        "grade": repeated(work.grade, pa.int32(), n),
        **level,
        "sheet": repeated(lines.sheet.name, pa.string(), n),
        "row": pa.array((lines.kept + lines.columns.first + 1).astype(np.int32)),
    }


def _answers(lines: Lines) -> dict[str, pa.Array]:
    """Columns that stand beside the scores."""
    columns = lines.columns
    variant = lines.of(columns.variants[0] if columns.variants else None)
    return {
        "class_group": lines.of(columns.class_group).texts(answers.class_group_of),
        "variant": variant.texts(lambda word: None if answers.is_absent(word) else word),
        "participated": pa.array(lines.wrote),
        "journal_mark": nullable(lines.of(columns.journal).numbers(answers.mark_of), pa.int32()),
        "sex": lines.of(columns.sex).texts(answers.sex_of),
    }


def _outcome(sums: Floats, largest: float | None, marks: Floats) -> dict[str, pa.Array]:
    """Score, mark, level (2 → below base, 3 → base, 4–5 → above base) and whether 3 was reached."""
    index = np.where(np.isnan(marks), 0, marks).astype(np.int8)
    levels = pa.array([_LEVELS.get(float(mark)) for mark in range(6)], pa.string())
    return {
        "raw_score": nullable(sums, pa.float64()),
        "max_score": repeated(largest, pa.float64(), len(sums)),
        "mark": nullable(marks, pa.int32()),
        "level": levels.take(pa.array(index)),
        "passed": pa.array(marks >= 3, mask=np.isnan(marks)),
    }


def _marks(
    lines: Lines,
    sums: Floats,
    largest: float | None,
    work: Work,
    options: Options,
    scales: Scales,
) -> tuple[Floats, float | None, list[Problem]]:
    """Marks of the lines, the largest score of the work, and what must be said about the scale."""
    scale = scales.marks_for(
        work.procedure, work.subject, work.grade, work.year,
        exam_level=work.exam_level, region=options.region,
    )  # fmt: skip
    if lines.columns.mark is not None:
        coded = lines.of(lines.columns.mark)
        place = lines.place(lines.columns.mark)
        marks = np.where(lines.wrote, coded.numbers(answers.mark_of), np.nan)
        return marks, largest, _impossible(coded, place)
    unknown = np.full(len(sums), np.nan)
    if scale is None:
        return unknown, largest, [_no_scale(work)]
    if largest is not None and scale.largest not in (None, largest):
        return unknown, largest, [_other_scale(work, scale, largest)]
    total = lines.columns.total
    place = lines.place(lines.columns.tasks[0].column if total is None else total)
    above = score_above_maximum.total(sums, scale.largest, place)
    told = [] if scale.certainty == "official" else [_unsure_scale(scale)]
    return scale.marks(sums), largest or scale.largest, [*above, *told]


def _no_scale(work: Work) -> Problem:
    return Problem(
        check="scale_unknown",
        what=f"шкала неизвестна ({work.grade} класс, {work.year.ru}): отметки не поставлены",
        mend="внесите границы отметок в profiles/common/scales "
        "или загрузите отчёт «Индивидуальные результаты» (Ф1) этой работы",
        severity="warning",
    )


def _other_scale(work: Work, scale: MarkScale, largest: float) -> Problem:
    return Problem(
        check="scale_unknown",
        what=f"шкала рассчитана на {scale.largest:g} баллов, а задания этой работы "
        f"дают {largest:g}: отметки не поставлены",
        mend=f"проверьте предмет, класс и год ({work.grade} класс, {work.year.ru}) "
        "или внесите шкалу этой работы",
        severity="warning",
    )


def _unsure_scale(scale: MarkScale) -> Problem:
    return Problem(
        check="scale_unsure",
        what=f"отметки поставлены по шкале, не подтверждённой для этого года: {scale.source}",
        mend="сверьте границы отметок с описанием работы этого года",
        severity="note",
    )


def _beside(lines: Lines) -> Floats:
    """Points in cells right of the table: a shifted line's total counts them."""
    columns = [lines.of(column).numbers(answers.points_of) for column in lines.columns.beside]
    return np.sum(np.nan_to_num(columns), axis=0) if columns else np.zeros(len(lines.kept))


def _line_problems(lines: Lines, options: Options) -> list[Problem]:
    """Everything that can be wrong with a line besides its scores."""
    columns, organisation, pupil = lines.columns, lines.organisation, lines.pupil
    problems = missing_required.find({lines.place(columns.pupil): pupil.empty}, "код участника")
    if columns.organisation is not None:
        place = lines.place(columns.organisation)
        problems += missing_required.find({place: organisation.empty}, "логин организации")
    problems += duplicate_participant.find(
        organisation.codes.astype(np.int64), pupil.codes.astype(np.int64),
        lines.place(columns.pupil),
    )  # fmt: skip
    problems += unknown_organisation.find(organisation.used(), options.register, lines.sheet.name)
    if columns.journal is not None:
        problems += _impossible(lines.of(columns.journal), lines.place(columns.journal))
    return [*problems, *_parts(lines)]


def _total_problems(lines: Lines, sums: Floats, written: Floats, beside: Mask) -> list[Problem]:
    if lines.columns.total is None:
        return _shifted(lines, beside)
    disagree = totals_disagree.find(sums, written, lines.place(lines.columns.total))
    return [*disagree, *_shifted(lines, beside | totals_disagree.mask(sums, written))]


def _impossible(coded: Coded, place: Place) -> list[Problem]:
    mask = coded.where(answers.is_impossible_mark)
    example = coded.words[coded.codes[np.argmax(mask)]] if mask.any() else None
    return impossible_mark.find(mask, example, place)


def _shifted(lines: Lines, disagree: Mask) -> list[Problem]:
    """Shift is given away by a number as sex, or by a wrong total with cells beside the table."""
    signs: list[tuple[int, Mask]] = []
    if (sex := lines.columns.sex) is not None:
        odd = lines.of(sex).where(lambda word: word is not None and answers.sex_of(word) is None)
        signs.append((sex, odd))
    if disagree.any():
        signs += [(column, ~lines.of(column).empty & disagree) for column in lines.columns.beside]
    seen = np.zeros(len(lines.kept), bool)
    marked: dict[Place, Mask] = {}
    for column, sign in signs:  # a line counts once, at its first cell that tells
        marked[lines.place(column)] = sign & ~seen
        seen |= sign
    return shifted_columns.find(marked, len(lines.kept))


def _parts(lines: Lines) -> list[Problem]:
    missed = int(lines.part_missed.sum())
    if not missed:
        return []
    return [
        Problem(
            check="part_missed",
            what="написана одна часть работы из двух: балл и отметка за всю работу неизвестны",
            mend="ничего, если это так и было; иначе впишите вариант и баллы второй части",
            severity="note",
            sheet=lines.sheet.name,
            count=missed,
        )
    ]
