"""A site that reads from a replica, which lags: nothing that is written ever arrives there.

What decides about a token must not notice.
"""

from example_project.settings import *  # noqa: F403
from example_project.settings import DATABASES

from .databases import second
from .documented import router

DATABASES["replica"] = second("replica")
DATABASE_ROUTERS = ["tests.configurations.lagging_replica.Router"]


class Router(router("ReplicaRouter")):
    """The provider's tables are read from the replica; accounts and sessions are up to date."""

    def db_for_read(self, model, **hints):
        found = super().db_for_read(model, **hints)
        return found if model._meta.app_label == "oauth_provider" else "default"

    def allow_migrate(self, db, app_label, **hints):
        return True  # nobody else makes tables in this replica
