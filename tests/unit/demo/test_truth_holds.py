"""What the truth says is in the facts."""

from __future__ import annotations

import numpy as np
import pytest

from msoko.demo.plant import RULE_WORKS
from msoko.demo.truth import Cell
from tests.unit.demo.drawn import count, facts, index, journal_gap, sittings, works, world


def test_low_performing_school_is_over_the_threshold_without_a_five() -> None:
    low = world().truth.low_performing
    assert low is not None
    for cell in low.cells:
        rows = works(low.organisation, cell)
        threshold = RULE_WORKS[cell.procedure, cell.subject, cell.grade]
        assert count(rows, 2) >= threshold * rows.num_rows > 0
        assert count(rows, 5) == 0


def test_borderline_school_has_eleven_twos_of_fifty_six() -> None:
    borderline = world().truth.borderline
    assert borderline is not None
    for cell in borderline.cells:
        rows = works(borderline.organisation, cell)
        assert (count(rows, 2), rows.num_rows, count(rows, 5)) == (11, 56, 0)


def test_tiny_school_has_one_two_of_four() -> None:
    tiny = world().truth.tiny
    assert tiny is not None
    for cell in tiny.cells:
        rows = works(tiny.organisation, cell)
        assert (count(rows, 2), rows.num_rows) == (1, 4)


def test_nobody_else_is_over_a_threshold_without_a_five() -> None:
    truth = world().truth
    planted = {truth.low_performing.organisation, truth.tiny.organisation}
    for sitting in world().sittings:
        work = sitting.work
        threshold = RULE_WORKS.get((work.procedure, work.subject, work.grade), 2)
        for school in set(sitting.school.tolist()) - {index(code) for code in planted}:
            marks = sitting.mark[sitting.rows_of(school)]
            failed = ~sitting.passed[sitting.rows_of(school)]
            over = len(marks) and failed.mean() >= threshold
            assert not over or (marks == 5).any(), (work, sitting.year, school)


def test_manipulated_school_heaps_at_boundaries_and_stands_above_its_journals() -> None:
    bent = world().truth.manipulated
    assert bent is not None
    at, below, gaps = 0, 0, []
    for sitting in sittings(bent.cells):
        scores = sitting.raw[sitting.rows_of(index(bent.organisation))]
        for bound in sitting.work.bounds:
            at += int((scores == bound).sum())
            below += int((scores == bound - 1).sum())
        here = sitting.school == index(bent.organisation)
        if here.any():
            gaps.append(journal_gap(sitting, here) - journal_gap(sitting, ~here))
    # Elsewhere the ratio at «3» is 3.5–19 (FIELD B3), at «4» and «5» about one.
    assert at > 20 * max(below, 1)
    assert min(gaps) > 0.3
    assert np.mean(gaps) > 0.6


def test_exams_after_manipulation_are_low() -> None:
    bent = world().truth.manipulated
    assert bent is not None
    after = [
        one
        for one in world().sittings
        if one.work.procedure == "oge" and one.year > bent.cells[-1].year
    ]
    assert after
    here = np.concatenate(
        [s.raw[s.school == index(bent.organisation)] / s.work.largest for s in after]
    )
    everywhere = np.concatenate([s.raw / s.work.largest for s in after])
    assert np.nanmean(here) < np.nanmean(everywhere) - 0.05


def test_listed_works_of_the_manipulated_school_are_reviews_and_not_all_of_its_works() -> None:
    bent = world().truth.manipulated
    assert bent is not None
    rows = facts()["reviews"].to_pylist()
    told = {
        Cell(row["year"], row["procedure"], row["subject"], row["grade"])
        for row in rows
        if row["status"] == "unreliable" and row["organisation"] == bent.organisation
    }
    assert told == set(bent.listed) < set(bent.cells)


def test_good_practice_is_ordinary_in_grade_4_and_better_later_with_an_action_behind() -> None:
    practice = world().truth.good_practice
    assert practice is not None
    earlier = tuple(
        Cell(year, "vpr", subject, 4) for year in world().years for subject in ("russian", "math")
    )
    assert abs(_advantage(practice.organisation, earlier)) < 0.25
    years = {cell.year for cell in practice.cells}
    for year in years:
        cells = tuple(cell for cell in practice.cells if cell.year == year)
        assert _advantage(practice.organisation, cells) > 0.2
    names = facts()["activities"]["name"].to_pylist()
    assert practice.action in names
    assert len(years) >= 2


def test_action_raises_mathematics_in_treated_schools_only() -> None:
    """Difference in differences of standardised scores; observed scores are less reliable than
    ability (about 0.7), so an effect of 0.4 shows as about 0.3."""
    action = world().truth.action
    assert action is not None
    change = _change(action.treated, action.since) - _change(action.untreated, action.since)
    assert 0.1 < change < 0.6
    names = facts()["activities"].to_pylist()
    behind = {row["organisation"] for row in names if row["name"] == action.title}
    assert behind == set(action.treated)


def test_items_of_the_weak_skill_are_done_worse_in_every_year() -> None:
    gap = world().truth.gap
    for year in world().years:
        weak, others = [], []
        for sitting in world().sittings:
            if (sitting.year, sitting.work.procedure, sitting.work.subject) != (
                year,
                "vpr",
                gap.subject,
            ):
                continue
            done = np.nanmean(sitting.points[sitting.present], axis=0) / np.array(
                sitting.work.maxima
            )
            skills = np.array(sitting.work.skills)
            weak += done[skills == gap.skill].tolist()
            others += done[skills != gap.skill].tolist()
        assert np.mean(weak) < np.mean(others) - 0.1


def test_thin_work_has_two_participants() -> None:
    thin = world().truth.thin
    assert works(thin.organisation, thin.cell).num_rows == thin.participants == 2


def test_sound_big_schools_are_big_and_above_the_mean() -> None:
    big = [one for one in world().place.schools if one.code in world().truth.sound_big]
    assert len(big) == 2
    assert min(one.size for one in big) >= 40
    for school in big:
        cells = tuple(Cell(y, "vpr", "russian", g) for y in world().years for g in (4, 5, 6, 7, 8))
        assert _advantage(school.code, cells) > 0.1


@pytest.mark.parametrize(
    "table", ["results", "items", "enrolment", "staff", "attributes", "reported"]
)
def test_missing_organisation_told_nothing_in_its_year(table: str) -> None:
    missing = world().truth.missing
    rows = facts()[table].select(["organisation", "year"]).to_pylist()
    told = {row["year"] for row in rows if row["organisation"] == missing.organisation}
    if table in ("results", "items"):
        # Exams come from the region whoever keeps silent.
        rows = facts()[table].select(["organisation", "year", "procedure"]).to_pylist()
        told = {
            row["year"]
            for row in rows
            if row["organisation"] == missing.organisation
            and row["procedure"] not in ("oge", "ege")
        }
    assert told
    assert missing.year not in told


def _advantage(organisation: str, cells: tuple[Cell, ...]) -> float:
    """How far the school is from the others, in standard deviations of a work, mean of works."""
    found = []
    for sitting in sittings(cells):
        here = sitting.school == index(organisation)
        scores = (sitting.raw - np.nanmean(sitting.raw)) / np.nanstd(sitting.raw)
        if (here & sitting.present).any():
            found.append(np.nanmean(scores[here]) - np.nanmean(scores[~here]))
    return float(np.mean(found))


def _change(codes: tuple[str, ...], since: int) -> float:
    """Mean standardised score in mathematics after the start less before, pupils weighing alike."""
    before, after = [], []
    schools = [index(code) for code in codes]
    for sitting in world().sittings:
        if (sitting.work.procedure, sitting.work.subject) == ("vpr", "math"):
            scores = (sitting.raw - np.nanmean(sitting.raw)) / np.nanstd(sitting.raw)
            rows = np.isin(sitting.school, schools) & sitting.present
            (after if sitting.year >= since else before).append(scores[rows])
    return float(np.concatenate(after).mean() - np.concatenate(before).mean())
