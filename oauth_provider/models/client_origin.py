"""The web origins that public clients are served from: whom CORS lets in."""

from django.db import models

from .database import PrimaryQuerySet, Row


class ClientOriginQuerySet(PrimaryQuerySet["ClientOrigin"]):
    """Queries over origins."""

    def is_known(self, origin: str) -> bool:
        """Is an enabled public client served from this origin?"""
        found = self.filter(origin=origin, client__disabled_at=None)
        return origin in found.values_list("origin", flat=True)[:1]  # a collation may be laxer


class ClientOrigin(Row):
    """One origin of a public client, derived from its redirect URIs whenever it is saved.

    A preflight request names no client (Fetch §3.2.2), so the origin must be found by index.
    """

    client = models.ForeignKey("Client", models.CASCADE, related_name="origins")
    origin = models.CharField(max_length=300, db_index=True)

    objects = ClientOriginQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "origin"], name="unique_client_origin")
        ]

    def __str__(self) -> str:
        return self.origin
