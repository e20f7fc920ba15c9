"""The toolkit's decorators for views of plain Django: change the import, and nothing else."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from oauth2_provider.settings import oauth2_settings

from oauth_provider.models.scope import registry

from .guard import refusal

View = Callable[..., Any]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def protected_resource(
    scopes: Iterable[str] | None = None,
    *,
    advertise_metadata: bool = False,
    resource_metadata_url: str | None = None,
) -> Callable[[View], View]:
    """Run the view for a token with these scopes; its user is ``request.resource_owner``.

    Whoever is refused gets 403, and with ``advertise_metadata`` a challenge (RFC 6750 §3).
    """
    return _guarded(lambda _request: list(scopes or ()), advertise_metadata, resource_metadata_url)


def rw_protected_resource(
    scopes: Iterable[str] | None = None,
    *,
    advertise_metadata: bool = False,
    resource_metadata_url: str | None = None,
) -> Callable[[View], View]:
    """The same, and the read scope for GET, HEAD and OPTIONS, the write scope for the rest."""

    def required(request: HttpRequest) -> list[str]:
        return [*(scopes or ()), read_or_write(request)]

    return _guarded(required, advertise_metadata, resource_metadata_url)


def protected_resource_metadata(
    scopes: Iterable[str] | None = None, *, resource_metadata_url: str | None = None
) -> Callable[[View], View]:
    """``protected_resource`` with a challenge that names the metadata (RFC 9728 §5.1)."""
    return protected_resource(
        scopes, advertise_metadata=True, resource_metadata_url=resource_metadata_url
    )


def rw_protected_resource_metadata(
    scopes: Iterable[str] | None = None, *, resource_metadata_url: str | None = None
) -> Callable[[View], View]:
    """``rw_protected_resource`` with a challenge that names the metadata (RFC 9728 §5.1)."""
    return rw_protected_resource(
        scopes, advertise_metadata=True, resource_metadata_url=resource_metadata_url
    )


def read_or_write(request: HttpRequest) -> str:
    """The scope that the method asks for, by the names in the toolkit's settings."""
    names: tuple[str, str] = (oauth2_settings.READ_SCOPE, oauth2_settings.WRITE_SCOPE)
    if unknown := registry().unknown(names):
        raise ImproperlyConfigured(f"This view needs the scope {unknown[0]}, which is not defined.")
    return names[0] if request.method in READING else names[1]


def _guarded(
    required: Callable[[HttpRequest], list[str]], advertises: bool, metadata_url: str | None
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refused = refusal(
                request, required(request), advertises=advertises, metadata_url=metadata_url
            )
            return view(request, *args, **kwargs) if refused is None else refused

        return guarded

    return decorate
