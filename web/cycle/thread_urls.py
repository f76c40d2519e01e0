"""Addresses of the thread, of the effect of actions and of changes of the regulation."""

from django.urls import path

from web.cycle import effect_views, thread_views

app_name = "thread"
urlpatterns = [
    path("changes/<uuid:cycle>/", thread_views.changes, name="changes"),
    path("compared/<uuid:entry>/", effect_views.compared, name="compared"),
    path("compared/<uuid:entry>/<uuid:action>.<slug:form>", effect_views.drawn, name="drawn"),
    path("compared/<uuid:entry>/ask/", effect_views.ask, name="ask"),
    path("<path:ref>/", thread_views.walk, name="walk"),
]
