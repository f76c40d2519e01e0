"""Addresses of the programming interface, each with what its operation needs."""

from __future__ import annotations

from web.api import reading, sending
from web.api.interface import api

OPERATIONS = {
    one.__name__: one
    for one in (
        reading.me, reading.areas, reading.values, reading.organisations,
        sending.files, sending.file, sending.send, sending.accept, sending.refuse,
    )
}  # fmt: skip

api_urls = api.urls
for pattern in api_urls[0]:
    # the gate reads the permission from the view, which the library makes anew for every address
    if pattern.name in OPERATIONS:
        pattern.callback.needs = OPERATIONS[pattern.name].needs
