"""Addresses of people."""

from django.urls import path

from web.accounts import edit, keys, views

app_name = "accounts"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", edit.invite, name="invite"),
    path("people/<uuid:person>/", views.card, name="card"),
    path("people/<uuid:person>/appoint/", edit.appoint, name="appoint"),
    path("people/<uuid:person>/correct/", edit.correct, name="correct"),
    path("people/<uuid:person>/dismiss/<int:number>/", edit.dismiss, name="dismiss"),
    path("people/<uuid:person>/switch/", edit.switch, name="switch"),
    path("people/<uuid:person>/end-sessions/", edit.end_sessions, name="end_sessions"),
    path("invitation/<str:token>/", edit.join, name="join"),
    path("me/", views.own, name="own"),
    path("me/keys/", keys.make, name="make_token"),
    path("me/keys/<uuid:token>/revoke/", keys.revoke, name="revoke_token"),
    path("roles/", views.roles, name="roles"),
]
