"""Settings of the application under test: folders of its own, cheap passwords, either engine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

_FOLDER = Path(tempfile.mkdtemp(prefix="msoko-web-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_SAID = {
    "MSOKO_MODE": "local",
    "MSOKO_DATA": str(_FOLDER / "data"),
    "MSOKO_STORE": str(_FOLDER / "store"),
    "MSOKO_PROFILE": "solnechny",
    "MSOKO_HOSTS": "testserver,localhost,127.0.0.1",
    "MSOKO_SECOND_FACTOR": "nobody",
    "MSOKO_DATABASE_POOL": "0",
    "MSOKO_API_PER_MINUTE": "1000000",
    # postgresql://… runs the same tests on the other engine
    "DATABASE_URL": os.environ.get("MSOKO_TEST_DATABASE_URL", ""),
}
with patch.dict(os.environ, _SAID):
    from web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
