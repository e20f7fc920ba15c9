"""Which scope is a client given? The registry's answers, as oauthlib asks for them."""

from collections.abc import Iterable

from oauth_provider.domain import scope
from oauth_provider.models import Client
from oauth_provider.models.scope import registry

from .errors import InvalidScope


def default_scope(client: Client) -> list[str]:
    """What the client gets when it asks for nothing (RFC 6749 §3.3). Raises InvalidScope."""
    scopes = registry()
    defaults = client.default_scope_names or scopes.defaults
    names = scopes.known(scopes.implications.meet(defaults, client.scope_names))
    if not names:
        raise InvalidScope("Say which scope you ask for: this client has no default one.")
    return list(names)


def checked_scope(names: Iterable[str], client: Client) -> list[str]:
    """The names, each once. Raises InvalidScope for one that is malformed, unknown or too much."""
    try:
        asked = scope.parse(scope.format_scope(names))
    except scope.ScopeSyntaxError as error:
        raise InvalidScope("The scope parameter is malformed.") from error
    if not asked:
        raise InvalidScope("The scope parameter names no scope.")
    scopes = registry()
    if unknown := scopes.unknown(asked):
        raise InvalidScope(f"There is no scope {unknown[0]}.")
    allowed = scopes.implications.expand(client.scope_names)
    if beyond := [name for name in asked if name not in allowed]:
        raise InvalidScope(f"This client may not ask for the scope {beyond[0]}.")
    return list(asked)


def refuse_sensitive(names: Iterable[str]) -> None:
    """Raise InvalidScope for what is sensitive, where no user is there to agree to it."""
    scopes = registry()
    reached = scopes.known(scopes.implications.expand(names))
    if sensitive := sorted(name for name in reached if scopes.definitions[name].is_sensitive):
        raise InvalidScope(f"Ask a user for {sensitive[0]}: this client has registered itself.")
