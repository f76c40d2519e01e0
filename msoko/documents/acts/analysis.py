"""The analysis of the monitoring: figures of every indicator, gaps, factors, good practices."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.analysis.finding import SURENESS_RU
from msoko.cycle.kinds import LACKS
from msoko.documents.act_text import Paragraph, Point, Table
from msoko.documents.acts.material import Figure, Lack, Material, Part, listed, none_of
from msoko.documents.acts.progress import targets
from msoko.documents.requisites import Content
from msoko.vocabulary import capital

_FIGURES = ("№", "Показатель", "Значение", "Числитель и знаменатель", "95-процентный интервал")
_SPREAD = ("№", "Показатель", "Организаций со значением", "От – до")
_FINDINGS = ("№", "О ком", "Вывод", "Уверенность")
_TITLES = {
    "gap": "Выявленные дефициты",
    "factor": "Факторы, влияющие на результаты",
    "good_practice": "Успешные практики",
}
_SURE: Mapping[str, str] = {str(word): ru for word, ru in SURENESS_RU.items()}
_NO_FIGURE = Figure("", "значений нет")


def opening(material: Material) -> tuple[Point, ...]:
    """What is approved."""
    text = (
        "Утвердить анализ результатов мониторинга показателей по направлению "
        f"«{material.area}» за {material.year} учебный год (прилагается)."
    )
    return (Point(text),)


def per_indicator(material: Material, content: Content) -> Part:
    """The value of every indicator of the cycle, and whether its target is reached."""
    ids = _indicators(material)
    lacks = none_of(material, content, "indicator")
    rows = listed(
        (material.label(one), figure.value, figure.counts, figure.interval)
        for one in ids
        for figure in (material.figures.get(one, _NO_FIGURE),)
    )
    silent = [material.label(one) for one in ids if one not in material.figures]
    warnings = tuple(f"по показателю «{label}» значений нет" for label in silent)
    blocks = (Paragraph("Значения показателей", heading=True), Table(_FIGURES, rows))
    return Part(blocks=(*blocks, *targets(material)), lacks=lacks, warnings=warnings)


def descriptive_statistics(material: Material, content: Content) -> Part:
    """How values lie among organisations; an analysis that has nothing more is not one."""
    found = [(material.label(one), material.figures[one]) for one in _indicators(material)
             if one in material.figures and material.figures[one].reported]  # fmt: skip
    rows = listed(
        (label, f"{figure.reported} из {figure.units}", figure.spread) for label, figure in found
    )
    blocks = (Paragraph("Описательная статистика", heading=True), Table(_SPREAD, rows))
    lacks: tuple[Lack, ...] = ()
    if not _anything_found(material):
        what = "в анализе только описательная статистика: нет ни одного подтверждённого вывода"
        lacks = (Lack(what, content.clause, material.stage("finding"), kind="finding"),)
    return Part(blocks=blocks if found else (), lacks=lacks)


def _anything_found(material: Material) -> bool:
    """A confirmed finding, or a note that there was nothing to find."""
    confirmed = any(one.state == "confirmed" for one in material.now.findings)
    return confirmed or bool(material.now.of("lack"))


def _of(kind: str, material: Material, content: Content) -> Part:
    found = [one for one in material.now.findings
             if one.kind == kind and one.state == "confirmed"]  # fmt: skip
    absent = [one for one in material.now.of("lack") if one.said.get("of") == kind]
    head = Paragraph(_TITLES[kind], heading=True)
    if found:
        rows = listed(
            (material.organisations.get(one.unit, one.unit), one.sentence,
             _SURE.get(str(one.frozen.get("sure")), ""))
            for one in found
        )  # fmt: skip
        return Part(blocks=(head, Table(_FINDINGS, rows)))
    ru = dict(LACKS)[kind]
    if absent:
        told = tuple(Paragraph(f"{capital(ru)}. {capital(one.title)}") for one in absent)
        return Part(blocks=(head, *told))
    what = f"нет подтверждённого вывода и нет отметки, что {ru}"
    stage = material.stage("finding")
    return Part(blocks=(head,), lacks=(Lack(what, content.clause, stage, kind="finding"),))


def gaps(material: Material, content: Content) -> Part:
    """Confirmed gaps, or why there are none."""
    return _of("gap", material, content)


def factors(material: Material, content: Content) -> Part:
    """Confirmed factors, or why there are none."""
    return _of("factor", material, content)


def good_practices(material: Material, content: Content) -> Part:
    """Confirmed good practices, or why there are none."""
    return _of("good_practice", material, content)


def approval(material: Material, content: Content) -> Part:
    """Approved by the act and brought to the notice of those concerned, who are named (AMB-019)."""
    lines = [line.strip() for line in material.own.inform.splitlines() if line.strip()]
    if not lines:
        what = "не перечислены заинтересованные лица, до которых доводится анализ, и способ"
        return Part(lacks=(Lack(what, content.clause, own="inform"),))
    text = "Довести анализ до сведения заинтересованных лиц:"
    return Part(points=(Point(text, points=tuple(Point(line) for line in lines)),))


def _indicators(material: Material) -> list[str]:
    named = (str(one.said.get("indicator", "")) for one in material.now.of("indicator"))
    return [one for one in dict.fromkeys(named) if one]


ANNEX = "Анализ результатов мониторинга показателей"
PARTS = {
    "per_indicator": per_indicator,
    "descriptive_statistics": descriptive_statistics,
    "gaps": gaps,
    "factors": factors,
    "good_practices": good_practices,
    "approval": approval,
}
