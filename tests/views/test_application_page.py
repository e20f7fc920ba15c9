"""Changing an application: what its owner decides, and what stays as an admin left it."""

import pytest
from django.utils import timezone

from oauth_provider.models import Client, Scope
from tests.factories import ClientFactory, PublicClientFactory

from .developer import errors, text_of

pytestmark = pytest.mark.django_db


def row(client):
    """All that is stored about a client."""
    return Client.objects.filter(pk=client.pk).values().get()


def test_what_an_owner_decides_is_saved(developer, own):
    done = developer.edit(
        own,
        name="Journal",
        redirect_uris="https://a.example/1\nhttps://a.example/2",
        grant_types=["authorization_code", "client_credentials"],
        scope=["read", "write"],
        client_uri="journal.example",
        logo_uri="https://journal.example/logo.png",
    )
    own.refresh_from_db()
    assert own.name == "Journal"
    assert own.redirect_uris == ["https://a.example/1", "https://a.example/2"]
    assert own.grant_types == ["authorization_code", "client_credentials"]
    assert own.scope == "read write"
    assert own.client_uri == "https://journal.example"
    assert own.logo_uri == "https://journal.example/logo.png"
    assert "Your changes are saved" in text_of(developer.browser.get(done["Location"]))


def test_saving_without_a_change_changes_nothing(developer, alice):
    for client in (
        ClientFactory(owner=alice, metadata={"a": 1}, is_verified=True, default_scope="read"),
        PublicClientFactory(owner=alice, allowed_origins=["https://a.example"]),
    ):
        before = row(client)
        assert developer.edit(client).status_code == 302
        assert row(client) == before


def test_what_an_owner_does_not_decide_stays(developer, own, bob):
    before = row(own)
    developer.edit(
        own,
        client_id="mine",
        client_type="public",
        owner=bob.pk,
        is_first_party="on",
        is_verified="on",
        is_resource_server="on",
        is_pkce_required="on",
        allows_localhost="on",
        rotates_refresh_tokens="",
        default_scope="read",
        access_token_lifetime="999:00:00",
        refresh_token_lifetime="999:00:00",
        grant_lifetime="999:00:00",
        allowed_origins="https://evil.example",
        disabled_reason="x",
        metadata='{"a": 1}',
        created_at="2001-01-01",
        pk="7",
    )
    assert row(own) == before


def test_privileges_that_an_admin_gave_stay(developer, own):
    given = {
        "is_resource_server": True,
        "is_pkce_required": True,
        "allows_localhost": True,
        "rotates_refresh_tokens": False,
        "metadata": {"team": "blue"},
    }
    Client.objects.filter(pk=own.pk).update(**given)
    assert developer.edit(own, name="Journal").status_code == 302
    assert row(own).items() >= {**given, "name": "Journal"}.items()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Bank"},
        {"redirect_uris": "https://elsewhere.example/"},
        {"client_uri": "https://bank.example"},
        {"logo_uri": "https://bank.example/logo.png"},
    ],
)
def test_who_was_verified_is_no_longer_once_it_is_called_something_else(developer, own, changes):
    Client.objects.filter(pk=own.pk).update(is_verified=True)
    assert "It is verified" in text_of(developer.open(own))
    developer.edit(own, scope=["read"])
    assert row(own)["is_verified"]
    developer.edit(own, **changes)
    assert not row(own)["is_verified"]


def test_an_application_of_the_site_is_changed_by_admins_alone(developer, own):
    """Its users are not asked: whoever changes where its codes go is let in everywhere."""
    Client.objects.filter(pk=own.pk).update(is_first_party=True)
    before = row(own)
    page = developer.open(own)
    assert "Only administrators can change it" in text_of(page)
    assert "redirect_uris" not in page.content.decode()
    assert developer.edit(own, redirect_uris="https://evil.example/").status_code == 403
    assert row(own) == before


def test_a_disabled_application_says_why_and_stays_disabled(developer, own):
    own.disable(reason="It sent spam.", now=timezone.now())
    before = row(own)
    page = text_of(developer.open(own))
    assert "An administrator disabled it" in page
    assert "It sent spam." in page
    developer.edit(own, name="Journal")
    assert row(own) == {**before, "name": "Journal"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "\u2066"}, "name", "cannot be seen"),
        ({"redirect_uris": "https://a.example/#x\nhttps://b.example"}, "redirect_uris", "fragment"),
        ({"grant_types": None}, "grant_types", "Choose at least one"),
        ({"scope": None}, "scope", "Choose at least one"),
        ({"logo_uri": "http://a.example"}, "logo_uri", "https"),
    ],
)
def test_a_mistake_is_explained_beside_its_field(developer, own, changes, field, words):
    before = row(own)
    page = developer.edit(own, **{"name": "Bank", **changes})
    assert words in errors(page)[field]
    assert "<h1><bdi>Diary</bdi></h1>" in page.content.decode()
    assert row(own) == before


def test_a_mistake_with_what_only_admins_decide_is_explained_too(developer, own):
    Client.objects.filter(pk=own.pk).update(default_scope="write")
    page = developer.edit(own, scope=["read"])
    said = "default scopes: The default scopes must be among its scopes."
    assert errors(page)["__all__"] == said
    assert said in text_of(page)


def test_a_public_application_has_origins_and_nothing_to_act_with_by_itself(developer, alice):
    client = PublicClientFactory(owner=alice)
    form = developer.open(client).context["form"]
    offered = [value for value, _label in form.fields["grant_types"].choices]
    assert offered == ["authorization_code", "refresh_token"]
    refused = developer.edit(client, grant_types=["authorization_code", "client_credentials"])
    assert "valid choice" in errors(refused)["grant_types"]
    developer.edit(client, allowed_origins="https://app.example")
    assert client.origins.filter(origin="https://app.example").exists()


def test_origins_are_for_public_applications(developer, own):
    assert "allowed_origins" not in developer.open(own).content.decode()


def test_a_scope_that_is_gone_is_shown_so_that_it_can_be_unticked(developer, own):
    Scope.objects.get(name="follow").delete()
    assert "follow No longer defined" in text_of(developer.open(own))
    assert "There is no scope “follow”" in errors(developer.edit(own))["scope"]
    assert developer.edit(own, scope=["read"]).status_code == 302
