"""An act of the cycle put together from its required contents, with everything it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from msoko.cycle.snapshot import CycleNow
from msoko.documents.act_text import ActText, Annex, Point, Signatory
from msoko.documents.acts import (
    analysis,
    monitoring,
    orders,
    procedure,
    recommendations,
    review,
)
from msoko.documents.acts.material import Lack, Material, Part, plain
from msoko.documents.requisites import ActForms, Content

Contents = Mapping[str, Callable[[Material, Content], Part]]


@dataclass(frozen=True)
class _Recipe:
    """How one document is put together."""

    opening: Callable[[Material], tuple[Point, ...]]
    parts: Contents
    annex: str


RECIPES: Mapping[str, _Recipe] = {
    "procedure_order": _Recipe(procedure.opening, procedure.PARTS, procedure.ANNEX),
    "monitoring_order": _Recipe(monitoring.opening, monitoring.PARTS, monitoring.ANNEX),
    "analysis_report": _Recipe(analysis.opening, analysis.PARTS, analysis.ANNEX),
    "recommendations": _Recipe(
        recommendations.opening, recommendations.PARTS, recommendations.ANNEX
    ),
    "actions_order": _Recipe(orders.opening, orders.ACTIONS, orders.ACTIONS_ANNEX),
    "decisions_order": _Recipe(orders.opening, orders.DECISIONS, orders.DECISIONS_ANNEX),
    "effectiveness_review": _Recipe(review.opening, review.PARTS, review.ANNEX),
}


@dataclass(frozen=True)
class Composed:
    """The act as far as it goes; `lacks` keep it from approval, `warnings` inform."""

    text: ActText
    lacks: tuple[Lack, ...]
    warnings: tuple[str, ...]


def offered(forms: ActForms, now: CycleNow) -> list[str]:
    """Documents a cycle can have: those whose contents have a stage in its order."""
    return [
        one.id
        for one in forms.documents
        if one.id in RECIPES and all(now.home(kind) is not None for kind in one.needs)
    ]


def compose(material: Material, number: str = "", signed_on: date | None = None) -> Composed:
    """Every content of the document in the order of the regulation; KeyError for another one."""
    document, recipe = material.document, RECIPES[material.document.id]
    made = [
        recipe.parts[one.id](material, one) for one in document.contents if one.id in recipe.parts
    ]
    unknown = tuple(
        Lack(f"программа не умеет составить «{one.text}»", one.clause)
        for one in document.contents
        if one.id not in recipe.parts
    )
    points = (*recipe.opening(material), *(point for part in made for point in part.points))
    blocks = tuple(block for part in made for block in part.blocks)
    form = material.requisites.of(document.id)
    text = ActText(
        body=form.body or "",
        of_body=form.of_body or "",
        kind=form.kind,
        heading=document.heading.format(area=material.area, year=material.year),
        number=number or None,
        date=signed_on,
        place=form.place or "",
        preamble=_preamble(material, made),
        command=f"{form.command.rstrip(':')}:" if form.command else "",
        points=points,
        control=form.control or "",
        signatory=Signatory(material.own.post or form.post or "", material.own.name),
        annexes=(Annex(recipe.annex, blocks, document.approved),) if blocks else (),
        approval=material.own.approvers,
    )
    return Composed(
        text,
        (*(lack for part in made for lack in part.lacks), *unknown),
        tuple(warning for part in made for warning in part.warnings),
    )


def _preamble(material: Material, made: list[Part]) -> tuple[str, ...]:
    """«В соответствии с …, в целях:» and the goals; it ends as what follows it asks."""
    form = material.requisites.of(material.document.id)
    goals = [line for part in made for line in part.preamble]
    basis = f"В соответствии с {plain(form.basis)}" if form.basis else ""
    opening = f"{material.own.introduction.strip()} " if material.own.introduction.strip() else ""
    end = "," if form.command else ":"
    if goals:
        first = f"{basis}, в целях:" if basis else "В целях:"
        return (f"{opening}{first}", *goals[:-1], f"{goals[-1]}{end}")
    return (f"{opening}{basis}{end}",) if basis or opening else ()
