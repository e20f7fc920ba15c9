"""Applications become clients, under the same client id."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count
from oauth2_provider.settings import oauth2_settings

from oauth_provider.domain import redirect_uri
from oauth_provider.domain.grant_type import ClientType, GrantType
from oauth_provider.models import Client
from oauth_provider.toolkit import source

from . import scopes, secrets
from .redirect_uris import judge
from .run import Run

NAME_LENGTH = 200
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"

# The toolkit's one grant type of an application: IANA's name, and whether it refreshes.
GRANT_TYPES: dict[str, tuple[str, bool]] = {
    "authorization-code": (GrantType.AUTHORIZATION_CODE, True),
    "openid-hybrid": (GrantType.AUTHORIZATION_CODE, True),
    "client-credentials": (GrantType.CLIENT_CREDENTIALS, False),
    "password": ("password", True),
    "implicit": ("implicit", False),
    DEVICE_CODE: (DEVICE_CODE, True),
}
NOT_SERVED = "Applications whose grant type is not served here (what they hold goes on)"
TOLERATED = "Redirect URIs that a new application could not register (kept; mend them)"
NAMESAKES = "Applications of the same name and owner (they stay what they are: several clients)"


def bring(run: Run) -> None:
    """Bring the applications that are not here yet."""
    rows = source.table("APPLICATION").order_by("pk")
    for page in source.pages(rows, "client_id", size=run.batch_size):
        ids = [row["client_id"] for row in page]
        known = set(Client.objects.filter(client_id__in=ids).values_list("client_id", flat=True))
        with run.batch("applications", len(page)):
            for application in rows.filter(client_id__in=set(ids) - known):
                _bring(application, run)
    _note_namesakes(run)


def grant_type_of(authorization_grant_type: str) -> str:
    """IANA's name of the grant type by which an application gets its tokens."""
    return GRANT_TYPES.get(authorization_grant_type, (authorization_grant_type, False))[0]


def _bring(application: Any, run: Run) -> None:
    is_public = application.client_type == ClientType.PUBLIC
    uris = judge(application.redirect_uris.split(), is_public=is_public)
    client = _client(application, uris.kept, run, is_public=is_public)
    client.save()
    run.report.brought["applications"] += 1
    secrets.bring(application, client, run)
    for uri, reason in uris.tolerated.items():
        run.report.note(TOLERATED, f"{application.client_id}: {uri}: {reason}")
    for uri, reason in uris.refused.items():
        run.report.note("Redirect URIs left out", f"{application.client_id}: {uri}: {reason}")
    for about, is_so in REMARKS.items():
        if is_so(application):
            run.report.note(about, f"{application.client_id} ({client.name})")


def _client(application: Any, uris: list[str], run: Run, *, is_public: bool) -> Client:
    scope, default_scope = scopes.of_application(application)
    return Client(
        client_id=application.client_id,
        name=(application.name or application.client_id)[:NAME_LENGTH],
        client_type=ClientType(application.client_type),
        owner_id=application.user_id,
        redirect_uris=uris,
        grant_types=_grant_types(application, run),
        scope=scope,
        default_scope=default_scope,
        is_pkce_required=_is_pkce_required(application.client_id),
        is_first_party=application.skip_authorization,
        rotates_refresh_tokens=is_public or bool(oauth2_settings.ROTATE_REFRESH_TOKEN),
        allows_localhost=bool(getattr(oauth2_settings, "ALLOW_LOCALHOST_LOOPBACK", False)),
        allowed_origins=_origins(application, run, is_public=is_public),
        metadata=_metadata(application),
        created_at=application.created,
    )


def _grant_types(application: Any, run: Run) -> list[str]:
    name, refreshes = GRANT_TYPES.get(application.authorization_grant_type, ("", False))
    served = [name] if name in list(GrantType) else []
    if not served or application.authorization_grant_type == "openid-hybrid":
        line = f"{application.client_id}: {application.authorization_grant_type}"
        run.report.note(NOT_SERVED, line)
    return [str(each) for each in served] + ([GrantType.REFRESH_TOKEN.value] if refreshes else [])


def _origins(application: Any, run: Run, *, is_public: bool) -> list[str]:
    origins = (getattr(application, "allowed_origins", "") or "").split()
    kept = [origin for origin in origins if is_public and redirect_uri.is_origin(origin)]
    for origin in origins:
        if origin not in kept:
            reason = "no origin" if is_public else "its secret must not be in a browser"
            run.report.note(
                "Allowed origins left out", f"{application.client_id}: {origin}: {reason}"
            )
    return kept


def _metadata(application: Any) -> dict[str, Any]:
    uris = (getattr(application, "post_logout_redirect_uris", "") or "").split()
    return {"post_logout_redirect_uris": uris} if uris else {}


def _is_pkce_required(client_id: str) -> bool:
    required = oauth2_settings.PKCE_REQUIRED
    return bool(required(client_id) if callable(required) else required)


def _note_namesakes(run: Run) -> None:
    named = source.table("APPLICATION").exclude(name="").order_by().values("name", "user_id")
    for row in named.annotate(count=Count("pk")).filter(count__gt=1).iterator():
        line = f"{row['name']}, owner {row['user_id']}: {row['count']}"
        run.report.note(NAMESAKES, line)


REMARKS: dict[str, Callable[[Any], bool]] = {
    "Public applications that did not have to use PKCE, and now have to": lambda application: (
        application.client_type == ClientType.PUBLIC
        and not _is_pkce_required(application.client_id)
    ),
    "Public applications whose refresh tokens now rotate": lambda application: (
        application.client_type == ClientType.PUBLIC and not oauth2_settings.ROTATE_REFRESH_TOKEN
    ),
    "Public applications that act for themselves (they have nothing to prove it with)": (
        lambda application: (
            application.client_type == ClientType.PUBLIC
            and application.authorization_grant_type == "client-credentials"
        )
    ),
    "Applications that were given ID tokens, which are not served here": lambda application: bool(
        getattr(application, "algorithm", "")
    ),
}
