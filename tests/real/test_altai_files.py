"""Real regional files: every one is recognised, and counts agree with another way of reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import pandas as pd
import pytest

from msoko.profile.load_common import load_scales
from msoko.sources import registry
from msoko.sources.reading import Options, Reading, Recognition
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book, open_book
from msoko.vocabulary import SUBJECTS

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
ALTAI = DATA / "vpr_altai"
KINDS = {"2020": "vpr_dump_2020", "2021": "vpr_export_2021", "2022": "vpr_consolidated"}
FORMS = {
    "F1_individualnye_rezultaty_RU4_2026_rebuilt.xlsx": "vpr_report_f1",
    "F3_statistika_po_otmetkam_RU4_2026_rebuilt.xlsx": "vpr_report_f3",
    "Sravnenie_otmetok_s_zhurnalom_MA4_2024_rebuilt.xlsx": "vpr_report_journal",
    "Forma_sbora_rezultatov_AN8_2026_rebuilt.xlsx": "vpr_school_form",
    "forma_sbora_MA4_primer.xlsx": "vpr_school_form",
}

if not ALTAI.is_dir():
    pytest.skip("нет папки ../shared/data/vpr_altai", allow_module_level=True)

WORKBOOKS = sorted(path for year in KINDS for path in (ALTAI / year).rglob("*.xlsx"))


@dataclass(frozen=True)
class Layout:
    """Names of the columns an independent reader needs; `tasks` is a pattern."""

    sheet: str
    login: str
    variants: str
    tasks: str
    total: str


LAYOUTS = {
    "2020": Layout("Sheet1", "user", r"var-\d", r"a-\d+-grade", "sum"),
    "2021": Layout("Sheet", "логин школы", "вариант", r"балл за \d+", "всего баллов"),
    "2022": Layout("Протокол", "Пользователь", "Вариант", r".*\(\d+б\)\s*", "Итого баллов"),
}
# Read in the other way too: every layout, every way of marking, small enough for a minute.
COMPARED = (
    "2020/5/Математика.xlsx",
    "2021/4/Проведение работы по математике, 4 класс. ВПР 2021.xlsx",
    "2021/6/Проведение работы по русскому языку, 6 класс. ВПР 2021.xlsx",
    "2022/6/Русскому языку.xlsx",
)


def opened(path: Path) -> Book:
    book = open_book(path)
    assert isinstance(book, Book), book
    return book


@pytest.fixture(scope="module")
def scales() -> Scales:
    return Scales(load_scales(ROOT / "profiles" / "common"))


def read(path: Path, scales: Scales) -> tuple[Recognition, Reading]:
    book = opened(path)
    known = registry.recognise(book)
    assert isinstance(known, tuple), known
    return known[1], registry.read(book, Options(), scales)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_the_federal_system_is_recognised(name: str) -> None:
    known = registry.recognise(opened(DATA / "forms" / name))
    assert isinstance(known, tuple), known
    assert known[0].name == FORMS[name]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_regional_file_is_recognised_and_read_whole(path: Path, scales: Scales) -> None:
    seen, reading = read(path, scales)
    assert seen.kind == KINDS[path.parts[-3]]
    assert reading.incoming is not None, [str(one) for one in reading.problems]
    told = {one.what: one.value for one in reading.incoming.hints}
    assert told["grade"] == path.parts[-2]
    assert told["year"].startswith(str(int(path.parts[-3]) - 1))
    assert SUBJECTS[told["subject"]].lower()[:4] in path.name.lower()
    assert not [one for one in reading.problems if one.check == "contradiction"]


@pytest.mark.parametrize("name", COMPARED)
def test_counts_per_school_agree_with_another_reader(name: str, scales: Scales) -> None:
    path = ALTAI / name
    lines = other_reading(path, LAYOUTS[path.parts[-3]])
    _, reading = read(path, scales)
    assert reading.incoming is not None
    ours = reading.incoming.tables["results"].to_pandas()
    wrote = ours[ours["participated"]].groupby("organisation").size()
    assert wrote.to_dict() == lines.groupby("school").size().to_dict()

    lines["mark"] = marks(lines["sum"], boundaries(path))
    odd = set(lines.loc[lines["odd"], "school"])
    sure = lines[~lines["school"].isin(odd)]
    assert sure["school"].nunique() >= 0.9 * lines["school"].nunique()
    ours = ours[ours["mark"].notna() & ~ours["organisation"].isin(odd)]
    expected = sure.groupby(["school", "mark"]).size().to_dict()
    assert ours.groupby(["organisation", "mark"]).size().to_dict() == expected


def other_reading(path: Path, layout: Layout) -> pd.DataFrame:
    """One line per participant: school, sum of numbers among task cells, whether it is odd.

    Odd is a line whose total is neither the sum nor 0 nor empty, or in which a task cell is empty
    or no score: what the mark should be there is open, so its school is left out of the marks.
    """
    loaded = fastexcel.read_excel(path).load_sheet(layout.sheet, header_row=0, dtypes="string")
    frame = loaded.to_pandas()
    end = list(frame.columns).index("Учебник") if "Учебник" in frame else len(frame.columns)
    tasks = frame.iloc[:, :end].filter(regex=f"^{layout.tasks}$")
    variants = frame.filter(regex=f"^{layout.variants}$")
    absent = variants.eq("отсутствовал")
    wrote = (variants.notna() & ~absent).any(axis=1)
    wrote |= variants.isna().all(axis=1) & tasks.notna().any(axis=1)
    scores = tasks.apply(pd.to_numeric, errors="coerce")
    cells = tasks.apply(lambda column: column.str.strip().str.upper())
    crossed = cells.apply(lambda column: column.isin(["X", "Х"]))
    crossed |= cells.apply(lambda column: column.str.startswith("НЕ ПРОЙД", na=False))
    total = pd.to_numeric(frame[layout.total], errors="coerce").fillna(0)
    sums = scores.sum(axis=1)
    odd = ((total != 0) & (total != sums)) | (~crossed & scores.isna()).any(axis=1)
    odd |= (scores < 0).any(axis=1) | absent.any(axis=1)
    school = frame[layout.login].str[-6:]
    told = pd.DataFrame({"school": school, "sum": sums, "odd": odd})
    return told[wrote].copy()


def boundaries(path: Path) -> Mapping[str, list[int]]:
    """Ranges of scores by mark, from the published numbers and not from our profiles."""
    stored = (DATA / "scales" / "vpr_2021_mark_boundaries.json").read_text(encoding="utf-8")
    works = json.loads(stored)["scales"][path.parts[-2]]
    subject = "Русский язык" if "усск" in path.name else "Математика"
    ranges: Mapping[str, list[int]] = works[subject]
    return ranges


def marks(sums: pd.Series, ranges: Mapping[str, list[int]]) -> pd.Series:
    def mark(score: float) -> int | None:
        fitting = (m for m in range(2, 6) if ranges[str(m)][0] <= score <= ranges[str(m)][1])
        return next(fitting, None)

    return sums.map(mark)
