"""Settings. Everything an installation may choose comes from the environment, which `./anju` fills."""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from anju.foundation.db.deadlines import limited_to
from anju.foundation.logs.lines import configuration as logs

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent.parent
DATA = Path(os.environ.get("ANJU_DATA", PROJECT / "data"))
KEYRING_PATH = DATA / "keys" / "keyring.json"
NODE_MODULES = Path(os.environ.get("ANJU_NODE_MODULES", PROJECT / "node_modules"))

PLACES = 8 if "ANJU_POOL" in os.environ else 0
"""Requests of a web process that may be at the database at once; 0: no limit."""
DEADLINE = int(os.environ.get("ANJU_DEADLINE", "0"))
"""Seconds a statement of a request may take; 0: no limit. `up` sets it for the web server alone."""


def database(url: str) -> dict[str, Any]:
    """Django's settings for a ``postgresql://user:password@host:port/name?host=/socket`` address.

    Every other word of the query (sslmode, sslrootcert, target_session_attrs …) goes to libpq as it stands. A pooled
    connection is asked whether it lives before a request gets it, so that no request meets one of before a restart.
    What is prepared (`foundation.db.statements`) is planned once: left to itself, PostgreSQL takes the
    guess for unknown values for dearer than it is and plans a search under row-level security anew
    each time, which takes three times as long as running it (decision 0016).
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {
        key: value for key, value in query.items() if key not in ("host", "port")
    }
    options["options"] = (
        f"{options.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()
    )
    if "ANJU_POOL" in os.environ:
        # Eight requests, which may all wait for the committer. Nobody waits for a connection but for one to be made.
        options["pool"] = {
            "min_size": 1,
            "max_size": PLACES + 1,
            "timeout": 3,
            "reconnect_timeout": 20,
        }
        if DEADLINE:
            options["pool"]["connection_class"] = limited_to(DEADLINE)
            options["options"] += f" -c statement_timeout={DEADLINE}s"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(query.get("port", parts.port or "")),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"MIGRATE": False},
    }


DATABASES = {"default": database(os.environ.get("ANJU_DATABASE_URL", "postgresql:///anju"))}
if READ_URL := os.environ.get("ANJU_READ_DATABASE_URL", ""):
    DATABASES["replica"] = database(READ_URL)
    DATABASES["replica"]["OPTIONS"].setdefault("connect_timeout", "3")
READ_LAG = float(os.environ.get("ANJU_READ_LAG", "10"))
"""Seconds a replica may be behind and still be read from."""
SECRET_KEY = os.environ.get("ANJU_SECRET_KEY", "only-for-commands-that-serve-nobody")
DEBUG = os.environ.get("ANJU_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ANJU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BRIDGE_OUT, BRIDGE_IN = os.environ.get("ANJU_BRIDGE_OUT", ""), os.environ.get("ANJU_BRIDGE_IN", "")
WEBHOOK_NETWORKS = os.environ.get("ANJU_WEBHOOK_NETWORKS", "")
"""Networks (10.20.0.0/16,59.255.0.0/16) to whose addresses webhooks may go that are not public, and without TLS."""
STAMP_URL = os.environ.get("ANJU_STAMP_URL", "")
"""A time stamp service (RFC 3161 over HTTP) for the log of requests; without one the installation stamps itself."""
STAMP_CERTIFICATES = os.environ.get("ANJU_STAMP_CERTIFICATES", "")
"""File (PEM) of the certificates to which the service's stamps must lead."""
PUBLIC_URL = os.environ.get("ANJU_PUBLIC_URL", "http://localhost:8420").rstrip("/")
"""The address under which the world reaches this installation: links in messages, and the issuer's
name in credentials."""
SECURE_TRANSPORT = os.environ.get("ANJU_HTTPS") == "1"
"""True where a proxy with TLS stands before Anju: cookies by TLS only, and browsers are told to stay with it."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "anju.config.urls"
WSGI_APPLICATION = "anju.config.wsgi.application"

DOMAIN_APPS = [
    f"anju.domains.{name}"
    for name in (
        "regions",
        "access",
        "people",
        "places",
        "employers",
        "register",
        "housing",
        "permits",
        "health",
        "casework",
        "groups",
        "linkage",
        "fieldwork",
        "assessment",
        "exchange",
        "statistics",
    )
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "anju.foundation.audit",
    "anju.foundation.events",
    "anju.foundation.progress",
    "anju.foundation.exports",
    *DOMAIN_APPS,
    "anju.interfaces.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "anju.interfaces.web.bounds.Bounds",
    "anju.interfaces.web.availability.Availability",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "interfaces" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
AUTH_USER_MODEL = "access.User"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "interfaces" / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"

GROUP_COMMIT = "ANJU_POOL" in os.environ
"""Forms of the same moment share a transaction (`register.declare_grouped`): where several requests are
served at once."""

CLOCK_LIMIT = float(os.environ.get("ANJU_CLOCK_LIMIT", "600"))
"""Seconds by which the clock may leave the database's last recorded moment before writes are refused; 0: never."""
CLOCK_OFFSET = float(os.environ["ANJU_CLOCK_OFFSET"]) if "ANJU_CLOCK_OFFSET" in os.environ else None
"""Wall clock less steady counter when `./anju up` began; without it, when the process did."""

# Access
DEMO = os.environ.get("ANJU_DEMO") == "1"
AUTHENTICATION_BACKENDS = ["anju.domains.access.queries.sessions.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "anju.interfaces.web.account.adapters.StaffSignIn"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = (
    False  # counted in PostgreSQL by domains.access instead, so that all processes count together
)
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # `web.proxies` has put the client's address in REMOTE_ADDR
MFA_ADAPTER = "anju.interfaces.web.account.adapters.SecondFactor"
MFA_FORMS = {
    "authenticate": "anju.interfaces.web.account.forms.CountedCode",
    "authenticate_webauthn": "anju.interfaces.web.account.forms.CountedKey",
    "reauthenticate": "anju.interfaces.web.account.forms.CountedAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts have no e-mail address
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = (
    "required"  # a key alone is possession; with its PIN or finger it is two factors
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    False  # https, or http on localhost: where browsers offer passkeys at all
)
MFA_TOTP_ISSUER = "Anju 安居"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
REAL_NAME_SERVICE = os.environ.get(
    "ANJU_REAL_NAME", "anju.domains.access.operations.real_name.Simulator"
)
NOTICE_GATEWAY = os.environ.get("ANJU_SMS_GATEWAY", "anju.foundation.notices.api.Outbox")
IDLE_MINUTES = {"staff": int(os.environ.get("ANJU_IDLE_MINUTES", "30")), "public": 24 * 60}
SESSION_ENGINE = "anju.domains.access.queries.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # nobody stays signed in longer than a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE_TRANSPORT
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE_TRANSPORT
CSRF_FAILURE_VIEW = "anju.interfaces.web.refusals.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE_TRANSPORT else 0
X_FRAME_OPTIONS = "DENY"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
    }
}
"""In PostgreSQL, because a one-time code used in one process must be known as used in all of them."""
INSTALLED_APPS.insert(INSTALLED_APPS.index("anju.foundation.events"), "anju.foundation.notices")
MIDDLEWARE.insert(0, "anju.interfaces.web.headers.SecureHeaders")
MIDDLEWARE.insert(
    MIDDLEWARE.index("anju.interfaces.web.bounds.Bounds"),
    "anju.interfaces.rest.errors.ProblemDetails",
)
MIDDLEWARE.append("anju.interfaces.rest.epoch.RestoreEpoch")
MIDDLEWARE.append("anju.interfaces.rest.parameters.KnownParameters")
MIDDLEWARE.append("anju.interfaces.web.session.ActorMiddleware")

# Look
INSTALLED_APPS += ["django.forms"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES[0]["OPTIONS"]["context_processors"] += [
    "django.template.context_processors.i18n",
    "anju.interfaces.web.context.surroundings",
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "anju.config.staticfiles.NodeFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "anju.config.staticfiles.HashedStorage"},
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# Operating
INSTALLED_APPS.insert(INSTALLED_APPS.index("anju.foundation.progress"), "anju.foundation.logs")
MIDDLEWARE.insert(0, "anju.interfaces.web.health.watch.Watch")
MIDDLEWARE.insert(0, "anju.interfaces.web.proxies.TrustedProxies")
TRUSTED_PROXIES = [
    ip_network(one.strip(), strict=False)
    for one in os.environ.get("ANJU_PROXIES", "").split(",")
    if one.strip()
]
"""Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""
SECURE_PROXY_SSL_HEADER = (
    "HTTP_X_FORWARDED_PROTO",
    "https",
)  # `web.proxies` drops it from everybody else
CSRF_TRUSTED_ORIGINS = (
    [PUBLIC_URL] if SECURE_TRANSPORT else []
)  # a proxy may leave the port out of Host
LOGGING = logs(os.environ.get("ANJU_LOG", "plain"))
SLOW_QUERY_MS = int(
    os.environ.get("ANJU_SLOW_QUERY_MS", "0")
)  # `up` sets 500 for what serves; commands are silent
METRICS_TOKEN = os.environ.get("ANJU_METRICS_TOKEN", "")
METRICS_DIRECTORY = DATA / "run" / "metrics"
"""Where each web process leaves its counters, so that whichever is asked can tell them all."""

# Keys and credentials
INSTALLED_APPS.insert(INSTALLED_APPS.index("anju.foundation.events"), "anju.foundation.keystore")
KEYSTORE = os.environ.get("ANJU_KEYSTORE", "file")
"""``file``, or ``pkcs11:`` and the path of a token's library."""
KEYSTORE_TOKEN = os.environ.get("ANJU_KEYSTORE_TOKEN", "anju")
KEYSTORE_PIN_FILE = os.environ.get("ANJU_KEYSTORE_PIN_FILE", "")
PERMIT_ALGORITHM = os.environ.get("ANJU_PERMIT_ALGORITHM", "ES256")
"""``ES256``, which every phone checks by itself, or ``SM2``, which the verifier's page has the server check."""
