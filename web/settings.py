"""Settings of Django, all of them from the table of `web.environment`."""

from pathlib import Path

from web import environment
from web.databases import database
from web.secret_key import secret_key

PLACE = Path(__file__).resolve().parent
MODE = environment.text("MSOKO_MODE")
DATA = Path(environment.text("MSOKO_DATA")).resolve()
STORE = Path(environment.text("MSOKO_STORE")).resolve()
PROFILE = environment.text("MSOKO_PROFILE")

DEBUG = False
SECRET_KEY = secret_key(environment.text("MSOKO_SECRET_KEY"), DATA)
ALLOWED_HOSTS = environment.words("MSOKO_HOSTS")
ROOT_URLCONF = "web.urls"
WSGI_APPLICATION = "web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "web.ui",
    "web.policy",
    "web.audit",
    "web.organisations",
    "web.accounts",
    "web.jobs",
    "web.figures",
    "web.uploads",
    "web.cycle",
    "web.acts",
    "web.roadmap",
    "web.readiness",
    "web.today",
    "web.workspace",
    "web.api",
    "web.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "web.policy.headers.HeadersMiddleware",
    # answers travel compressed; random bytes inside keep lengths from telling secrets
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "web.accounts.sessions.SeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.accounts.middleware.ActorMiddleware",
    "web.api.pace.PaceMiddleware",
    "web.policy.gate.PolicyMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PLACE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.policy.menu.menu",
            ],
        },
    }
]

DATABASES = {
    "default": database(
        environment.text("DATABASE_URL"), DATA, environment.number("MSOKO_DATABASE_POOL")
    )
}
if not environment.text("DATABASE_URL"):
    DATA.mkdir(parents=True, exist_ok=True)

LANGUAGE_CODE = "ru"
TIME_ZONE = environment.text("MSOKO_TIME_ZONE")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
    {
        "NAME": f"{_RULES}.MinimumLengthValidator",
        "OPTIONS": {"min_length": environment.number("MSOKO_PASSWORD_LENGTH")},
    },
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "web.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
# a session ends with the browser, or with idleness
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "МСОКО: "
# guessing is counted by axes, in the database, for all processes together
ACCOUNT_RATE_LIMITS = {"login_failed": False}
ACCOUNT_USER_DISPLAY = "web.accounts.models.shown"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "МСОКО"
USERSESSIONS_TRACK_ACTIVITY = True

AXES_FAILURE_LIMIT = environment.number("MSOKO_LOGIN_ATTEMPTS")
AXES_COOLOFF_TIME = environment.number("MSOKO_LOGIN_COOLOFF_MINUTES") / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "web.accounts.adapter.name_of"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False
API_PER_MINUTE = environment.number("MSOKO_API_PER_MINUTE")
SECOND_FACTOR_ROLES = [] if MODE == "demo" else environment.words("MSOKO_SECOND_FACTOR")

EMAIL_FOLDER = DATA / "письма"
if environment.text("MSOKO_EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = environment.text("MSOKO_EMAIL_HOST")
    EMAIL_PORT = environment.number("MSOKO_EMAIL_PORT")
    EMAIL_HOST_USER = environment.text("MSOKO_EMAIL_USER")
    EMAIL_HOST_PASSWORD = environment.text("MSOKO_EMAIL_PASSWORD")
    EMAIL_USE_SSL = True
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = EMAIL_FOLDER
DEFAULT_FROM_EMAIL = environment.text("MSOKO_EMAIL_FROM")
CHECK_LINKS = environment.yes("MSOKO_CHECK_LINKS")
SITE_ADDRESS = environment.text("MSOKO_ADDRESS").rstrip("/")
DAILY_HOUR = environment.number("MSOKO_DAILY_HOUR")

HTTPS = environment.yes("MSOKO_HTTPS")
SESSION_COOKIE_AGE = environment.number("MSOKO_SESSION_IDLE_MINUTES") * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "web.ui.errors.stale_form"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

UPLOAD_BYTES = environment.number("MSOKO_UPLOAD_MEGABYTES") * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = environment.number("MSOKO_UPLOAD_FILES")
UPLOAD_FOLDER = DATA / "присланное"
FILE_UPLOAD_TEMP_DIR = None
FIGURES_FOLDER = DATA / "значения"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
LEASE_SECONDS = environment.number("MSOKO_LEASE_SECONDS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["screen"], "level": "WARNING"},
}
