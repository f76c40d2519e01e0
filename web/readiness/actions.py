"""What can happen to the rubric and to ratings."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from msoko.cycle.rubric import DEFAULT
from web import regulation
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import replace
from web.policy.scope import Actor
from web.readiness.models import Rating, RubricItem

_ITEM, _RATING = "readiness.RubricItem", "readiness.Rating"


@action("rubric.fill", "внесена рубрика по умолчанию", needs="readiness.edit")
def fill(*, by: Actor) -> Told:
    """The questions the regulations word; only into an empty rubric."""
    if RubricItem.objects.exists():
        raise Impossible("Рубрика уже есть: добавляйте и исправляйте её вопросы.")
    made = RubricItem.objects.bulk_create(
        RubricItem(question=one.question, points=one.points, link=one.link, clause=one.clause,
                   quote=one.quote, order=place)
        for place, one in enumerate(DEFAULT, 1)
    )  # fmt: skip
    return Told(made, _ITEM, "", {}, {"question": [one.question for one in made]})


@action("rubric.add", "добавлен вопрос рубрики", needs="readiness.edit")
def add(
    *, by: Actor, question: str, points: int, order: int, area: str = "", link: str = "",
    clause: str = "", quote: str = "",
) -> Told:  # fmt: skip
    """One more question."""
    _demand_area(area)
    item = RubricItem.objects.create(
        question=question.strip(), points=points, order=order, area=area, link=link,
        clause=clause.strip(), quote=quote.strip(),
    )  # fmt: skip
    return Told(item, _ITEM, item.pk, {}, {"question": item.question, "points": points})


@action("rubric.change", "исправлен вопрос рубрики", needs="readiness.edit")
def change(
    *, by: Actor, item: RubricItem, version: int, question: str, points: int, order: int,
    area: str = "", link: str = "", clause: str = "", quote: str = "", is_active: bool = True,
) -> Told:  # fmt: skip
    """Other words or points; points never fall below those already given."""
    _demand_area(area)
    given = item.ratings.filter(is_withdrawn=False, points__gt=points).count()
    if given:
        raise Impossible(
            f"По этому вопросу уже поставлен больший балл (оценок: {given}): сначала исправьте их."
        )
    old = {"question": item.question, "points": item.points, "is_active": item.is_active}
    replace(
        item, version, question=question.strip(), points=points, order=order, area=area,
        link=link, clause=clause.strip(), quote=quote.strip(), is_active=is_active,
    )  # fmt: skip
    new = {"question": item.question, "points": item.points, "is_active": item.is_active}
    return Told(item, _ITEM, item.pk, old, new)


@action("ratings.give", "поставлена оценка по ссылке", needs="readiness.rate")
def give(
    *, by: Actor, item: RubricItem, area: str, address: str, points: int, checked_on: date,
    comment: str = "",
) -> Told:  # fmt: skip
    """Points for what stands at an address on a day."""
    _demand_area(area)
    if item.area and item.area != area:
        raise Impossible("Этот вопрос задаётся о другом направлении.")
    if not item.is_active:
        raise Impossible("Этот вопрос больше не задаётся.")
    _demand_points(item, points, checked_on)
    rating = Rating.objects.create(
        item=item, area=area, address=address.strip(), points=points, checked_on=checked_on,
        expert=by.id, comment=comment.strip(),
    )  # fmt: skip
    new = {"area": area, "address": rating.address, "points": points}
    return Told(rating, _RATING, rating.pk, {}, new)


@action("ratings.correct", "исправлена оценка по ссылке", needs="readiness.rate")
def correct(
    *, by: Actor, rating: Rating, version: int, address: str, points: int, checked_on: date,
    comment: str = "",
) -> Told:  # fmt: skip
    """Another address, points or day; a new address has not been looked at yet."""
    _demand_standing(rating)
    _demand_points(rating.item, points, checked_on)
    old = {"address": rating.address, "points": rating.points}
    state = {} if address.strip() == rating.address else {
        "link_state": "unchecked", "link_said": "", "looked_at": None,
    }  # fmt: skip
    replace(
        rating, version, address=address.strip(), points=points, checked_on=checked_on,
        expert=by.id, comment=comment.strip(), **state,
    )  # fmt: skip
    return Told(rating, _RATING, rating.pk, old, {"address": rating.address, "points": points})


@action("ratings.withdraw", "снята оценка по ссылке", needs="readiness.rate")
def withdraw(*, by: Actor, rating: Rating, version: int, reason: str) -> Told:
    """The rating no longer counts."""
    _demand_standing(rating)
    if not reason.strip():
        raise Impossible("Напишите, почему оценка снята: причина останется в журнале.")
    replace(rating, version, is_withdrawn=True)
    told = {"is_withdrawn": True}
    return Told(rating, _RATING, rating.pk, {"is_withdrawn": False}, told, reason=reason.strip())


def _demand_area(area: str) -> None:
    if area and area not in regulation.profile().texts.areas:
        raise Impossible("Такого направления в положении нет: выберите из списка.")


def _demand_standing(rating: Rating) -> None:
    if rating.is_withdrawn:
        raise Impossible("Оценка снята: поставьте новую.")


def _demand_points(item: RubricItem, points: int, checked_on: date) -> None:
    if points > item.points:
        raise Impossible(f"Наибольший балл за этот вопрос — {item.points}.")
    if checked_on > timezone.localdate():
        raise Impossible("День проверки ссылки ещё не наступил.")
