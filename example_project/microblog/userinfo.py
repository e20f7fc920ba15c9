"""What the userinfo endpoint says of a user, as Mastodon says it."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from .models import Account


def describe(request: HttpRequest, user: User) -> dict[str, Any]:
    """The claims of ``OAUTH_PROVIDER_USERINFO``. A profile's address is whom others know."""
    username = user.get_username()
    profile, picture = (
        request.build_absolute_uri(reverse(name, args=[username])) for name in ("profile", "avatar")
    )
    return {
        "sub": profile,
        "name": Account.objects.of(user).name,
        "preferred_username": username,
        "profile": profile,
        "picture": picture,
    }
