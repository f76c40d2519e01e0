"""A tiny profile without a mistake, written as files; tests break one thing in it."""

from __future__ import annotations

from pathlib import Path

COMMON = """\
id: failed
area: outcomes
label: Доля получивших «2»
unit: percent
polarity: lower_is_better
level: [school, municipality]
formula:
  kind: share
  table: results
  population: {procedure: vpr, grade: 4, participated: true}
  numerator: {mark: 2}
  unknown: {mark: drop, grade: drop}
exclude:
  - {when: {integrity: unreliable}, unknown: keep, because: с учетом объективности}
lines:
  - {id: girls, label: из них девочки, population: {sex: f}, unknown: {sex: drop}}
breakdowns: [sex, [sex, subject]]
"""
EXAMPLE = """\
indicator: failed
examples:
  - name: Одна двойка из двух
    year: 2024-25
    tables:
      results: |
        organisation | pupil | procedure | subject | grade | participated | mark | sex
        101 | a | vpr | russian | 4 | да | 2 | f
        101 | b | vpr | russian | 4 | да | 3 | m
    expect:
      - {unit: "101", numerator: 1, denominator: 2, value: 50}
      - {unit: "101", line: girls, value: 100}
"""
PROFILE = """\
municipality: {id: test, name: Учебный район}
acts: [test-1]
minimum: 1
roles:
  - {id: authority, title: Отдел образования, clause: c1}
"""
ACT = """\
id: test-1
kind: постановление
number: "1"
date: 2021-08-17
title: О системе оценки качества
in_force: {from: 2021-08-17}
clauses:
  - {id: c1, at: пункт 1, text: Отдел образования обеспечивает работу системы.}
  - id: c2
    at: пункт 2
    text: >-
      Качество подготовки. Цель: рост результатов. Показатель: доля обучающихся, получивших «2»
      (20% и более), в том числе девочек; число работ
"""
AREA = """\
id: outcomes
number: 1
mechanism: results
title: Качество подготовки
clause: c2
goals:
  - {id: g1, title: рост результатов, clause: c2}
"""
INDICATOR = """\
id: failed_4
uses: failed
catalogue: outcomes.failed_01
label: доля обучающихся, получивших «2»
goals: [g1]
clause: c2
lines:
  - {id: girls, label: в том числе девочек, clause: c2, threshold: low}
thresholds:
  low:
    at_least: {2021-08-17: 20}
    with: [{line: girls, above: 0}]
    persists: {years: 2, of_last: 3, window: before}
readings: [R1]
method: {collected_by: upload, frequency: yearly, responsible: authority}
"""
GROUP = """\
group: works
label: число работ
goals: [g1]
clause: c2
uses: [failed]
"""
READINGS = """\
- {id: R1, at: пункт 2, question: Кто участник?, in_force: Кто писал работу, source: catalogue}
"""
CYCLE = """\
owner: authority
stages:
  - {id: goals, order: 1, title: Отдел образования, clause: c1, documents: [order]}
  - {id: review, order: 2, title: обеспечивает работу, clause: c1}
loop: {from: review, to: goals, rule: обеспечивает работу системы, clause: c1}
"""
DOCUMENTS = """\
- {id: order, title: Отдел образования, clause: c1, stages: [goals], role: authority}
"""
RULES = """\
id: low_performing
label: Школы с низкими результатами
categories:
  - id: low
    label: низкие результаты
    criteria:
      - {id: L1, indicator: failed_4, threshold: low}
      - {id: L2, meets: {all: [{indicator: failed_4, line: girls, at_least: 50}]}}
"""
FILES = {
    "common/indicators/outcomes/failed.yaml": COMMON,
    "common/examples/outcomes/failed.yaml": EXAMPLE,
    "test/profile.yaml": PROFILE,
    "test/acts/test-1.yaml": ACT,
    "test/areas/outcomes/area.yaml": AREA,
    "test/areas/outcomes/failed_4.yaml": INDICATOR,
    "test/areas/outcomes/works.yaml": GROUP,
    "test/readings.yaml": READINGS,
    "test/cycle.yaml": CYCLE,
    "test/documents.yaml": DOCUMENTS,
    "test/rules/low_performing.yaml": RULES,
}


def write_profile(home: Path, files: dict[str, str] | None = None) -> Path:
    """Writes the files below `home`; returns the profile's folder."""
    for name, text in (files or FILES).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home / "test"


def broken(name: str, old: str, new: str, files: dict[str, str] | None = None) -> dict[str, str]:
    """The files with one text replaced in one of them; the text must be there."""
    whole = dict(files or FILES)
    assert old in whole[name], f"{old!r} is not in {name}"
    whole[name] = whole[name].replace(old, new, 1)
    return whole
