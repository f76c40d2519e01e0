"""All addresses of the application."""

from django.urls import include, path

from web.api.urls import api_urls
from web.workspace.views import home

handler403 = "web.ui.errors.refused"
handler404 = "web.ui.errors.not_found"
handler500 = "web.ui.errors.failed"

urlpatterns = [
    path("", home, name="home"),
    path("", include("web.workspace.urls")),
    path("", include("web.accounts.urls")),
    path("", include("web.ui.urls")),
    path("findings/", include("web.cycle.urls")),
    path("today/", include("web.today.urls")),
    path("cycles/", include("web.cycle.pages.urls")),
    path("readiness/", include("web.readiness.urls")),
    path("thread/", include("web.cycle.thread_urls")),
    path("acts/", include("web.acts.urls")),
    path("roadmap/", include("web.roadmap.urls")),
    path("organisations/", include("web.organisations.urls")),
    path("uploads/", include("web.uploads.urls")),
    path("journal/", include("web.audit.urls")),
    path("jobs/", include("web.jobs.urls")),
    path("api/v1/", api_urls),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
