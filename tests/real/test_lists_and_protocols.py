"""Real protocols, lists, codifiers, questionnaires: counts agree with what is known of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from msoko.profile.load_common import load_scales
from msoko.sources import registry
from msoko.sources.reading import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.vocabulary import AcademicYear

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"

if not DATA.is_dir():
    pytest.skip("нет папки ../shared/data", allow_module_level=True)

# Protocol → kind of upload, procedure, subject, level, rows (the people there are fictional).
PROTOCOLS = {
    "ege_appeals_2021.csv": ("gia_appeals", "ege", "social_studies", None, 1),
    "ege_dense_2021_inf_kege.csv": ("gia", "ege", "informatics", None, 1),
    "ege_english_2022.csv": ("gia", "ege", "english", None, 1),
    "ege_math_base_2022.csv": ("gia", "ege", "math", "base", 2),
    "ege_sparse_2022_rus.csv": ("gia", "ege", "russian", None, 1),
    "oge_appeal_results_2026.xlsx": ("gia_appeals", "oge", "math", None, 1),
    "oge_normalized_01_2026.06.09.csv": ("gia", "oge", "russian", None, 1),
    "oge_regional_multi_exam_2026.xlsx": ("gia", "oge", "social_studies", None, 2),
}
# Largest scores of the works of 2021 (FIELD C).
LARGEST = {
    ("4", "Математика"): 20, ("4", "Русский язык"): 38, ("4", "Окружающий мир"): 32,
    ("5", "Математика"): 20, ("5", "Русский язык"): 45, ("6", "Математика"): 16,
    ("6", "Русский язык"): 51, ("7", "Математика"): 19, ("8", "Русский язык"): 51,
}  # fmt: skip


def reading_of(path: Path, options: Options | None = None) -> Reading:
    scales = Scales(load_scales(ROOT / "profiles" / "common"))
    ((_, _, reading),) = registry.read_file([path], options or Options(), scales)
    return reading


@pytest.mark.parametrize("name", list(PROTOCOLS))
def test_a_protocol_is_read(name: str) -> None:
    reading = reading_of(DATA / "gia_layouts" / name)
    assert reading.incoming is not None, [str(one) for one in reading.problems]
    results = reading.incoming.tables["results"]
    first = results.slice(0, 1).to_pylist()[0]
    found = (reading.incoming.kind, first["procedure"], first["subject"], first["exam_level"])
    assert (*found, results.num_rows) == PROTOCOLS[name]
    assert not reading.incoming.keeps_original


def test_the_doubled_year_of_the_list_is_stored_once() -> None:
    path = DATA / "integrity_lists" / "priznaki_neobektivnosti_2023_2025.xlsx"
    reading = reading_of(path)
    assert reading.incoming is not None
    units = reading.incoming.tables["units"].to_pylist()
    assert Counter(row["year"] for row in units) == {2022: 159, 2023: 148, 2024: 144}
    (problem,) = reading.problems
    assert (problem.check, problem.count) == ("repeated_line", 148)
    raw = pd.read_excel(path).drop_duplicates(["Год", "Логин"])
    marked = int((raw[["4 РУ", "4 МА", "5 РУ", "5 МА"]] == 1).to_numpy().sum())
    assert reading.incoming.tables["reviews"].num_rows == marked


@pytest.mark.parametrize(("grade", "subject"), list(LARGEST))
def test_tasks_of_a_codifier_add_up_to_the_largest_score(grade: str, subject: str) -> None:
    path = DATA / "vpr_altai" / "codifiers_2021" / grade / subject / "ALL.xlsx"
    reading = reading_of(path)
    assert reading.incoming is not None, [str(one) for one in reading.problems]
    points = reading.incoming.tables["codifier"]["max_points"].to_pylist()
    assert sum(points) == LARGEST[grade, subject]


def test_tasks_of_every_codifier_are_numbered_one_after_another() -> None:
    books = sorted((DATA / "vpr_altai" / "codifiers_2021").rglob("ALL.xlsx"))
    numbered = 0
    for _, _, reading in registry.read_file(books, Options()):
        assert reading.incoming is not None
        positions = reading.incoming.tables["codifier"]["position"].to_pylist()
        assert positions == list(range(1, len(positions) + 1))
        numbered += 1
    assert numbered == len(books) > 30


def test_every_school_of_the_list_is_taken() -> None:
    options = Options(year=AcademicYear(2020))
    reading = reading_of(DATA / "vpr_altai" / "school_logins.csv", options)
    assert reading.incoming is not None
    codes = reading.incoming.tables["units"]["organisation"].to_pylist()
    assert (len(codes), len(set(codes))) == (692, 692)
    assert {"220028", "ksh220028"} <= set(codes)


@pytest.mark.parametrize(
    ("name", "year", "schools"),
    [("context_2021_no_personal.csv", 2020, 733),
     ("context_2022_general_no_personal.csv", 2021, 678),
     ("context_2022_education_no_personal.csv", 2021, 678)],
)  # fmt: skip
def test_a_questionnaire_is_read(name: str, year: int, schools: int) -> None:
    reading = reading_of(DATA / "vpr_altai" / name)
    assert reading.incoming is not None
    rows = reading.incoming.tables["attributes"]
    assert set(rows["year"].to_pylist()) == {year}
    assert len(set(rows["organisation"].to_pylist())) == schools


def test_the_questionnaire_of_2022_links_logins_with_inn_and_exam_codes() -> None:
    reading = reading_of(DATA / "vpr_altai" / "context_2022_general_no_personal.csv")
    assert reading.incoming is not None
    units = reading.incoming.tables["units"].to_pandas()
    # as many right numbers as FIELD A5 counts
    assert int(units["inn"].notna().sum()) == 670
    both = units[units["oge_code"].notna() & units["ege_code"].notna()]
    share = (both["oge_code"] == both["ege_code"]).mean()
    assert len(both) > 500
    assert share > 0.98
