"""Django's settings, made from the environment. The only place that names every app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from nahbar.settings.environment import read

NAHBAR = read()

SECRET_KEY = NAHBAR.secret_key
DEBUG = False
ALLOWED_HOSTS = list(NAHBAR.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [NAHBAR.url]
ROOT_URLCONF = "nahbar.settings.urls"
ASGI_APPLICATION = "nahbar.settings.asgi.application"
AUTH_USER_MODEL = "nahbar_accounts.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # First, so that our templates stand before those of allauth.
    "nahbar.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "nahbar.history.apps.HistoryConfig",
    "nahbar.accounts.apps.AccountsConfig",
    "nahbar.voice.apps.VoiceConfig",
    "nahbar.mailroom.apps.MailroomConfig",
    "nahbar.notices.apps.NoticesConfig",
    "nahbar.people.apps.PeopleConfig",
    "nahbar.conversations.apps.ConversationsConfig",
    "nahbar.api.apps.ApiConfig",
    "nahbar.settings.apps.SettingsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nahbar.settings.answers.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nahbar.desk.middleware.MemberLanguage",
    "nahbar.desk.middleware.ContentSecurity",
    "nahbar.desk.middleware.NoRoom",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]


def _database() -> dict[str, Any]:
    found: dict[str, Any] = dict(dj_database_url.parse(NAHBAR.database_url, conn_max_age=600))
    if "sqlite" in found["ENGINE"]:
        found["ENGINE"] = "nahbar.settings.sqlite"
        # A file, not memory: tests use threads and our own lock, and each xdist worker has a home of its own.
        found["TEST"] = {"NAME": str(NAHBAR.home / "test.sqlite3")}
        found["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            # FULL: what got its 250 is on the disk. DESIGN section 3, rule 6.
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;"
                "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
            ),
        }
    else:
        found["CONN_HEALTH_CHECKS"] = True
    return found


DATABASES = {"default": _database()}

LANGUAGE_CODE = NAHBAR.language
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
TIME_ZONE = NAHBAR.time_zone
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60  # addresses name the content: VersionedFiles
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nahbar.settings.answers.VersionedFiles"},
}
BLOB_ROOT: Path = NAHBAR.home / "blobs"
OUTBOX_ROOT: Path = NAHBAR.home / "outbox"

# Not cached_db: each process has a cache of its own, so another one would go on with a session that ended here.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = NAHBAR.url.startswith("https://")
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "nahbar.desk.sign_in.SignIn"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else everybody could make us write to strangers
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
MFA_ADAPTER = "nahbar.desk.sign_in.SecondFactor"
MFA_TOTP_ISSUER = "Nahbar"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation reached the address, or an administrator vouches for it
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = NAHBAR.url.startswith("http://")

EMAIL_BACKEND = "nahbar.mailroom.system_mail.SystemMail"

DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": NAHBAR.log_level},
    # aiosmtpd and allauth log addresses at INFO, httpx the whole address of every webhook.
    "loggers": {"mail": {"level": "WARNING"}, "allauth": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
