"""What a client asks for when it registers, whichever way it is written."""

from collections.abc import Mapping
from typing import Any

from oauth_provider.conf import conf
from oauth_provider.domain import scope
from oauth_provider.domain.grant_type import ClientType, GrantType
from oauth_provider.models import Client
from oauth_provider.models.scope import registry

GRANT_TYPES = (
    GrantType.AUTHORIZATION_CODE,
    GrantType.REFRESH_TOKEN,
    GrantType.CLIENT_CREDENTIALS,
)


def client_of(members: Mapping[str, Any]) -> Client:
    """The client that they describe, neither judged nor stored."""
    client = Client(
        name=_text(members, "client_name").strip(),
        client_type=ClientType.CONFIDENTIAL,
        redirect_uris=_words(members.get("redirect_uris")),
        grant_types=[grant_type.value for grant_type in GRANT_TYPES],
        scope=scope.format_scope(_words(_text(members, "scopes")) or registry().defaults),
        client_uri=_text(members, "website").strip(),
        is_self_registered=True,
    )
    client.http_hosts = frozenset(conf.DEVELOPMENT_HTTP_HOSTS)
    return client


def _text(members: Mapping[str, Any], name: str) -> str:
    """A list counts as omitted, as Mastodon has it."""
    value = members.get(name)
    return value if isinstance(value, str) else ""


def _words(value: Any) -> list[str]:
    """What stands between blanks or line ends, in one text or in several; each once."""
    texts = value if isinstance(value, list) else [value]
    words = (word for text in texts if isinstance(text, str) for word in text.split())
    return list(dict.fromkeys(words))
