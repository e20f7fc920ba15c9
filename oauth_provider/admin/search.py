"""Search by application and by user, in a few small steps that each use an index.

One big join would let the database guess, and a wrong guess reads a million tokens.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import Client, Grant

MOST_NAMED = 50  # clients, and users, that a word can stand for
MOST_GRANTS = 500  # whose tokens are shown

HELP = _("The name or client id of an application, or how a user name begins.")
HELP_FOR_ISSUED = _(
    "The name or client id of an application, or how a user name begins. "
    "Looks through the 500 newest authorizations that match."
)


def clients_named(term: str) -> list[int]:
    """The newest clients with this in their name, or whose id begins with it."""
    is_named = Q(client_id__startswith=term) | Q(name__icontains=term)
    found = Client.objects.filter(is_named).order_by("-id").values_list("id", flat=True)
    return list(found[:MOST_NAMED])


def users_named(term: str) -> list[Any]:
    """The users whose names begin like this; one with exactly this name comes first."""
    users = get_user_model()._default_manager  # noqa: SLF001 — its public name varies
    field = get_user_model().USERNAME_FIELD
    found = users.filter(**{f"{field}__startswith": term}).order_by(field)
    return list(found.values_list("pk", flat=True)[:MOST_NAMED])


def of_client_or_user(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Rows that belong to such a client or to such a user."""
    return queryset.filter(Q(client__in=clients_named(term)) | Q(user__in=users_named(term)))


def of_grants(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Rows that hang from the newest grants of such a client or such a user, by grant.

    Ordered by their own ids, a database reads the whole table from its end to find old ones.
    """
    grants = of_client_or_user(Grant.objects.all(), term).order_by("-id")
    newest = list(grants.values_list("id", flat=True)[:MOST_GRANTS])
    return queryset.filter(grant__in=newest).order_by("-grant_id", "-id")


def clients(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Clients of this name or id, and those that such a user owns."""
    is_named = Q(client_id__startswith=term) | Q(name__icontains=term)
    return queryset.filter(is_named | Q(owner__in=users_named(term)))
