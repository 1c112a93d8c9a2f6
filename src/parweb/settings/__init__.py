"""Django's settings, made of :class:`parweb.settings.environment.Environment`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from parweb.settings.database import database
from parweb.settings.environment import Environment

ENVIRONMENT = Environment()
PACKAGE = Path(__file__).resolve().parents[1]

SECRET_KEY = ENVIRONMENT.key()
DEBUG = ENVIRONMENT.debug
DEMONSTRATION = ENVIRONMENT.demonstration
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
BASE_URL = ENVIRONMENT.base_url
WORKER_NICE = ENVIRONMENT.worker_nice
ROOT_URLCONF = "parweb.urls"
WSGI_APPLICATION = "parweb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# From the lowest stage to the highest; docs/map.md says what each room owns.
OWN_APPS = [
    "parweb.interface",
    "parweb.audit",
    "parweb.accounts",
    "parweb.inbox",
    "parweb.jobs",
    "parweb.units",
    "parweb.frameworks",
    "parweb.rounds",
    "parweb.evidence",
    "parweb.dossiers",
    "parweb.surveys",
    "parweb.assessments",
    "parweb.appraisals",
    "parweb.results",
    "parweb.portal",
    "parweb.oversight",
    "parweb.demonstration",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *OWN_APPS,  # before allauth, whose templates and words they replace
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "parweb.portal.early.PublicPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "parweb.interface.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parweb.units.middleware.PersonMiddleware",
    "axes.middleware.AxesMiddleware",
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
                "parweb.interface.context.site",
            ],
        },
    }
]

DATABASES = {"default": database(ENVIRONMENT.database_url, ENVIRONMENT.data_dir)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

# ----------------------------------------------------------------- language

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

# -------------------------------------------------------------------- files

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
MEDIA_ROOT = ENVIRONMENT.data_dir / "files"
CHARTS_ROOT = ENVIRONMENT.data_dir / "charts"  # drawn once, drawn again where missing
DOSSIER_STORE = ENVIRONMENT.data_dir / "dossiers"
"""Records of the one-stop shop as columns, kept by the library."""
SURVEY_STORE = ENVIRONMENT.data_dir / "surveys"
"""Frames and samples of surveys as columns."""
_ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
_IN_BUCKET = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": ENVIRONMENT.storage_bucket,
        "endpoint_url": ENVIRONMENT.storage_endpoint or None,
        "region_name": ENVIRONMENT.storage_region or None,
        "access_key": ENVIRONMENT.storage_access_key or None,
        "secret_key": ENVIRONMENT.storage_secret_key or None,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    },
}
STORAGES = {
    "default": _IN_BUCKET if ENVIRONMENT.storage_bucket else _ON_DISK,
    "staticfiles": {"BACKEND": "parweb.interface.storage.StaticStorage"},
}
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_LIMIT = ENVIRONMENT.upload_limit
DOSSIER_UPLOAD_LIMIT = ENVIRONMENT.dossier_upload_limit
DOSSIER_FILES_AT_ONCE = ENVIRONMENT.dossier_files_at_once
DOSSIER_BATCH_LIMIT = ENVIRONMENT.dossier_batch_limit
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
VIRUS_SCANNER = ENVIRONMENT.virus_scanner
SURVEY_CONTACT_KEY = ENVIRONMENT.survey_key()
"""Encrypts contact data of respondents; whoever has the database alone cannot read them."""
FRAME_SOURCES: dict[str, str] = {"dossiers": "parweb.dossiers.framing.frame_for"}
"""Where a survey's list may come from besides a file: dotted names of ``frame_for(unit, first, last)``."""
STATION_SUBJECTS: dict[str, str] = {"dossiers": "parweb.dossiers.framing.subjects_for"}
"""What a QR code or kiosk may ask about: dotted names of ``subjects_for(unit)``, rows of kind, code, name."""

# ------------------------------------------------------------------ sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "parweb.accounts.backend.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "parweb.accounts.passwords.NotOneOfTheLastTen"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "parweb.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key"}  # codes of the second factor; axes counts passwords
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody here has
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Chỉ số CCHC] "
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are typed by those who make the accounts
MFA_TOTP_ISSUER = "Chỉ số CCHC"
MFA_REQUIRED = ENVIRONMENT.mfa_required
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.behind_https
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": ENVIRONMENT.oidc_name,
                "client_id": ENVIRONMENT.oidc_client_id,
                "secret": ENVIRONMENT.oidc_secret,
                "settings": {"server_url": ENVIRONMENT.oidc_server},
            }
        ]
        if ENVIRONMENT.oidc_server
        else []
    }
}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_ADAPTER = "parweb.accounts.adapter.SocialAdapter"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "parweb.accounts.lockout.username_of"
AXES_LOCKOUT_CALLABLE = "parweb.accounts.lockout.page"
PASSWORD_RESET_TIMEOUT = 24 * 3600
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_IPWARE_PROXY_COUNT = ENVIRONMENT.trusted_proxies or None
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
SESSION_ENGINE = "parweb.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
IDLE_ACCOUNT_DAYS = 45  # NĐ 331/2026
ADMIN_PASSWORD_DAYS = 60  # NĐ 331/2026: every two months

# ----------------------------------------------------------------- security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.behind_https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.behind_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_https else None
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url] if ENVIRONMENT.behind_https else []
SILENCED_SYSTEM_CHECKS = ["django_tasks_db.W001"]

# ---------------------------------------------------- work in the background

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# ----------------------------------------------------------------- messages

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENVIRONMENT.email_host
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = ENVIRONMENT.email_host
EMAIL_PORT = ENVIRONMENT.email_port
EMAIL_HOST_USER = ENVIRONMENT.email_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.email_password
EMAIL_USE_TLS = EMAIL_PORT == 587  # noqa: PLR2004  # the submission port
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
MESSAGE_HOOK = ENVIRONMENT.message_hook

# ------------------------------------------------------------------- engine

LEAF_SCORER = "parweb.results.actions.score_leaf.score_leaf"
"""The one door to the engine, named so that lower stages need not import a higher one (decision 0010)."""
CASE_CHECKER = "parweb.results.actions.check_cases.check_cases"
"""The same door for the cases of an edition that is to be adopted."""
CHANGE_PREVIEWER = "parweb.results.actions.preview_change.preview_change"
"""What a change of values would do to ranks: asked by those who decide appeals."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
