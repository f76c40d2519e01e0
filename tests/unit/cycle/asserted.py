"""Every policy said a second time, as a yes or no: what random steps are held against.

The rules of `msoko.cycle.policies` tell why not; here stands only when they must be silent, written
from the clauses and not from the code, so that a rule that slips is noticed in any order of steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pytest

from msoko.cycle import policies
from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import POLICIES, Policy, Refusal
from msoko.cycle.snapshot import IN_FORCE, CycleNow, EntryNow, StageNow
from tests.unit.cycle.made import stages

Holds = Callable[[CycleNow, Any, date], bool]
# policy → which answers were met: True when it allowed, False when it refused
Met = dict[str, set[bool]]
_OF_ACTS = ("documents_signed", "no_act_in_force", "entry_not_signed", "review_not_signed")


def watch(monkeypatch: pytest.MonkeyPatch) -> Met:
    """From now on every question asked of a policy is checked; the answers met are gathered."""
    met: Met = defaultdict(set)
    for name, policy in list(POLICIES.items()):
        monkeypatch.setitem(policies.POLICIES, name, _watched(name, policy, met))
    return met


def _watched(name: str, policy: Policy, met: Met) -> Policy:
    def asked(now: CycleNow, target: Any, day: date) -> list[Refusal]:
        found = list(policy(now, target, day))
        allowed = ALLOWS[name](now, target, day)
        assert (not found) is allowed, f"{name}: {[str(one) for one in found]}, ждали {allowed}"
        met[name].add(allowed)
        return found

    return asked


def possible_answers(profile: str) -> Met:
    """Both answers of every policy, but for those the order of a profile never comes to."""
    plan = stages(profile)
    order = [kind for one in plan for kind in one.contents]
    answers: Met = {name: {True, False} for name in POLICIES}
    if not any(one.documents for one in plan):
        answers |= {name: {True} for name in _OF_ACTS}
    if order.index("monitoring") < order.index("method"):
        answers["methods_known"] = {True}
    if "review" not in order:
        answers |= {"action_ended": set(), "no_conclusion": {True}}
    return answers


def _at(now: CycleNow, kind: str) -> int | None:
    """Which in the row the stage with this content is."""
    held = "finding" if kind == "lack" else kind
    found = [place for place, one in enumerate(now.stages) if held in one.plan.contents]
    return found[0] if found else None


def _before(now: CycleNow, stage: StageNow) -> list[StageNow]:
    return list(now.stages[: list(now.stages).index(stage)])


def _after(now: CycleNow, stage: StageNow) -> list[StageNow]:
    return list(now.stages[list(now.stages).index(stage) + 1 :])


def _in_force(now: CycleNow, documents: Iterable[str]) -> set[str]:
    wanted = set(documents)
    return {one.document for one in now.acts if one.state in IN_FORCE} & wanted


def _linked(now: CycleNow, kind: str) -> set[str]:
    """Everything entries of a kind point back to."""
    return {ref for one in now.of(kind) for ref in one.links}


def _full(entry: EntryNow) -> bool:
    """Every obligatory field says something and the days go in their order."""
    told = [entry.said.get(one.name) for one in KINDS[entry.kind].fields if one.must]
    days = [entry.said[name] for name in ("starts", "due") if entry.said.get(name)]
    target = [entry.said.get(name) for name in ("target_side", "target", "target_unit")]
    return (
        all(str(one or "").strip() for one in told)
        and days == sorted(days)
        and (all(target) or not (any(target) or entry.said.get("target_by")))
    )


def _some(now: CycleNow, kind: str) -> bool:
    return bool(now.of(kind)) and all(map(_full, now.of(kind)))


def _each(now: CycleNow, kind: str, by: str) -> bool:
    """Something of the second kind points back to everything of the first."""
    return {one.ref for one in now.of(kind)} <= _linked(now, by)


def _confirmed(now: CycleNow) -> set[str]:
    return {one.kind for one in now.findings if one.state == "confirmed"}


def _rests(now: CycleNow, *others: str) -> Callable[[EntryNow], bool]:
    known = {f"finding:{one.key}" for one in now.findings if one.state == "confirmed"}
    return lambda entry: bool((known | set(others)) & set(entry.links))


def _addressed(entry: EntryNow) -> bool:
    said = [entry.said.get(name) for name in ("addressees", "group", "person")]
    return any(one.strip() if isinstance(one, str) else one for one in said)


def _recommended(now: CycleNow) -> bool:
    found = now.of("recommendation")
    rests = _rests(now, *(one.ref for one in now.of("lack")))
    return _some(now, "recommendation") and all(
        _addressed(one) and rests(one) and one.state != "draft" for one in found
    )


def _acted(now: CycleNow) -> bool:
    first, then = _at(now, "recommendation"), _at(now, "action")
    in_order = first is not None and then is not None and first < then
    return _some(now, "action") and (not in_order or _each(now, "recommendation", "action"))


def _reviewed(now: CycleNow) -> bool:
    concluded = {
        ref for one in now.of("review") if one.state == "concluded" for ref in one.links
    }  # fmt: skip
    about = {one.ref for one in now.of("action", "decision")}
    return all(map(_full, now.of("review"))) and about <= concluded


# The content of a stage, п. 5.1 and 5.8 of the regulation of ЗАТО Солнечный.
_WHOLE: Mapping[str, Callable[[CycleNow], bool]] = {
    "goal": lambda now: _some(now, "goal"),
    "objective": lambda now: _some(now, "objective") and _each(now, "goal", "objective"),
    "indicator": lambda now: _some(now, "indicator") and _each(now, "goal", "indicator"),
    "method": lambda now: all(map(_full, now.of("method"))) and _each(now, "indicator", "method"),
    "monitoring": lambda now: _some(now, "monitoring"),
    "finding": lambda now: (
        {"gap", "factor", "good_practice"}
        <= _confirmed(now) | {str(one.said.get("of")) for one in now.of("lack")}
    ),
    "lack": lambda now: all(
        _full(one) and one.said.get("of") not in _confirmed(now) for one in now.of("lack")
    ),
    "relevance": lambda now: all(_full(one) and _rests(now)(one) for one in now.of("relevance")),
    "recommendation": _recommended,
    "action": _acted,
    "decision": lambda now: (
        _some(now, "decision") and all(one.state != "draft" for one in now.of("decision"))
    ),
    "review": _reviewed,
    "problem": lambda now: _some(now, "problem"),
    "note": lambda now: _some(now, "note"),
}


def _methods_known(now: CycleNow, target: StageNow, day: date) -> bool:
    home = _at(now, "method")
    if "monitoring" not in target.plan.contents or home is None:
        return True
    return home >= list(now.stages).index(target) or _each(now, "indicator", "method")


def _collected(now: CycleNow, target: StageNow, day: date) -> bool:
    days = [one.day("due") for one in now.of("monitoring")]
    return "monitoring" not in target.plan.contents or all(one is None or one < day for one in days)


def _open_home(now: CycleNow, target: EntryNow, day: date) -> bool:
    place = _at(now, target.kind)
    return place is not None and now.stages[place].state == "open"


def _free_home(now: CycleNow, target: EntryNow, day: date) -> bool:
    place = _at(now, target.kind)
    return place is None or not _in_force(now, now.stages[place].plan.documents)


def _ended(now: CycleNow, target: EntryNow, day: date) -> bool:
    about = [one for one in now.of("action", "decision") if one.ref in target.links]
    return bool(about) and all(
        one.state == "done" or (one.kind, one.state) == ("decision", "taken") for one in about
    )


def _not_concluded(now: CycleNow, target: EntryNow, day: date) -> bool:
    about = [one for one in now.of("review") if target.ref in one.links]
    return all(one.state == "draft" for one in about)


ALLOWS: Mapping[str, Holds] = {
    "cycle_open": lambda now, target, day: now.state == "open",
    "stages_before_done": lambda now, target, day: all(
        one.state == "done" for one in _before(now, target)
    ),
    "methods_known": _methods_known,
    "contents_whole": lambda now, target, day: all(
        _WHOLE[kind](now) for kind in target.plan.contents
    ),
    "documents_signed": lambda now, target, day: (
        _in_force(now, target.plan.documents) == set(target.plan.documents)
    ),
    "collection_over": _collected,
    "no_act_in_force": lambda now, target, day: (
        not _in_force(
            now, (name for one in (target, *_after(now, target)) for name in one.plan.documents)
        )
    ),
    "entry_not_signed": _free_home,
    "later_not_done": lambda now, target, day: all(
        one.state != "done" for one in _after(now, target)
    ),
    "stage_is_open": _open_home,
    "entry_filled": lambda now, target, day: _full(target),
    "has_addressee": lambda now, target, day: _addressed(target),
    "action_ended": _ended,
    "no_conclusion": _not_concluded,
    "begun_or_late": lambda now, target, day: (
        target.state == "running"
        or bool(target.said.get("due") and target.said["due"] < day.isoformat())
    ),
    "review_not_signed": lambda now, target, day: (
        not _in_force(
            now,
            (
                name
                for one in now.stages
                if "review" in one.plan.contents
                for name in one.plan.documents
            ),
        )
    ),
    "everyone_acknowledged": lambda now, target, day: (
        set(target.said.get("addressees") or ()) <= target.acknowledged
    ),
    "stages_done": lambda now, target, day: {one.state for one in now.stages} == {"done"},
}
