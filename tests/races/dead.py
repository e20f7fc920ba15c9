"""Sessions that ended long ago, in the database of the demo."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils import timezone

from oauth_provider.models import AccessToken, AuthorizationCode, Client, Grant, RefreshToken

NAME = "Forgotten"
ISSUED = (AuthorizationCode, AccessToken, RefreshToken)


def make(sessions):
    """So many grants that have expired, each with a code, an access and two refresh tokens."""
    end, user = timezone.now() - timedelta(days=9), get_user_model().objects.all()[0]
    client, _ = Client.objects.get_or_create(name=NAME)
    Grant.objects.bulk_create(
        Grant(client=client, user=user, expires_at=end - timedelta(seconds=n))
        for n in range(sessions)
    )
    for grant in Grant.objects.filter(client=client):
        expired = {"grant": grant, "created_at": end, "expires_at": end}
        spent = {"grant": grant, "created_at": end, "rotated_at": end, "sealed_successor": b"x"}
        AuthorizationCode(**expired, redeemed_at=end, digest=uuid4().hex).save()
        AccessToken(**expired, digest=uuid4().hex).save()
        RefreshToken(**spent, expires_at=end, digest=uuid4().hex).save()
        RefreshToken(**expired, digest=uuid4().hex).save()


def count():
    """How many rows are left of them."""
    grants = Grant.objects.filter(client__name=NAME)
    issued = sum(model.objects.filter(grant__in=grants).count() for model in ISSUED)
    return grants.count() + issued
