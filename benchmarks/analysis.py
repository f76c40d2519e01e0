"""Questions of the analysis: all of them at once, and the statistics behind them on their own."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.chemistry import PATH as CHEMISTRY
from benchmarks.measure import ROOT, Measured, contender
from benchmarks.report import Ratio, Report, Row
from benchmarks.stores import FOLDER

REGION = ROOT.parent / "shared" / "data" / "vpr_altai"
_WORK = {"pupils": 50_000, "items": 40, "steps": 3}
# Two years of ten works; four years of all ВПР and ОГЭ.
_FIFTEEN: tuple[Mapping[str, Any], ...] = (
    {"years": 2, "kept": ["vpr-russian", "vpr-math"]},
    {"years": 4, "kept": ["vpr", "oge"]},
)
_MAKERS = ("demo", "sources", "checks", "facts")


def run(times: int = 3) -> Report:
    """Measures all questions of a municipality and a region, mixed models, models of items."""
    ratios: list[Ratio] = []
    rows: list[Row] = []
    notes: list[str] = []
    _municipality(times, ratios, rows, notes)
    _of_requirement(times, ratios, rows, notes)
    _region(times, ratios, rows, notes)
    _mixed(times, ratios, rows, notes)
    _items(times, ratios, rows)
    return Report(
        "analysis", "Анализ: все вопросы сразу и статистика отдельно", ratios, rows,
        " ".join(notes),
    )  # fmt: skip


def _municipality(times: int, ratios: list[Ratio], rows: list[Row], notes: list[str]) -> None:
    folder = FOLDER / f"demo-{_digest()}"
    if not folder.is_dir():
        contender("benchmarks.questions:demo", {"folder": str(folder)}, 1)
    asked = {"folder": str(folder / "хранилище")}
    fresh, kept = _fresh(asked), contender("benchmarks.questions:everything", asked, times)
    ratios += [
        Ratio("демонстрационный муниципалитет, все вопросы, суммы сохранены, с процессора",
              kept.cpu, "не больше", 10),
        Ratio("то же, суммы заново, с процессора", fresh.cpu, "не больше", 10),
    ]  # fmt: skip
    rows += [
        Row("муниципалитет: все вопросы, суммы сохранены", kept),
        Row("муниципалитет: все вопросы, суммы заново", fresh),
    ]
    notes.append(f"Выводов о муниципалитете: {sum(kept.answer.values())}.")


def _of_requirement(times: int, ratios: list[Ratio], rows: list[Row], notes: list[str]) -> None:
    """Fifteen schools and twenty works, as the requirement says; then the same with more works."""
    for asked in _FIFTEEN:
        folder = FOLDER / f"fifteen-{asked['years']}-{_digest()}"
        number, store = folder / "works", {"folder": str(folder)}
        if not number.exists():
            works = contender("benchmarks.fifteen_schools:made", {**store, **asked}, 1).answer
            number.write_text(str(works))
        name = f"15 школ, работ {number.read_text()}"
        fresh, kept = _fresh(store), contender("benchmarks.questions:everything", store, times)
        ratios.append(
            Ratio(f"{name}, все вопросы, суммы заново, с процессора", fresh.cpu, "не больше", 10)
        )
        rows += [
            Row(f"{name}: все вопросы, суммы сохранены", kept),
            Row(f"{name}: все вопросы, суммы заново", fresh),
        ]
        notes.append(f"Выводов, {name}: {sum(kept.answer.values())}.")


def _region(times: int, ratios: list[Ratio], rows: list[Row], notes: list[str]) -> None:
    """The store lies outside the repository: what others published is not copied into it."""
    if not REGION.is_dir():
        notes.append("Край пропущен: нет папки ../shared/data/vpr_altai.")
        return
    folder = Path(tempfile.gettempdir()) / f"msoko-benchmarks-region-{_digest()}"
    if not folder.is_dir():
        asked = {"files": str(REGION), "folder": str(folder)}
        contender("benchmarks.questions:appended", asked, 1)
    asked = {"folder": str(folder)}
    fresh, kept = _fresh(asked), contender("benchmarks.questions:everything", asked, times)
    ratios += [
        Ratio("край по открытым данным, все вопросы, суммы заново, с процессора",
              fresh.cpu, "не больше", 60),
        Ratio("то же, память, МБ", max(kept.peak, fresh.peak), "не больше", 2048),
    ]  # fmt: skip
    rows += [
        Row("край: все вопросы, суммы сохранены", kept),
        Row("край: все вопросы, суммы заново", fresh),
    ]
    notes.append(f"Выводов о крае: {sum(kept.answer.values())}.")


def _mixed(times: int, ratios: list[Ratio], rows: list[Row], notes: list[str]) -> None:
    """AssertionError when the two programs differ."""
    if not CHEMISTRY.is_file():
        notes.append("Смешанная модель пропущена: нет файла ../shared/reference/multilevel/Chem97.")
        return
    asked = {"path": str(CHEMISTRY)}
    ours = contender("benchmarks.statistics_methods:mixed", asked, times)
    rows.append(Row("смешанная модель Chem97: msoko", ours, "fit"))
    if find_spec("statsmodels") is None:
        notes.append(
            "statsmodels не установлен; сравнить с ним: uv run --with statsmodels "
            "python -m benchmarks analysis."
        )
        return
    theirs = contender("benchmarks.mixed_pandas:mixed", asked, times)
    assert np.allclose(ours.answer, theirs.answer, rtol=1e-5), (ours.answer, theirs.answer)
    ratio = theirs.laps["fit"][1] / ours.laps["fit"][1]
    ratios.append(
        Ratio("смешанная модель Chem97: statsmodels / msoko (процессор)", ratio, "не меньше", 20)
    )
    rows.append(Row("смешанная модель Chem97: statsmodels MixedLM", theirs, "fit"))
    notes.append("Коэффициенты, дисперсии и правдоподобие двух программ равны до 1e-5.")


def _items(times: int, ratios: list[Ratio], rows: list[Row]) -> None:
    asked: Mapping[str, int] = _WORK
    credit = contender("benchmarks.statistics_methods:partial_credit", asked, times)
    loaded = contender("benchmarks.statistics_methods:loaded", {}, times)
    ratios += [
        Ratio("частичный балл, 50 000 × 40 заданий до трёх баллов, с процессора",
              credit.laps["fit"][1], "не больше", 6),
        Ratio("то же, средняя ошибка трудности, логит", credit.answer["off"], "не больше", 0.03),
        Ratio("загрузка всех модулей статистики без SciPy, с процессора",
              loaded.laps["load"][1], "не больше", 0.3),
    ]  # fmt: skip
    rows += [
        Row("частичный балл (с ошибками оценок)", credit, "fit"),
        Row("загрузка модулей статистики", loaded, "load"),
        Row("загрузка SciPy при первом вопросе, которому она нужна", loaded, "scipy"),
    ]


def _fresh(asked: Mapping[str, str]) -> Measured:
    """One run after the kept sums were thrown away."""
    contender("benchmarks.engine:forgotten", asked, 1)
    return contender("benchmarks.questions:everything", asked, 1)


def _digest() -> str:
    """Changes with whatever makes or stores facts."""
    told = hashlib.sha256()
    for name in _MAKERS:
        for path in sorted((ROOT / "msoko" / name).rglob("*.py")):
            told.update(path.read_bytes())
    return told.hexdigest()[:8]
