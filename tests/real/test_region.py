"""A real region by the command line: shares of schools and municipalities, read another way."""

from __future__ import annotations

import json
from pathlib import Path

import fastexcel
import pandas as pd
import pytest

from msoko.__main__ import main

ROOT = Path(__file__).parents[2]
ALTAI = ROOT.parent / "shared" / "data" / "vpr_altai"
SCALE = ROOT.parent / "shared" / "data" / "scales" / "vpr_2021_mark_boundaries.json"
FILE = ALTAI / "2021" / "4" / "Проведение работы по математике, 4 класс. ВПР 2021.xlsx"
LARGEST = 20
PASS = 6  # the lowest score of «3» in mathematics, grade 4, by the official description of the work

if not FILE.is_file():
    pytest.skip("нет папки ../shared/data/vpr_altai", allow_module_level=True)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("region")
    store = str(folder / "store")
    assert main(["append", str(FILE), "--store", store]) == 0
    out = folder / "values.csv"
    assert main(["compute", "--store", store, "--indicator", "vpr_math_4", "--out", str(out)]) == 0
    values = pd.read_csv(out, dtype={"unit": str}, keep_default_na=False)
    return values[values["breakdown"] == ""].set_index(["unit_kind", "unit"])


@pytest.fixture(scope="module")
def independent() -> pd.DataFrame:
    """One row per pupil who wrote: school, municipality, whether the sum is below the boundary."""
    sheet = fastexcel.read_excel(FILE).load_sheet(0, dtypes="string").to_pandas()
    wrote = sheet[~sheet["вариант"].isin(["отсутствовал", None])]
    tasks = wrote.filter(regex=r"^балл за \d+$")
    points = tasks.apply(pd.to_numeric, errors="coerce").sum(axis=1)
    plain = tasks.apply(
        lambda column: column.fillna("?").str.fullmatch(r"\d+|[XxХх]\s*|не пройд\.")
    )
    return pd.DataFrame(
        {
            "school": wrote["логин школы"].str[-6:],
            "municipality": wrote["регион"].str.strip(),
            "low": points < PASS,
            # a sum above the work's maximum means a shifted line: such a pupil has no mark
            "clear": plain.all(axis=1) & (points <= LARGEST),
        }
    )


def test_the_scale_is_the_official_one() -> None:
    assert str(PASS) in json.dumps(json.loads(SCALE.read_text(encoding="utf-8")))


def test_every_school_has_the_share_an_independent_reading_gives(
    computed: pd.DataFrame, independent: pd.DataFrame
) -> None:
    schools = independent.groupby("school").agg(
        low=("low", "sum"), n=("low", "size"), ok=("clear", "all")
    )
    clear = schools[schools["ok"]]
    assert len(clear) > 0.95 * len(schools) > 500
    for code, row in clear.iterrows():
        value = computed.loc[("organisation", code)]
        assert (float(value["numerator"]), float(value["denominator"])) == (row["low"], row["n"]), (
            code
        )


def test_every_municipality_is_the_sum_of_its_schools(
    computed: pd.DataFrame, independent: pd.DataFrame
) -> None:
    places = independent.groupby("municipality").agg(
        low=("low", "sum"), n=("low", "size"), ok=("clear", "all")
    )
    clear = places[places["ok"]]
    assert len(clear) > 40
    for name, row in clear.iterrows():
        value = computed.loc[("municipality", name)]
        assert (float(value["numerator"]), float(value["denominator"])) == (row["low"], row["n"]), (
            name
        )


def test_the_number_is_told_back_to_file_and_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    main(["append", str(FILE), "--store", store])
    capsys.readouterr()
    assert (
        main(["explain", "vpr_math_4", "--unit", "220164", "--year", "2020-21", "--store", store])
        == 0
    )
    told = capsys.readouterr().out
    assert f"знаменатель: {FILE.name}, лист «Sheet», строки " in told
    assert "постановление от 17.08.2021 № 109" in told
