"""Which rows may leave, since without them nobody who may ask is answered differently?"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from oauth_provider.domain.retention import Retention

from .access_token import AccessToken
from .authorization_code import AuthorizationCode
from .client import Client
from .client_secret import ClientSecret
from .consent import Consent
from .grant import Grant, unexpired
from .refresh_token import RefreshToken

Rows = QuerySet[Any]


def access_tokens(kept: Retention) -> Rows:
    """The ones that nobody can use, nor get again in an answer that is repeated."""
    if kept.access_tokens is None:
        return AccessToken.objects.none()
    return AccessToken.objects.filter(expires_at__lte=kept.access_tokens)


def spent_answers(kept: Retention) -> Rows:
    """Spent refresh tokens that hold an answer for which it is too late."""
    return RefreshToken.objects.filter(expires_at__lte=kept.answers).exclude(rotated_at=None)


def recent_answers(kept: Retention) -> Rows:
    """The same, of the last hour: not among those of ``old_refresh_tokens``."""
    return spent_answers(kept).filter(expires_at__gt=kept.expired)


def expired_grants(kept: Retention) -> Rows:
    """Grants whose time is up."""
    return Grant.objects.filter(of_expired_grants(kept))


def revoked_grants(kept: Retention) -> Rows:
    """Grants that were ended long ago."""
    return Grant.objects.filter(revoked_at__lte=kept.revoked)


def unused_codes(kept: Retention) -> Rows:
    """Codes that expired unredeemed. A redeemed one can be replayed, and stays with its grant."""
    return AuthorizationCode.objects.filter(redeemed_at=None, expires_at__lte=kept.expired)


def unused_refresh_tokens(kept: Retention) -> Rows:
    """Refresh tokens that expired unspent. A spent one can be reused, and stays with its grant."""
    return old_refresh_tokens(kept).filter(rotated_at=None)


def old_refresh_tokens(kept: Retention) -> Rows:
    """The ones whose time is up, and spent ones whose answer's is, as one index has them."""
    return RefreshToken.objects.filter(expires_at__lte=kept.expired)


def of_expired_grants(kept: Retention) -> Q:
    """Grants that leave as such, whatever else they are."""
    return Q(expires_at__lte=kept.expired)


def of_ended_grants(kept: Retention) -> Q:
    """What leaves with its grant, whatever it is."""
    return Q(grant__expires_at__lte=kept.expired) | Q(grant__revoked_at__lte=kept.revoked)


def exhausted_grants(kept: Retention) -> Rows:
    """Grants of users of which nothing is left that can be used, or for which anything is issued.

    A client acts for itself by the same grant again and again: that one stays.
    """
    return Grant.objects.exclude(user=None).exclude(
        _left(AuthorizationCode.objects.filter(redeemed_at=None), kept)
        | _left(RefreshToken.objects.filter(rotated_at=None), kept)
        | _left(AccessToken.objects.all(), kept)
    )


def endless_grants(kept: Retention) -> Rows:
    """Grants that have no end and were not in use lately: they may be exhausted."""
    unrevoked = Q(revoked_at=None) | Q(revoked_at__gt=kept.revoked)
    return Grant.objects.filter(unrevoked, expires_at=None, last_used_at__lte=kept.expired)


def consents(kept: Retention) -> Rows:
    """Consents so old that the user is asked anew."""
    return Consent.objects.filter(expires_at__lte=kept.expired)


def unused_clients(kept: Retention) -> Rows:
    """Clients that registered themselves, left no trace of use, and that nobody here dealt with."""
    if kept.clients is None:
        return Client.objects.none()
    own = Q(client=OuterRef("pk"))
    used_secrets = ClientSecret.objects.filter(own).exclude(last_used_at=None)
    traces = (Grant.objects.filter(own), Consent.objects.filter(own), used_secrets)
    registered = Client.objects.filter(is_self_registered=True, created_at__lte=kept.clients)
    untouched = registered.filter(owner=None, is_verified=False, disabled_at=None)
    return untouched.filter(*(~Exists(rows) for rows in traces), first_used_at=None)


def _left(rows: Rows, kept: Retention) -> Exists:
    return Exists(rows.filter(unexpired(kept.expired), grant=OuterRef("pk")))
