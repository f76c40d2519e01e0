"""The made-up municipality: its organisations, how big they are and which part each plays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

MUNICIPALITY = "Приозёрный муниципальный округ (вымышленный)"
REGION = "Северозёрская область (вымышленная)"
# No region of the federal system has this number.
REGION_NUMBER = "98"
MUNICIPALITY_CODE = "reg98_m001"

Variant = Literal["district", "one_school"]


@dataclass(frozen=True)
class Organisation:
    """One organisation; `size` is pupils a grade (a school) or children (others).

    `role` names what is planted here, `effect` is the school's effect in standard deviations,
    `grades` are the lowest and the highest grade taught, `treated` by the known action.
    """

    code: str
    name: str
    kind: str
    size: int
    role: str = "plain"
    effect: float = 0.0
    grades: tuple[int, int] = (1, 11)
    treated: bool = False
    rural: bool = False

    @property
    def login(self) -> str:
        """Login of the federal system."""
        return f"edu{self.code}"

    @property
    def exam_code(self) -> str:
        """Code in the regional databases of ОГЭ and ЕГЭ: four digits."""
        return f"71{self.code[-2:]}"


@dataclass(frozen=True)
class Place:
    """All organisations of the municipality."""

    organisations: tuple[Organisation, ...]
    municipality: str = MUNICIPALITY
    region: str = REGION

    def of_kind(self, *kinds: str) -> tuple[Organisation, ...]:
        """Organisations of some kinds, in order."""
        return tuple(one for one in self.organisations if one.kind in kinds)

    @property
    def schools(self) -> tuple[Organisation, ...]:
        """Schools in order: people refer to them by index."""
        return self.of_kind("school")

    def playing(self, role: str) -> Organisation | None:
        """The organisation with this role, None when the variant has none."""
        return next((one for one in self.organisations if one.role == role), None)


def _school(
    number: int, name: str, size: int, role: str = "plain", effect: float = 0.0,
    grades: tuple[int, int] = (1, 11), treated: bool = False,
) -> Organisation:  # fmt: skip
    return Organisation(
        f"{REGION_NUMBER}01{number:02d}", f"МБОУ «{name}»", "school", size, role, effect, grades,
        treated, rural=size < 20,
    )  # fmt: skip


_DISTRICT_SCHOOLS = (
    _school(1, "Гимназия «Парус»", 48, "big", 0.5),
    _school(2, "Приозёрная СОШ № 2", 40, "big", 0.4, treated=True),
    _school(3, "СОШ № 3 «Маяк»", 62, "borderline", -0.1),
    _school(4, "СОШ № 4 «Берег»", 30, "manipulated", -0.5),
    _school(5, "СОШ № 5 «Ключ»", 24, "practice", 0.0),
    _school(6, "Заречинская СОШ", 18, "low", -1.0),
    _school(7, "Сосновоборская СОШ им. Первых поселенцев", 12, "plain", 0.0, treated=True),
    _school(8, "Луговинская СОШ", 10, "plain", 0.1, treated=True),
    _school(9, "Камышинковая ООШ", 8, "thin", -0.1, (1, 9), treated=True),
    _school(10, "Верхнеозёрновская ООШ", 6, "missing", 0.0, (1, 9)),
    _school(11, "Дальнебережная ООШ", 4, "tiny", 0.0, (1, 9)),
    _school(12, "Вечерняя (сменная) школа", 6, "evening", -0.6, (9, 11)),
)
_GARDENS = ("Лодочка", "Чайка", "Ручеёк", "Сосенка", "Янтарик", "Пескарь")
_EXTRA = ("Дом творчества «Волна»", "Спортивная школа «Волнорез»", "Школа искусств «Камертон»")


def place_of(variant: Variant) -> Place:
    """The district of 12 schools, or the municipality of one school."""
    if variant == "district":
        return Place((*_DISTRICT_SCHOOLS, *_others(_GARDENS, _EXTRA)))
    school = _school(1, "СОШ «Приозёрная»", 40, "low", -0.4)
    name = "Приозёрный городок (вымышленный)"
    return Place((school, *_others(_GARDENS[:2], _EXTRA[:1], missing=True)), municipality=name)


def big_place(schools: int, rng: np.random.Generator) -> Place:
    """A municipality of any number of schools with nothing planted but the skill gap."""
    sizes = np.clip(np.exp(rng.normal(3.1, 0.9, schools)), 3, 90).astype(int)
    effects = rng.normal(0, 0.35, schools)
    made = (
        Organisation(
            f"{REGION_NUMBER}{number + 1:04d}", f"МБОУ «Школа {number + 1}»", "school",
            int(sizes[number]), "plain", float(effects[number]),
            (1, 11) if sizes[number] > 10 else (1, 9), rural=bool(sizes[number] < 20),
        )
        for number in range(schools)
    )  # fmt: skip
    gardens = max(2, schools // 3)
    return Place((*made, *_others([f"Садик {one + 1}" for one in range(gardens)], _EXTRA)))


def _others(
    gardens: Iterable[str], extra: Iterable[str], missing: bool = False
) -> Iterable[Organisation]:
    """Kindergartens, extra education and the authority; the last kindergarten may send nothing."""
    gardens = list(gardens)
    for number, name in enumerate(gardens, 1):
        role = "missing" if missing and number == len(gardens) else "plain"
        code = f"{REGION_NUMBER}8{number:03d}"
        yield Organisation(code, f"МБДОУ «{name}»", "preschool", 30 + 8 * (number % 6), role)
    for number, name in enumerate(extra, 1):
        yield Organisation(f"{REGION_NUMBER}9{number:03d}", f"МБУ ДО «{name}»", "extra", 150)
    yield Organisation(f"{REGION_NUMBER}0000", "Управление образования", "authority", 0)
