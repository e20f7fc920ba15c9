"""The tree of scopes, as Mastodon's documentation draws it."""

import subprocess
import sys

import pytest

from oauth_provider import checks
from oauth_provider.conf import conf
from oauth_provider.dialects.mastodon.scopes import SCOPES
from oauth_provider.models import Scope
from oauth_provider.models.scope import registry

READ = (
    "accounts blocks bookmarks collections favourites filters follows lists mutes notifications "
    "search statuses"
)
WRITE = (
    "accounts blocks bookmarks collections conversations favourites filters follows lists media "
    "mutes notifications reports statuses"
)
ADMIN = (
    "accounts reports domain_allows domain_blocks ip_blocks email_domain_blocks "
    "canonical_email_blocks"
)
FOLLOW = {f"{verb}:{name}" for verb in ("read", "write") for name in ("blocks", "follows", "mutes")}


def below(whole, names):
    return {f"{whole}:{name}" for name in names.split()}


TREE = {
    "read": below("read", READ),
    "write": below("write", WRITE),
    "follow": FOLLOW,
    "push": set(),
    "profile": set(),
    "admin:read": below("admin:read", ADMIN),
    "admin:write": below("admin:write", ADMIN),
}


@pytest.mark.django_db
@pytest.mark.parametrize("whole", TREE)
def test_each_scope_covers_its_parts_and_nothing_else(whole):
    assert registry().implications.expand([whole]) == {whole, *TREE[whole]}


def test_there_is_no_other_scope():
    assert set(SCOPES) == set(TREE).union(*TREE.values())


def test_read_alone_is_the_default_and_moderation_alone_is_sensitive():
    assert [name for name in SCOPES if SCOPES[name].get("default")] == ["read"]
    sensitive = {name for name in SCOPES if SCOPES[name].get("sensitive")}
    assert sensitive == {name for name in SCOPES if name.startswith("admin:")}


def test_people_are_told_of_each_in_its_group():
    for name, definition in SCOPES.items():
        assert {"title", "description", "group"} <= set(definition), name
        assert definition["description"].endswith("."), name
    titles = [definition["title"] for definition in SCOPES.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.django_db
def test_the_example_defines_them_and_the_checks_agree():
    assert conf.SCOPES == SCOPES
    assert checks.check_settings() == []
    stored = Scope.objects.get(name="admin:write:accounts")
    assert stored.title == "Moderate accounts"
    assert stored.group == "Moderation"
    assert stored.is_sensitive


def test_settings_import_them_before_there_is_a_django():
    program = """
import sys
from oauth_provider.dialects.mastodon.scopes import SCOPES
assert SCOPES["read"]["default"]
assert not [name for name in sys.modules if name.partition(".")[0] == "django"]
"""
    subprocess.run([sys.executable, "-c", program], check=True)
