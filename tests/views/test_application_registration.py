"""Registering an application: by whom, how many, and what a developer decides."""

import logging

import pytest
from django.contrib.sessions.models import Session as StoredSession

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret
from tests.browser_session import Session
from tests.factories import ClientFactory, ScopeFactory, UserFactory

from .developer import REGISTER, Developer, errors, secret_on, text_of

pytestmark = pytest.mark.django_db


def test_a_confidential_application_gets_a_secret(developer, alice):
    page = developer.register()
    client = Client.objects.get()
    assert (client.name, client.owner, client.client_type) == ("Calendar", alice, "confidential")
    assert client.redirect_uris == ["https://calendar.example/callback"]
    assert client.client_id in text_of(page)
    assert "nobody can show it to you again" in text_of(page)
    client.secret = secret_on(page)
    assert Session(client, alice).tokens(scope="read", allow=["read"])["scope"] == "read"


def test_the_secret_is_in_the_answer_and_nowhere_else(developer, caplog):
    with caplog.at_level(logging.DEBUG):
        page = developer.register()
    value = secret_on(page)
    client, row = Client.objects.get(), ClientSecret.objects.get()
    assert row.digest == secret.digest(value)
    for stored in (*vars(row).values(), *vars(client).values()):
        assert value not in str(stored)
    for session in StoredSession.objects.all():
        assert value not in str(session.get_decoded())
    assert value not in str(developer.browser.cookies)
    assert value not in caplog.text
    assert page["Cache-Control"] == "no-store"
    for path in ("", "secrets/new", f"secrets/{row.pk}/revoke"):
        assert value not in developer.open(client, path).content.decode()


def test_a_public_application_gets_none(developer):
    done = developer.register(
        client_type="public",
        redirect_uris="http://127.0.0.1/cb\r\ncom.example.calendar:/cb\r\n",
        allowed_origins="https://calendar.example",
    )
    client = Client.objects.get()
    assert client.redirect_uris == ["http://127.0.0.1/cb", "com.example.calendar:/cb"]
    assert "https://calendar.example" in client.web_origins
    assert not client.secrets.exists()
    page = text_of(developer.browser.get(done["Location"]))
    assert "Your application is registered" in page
    assert client.client_id in page


def test_the_form_says_what_the_types_are(developer):
    page = text_of(developer.browser.get(REGISTER))
    assert "A website or a service of yours" in page
    assert "Anybody could read a secret in it" in page


def test_the_scopes_are_named_as_users_read_them(developer):
    ScopeFactory(name="fax", title="Send faxes")
    page = developer.browser.get(REGISTER)
    assert "Send faxes" in text_of(page)
    assert page.context["form"]["scope"].value() == ["read"]  # the default scope


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": "a" * 201}, "name", "200"),
        ({"name": "ﷺ" * 100}, "name", "200"),
        ({"name": "Ba\u202enk"}, "name", "cannot be seen"),
        ({"name": "Ba\u200bnk"}, "name", "cannot be seen"),
        ({"name": "Bank\x00"}, "name", "Null characters"),
        ({"name": "Pаypal"}, "name", "different alphabets"),
        ({"client_type": None}, "client_type", "required"),
        ({"client_type": "secretive"}, "client_type", "valid choice"),
        ({"redirect_uris": ""}, "redirect_uris", "at least one redirect URI"),
        ({"redirect_uris": "http://a.example/"}, "redirect_uris", "must use https"),
        ({"redirect_uris": "javascript:alert(1)"}, "redirect_uris", "javascript:alert(1):"),
        ({"redirect_uris": "com.example.app:/cb"}, "redirect_uris", "for public clients"),
        ({"redirect_uris": "\n".join(f"https://a.example/{n}" for n in range(51))},
         "redirect_uris", "At most 50"),
        ({"redirect_uris": "\n".join(f"https://a.example/{n}" for n in range(101))},
         "redirect_uris", "At most 100 lines"),
        ({"grant_types": None}, "grant_types", "Choose at least one"),
        ({"grant_types": ["password"]}, "grant_types", "valid choice"),
        ({"grant_types": ["refresh_token"]}, "grant_types", "come with the authorization code"),
        ({"client_type": "public", "grant_types": ["authorization_code", "client_credentials"]},
         "grant_types", "public client has no credentials"),
        ({"scope": None}, "scope", "Choose at least one"),
        ({"scope": ["fly"]}, "scope", "There is no scope “fly”"),
        ({"scope": ["\x00"]}, "scope", "names separated by blanks"),
        ({"client_uri": "javascript:alert(1)"}, "client_uri", "valid URL"),
        ({"logo_uri": "http://a.example/logo.png"}, "logo_uri", "https"),
        ({"allowed_origins": "https://a.example"}, "allowed_origins", "must not be in a browser"),
        ({"client_type": "public", "allowed_origins": "a.example"}, "allowed_origins", "no origin"),
        ({"client_type": "public",
          "allowed_origins": "\n".join(f"https://{n}.example" for n in range(101))},
         "allowed_origins", "At most 100 lines"),
    ],
)  # fmt: skip
def test_a_mistake_is_explained_beside_its_field(developer, changes, field, words):
    assert words in errors(developer.register(**changes))[field]
    assert not Client.objects.exists()


def test_what_was_typed_is_still_there_after_a_mistake(developer):
    page = developer.register(name="", redirect_uris="https://a.example/1", scope=["follow"])
    assert "https://a.example/1</textarea>" in page.content.decode()
    assert page.context["form"]["scope"].value() == ["follow"]
    assert "Nothing was saved yet" in text_of(page)


def test_a_name_is_stored_in_one_way_of_writing_it(developer):
    developer.register(name=" Cafe\u0301 ☕\ufe0f ")
    assert Client.objects.get().name == "Café ☕"


def test_a_host_for_development_needs_no_https(developer, settings):
    settings.OAUTH_PROVIDER_DEVELOPMENT_HTTP_HOSTS = ["dev.example"]
    developer.register(redirect_uris="http://dev.example/callback")
    assert Client.objects.get().redirect_uris == ["http://dev.example/callback"]


def test_privileges_are_not_a_developers_to_give(developer, bob, alice):
    developer.register(
        client_id="mine",
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
        disabled_reason="x",
        metadata='{"a": 1}',
        pk="7",
        id="7",
    )
    client = Client.objects.get()
    plain = Client(name="plain")
    for name in (
        "is_first_party", "is_verified", "is_resource_server", "is_pkce_required",
        "allows_localhost", "rotates_refresh_tokens", "default_scope", "access_token_lifetime",
        "refresh_token_lifetime", "grant_lifetime", "disabled_reason", "disabled_at", "metadata",
        "registration_token_digest",
    ):  # fmt: skip
        assert getattr(client, name) == getattr(plain, name), name
    assert client.owner == alice
    assert client.client_id != "mine"


@pytest.mark.parametrize(
    ("by", "rank", "may"),
    [
        ("nobody", {}, False),
        ("nobody", {"is_staff": True, "is_superuser": True}, False),
        ("staff", {}, False),
        ("staff", {"is_superuser": True}, False),
        ("staff", {"is_staff": True}, True),
        ("everybody", {}, True),
        ("a typing mistake", {"is_staff": True, "is_superuser": True}, False),
    ],
)
def test_who_may_register_is_a_setting(settings, by, rank, may):
    settings.OAUTH_PROVIDER_APPLICATIONS_BY = by
    somebody = Developer(UserFactory(**rank))

    listed = somebody.list()
    assert listed.status_code == 200
    assert (f'href="{REGISTER}"' in listed.content.decode()) == may
    assert ("can register applications" in text_of(listed)) != may
    for answer in (somebody.browser.get(REGISTER), somebody.register()):
        assert answer.status_code == (200 if may else 403)
        assert ("can register applications" in text_of(answer)) != may
    assert Client.objects.count() == may


def test_one_user_owns_so_many(developer, stranger, settings, alice):
    settings.OAUTH_PROVIDER_APPLICATIONS_PER_USER = 2
    ClientFactory(owner=alice)
    assert developer.register(client_type="public").status_code == 302

    for answer in (developer.list(), developer.browser.get(REGISTER), developer.register()):
        assert "You can own 2 applications here" in text_of(answer)
        assert f'href="{REGISTER}"' not in answer.content.decode()
    assert Client.objects.filter(owner=alice).count() == 2
    assert stranger.register(client_type="public").status_code == 302

    developer.delete(alice.owned_oauth_clients.last())
    assert developer.browser.get(REGISTER).status_code == 200
