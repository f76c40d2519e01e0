"""What one work is worth: how hard its items are, how exact its sum is, how well a model fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis.items.matrix import Matrix
from msoko.analysis.methods.ctt import ItemFigures, Reliability, item_figures, reliability
from msoko.analysis.methods.distributions import Array, normal_cdf, normal_quantile
from msoko.analysis.methods.irt.calibrate import Calibration, calibrate
from msoko.analysis.methods.irt.misfit import Misfit, misfit
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import for_pupils
from msoko.analysis.skills import ZONES

# Slopes and mean squares are known well enough from so many pupils (1 500 give .09).
_ENOUGH = 2500
# Agreement with the rest under which an item is to be revised (Ebel & Frisbie 1991, ch. 13).
WEAK_REST = 0.20
# Mean squares over this: more noise than the model allows (Wright & Linacre 1994, RMT 8:3, 370).
NOISY = 1.3


@dataclass(frozen=True)
class Worth:
    """Figures of a work: classical ones always; `pcm`, `fit`, `gpcm` where pupils allow them.

    `why` says in Russian why there is no model.
    """

    matrix: Matrix
    figures: ItemFigures
    exact: Reliability | TooLittle
    pcm: Calibration | None
    fit: Misfit | None
    gpcm: Calibration | None
    why: str

    def rows(self) -> list[dict[str, Any]]:
        """The table of items: one mapping an item, unknown figures None."""
        return [self._row(number) for number in range(len(self.matrix.items))]

    def _row(self, j: int) -> dict[str, Any]:
        one, told, coded = self.figures, self.matrix, self.matrix.coded
        checks = coded[told.items[j]] if coded else None
        vpr = told.work.procedure == "vpr"
        return {
            "item": told.items[j],
            "maximum": float(told.answers.maximum[j]),
            "pupils": int(one.n[j]),
            "share": _known(one.share[j]),
            "low": _known(one.low[j]),
            "high": _known(one.high[j]),
            "not_attempted": _known(one.not_attempted[j]),
            "not_taught": float(told.not_taught[:, j].mean()),
            "rest": _known(one.rest[j]),
            "alpha_without": _known(one.alpha_without[j]),
            "constant": bool(one.constant[j]),
            "level": checks.level if checks else "",
            "skill": checks.skill if checks else "",
            "content": checks.content if checks else "",
            "zone": zone(checks.level, float(one.share[j])) if checks and vpr else "",
            **self._model(j),
        }

    def _model(self, j: int) -> dict[str, Any]:
        if self.pcm is None or self.fit is None or j in self.pcm.unsteady:
            return {"difficulty": [], "difficulty_se": [], "infit": None, "outfit": None}
        found: dict[str, Any] = {
            "difficulty": _finite(self.pcm.items.difficulty[j]),
            "difficulty_se": _finite(self.pcm.difficulty_se[j]),
            "infit": _known(self.fit.infit[j]),
            "outfit": _known(self.fit.outfit[j]),
        }
        if self.gpcm is not None and j not in self.gpcm.unsteady:
            found["slope"] = _known(self.gpcm.items.slope[j])
            found["slope_se"] = _known(self.gpcm.slope_se[j])
        return found


def worth(matrix: Matrix) -> Worth | TooLittle:
    """All figures of a work; refuses where the policy allows not even classical ones."""
    allowed = for_pupils(matrix.pupils).items
    if allowed == "none":
        return TooLittle(10, matrix.pupils, "Для анализа заданий нужно не менее 10 участников.")
    figures = item_figures(matrix.answers)
    if isinstance(figures, TooLittle):
        return figures
    some = matrix.answers.scores[:: max(1, matrix.pupils // _ENOUGH)]
    pcm, gpcm, why = None, None, "для модели трудности заданий нужно не менее 60 участников"
    if allowed != "classical":
        pcm, why = _model_of(matrix)
        if pcm is not None and allowed == "two_parameter":
            steep = calibrate(some, "gpcm")
            gpcm = None if isinstance(steep, TooLittle) or not steep.converged else steep
    fit = misfit(some, pcm.items) if pcm is not None else None
    return Worth(matrix, figures, reliability(matrix.answers), pcm, fit, gpcm, why)


def _model_of(matrix: Matrix) -> tuple[Calibration | None, str]:
    if not matrix.whole_points():
        return None, "баллы за задания не целые"
    found = calibrate(matrix.answers.scores)
    if isinstance(found, TooLittle):
        return None, found.why[0].lower() + found.why[1:].rstrip(".")
    if not found.converged:
        return None, "оценки трудности не сошлись"
    return found, ""


def zone(level: str, share: float) -> str:
    """The federal zone a share of points falls into: "insufficient", "border", "sufficient" or ""
    for an unknown level (FIELD B2)."""
    if level not in ZONES or not np.isfinite(share):
        return ""
    low, enough = ZONES[level]
    return "insufficient" if share < low else "sufficient" if share >= enough else "border"


@dataclass(frozen=True)
class Doubt:
    """An item that may need a look: why in Russian, the figure with its interval, and p.

    `p`: how probable such a figure is for an item that goes with the rest well enough.
    """

    work: Worth
    number: int
    why: str
    measured: str
    value: float
    low: float | None
    high: float | None
    p: float


def doubts(found: Worth) -> list[Doubt]:
    """Every item of a calibrated work against two borders, to be adjusted over all of them.

    Agreement with the rest under `WEAK_REST` (Fisher's z, error 1/√(n − 3)), and a mean square
    over `NOISY` (error about √(2/n) around one). Without a model pupils are too few for signals.
    """
    if found.fit is None:
        return []
    told: list[Doubt] = []
    for j in range(len(found.matrix.items)):
        n, rest = int(found.figures.n[j]), float(found.figures.rest[j])
        if np.isfinite(rest) and n > 3:
            z, se = float(np.arctanh(np.clip(rest, -0.999, 0.999))), 1 / np.sqrt(n - 3)
            low, high = (float(np.tanh(z + way * _Z95 * se)) for way in (-1, 1))
            p = float(normal_cdf((z - np.arctanh(WEAK_REST)) / se))
            measured = "связь с остальными заданиями (корреляция)"
            told.append(Doubt(found, j, _weak(high), measured, rest, low, high, p))
        infit = float(found.fit.infit[j])
        if np.isfinite(infit) and j not in (found.pcm.unsteady if found.pcm else ()):
            error = np.sqrt(2 / max(int(found.fit.n[j]), 1))
            p = 1 - float(normal_cdf((infit - 1) / error)) if infit > NOISY else 1.0
            why = "решают случайнее, чем допускает модель"
            measured = "средний квадрат отклонений (infit)"
            told.append(Doubt(found, j, why, measured, infit, None, None, p))
    return told


_Z95 = float(normal_quantile(0.975))


def _weak(high: float) -> str:
    if high < 0:
        return "справляются с ним чаще те, кто набрал мало баллов за остальное: проверьте ключ"
    return "почти не связано с результатом остальных заданий: проверьте формулировку и ключ"


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _finite(values: Array) -> list[float]:
    return [float(value) for value in values if np.isfinite(value)]
