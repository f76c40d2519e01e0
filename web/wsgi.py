"""What the web server runs: the application, made ready before the first person comes."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
application = get_wsgi_application()


def _ready() -> None:
    """Addresses, regulation, values and findings in memory, out of the garbage collector's way.

    Walking everything that is kept for ever would hold up a page by a fifth of a second each time.
    """
    from django.urls import reverse

    from web import regulation
    from web.figures.found import found
    from web.figures.read import figures

    reverse("home")
    regulation.profile()
    figures()
    found()
    gc.collect()
    gc.freeze()


_ready()
