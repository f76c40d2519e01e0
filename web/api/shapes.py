"""Shapes of what programs are told; every field says in Russian what it means."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Wrong(Schema):
    """One thing wrong with a request."""

    where: str = Field(description="Какое поле запроса")
    what: str = Field(description="Что с ним не так")


class Refusal(Schema):
    """Every refusal has this shape."""

    error: str = Field(description="Почему отказано, словами")
    fields: list[Wrong] = Field(default=[], description="Что не так с полями запроса")


class Role(Schema):
    """A role held now."""

    role: str
    title: str = Field(description="Название роли")


class Me(Schema):
    """Whose key it is."""

    id: UUID
    name: str
    roles: list[Role]
    rights: list[str] = Field(description="Права, которые дают роли")


class Indicator(Schema):
    """An indicator of the regulation."""

    id: str
    label: str = Field(description="Название по положению")
    area: str = Field(description="Направление")
    unit: str = Field(description="Единица измерения")
    polarity: str = Field(description="Что лучше: higher_is_better, lower_is_better, context")
    clause: str = Field(description="Место в акте")


class Area(Schema):
    """An area of quality with its indicators."""

    id: str
    number: int
    title: str
    indicators: list[Indicator]


class Value(Schema):
    """One value with its state; numbers are exact, not rounded."""

    unit_kind: str = Field(description="organisation или municipality")
    unit: str = Field(description="Код организации или название муниципалитета")
    period: str = Field(description="Учебный год «2024-25» или календарный «2025»")
    breakdown: str = Field(description="Разрез; пусто — в целом")
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None = Field(description="Нижняя граница 95-процентного интервала")
    high: float | None = Field(description="Верхняя граница интервала")
    status: str = Field(description="Состояние: ok, no_data, partial, too_small, suppressed …")


class Values(Schema):
    """A page of values."""

    state: str = Field(description="Для какого состояния сведений вычислено")
    is_current: bool = Field(description="Нет ли сведений новее, ещё не посчитанных")
    total: int
    page: int
    items: list[Value]


class Code(Schema):
    """A code an organisation is known by."""

    kind: str
    value: str


class Organisation(Schema):
    """An organisation today."""

    code: str
    kind: str
    name: str
    full_name: str
    parent: str = Field(description="Код вышестоящей; пусто у верхней")
    opened_on: date
    closed_on: date | None
    identifiers: list[Code]


class Organisations(Schema):
    """A page of organisations."""

    total: int
    page: int
    items: list[Organisation]


class Problem(Schema):
    """Something wrong in a file."""

    where: str
    what: str
    how_to_mend: str


class File(Schema):
    """A sent file and what became of it."""

    id: UUID
    file: str = Field(description="Имя файла")
    organisation: str = Field(description="Код организации")
    state: str = Field(description="waiting, screened, storing, accepted, refused, withdrawn …")
    state_words: str = Field(description="То же словами")
    kind: str = Field(description="Вид файла, если распознан")
    sent_at: datetime
    reason: str = Field(description="Почему не принят или отозван")
    version: int = Field(description="Версия записи: её называют, принимая или отказывая")
    problems: list[Problem]


class Files(Schema):
    """A page of sent files, newest first."""

    total: int
    page: int
    items: list[File]


class Seen(Schema):
    """What the decision was taken on."""

    version: int = Field(
        ge=1, description="Версия записи файла, по которой решали; изменилась — ответ 409"
    )


class Reason(Seen):
    """Why a file is refused."""

    reason: str = Field(
        min_length=1, max_length=2000, description="Причина: её прочтёт отправитель"
    )
