"""``manage.py sync_scopes``."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError

from oauth_provider.models import Scope

pytestmark = pytest.mark.django_db

DECLARED = {
    "read": {"title": "Read", "default": True, "implies": ["read:*"]},
    "read:lists": {"title": "See lists"},
    "write": {"title": "Write"},
}


@pytest.fixture
def declare(settings):
    """Declares these scopes."""

    def declared(definitions):
        settings.OAUTH_PROVIDER_SCOPES = definitions

    return declared


@pytest.fixture(autouse=True)
def _site(db, declare):
    Scope.objects.all().delete()
    declare(DECLARED)


def run(*arguments):
    """The lines that it prints, then those about what is wrong."""
    out, err = StringIO(), StringIO()
    call_command("sync_scopes", *arguments, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def test_it_names_what_it_created():
    assert run() == (["created read", "created read:lists", "created write"], [])
    assert Scope.objects.get(name="read").is_default


def test_it_does_nothing_twice():
    run()
    assert run() == (["Nothing to do."], [])


def test_it_tells_what_followed_what_was_left_alone_and_what_is_declared_nowhere(declare):
    run()
    Scope.objects.filter(name="write").update(title="Change things")
    Scope.objects.create(name="legacy", title="Legacy")
    news = {"title": "Read all", "sensitive": True}
    declare({"read": DECLARED["read"] | news, "write": {"title": "Write all"}})
    assert run()[0] == [
        "updated read: title, sensitive",
        "left alone write: title changed here",
        "declared nowhere legacy",
        "declared nowhere read:lists",
    ]
    titles = dict(Scope.objects.values_list("name", "title"))
    assert titles == {
        "read": "Read all",
        "write": "Change things",
        "legacy": "Legacy",
        "read:lists": "See lists",
    }


def test_a_dry_run_tells_what_would_be_done_and_does_not_do_it(declare):
    run()
    declare({**DECLARED, "write": {"title": "Write all"}, "follow": {}})
    assert run("--dry-run")[0] == ["would create follow", "would update write: title"]
    assert not Scope.objects.filter(name="follow").exists()
    assert Scope.objects.get(name="write").title == "Write"


def test_scopes_that_imply_each_other_are_told():
    Scope.objects.create(name="read:lists", title="See lists", implies=["read"])
    _, errors = run()
    assert errors[0].startswith("read:lists → read → read:lists: ")


def test_a_malformed_declaration_is_refused_with_the_line_to_mend(declare):
    declare({"read": {"tilte": "Read"}})
    with pytest.raises(SystemCheckError, match=r"SCOPES\['read'\]\['tilte'\]"):
        call_command("sync_scopes", skip_checks=False)
    assert not Scope.objects.exists()


def test_a_database_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match="invalid choice"):
        run("--database", "elsewhere")


class Elsewhere:
    """Keeps this app's tables out of every database."""

    def allow_migrate(self, db, app_label, **hints):
        return app_label != "oauth_provider"


def test_a_database_that_is_not_meant_for_scopes_is_refused(settings):
    settings.DATABASE_ROUTERS = [Elsewhere()]
    with pytest.raises(CommandError, match="not kept in the database default"):
        run()


def test_before_the_first_migrate_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(Scope._meta, "db_table", "not_there_yet")
    with pytest.raises(CommandError, match="Run migrate"):
        run()
