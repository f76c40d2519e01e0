"""Addresses of the roadmap, of expected documents and of reminders."""

from django.urls import path

from web.roadmap import documents, edit, edit_plan, reminders, views

app_name = "roadmap"
_ROW = "rows/<str:row>"
urlpatterns = [
    path("", views.listed, name="list"),
    path("timeline/", views.timeline, name="timeline"),
    path("calendar/", views.month, name="month"),
    path("table/<slug:what>.<slug:form>", views.table, name="table"),
    path("plan.docx", views.document, name="document_word"),
    path("add/", edit_plan.add, name="add"),
    path("approve/", edit_plan.approve, name="approve"),
    path("requisites/", edit_plan.register, name="register"),
    path(f"{_ROW}/", views.row, name="row"),
    path(f"{_ROW}/mark/", edit.mark, name="mark"),
    path(f"{_ROW}/date/", edit.set_date, name="date"),
    path(f"{_ROW}/change/", edit_plan.change, name="change"),
    path(f"{_ROW}/withdraw/", edit_plan.withdraw, name="withdraw"),
    path("documents/", documents.listed, name="documents"),
    path("documents/table.<slug:form>", documents.table, name="documents_table"),
    path("documents/<str:document>/", documents.card, name="document"),
    path("documents/<str:document>/file/", documents.file, name="document_file"),
    path("reminders/", reminders.page, name="reminders"),
    path("reminders/choose/", reminders.choose, name="choose"),
    path("reminders/feeds/", reminders.make, name="make_feed"),
    path("reminders/feeds/<uuid:feed>/revoke/", reminders.revoke, name="revoke_feed"),
    path("feed/<str:token>.ics", reminders.feed, name="feed"),
]
