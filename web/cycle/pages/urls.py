"""Addresses of management cycles."""

from django.urls import path

from web.cycle.pages import (
    answer,
    card,
    days,
    decisions,
    entering,
    listed,
    one,
    opening,
    stage,
    steps,
    together,
)

app_name = "cycles"
_ENTRY, _CYCLE, _STAGE = "entries/<uuid:entry>", "<uuid:cycle>", "<uuid:cycle>/<slug:stage>"
urlpatterns = [
    path("", listed.cycles, name="list"),
    path("table.<slug:form>", listed.table, name="table"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/table.<slug:form>", decisions.table, name="decisions_table"),
    path("new/", opening.new, name="new"),
    path(f"{_ENTRY}/", card.card, name="entry"),
    path(f"{_ENTRY}/edit/", entering.edit, name="edit"),
    path(f"{_ENTRY}/withdraw/", entering.withdraw, name="withdraw"),
    path(f"{_ENTRY}/person/", answer.person, name="person"),
    path(f"{_ENTRY}/acknowledge/", answer.acknowledge, name="acknowledge"),
    path(f"{_ENTRY}/step/<slug:verb>/", steps.of_entry, name="entry_step"),
    path(f"{_CYCLE}/", one.cycle, name="cycle"),
    path(f"{_CYCLE}/step/<slug:verb>/", steps.of_cycle, name="cycle_step"),
    path(f"{_STAGE}/", stage.stage, name="stage"),
    path(f"{_STAGE}/days/", days.days, name="days"),
    path(f"{_STAGE}/fill/", entering.fill, name="fill"),
    path(f"{_STAGE}/add/<slug:kind>/", entering.enter, name="enter"),
    path(f"{_STAGE}/together/<slug:kind>/", together.together, name="together"),
    path(f"{_STAGE}/step/<slug:verb>/", steps.of_stage, name="stage_step"),
]
