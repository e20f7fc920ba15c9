"""The form of an application: lists as people write them, and refusals beside the fields."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models import UUIDField

from oauth_provider.models import Client
from tests.factories import ClientFactory, PublicClientFactory, ScopeFactory

from .office import errors


def test_lists_are_written_as_lines_and_ticked_as_boxes(office):
    office.add_client(
        redirect_uris=" https://a.example/1 \r\n\r\nhttps://a.example/2\r\nhttps://a.example/1",
        scope=["read", "follow"],
        grant_types=["authorization_code"],
        access_token_lifetime="00:05:00",
        metadata='{"team": "calendar"}',
        is_pkce_required="on",
        is_resource_server="on",
    )
    client = Client.objects.get()
    assert client.redirect_uris == ["https://a.example/1", "https://a.example/2"]
    assert (client.scope, client.grant_types) == ("read follow", ["authorization_code"])
    assert client.access_token_lifetime == timedelta(minutes=5)
    assert client.metadata == {"team": "calendar"}
    assert client.is_pkce_required
    assert client.is_resource_server
    assert not client.is_first_party


def test_the_page_shows_what_is_stored_as_it_is_written(office):
    client = ClientFactory(redirect_uris=["https://a.example/1", "https://a.example/2"])
    page = office.open(client).content.decode()
    assert "https://a.example/1\nhttps://a.example/2</textarea>" in page
    assert client.client_id in page


def test_saving_without_a_change_changes_nothing(office):
    client = ClientFactory(metadata={"a": 1}, access_token_lifetime=timedelta(minutes=5))
    form = office.open(client).context["adminform"].form
    posted = {name: form[name].value() for name in form.fields}
    posted = {name: value for name, value in posted.items() if value not in (None, False)}
    response = office.browser.post(office.url(client, "change"), posted)
    assert response.status_code == 302
    assert office.log == [(client.name, "No fields changed.")]
    before = {field.name: getattr(client, field.name) for field in Client._meta.fields}
    client.refresh_from_db()
    assert before == {field.name: getattr(client, field.name) for field in Client._meta.fields}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "required"),
        ({"client_type": None}, "client_type", "required"),
        ({"client_type": "secretive"}, "client_type", "valid choice"),
        ({"redirect_uris": ""}, "redirect_uris", "needs at least one redirect URI"),
        ({"redirect_uris": "http://a.example/"}, "redirect_uris", "must use https"),
        ({"redirect_uris": "https://a.example/#x"}, "redirect_uris", "fragment"),
        ({"redirect_uris": "https://*.example/"}, "redirect_uris", "wildcard"),
        ({"redirect_uris": "https://a.example/\x00"}, "redirect_uris", "cannot hold"),
        ({"redirect_uris": "com.example.app:/cb"}, "redirect_uris", "for public clients"),
        ({"redirect_uris": "\n".join(f"https://a.example/{n}" for n in range(51))},
         "redirect_uris", "At most 50"),
        ({"grant_types": None}, "grant_types", "required"),
        ({"grant_types": ["password"]}, "grant_types", "valid choice"),
        ({"grant_types": ["refresh_token"]}, "grant_types", "come with the authorization code"),
        ({"client_type": "public", "grant_types": ["authorization_code", "client_credentials"]},
         "grant_types", "public client has no credentials"),
        ({"scope": ["read", "fly"]}, "scope", "There is no scope “fly”"),
        ({"scope": ['"']}, "scope", "names separated by blanks"),
        ({"access_token_lifetime": "-5"}, "access_token_lifetime", "greater than"),
        ({"refresh_token_lifetime": "0"}, "refresh_token_lifetime", "greater than"),
        ({"grant_lifetime": "soon"}, "grant_lifetime", "valid duration"),
        ({"grant_lifetime": "999999999 00:00:00"}, "grant_lifetime", "less than"),
        ({"grant_lifetime": "9" * 30}, "grant_lifetime", "number of days"),
        ({"metadata": "{"}, "metadata", "valid JSON"),
        ({"metadata": "[]"}, "metadata", "JSON object"),
        ({"metadata": '{"a": NaN}'}, "metadata", "JSON object"),
        ({"metadata": '{"a": "\\u0000"}'}, "metadata", "JSON object"),
        ({"metadata": '{"a": "\\ud800"}'}, "metadata", "JSON object"),
        ({"metadata": '{"a": ' + "9" * 5000 + "}"}, "metadata", "valid JSON"),
        ({"metadata": "[" * 100_000}, "metadata", "valid JSON"),
        ({"scope": ["read"], "default_scope": ["write"]}, "default_scope", "among its scopes"),
        ({"scope": ["read"], "required_scope": ["write"]}, "required_scope", "among its scopes"),
        ({"required_scope": ["fly"]}, "required_scope", "There is no scope “fly”"),
        ({"allowed_origins": "https://a.example"}, "allowed_origins", "must not be in a browser"),
        ({"client_type": "public", "allowed_origins": "a.example"}, "allowed_origins", "no origin"),
        ({"client_type": "public", "rotates_refresh_tokens": None},
         "rotates_refresh_tokens", "must rotate"),
        ({"client_uri": "javascript:alert(1)"}, "client_uri", "valid URL"),
        ({"logo_uri": "http://a.example/logo.png"}, "logo_uri", "https"),
    ],
)  # fmt: skip
def test_a_mistake_is_explained_beside_its_field(office, changes, field, words):
    assert words in errors(office.add_client(**changes))[field]


@pytest.mark.parametrize("owner", ["4711", "alice"])
def test_an_owner_who_is_nobody_is_explained(office, owner):
    has_uuids = isinstance(get_user_model()._meta.pk, UUIDField)
    words = "valid UUID" if has_uuids else "valid choice"
    assert words in errors(office.add_client(owner=owner))["owner"]
    assert not Client.objects.exists()


def test_a_mistake_is_not_blamed_on_another_field(office):
    assert set(errors(office.add_client(grant_types=None, redirect_uris=""))) == {"grant_types"}


def test_each_bad_redirect_uri_is_named(office):
    uris = "https://a.example/\nhttp://b.example/\nhttps://c.example/#x"
    said = errors(office.add_client(redirect_uris=uris))["redirect_uris"]
    assert "http://b.example/:" in said
    assert "https://c.example/#x:" in said
    assert "https://a.example/:" not in said


def test_every_field_that_can_be_edited_is_on_the_page(office):
    page = office.browser.get("/admin/oauth_provider/client/add/")
    shown = set(page.context["adminform"].form.fields)
    editable = {field.name for field in Client._meta.fields if field.editable}
    assert shown == editable - {"id", "disabled_reason"}


def test_what_was_typed_is_still_there_after_a_mistake(office):
    response = office.add_client(
        name="", redirect_uris="https://a.example/", metadata="{", scope=["follow"]
    )
    page = response.content.decode()
    assert "https://a.example/</textarea>" in page
    assert "{</textarea>" in page
    assert response.context["adminform"].form["scope"].value() == ["follow"]


def test_a_public_client_may_have_a_scheme_of_its_own(office):
    response = office.add_client(client_type="public", redirect_uris="com.example.app:/callback")
    assert response.status_code == 302
    assert Client.objects.get().redirect_uris == ["com.example.app:/callback"]


def test_a_new_client_is_for_users_at_first(office):
    page = office.browser.get("/admin/oauth_provider/client/add/")
    form = page.context["adminform"].form
    assert form["grant_types"].value() == ["authorization_code", "refresh_token"]
    assert form["rotates_refresh_tokens"].value()


def test_empty_metadata_is_an_empty_object(office):
    office.add_client(metadata="")
    assert Client.objects.get().metadata == {}


def test_a_host_for_development_needs_no_https(office, settings):
    settings.OAUTH_PROVIDER_DEVELOPMENT_HTTP_HOSTS = ["dev.example"]
    assert office.add_client(redirect_uris="http://dev.example/callback").status_code == 200
    assert Client.objects.get().redirect_uris == ["http://dev.example/callback"]


def test_a_scope_that_is_gone_is_shown_so_that_it_can_be_unticked(office):
    ScopeFactory(name="fax")
    client = ClientFactory(scope="read fax")
    client.scope = "read fax"
    client.save()
    ScopeFactory(name="fax").delete()
    assert "fax: no longer defined" in office.open(client).content.decode()
    assert "“fax”" in errors(office.change_client(client, scope=["read", "fax"]))["scope"]
    assert office.change_client(client, scope=["read"]).status_code == 302
    client.refresh_from_db()
    assert client.scope == "read"


def test_the_choice_of_a_type_is_explained(office):
    page = office.browser.get("/admin/oauth_provider/client/add/").content.decode()
    assert "Confidential: runs on a server and can keep a secret" in page
    assert "Public: runs on the user" in page
    assert "shown once" in page


def test_a_client_that_becomes_confidential_is_told_to_get_a_secret(office):
    client = PublicClientFactory(redirect_uris=["https://a.example/"])
    response = office.browser.post(
        office.url(client, "change"),
        {**_unchanged(office, client), "client_type": "confidential"},
        follow=True,
    )
    assert "It has no secret yet" in response.content.decode()
    assert not client.secrets.exists()


def test_an_object_id_that_is_none_is_no_server_error(office):
    for odd in ("0", "x", "9" * 40, "%00"):
        response = office.browser.get(f"/admin/oauth_provider/client/{odd}/change/")
        assert response.status_code == 302


def _unchanged(office, client):
    form = office.open(client).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}
