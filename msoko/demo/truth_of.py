"""Where everything is planted in a variant of the municipality."""

from __future__ import annotations

from msoko.demo.place import Place
from msoko.demo.truth import (
    Cell,
    Counted,
    GoodPractice,
    KnownAction,
    LowPerforming,
    Manipulated,
    Missing,
    SkillGap,
    Thin,
    Truth,
)
from msoko.demo.works import GAP_SHIFT, GAP_SKILL, GAP_SUBJECT, VPR_WORKS

EXAM_DROP = 0.4
_PRACTICE = "Школа полного дня: ежедневные занятия в малых группах"
_ACTION = "Сетевые занятия по математике с наставниками"


def truth_of(place: Place, start: int, years: int) -> Truth:
    """The truth of a place over `years` academic years from `start`; the last one identifies."""
    last = start + years - 1
    missing = place.playing("missing")
    return Truth(
        municipality=place.municipality,
        region=place.region,
        identification_year=last,
        gap=SkillGap(GAP_SUBJECT, GAP_SKILL, GAP_SHIFT),
        missing=Missing(missing.code if missing else "", last),
        thin=_thin(place, last),
        sound_big=tuple(one.code for one in place.organisations if one.role == "big"),
        low_performing=_low(place, last),
        manipulated=_manipulated(place, last),
        good_practice=_practice(place, last),
        action=_action(place, last),
        borderline=_counted(place, "borderline", last, (2, 1), 11, 56),
        tiny=_counted(place, "tiny", last, (1,), 1, 4),
    )


def _thin(place: Place, last: int) -> Thin:
    """A work nearly nobody wrote; without a school for it, one that is not planted otherwise."""
    if (school := place.playing("thin")) is None:
        return Thin(place.schools[0].code, Cell(last - 2, "vpr", "biology", 5), 2)
    return Thin(school.code, Cell(last - 2, "vpr", "math", 5), 2)


def _low(place: Place, last: int) -> LowPerforming | None:
    works = (("vpr", "russian", 4), ("vpr", "math", 5), ("vpr", "math", 6), ("oge", "math", 9))
    if (school := place.playing("low")) is None:
        return None
    cells = [Cell(last - back, *work) for back in (2, 1) for work in works]
    return LowPerforming(school.code, tuple(cells))


def _manipulated(place: Place, last: int) -> Manipulated | None:
    if (school := place.playing("manipulated")) is None:
        return None
    cells = [
        Cell(last - back, "vpr", work.subject, work.grade) for back in (2, 1) for work in VPR_WORKS
    ]
    listed = [
        cell for cell in cells if cell.grade in (4, 5) and cell.subject in ("russian", "math")
    ]
    # The official list holds only some of the works: one of the four is not on it.
    listed = [cell for cell in listed if (cell.subject, cell.grade) != ("russian", 5)]
    return Manipulated(school.code, tuple(cells), 0.7, lifted=0.9, reach=0.1, listed=tuple(listed))


def _practice(place: Place, last: int) -> GoodPractice | None:
    if (school := place.playing("practice")) is None:
        return None
    cells = [
        Cell(last - back, "vpr", subject, grade)
        for back in (2, 1, 0) for subject in ("russian", "math") for grade in (5, 6, 7, 8)
    ]  # fmt: skip
    return GoodPractice(school.code, 0.7, tuple(cells), _PRACTICE)


def _action(place: Place, last: int) -> KnownAction | None:
    treated = tuple(one.code for one in place.schools if one.treated)
    others = tuple(one.code for one in place.schools if not one.treated)
    return KnownAction(_ACTION, "math", last - 1, 0.4, treated, others) if treated else None


def _counted(
    place: Place, role: str, last: int, back: tuple[int, ...], twos: int, participants: int
) -> Counted | None:
    if (school := place.playing(role)) is None:
        return None
    cells = tuple(Cell(last - one, "vpr", "russian", 4) for one in back)
    return Counted(school.code, cells, twos, participants)
