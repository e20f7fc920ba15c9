"""What the code declares and what an admin changed, side by side."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy, override

from oauth_provider.models import Scope
from oauth_provider.models.scope_sync import sync

pytestmark = pytest.mark.django_db

READ = {
    "title": "Read",
    "description": "See your data.",
    "group": "Data",
    "implies": ["read:*"],
    "default": True,
    "sensitive": True,
    "translations": {"de": {"title": "Lesen"}},
}
FIELDS = {
    "title": "Read",
    "description": "See your data.",
    "group": "Data",
    "implies": ["read:*"],
    "is_default": True,
    "is_sensitive": True,
    "translations": {"de": {"title": "Lesen"}},
}
OTHERS = {
    "title": "Look around",
    "description": "",
    "group": "Elsewhere",
    "implies": [],
    "is_default": False,
    "is_sensitive": False,
    "translations": {},
}


@pytest.fixture(autouse=True)
def _nothing_defined(db):
    Scope.objects.all().delete()


def declare(**definitions):
    """Synchronize with these."""
    return sync(definitions, using=connection.alias)


def edit(name="read", **fields):
    """What an admin does."""
    Scope.objects.filter(name=name).update(**fields)


def stored(name="read"):
    """The fields of a scope."""
    return Scope.objects.values(*FIELDS).get(name=name)


def test_a_declared_scope_is_created_with_all_it_says():
    assert declare(read=READ).created == ("read",)
    assert stored() == FIELDS


def test_what_a_declaration_omits_is_empty_and_the_title_the_name():
    declare(read={})
    assert stored() == {**OTHERS, "title": "read", "group": ""}


def test_a_field_that_nobody_changed_follows_the_declaration():
    declare(read={})
    outcome = declare(read=READ)
    assert set(outcome.updated["read"]) == set(FIELDS)
    assert stored() == FIELDS


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_an_admin_changed_stays_while_the_others_follow(field):
    news = {
        "title": "New",
        "description": "New.",
        "group": "New",
        "implies": ["new:*"],
        "translations": {"fr": {"title": "Nouveau"}},
    }
    declare(read=READ)
    edit(**{field: OTHERS[field]})
    declare(read={**READ, **news})
    assert stored() == {**FIELDS, **news, field: OTHERS[field]}


def test_an_admins_change_outlives_every_declaration_after_it():
    declare(read={"title": "Read"})
    edit(title="Look around")
    for title in ("Read more", "Read all", "Read"):
        assert declare(read={"title": title}).kept == {"read": ("title",)}
    assert stored()["title"] == "Look around"


def test_a_change_that_was_taken_back_follows_again():
    declare(read={"title": "Read"})
    edit(title="Look around")
    edit(title="Read")
    assert declare(read={"title": "Read all"}).updated == {"read": ("title",)}
    assert stored()["title"] == "Read all"


def test_a_change_that_the_code_takes_over_follows_again():
    declare(read={"title": "Read"})
    edit(title="Look around")
    declare(read={"title": "Look around"})
    declare(read={"title": "Look"})
    assert stored()["title"] == "Look"


def test_a_scope_that_was_defined_by_hand_stays_as_it_is_when_code_declares_it():
    Scope.objects.create(name="read", **OTHERS)
    outcome = declare(read=READ)
    assert (outcome.created, outcome.updated) == ((), {})
    assert set(outcome.kept["read"]) == set(FIELDS)
    assert stored() == OTHERS


def test_what_is_declared_no_more_is_named_and_stays():
    declare(read=READ, write={})
    assert declare(write={}).undeclared == ("read",)
    assert stored() == FIELDS


def test_a_scope_that_was_deleted_is_defined_again():
    declare(read=READ)
    Scope.objects.get(name="read").delete()
    assert declare(read=READ).created == ("read",)


def test_what_is_up_to_date_costs_one_query_and_no_write(measure):
    declare(read=READ, write={})
    edit(title="Look around")
    with measure() as cost:
        outcome = declare(read=READ, write={})
    assert (outcome.created, outcome.updated) == ((), {})
    assert (cost.queries, cost.writes) == (1, 0)


def test_a_rehearsal_tells_the_same_and_writes_nothing(measure):
    declare(read={"title": "Read"}, write={})
    edit(title="Look around")
    wanted = {"read": READ, "write": {"title": "Write"}, "follow": {}}
    before = list(Scope.objects.values())
    with measure() as cost:
        told = sync(wanted, using=connection.alias, dry_run=True)
    assert cost.writes == 0
    assert list(Scope.objects.values()) == before
    assert told == sync(wanted, using=connection.alias)
    assert told.created == ("follow",)
    assert told.updated["write"] == ("title",)
    assert told.kept == {"read": ("title",)}


def test_titles_are_stored_in_the_words_of_the_source_whoever_migrates():
    lazy = gettext_lazy("Password")  # which Django translates
    with override("de"):
        assert str(lazy) == "Passwort"
        declare(read={"title": lazy, "group": lazy})
        assert declare(read={"title": lazy, "group": lazy}).updated == {}
        assert Scope.objects.get(name="read").shown_title == "Passwort"
    assert stored()["title"] == stored()["group"] == "Password"


def test_a_cycle_made_by_admin_and_code_together_is_told():
    declare(read={}, write={})
    edit("write", implies=["read"])
    outcome = declare(read={"implies": ["write"]}, write={})
    assert outcome.cycles == (("read", "write", "read"),)


def test_migrating_defines_what_the_settings_declare(settings):
    settings.OAUTH_PROVIDER_SCOPES = {"read": READ}
    call_command("migrate", verbosity=0)
    assert stored() == FIELDS


def test_migrating_logs_scopes_that_imply_one_another(settings, caplog):
    settings.OAUTH_PROVIDER_SCOPES = {"read": {"implies": ["write"]}, "write": {}}
    Scope.objects.create(name="write", title="Write", implies=["read"])
    call_command("migrate", verbosity=0)
    assert "write → read → write" in caplog.text


def test_migrating_backwards_and_forwards_works(settings, tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    for target in ([], ["oauth_provider", "zero"], []):
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0", *target],
            check=True,
            cwd=settings.BASE_DIR,
            env=environment,
        )


class Elsewhere:
    """Keeps this app's tables out of the database."""

    def allow_migrate(self, db, app_label, **hints):
        return app_label != "oauth_provider"


def test_a_database_that_is_not_meant_for_scopes_gets_none(settings):
    settings.DATABASE_ROUTERS = [Elsewhere()]
    config = apps.get_app_config("oauth_provider")
    post_migrate.send(sender=config, app_config=config, verbosity=0, using=connection.alias)
    assert not Scope.objects.exists()
