"""What a client cannot be, and why, in words for whoever registers it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import client_name, redirect_uri, scope
from oauth_provider.domain.client_name import Flaw
from oauth_provider.domain.grant_type import GrantType

from .scope import registry

if TYPE_CHECKING:
    from .client import Client

MAX_REDIRECT_URIS = 50
MAX_ORIGINS = 50
BEYOND = {
    "default_scope": _("The default scopes must be among its scopes."),
    "required_scope": _("The scopes that cannot be declined must be among its scopes."),
}
NAME_FLAWS = {
    Flaw.EMPTY: _("It must have a character that can be seen."),
    Flaw.UNSEEN: _("It has a character that cannot be seen, or that turns the text around."),
    Flaw.STACKED: _("It has too many marks above one another."),
    Flaw.MIXED_SCRIPTS: _("It mixes letters of different alphabets that look the same."),
    Flaw.NOT_NORMALISED: _("Write it as “%(name)s”."),
}


def problems(client: "Client") -> dict[str, list[str]]:
    """The fields that are wrong, with the reasons; empty for a client that may be registered."""
    found = {
        "name": _name_problems(client.name),
        "redirect_uris": _redirect_uri_problems(client),
        "grant_types": _grant_type_problems(client),
        "scope": _scope_problems(client.scope),
        "default_scope": _part_problems(client, "default_scope"),
        "required_scope": _part_problems(client, "required_scope"),
        "rotates_refresh_tokens": _rotation_problems(client),
        "allowed_origins": _origin_problems(client),
        "logo_uri": _logo_problems(client),
    }
    return {field: reasons for field, reasons in found.items() if reasons}


def check_redirect_uri(client: "Client", uri: str) -> None:
    """Raise RedirectURIError with the reason if this client may not register the URI."""
    redirect_uri.check_registration(
        uri,
        is_public=not client.is_confidential,
        http_hosts=client.http_hosts,
        any_scheme=client.may_use_any_scheme,
    )


def _name_problems(name: str) -> list[str]:
    if not name:
        return []  # said by the field itself
    written = {"name": client_name.normalised(name)}
    return [str(NAME_FLAWS[flaw]) % written for flaw in client_name.flaws(name)]


def _redirect_uri_problems(client: "Client") -> list[str]:
    uris = client.redirect_uris
    if not isinstance(uris, list) or not all(isinstance(uri, str) for uri in uris):
        return [gettext("This must be a list of URIs.")]
    if len(uris) > MAX_REDIRECT_URIS:
        return [gettext("At most %(limit)d redirect URIs.") % {"limit": MAX_REDIRECT_URIS}]
    if not uris and client.allows(GrantType.AUTHORIZATION_CODE):
        return [gettext("The authorization code grant needs at least one redirect URI.")]
    return list(_each_uri_problem(client, uris))


def _each_uri_problem(client: "Client", uris: list[str]) -> Iterator[str]:
    for uri in uris:
        try:
            check_redirect_uri(client, uri)
        except redirect_uri.RedirectURIError as error:
            yield f"{uri[:100]}: {error}"


def _grant_type_problems(client: "Client") -> list[str]:
    if not isinstance(client.grant_types, list):
        return [gettext("This must be a list of grant types.")]
    if any(grant_type not in list(GrantType) for grant_type in client.grant_types):
        return [gettext("This names a grant type that does not exist.")]
    if not client.is_confidential and client.allows(GrantType.CLIENT_CREDENTIALS):
        return [gettext("A public client has no credentials of its own to act with.")]
    needs_code = client.allows(GrantType.REFRESH_TOKEN)
    if needs_code and not client.allows(GrantType.AUTHORIZATION_CODE):
        return [gettext("Refresh tokens come with the authorization code grant.")]
    return []


def _part_problems(client: "Client", field: str) -> list[str]:
    part = getattr(client, field)
    if problems := _scope_problems(part):
        return problems
    if _scope_problems(client.scope):
        return []  # said beside that field
    is_part = registry().implications.covers(client.scope_names, scope.parse(part))
    return [] if is_part else [str(BEYOND[field])]


def _rotation_problems(client: "Client") -> list[str]:
    if client.rotates_refresh_tokens or client.is_confidential:
        return []
    return [gettext("A public client must rotate its refresh tokens (RFC 9700 §4.14.2).")]


def _origin_problems(client: "Client") -> list[str]:
    if not isinstance(client.allowed_origins, list):
        return [gettext("This must be a list of origins.")]
    if len(client.allowed_origins) > MAX_ORIGINS:
        return [gettext("At most %(limit)d origins.") % {"limit": MAX_ORIGINS}]
    if client.allowed_origins and client.is_confidential:
        return [gettext("A confidential client's secret must not be in a browser.")]
    bad = [origin for origin in client.allowed_origins if not redirect_uri.is_origin(origin)]
    return [gettext("“%(origin)s” is no origin.") % {"origin": str(o)[:100]} for o in bad]


def _logo_problems(client: "Client") -> list[str]:
    if not client.logo_uri or client.logo_uri.startswith("https://"):
        return []
    return [gettext("It must use https.")]


def _scope_problems(text: str) -> list[str]:
    try:
        unknown = registry().unknown(scope.parse(text))
    except scope.ScopeSyntaxError:
        return [gettext("Scopes are names separated by blanks, as in “read write”.")]
    return [gettext("There is no scope “%(name)s”.") % {"name": name} for name in unknown]
