"""Django's settings, one file for every machine; what differs comes from the environment."""

from __future__ import annotations

from chuangcheng.conf import environment as env

DATA_DIR = env.data_dir()
SECRET_KEY = env.secret_key()
DEBUG = env.DEBUG.flag
ALLOWED_HOSTS = env.ALLOWED_HOSTS.words
HTTPS = env.HTTPS.flag
PROXIES = env.PROXIES.number
METRICS_TOKEN = env.METRICS_TOKEN.text

# The nouns, from the bottom of the house up; each brings its own pages, operations and words.
NOUNS = [
    "chuangcheng.ground.audit",
    "chuangcheng.ground.search",
    "chuangcheng.ground.areas",
    "chuangcheng.ground.units",
    "chuangcheng.ground.people",
    "chuangcheng.ground.signin",
    "chuangcheng.ground.devices",
    "chuangcheng.ground.sheets",
    "chuangcheng.ground.jobs",
    "chuangcheng.ground.points",
    "chuangcheng.mandate.frameworks",
    "chuangcheng.mandate.campaigns",
    "chuangcheng.mandate.duties",
    "chuangcheng.evidence.inspections",
    "chuangcheng.evidence.draws",
    "chuangcheng.evidence.assignments",
    "chuangcheng.evidence.visits",
    "chuangcheng.evidence.photographs",
    "chuangcheng.remedy.problems",
    "chuangcheng.remedy.escalation",
    "chuangcheng.remedy.likely",
    "chuangcheng.outcome.standing",
    "chuangcheng.adapters.sso",
    "chuangcheng.adapters.notices",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "chuangcheng.ground.site",
    *NOUNS,
]
MIDDLEWARE = [
    "chuangcheng.ground.site.middleware.Journal",
    "django.middleware.security.SecurityMiddleware",
    "chuangcheng.ground.site.middleware.Headers",
    "chuangcheng.ground.devices.middleware.FieldProtocol",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chuangcheng.ground.signin.middleware.Sessions",
    "chuangcheng.ground.signin.middleware.Language",
    "chuangcheng.ground.signin.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "chuangcheng.ground.site.middleware.Calm",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "chuangcheng.conf.urls"
WSGI_APPLICATION = "chuangcheng.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chuangcheng.ground.site.context.house",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "chuangcheng.ground.site.fields.Renderer"

DATABASES = {"default": env.database(env.DATABASE_URL.text)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "signin:sign-in"
LOGIN_REDIRECT_URL = "/"
OIDC = {
    "issuer": env.OIDC_ISSUER.text,
    "client_id": env.OIDC_CLIENT_ID.text,
    "client_secret": env.OIDC_CLIENT_SECRET.text,
    "claim": env.OIDC_CLAIM.text,
    "title": env.OIDC_TITLE.text,
}
PASSKEYS = env.PASSKEYS.flag
NOTICE_CHANNELS = env.NOTICE_CHANNELS.text.split()
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "chuangcheng.ground.signin.passwords.Length"},
    {"NAME": "chuangcheng.ground.signin.passwords.Words"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = env.LANGUAGE.text
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = env.TIME_ZONE.text
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "chuangcheng.ground.site.storage.Stamped"},
}
MEDIA_ROOT = DATA_DIR / "files"
# Where desks and phones read the office's own base map by Range requests.
BASEMAP_URL = "/field/basemap.pmtiles"
# The packaged files are served from where they lie: nothing to collect after an installation.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2

AUTHENTICATION_BACKENDS = ["chuangcheng.ground.signin.backend.Accounts"]
SESSION_ENGINE = "chuangcheng.ground.signin.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The __Host- prefix ties a cookie to this very host; browsers allow it only over https.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

NINJA_PAGINATION_PER_PAGE = 100

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "chuangcheng.ground.site.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own request log prints addresses with what people typed into them.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "WARNING"}},
}
