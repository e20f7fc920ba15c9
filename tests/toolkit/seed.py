"""What the toolkit holds, made as the toolkit makes it."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.utils import timezone
from oauth2_provider.settings import oauth2_settings

SECRET = "a-secret-of-forty-characters-or-some-more"  # as a client keeps it
REDIRECT_URI = "https://client.example/callback"


def model(kind):
    """APPLICATION, ACCESS_TOKEN, REFRESH_TOKEN or GRANT."""
    return apps.get_model(getattr(oauth2_settings, f"{kind}_MODEL"))


def rows(kind):
    return model(kind)._base_manager


def application(client_id="web", **changes):
    """An application, confidential and for users unless told otherwise."""
    fields = {
        "client_id": client_id,
        "name": client_id.title(),
        "client_type": "confidential",
        "authorization_grant_type": "authorization-code",
        "client_secret": SECRET,
        "redirect_uris": REDIRECT_URI,
        **changes,
    }
    return rows("APPLICATION").create(**fields)


def access_token(application, user, value=None, *, scope="read write", hours=1, **changes):
    """An access token; of the past where ``hours`` are negative."""
    return rows("ACCESS_TOKEN").create(
        application=application,
        user=user,
        token=value or f"at-{uuid.uuid4().hex}",
        scope=scope,
        expires=timezone.now() + timedelta(hours=hours),
        **changes,
    )


def refresh_token(access, value=None, **changes):
    """The refresh token beside an access token, of a family of its own unless told otherwise."""
    fields = {"token_family": uuid.uuid4(), "access_token": access, **changes}
    return rows("REFRESH_TOKEN").create(
        application=access.application,
        user=access.user,
        token=value or f"rt-{uuid.uuid4().hex}",
        **fields,
    )


def spend(refresh, *, ago=timedelta(hours=1), **changes):
    """Rotate a refresh token as the toolkit does. Returns its successor."""
    old = refresh.access_token
    access = access_token(
        refresh.application, refresh.user, source_refresh_token=refresh, scope=old.scope
    )
    successor = refresh_token(access, token_family=refresh.token_family, **changes)
    rows("REFRESH_TOKEN").filter(pk=refresh.pk).update(
        revoked=timezone.now() - ago, access_token=None
    )
    old.delete()
    refresh.refresh_from_db()
    return successor


@dataclass
class Seed:
    """Alice and Bob, and the applications that they use."""

    alice: object
    bob: object
    made: dict = field(default_factory=dict)

    def app(self, client_id="web", **changes):
        """The application of this id, made when it is first asked for."""
        if client_id not in self.made:
            self.made[client_id] = application(client_id, **changes)
        return self.made[client_id]

    def pair(self, client_id="web", *, user=None, **changes):
        """A live access token and its refresh token."""
        access = access_token(self.app(client_id), user or self.alice, **changes)
        return access, refresh_token(access)
