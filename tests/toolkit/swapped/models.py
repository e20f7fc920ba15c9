"""The toolkit's models as a site has swapped them: other tables, and UUIDs for keys."""

import uuid

from django.db import models
from oauth2_provider.models import (
    AbstractAccessToken,
    AbstractApplication,
    AbstractGrant,
    AbstractIDToken,
    AbstractRefreshToken,
)


class Application(AbstractApplication):
    """An application with a column of the site's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    is_ours = models.BooleanField(default=False)


class Grant(AbstractGrant):
    """A code."""


class IDToken(AbstractIDToken):
    """An ID token."""


class AccessToken(AbstractAccessToken):
    """An access token."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)


class RefreshToken(AbstractRefreshToken):
    """A refresh token."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
