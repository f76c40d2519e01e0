"""Task lists of the made-up works: maxima that add up to the official ones, skills, boundaries.

Boundaries of ВПР are those of the official descriptions of 2021, of ОГЭ those of the federal
letter of 21.02.2023 № 04-57: the same numbers as in `profiles/common/scales` (a test compares).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

GAP_SUBJECT, GAP_SKILL, GAP_SHIFT = "russian", "Понимание текста", 1.1
_SKILLS = {
    "russian": ("Орфография", "Грамматика", GAP_SKILL, "Речь и пунктуация"),
    "math": ("Вычисления", "Величины и зависимости", "Текстовые задачи", "Геометрия"),
}
_OTHER_SKILLS = ("Понятия и термины", "Объяснение", "Работа с таблицей", "Применение")
_MAXIMA = (1, 2, 1, 3)


@dataclass(frozen=True)
class Work:
    """A work: largest score of each item, lowest scores of marks 3, 4, 5, share of «2» aimed at.

    `pass_scaled` is the lowest test score of a ЕГЭ that passes; `wave` splits schools of works
    given by random choice (0: all schools write it).
    """

    procedure: str
    subject: str
    grade: int
    maxima: tuple[int, ...]
    bounds: tuple[int, int, int] | None
    fail: float
    exam_level: str | None = None
    pass_scaled: int | None = None
    wave: int = 0

    @property
    def largest(self) -> int:
        """The largest raw score."""
        return sum(self.maxima)

    @property
    def items(self) -> tuple[str, ...]:
        """Numbers of the items, 1 … N."""
        return tuple(str(number + 1) for number in range(len(self.maxima)))

    @property
    def skills(self) -> tuple[str, ...]:
        """The skill each item checks."""
        names = _SKILLS.get(self.subject, _OTHER_SKILLS)
        return tuple(names[number % len(names)] for number in range(len(self.maxima)))

    def difficulties(self) -> Floats:
        """Difficulty of each item in logits; items of the weak skill are harder by GAP_SHIFT."""
        count = len(self.maxima)
        # Items spread from easy to hard within the work, whatever skill they check.
        spread = np.array([((7 * number) % count) / count - 0.5 for number in range(count)]) * 1.6
        weak = self.subject == GAP_SUBJECT
        shift = [GAP_SHIFT if weak and skill == GAP_SKILL else 0.0 for skill in self.skills]
        difficulties: Floats = spread + np.array(shift)
        return difficulties

    def marks(self, scores: Floats) -> npt.NDArray[np.int64]:
        """Marks 2–5 of raw scores; ValueError for a work without boundaries."""
        if self.bounds is None:
            raise ValueError("у работы нет шкалы отметок")
        return 2 + np.searchsorted(np.array(self.bounds), scores, side="right")


def _maxima(total: int) -> tuple[int, ...]:
    made: list[int] = []
    while sum(made) < total:
        made.append(min(_MAXIMA[len(made) % len(_MAXIMA)], total - sum(made)))
    return tuple(made)


def _vpr(
    subject: str, grade: int, total: int, bounds: tuple[int, int, int], fail: float, wave: int = 0
) -> Work:
    return Work("vpr", subject, grade, _maxima(total), bounds, fail, wave=wave)


VPR_WORKS = (
    _vpr("russian", 4, 38, (14, 24, 33), 0.08),
    _vpr("math", 4, 20, (6, 10, 15), 0.05),
    _vpr("world_around", 4, 32, (8, 18, 27), 0.02),
    _vpr("russian", 5, 45, (18, 29, 39), 0.15),
    _vpr("math", 5, 20, (7, 11, 15), 0.15),
    _vpr("history", 5, 15, (4, 8, 12), 0.08, wave=1),
    _vpr("biology", 5, 29, (12, 18, 24), 0.12, wave=2),
    _vpr("russian", 6, 51, (25, 35, 45), 0.18),
    _vpr("math", 6, 16, (6, 10, 14), 0.16),
    _vpr("russian", 7, 47, (22, 32, 42), 0.18),
    _vpr("math", 7, 19, (7, 12, 16), 0.14),
    _vpr("russian", 8, 51, (26, 32, 45), 0.21),
    _vpr("math", 8, 25, (8, 15, 21), 0.14),
    _vpr("physics", 8, 18, (5, 8, 11), 0.14),
)
# Grade 10 writes a work in the last year only; its boundaries are made up.
LAST_YEAR_WORKS = (_vpr("history", 10, 24, (8, 13, 19), 0.10),)


def _exam(
    subject: str, short: int, long: tuple[int, ...], bounds: tuple[int, int, int], fail: float
) -> Work:
    return Work("oge", subject, 9, (*([1] * short), *long), bounds, fail)


OGE_WORKS = (
    _exam("russian", 7, (2,) * 13, (15, 23, 29), 0.03),
    _exam("math", 19, (2, 2, 2, 2, 2, 2), (8, 15, 22), 0.06),
    _exam("social_studies", 20, (2, 3, 2, 3, 3, 2, 2), (14, 24, 32), 0.05),
    _exam("geography", 27, (2, 1, 1), (12, 19, 26), 0.04),
    _exam("informatics", 10, (2, 2, 3, 2), (5, 11, 16), 0.05),
)


def _ege(
    subject: str,
    short: int,
    long: tuple[int, ...],
    least: int,
    fail: float,
    level: str | None = None,
) -> Work:
    maxima = (*([1] * short), *long)
    return Work("ege", subject, 11, maxima, None, fail, exam_level=level, pass_scaled=least)


EGE_WORKS = (
    _ege("russian", 26, (2,) * 12, 24, 0.01),
    _ege("math", 12, (2, 3, 2, 2, 3, 4, 4), 27, 0.06, "profile"),
    Work("ege", "math", 11, (1,) * 21, (7, 12, 17), 0.04, exam_level="base"),
    _ege("social_studies", 16, (2, 3, 3, 4, 4, 6), 42, 0.15),
    _ege("physics", 20, (3, 2, 3, 3, 4), 36, 0.06),
    _ege("chemistry", 28, (2, 4, 5, 4, 3), 36, 0.10),
    _ege("biology", 21, (3, 3, 3, 3, 3, 3), 36, 0.10),
    _ege("history", 12, (2, 3, 3, 4), 32, 0.08),
    _ege("literature", 7, (2,) * 13, 32, 0.05),
)


def scaled_scores(work: Work, raw: Floats) -> Floats:
    """Test scores 0–100 of raw scores: a made-up concave scale, whole numbers."""
    return np.round(100 * (raw / work.largest) ** 0.85)
