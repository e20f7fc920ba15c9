"""What the clients of a small site hold, by name."""

from .seed import REDIRECT_URI, access_token, spend


def hold(seed):
    """Make it, as the toolkit does. Returns the values."""
    applications(seed)
    web, service = seed.app("web"), seed.app("service")
    access, refresh = seed.pair("web")
    clear, clear_refresh = seed.pair("clear")
    native, native_refresh = seed.pair("native")
    _, first = seed.pair("web", user=seed.bob)
    successor = spend(first)
    _, idle = seed.pair("web", hours=-2)
    _, revoked = seed.pair("web")
    _, orphan = seed.pair("web")
    revoked.revoke()
    orphan.access_token.delete()
    return {
        "access": access.token,
        "refresh": refresh.token,
        "clear": clear.token,
        "clear_refresh": clear_refresh.token,
        "native": native.token,
        "native_refresh": native_refresh.token,
        "spent": first.token,
        "successor": successor.token,
        "idle": idle.token,
        "revoked": revoked.token,
        "orphan": orphan.token,
        "expired": access_token(web, seed.alice, hours=-1).token,
        "reading": access_token(web, seed.alice, scope="read").token,
        "music": access_token(web, seed.alice, scope="music:read").token,
        "service": access_token(service, None, scope="read").token,
        "introspector": access_token(service, None, scope="introspection").token,
        "inactive": access_token(web, inactive_user(seed)).token,
    }


def applications(seed):
    """One of each kind."""
    seed.app("web")
    seed.app("new")
    seed.app("clear", hash_client_secret=False)
    seed.app("trusted", skip_authorization=True)
    seed.app("service", authorization_grant_type="client-credentials", redirect_uris="")
    native = f"{REDIRECT_URI} http://127.0.0.1/callback"
    seed.app("native", client_type="public", redirect_uris=native)


def inactive_user(seed):
    """Somebody who has left."""
    users = type(seed.alice)._default_manager
    return users.create(username="gone", is_active=False)
