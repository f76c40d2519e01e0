"""Everything one act is made from: the cycle as it stands, figures, names, earlier acts."""

from __future__ import annotations

from datetime import date

from msoko.cycle.snapshot import IN_FORCE, CycleNow
from msoko.cycle.target import Aimed
from msoko.documents.acts.compose import Composed, compose, offered
from msoko.documents.acts.material import Earlier, Material
from msoko.documents.requisites import ActDocument, ActForms, act_forms
from web import regulation
from web.acts.figures import figures_of
from web.acts.own import own_of, typed
from web.cycle.models import Act, Cycle
from web.cycle.standing import standing
from web.cycle.target import targets_in
from web.organisations.tree import tree_now
from web.policy.scope import Scope

_kept: dict[str, ActForms] = {}


def forms() -> ActForms:
    """What the regulation of today says of its acts; read once for a version of the profile."""
    profile = regulation.profile()
    if profile.version not in _kept:
        _kept.clear()
        _kept[profile.version] = act_forms(profile, regulation.folder())
    return _kept[profile.version]


def documents_of(now: CycleNow) -> list[ActDocument]:
    """Acts a cycle can have, in the order of the regulation."""
    known = forms()
    names = offered(known, now)
    return [one for one in known.documents if one.id in names]


def made_of(act: Act, scope: Scope, now: CycleNow | None = None) -> Composed | None:
    """The act as it would be today; None when the regulation has no such document any more."""
    material = material_of(act, scope, now or standing(act.cycle))
    return compose(material, act.number, act.signed_on) if material else None


def material_of(act: Act, scope: Scope, now: CycleNow) -> Material | None:
    """What an act is made from, as far as the reader's figures go."""
    document = forms().document(act.document)
    if document is None:
        return None
    ids = [str(one.said.get("indicator", "")) for one in now.of("indicator")]
    analysed = act.document == "analysis_report"
    return Material(
        now=now,
        profile=regulation.profile(),
        document=document,
        requisites=forms().requisites,
        own=own_of(act),
        organisations={code: node.name for code, node in tree_now().nodes.items()},
        figures=figures_of(ids, now.period, scope) if analysed else {},
        earlier=_earlier(act.cycle),
        targets=_targets(act, scope),
    )


def _targets(act: Act, scope: Scope) -> tuple[Aimed, ...]:
    """An analysis speaks of its own year; a review of what has come of it, by the latest values."""
    years = {"analysis_report": act.cycle.period, "effectiveness_review": ""}
    if act.document not in years:
        return ()
    return tuple(targets_in(scope, act.cycle, years[act.document]))


def _earlier(cycle: Cycle) -> dict[str, Earlier]:
    """Acts of the cycle in force, the newest of each document."""
    found = {}
    for one in cycle.acts.filter(state__in=IN_FORCE).order_by("signed_on", "made_at"):
        own = typed(one)
        starts, due = _day(own["starts"]), _day(own["due"])
        found[one.document] = Earlier(one.title, one.number, one.signed_on, starts, due)
    return found


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
