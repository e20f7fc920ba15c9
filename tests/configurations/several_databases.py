"""A site that keeps accounts, and what they allowed, in a database of their own.

In the default one there is nothing: whoever forgets to name the database finds no table.
"""

from example_project.settings import *  # noqa: F403
from example_project.settings import DATABASES

from .databases import second
from .documented import router

DATABASES["accounts"] = second("accounts")
DATABASE_ROUTERS = ["tests.configurations.several_databases.Router"]


class Router(router("AccountsRouter")):
    """The microblog's accounts refer to users, so they live there, too. Nothing else is left."""

    def db_for_read(self, model, **hints):
        return super().db_for_read(model, **hints) or "accounts"

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return db == "accounts"
