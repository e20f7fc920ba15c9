"""django-oauth-toolkit, as it comes and hardened."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from oauth2_provider.models import Application, Grant
from oauth2_provider.settings import DEFAULTS, OAuth2ProviderSettings, oauth2_settings
from oauthlib.common import generate_token

from oauth_provider.conf import conf
from tests.benchmarks.hashers import OneRoundHasher
from tests.benchmarks.party import REDIRECT_URI, SCOPE, Credentials, Party
from tests.browser_session import CHALLENGE

GATES = [name for name in DEFAULTS if name.startswith("COMPLIANT_BCP_RFC9700_")]

# All that makes it stricter, and the lifetimes of oauth_provider. No grace period: its own checks
# refuse one (oauth2_provider.E001) together with COMPLIANT_BCP_RFC9700_TOKEN_STORAGE.
HARDENED: dict[str, Any] = {
    "CLIENT_SECRET_HASHER": OneRoundHasher.algorithm,
    "PKCE_REQUIRED": True,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
    "REFRESH_TOKEN_EXPIRE_SECONDS": int(conf.REFRESH_TOKEN_LIFETIME.total_seconds()),
    "ACCESS_TOKEN_EXPIRE_SECONDS": int(conf.ACCESS_TOKEN_LIFETIME.total_seconds()),
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "ALLOW_URI_WILDCARDS": False,
    **dict.fromkeys(GATES, True),
}
ABOUT = "with its defaults: client secrets are hashed like passwords"
ABOUT_HARDENED = "a fast hasher for client secrets; everything that is stricter is turned on"
SHOWN = [name for name in HARDENED if name in DEFAULTS]


def toolkit() -> Party:
    """With its defaults: client secrets are hashed like passwords."""
    return _party("django-oauth-toolkit", ABOUT, "/toolkit", {})


def hardened_toolkit() -> Party:
    """With a fast hasher for client secrets, and everything stricter that it can be told."""
    chosen = {setting: HARDENED[setting] for setting in SHOWN}
    return _party("django-oauth-toolkit, hardened", ABOUT_HARDENED, "/hardened", chosen)


def _party(name: str, about: str, path: str, chosen: dict[str, Any]) -> Party:
    # Each configuration keeps the state of its own, with what was looked up in it before: to
    # change from one to the other costs the next request nothing.
    state = vars(OAuth2ProviderSettings(chosen))

    def activate() -> None:
        oauth2_settings.__dict__ = state

    activate()
    user = get_user_model().objects.create(username=name)
    web, web_credentials = _application(f"{name}, web", "authorization-code", REDIRECT_URI)
    _, service_credentials = _application(f"{name}, service", "client-credentials", "")

    def issue_code() -> str:
        return _issue_code(web, user)

    settings = {
        f"{setting}{'' if setting in chosen else ' (default)'}": getattr(oauth2_settings, setting)
        for setting in SHOWN
    }
    clients = (web_credentials, service_credentials)
    return Party(name, about, path, *clients, issue_code, settings, activate)


def _application(name: str, grant_type: str, uris: str) -> tuple[Application, Credentials]:
    application = Application(
        name=name,
        client_type="confidential",
        authorization_grant_type=grant_type,
        redirect_uris=uris,
    )
    client_secret = application.client_secret  # hashed when it is saved
    application.save()
    return application, Credentials(application.client_id, client_secret)


def _issue_code(application: Application, user: object) -> str:
    value = generate_token()
    Grant.objects.create(
        application=application,
        user=user,
        code=value,
        expires=timezone.now() + conf.AUTHORIZATION_CODE_LIFETIME,
        redirect_uri=REDIRECT_URI,
        scope=SCOPE,
        code_challenge=CHALLENGE,
        code_challenge_method="S256",
    )
    return value
