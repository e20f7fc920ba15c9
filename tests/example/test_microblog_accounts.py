"""Accounts over the API: one's own, one by its id, many by a name."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from example_project.microblog.models import Account, Status, Visibility
from example_project.microblog.models.relation import follow

TEXTS = [
    *("id", "username", "acct", "display_name", "note", "created_at", "last_status_at"),
    *("url", "uri", "avatar", "avatar_static", "header", "header_static"),
]
FLAGS = ["locked", "bot", "group", "discoverable", "noindex", "hide_collections"]
COUNTS = ["followers_count", "following_count", "statuses_count"]
LISTS = ["emojis", "roles", "fields"]

RUBBISH_IDS = [
    "abc",
    "%00",
    "-1",
    "1e3",
    "٣",
    "99999999999999999999999",
    "999999999999999999",
    "%2f",
]


def test_a_token_shows_whose_it_is(api_for, alice):
    answer = api_for(alice, "read").get("/api/v1/accounts/verify_credentials")

    assert answer.status_code == 200
    assert answer.json()["id"] == str(alice.pk)
    assert answer.json()["acct"] == "alice"


@pytest.mark.parametrize("scope", ["profile", "read:accounts", "read"])
def test_either_of_two_scopes_shows_whose_a_token_is(api_for, alice, scope):
    path = "/api/v1/accounts/verify_credentials"

    assert api_for(alice, scope).get(path).json()["username"] == "alice"
    assert api_for(alice, "profile").get(f"/api/v1/accounts/{alice.pk}").status_code == 403


def test_an_account_has_every_field_that_clients_read(api_for, alice, bob):
    follow(alice, bob)
    for visibility in (Visibility.PUBLIC, Visibility.DIRECT):
        Status.objects.create(account=bob, text="x", visibility=visibility)

    answer = api_for(alice).get(f"/api/v1/accounts/{bob.pk}").json()

    assert {name: type(value) for name, value in answer.items()} == {
        **dict.fromkeys(TEXTS, str),
        **dict.fromkeys(FLAGS, bool),
        **dict.fromkeys(COUNTS, int),
        **dict.fromkeys(LISTS, list),
    }
    assert [answer[name] for name in COUNTS] == [1, 0, 1]  # nobody else sees what is direct
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer["created_at"])
    assert answer["last_status_at"] == answer["created_at"][:10]
    assert answer["url"] == "http://testserver/@bob/"


def test_pictures_are_drawn_here_for_any_name(client, db):
    for name in ("avatars", "banners"):
        answer = client.get(f"/{name}/bob.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert "max-age" in answer["Cache-Control"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        ET.fromstring(answer.content)
    assert client.get("/avatars/bob.svg").content != client.get("/avatars/alice.svg").content
    assert client.get("/avatars/<b>.svg").status_code == 404


def test_an_account_is_found_by_its_whole_name(api_for, alice, bob):
    api = api_for(alice)

    for name in ("bob", "@bob", "bob@testserver", " @bob@testserver"):
        answer = api.get("/api/v1/accounts/lookup", {"acct": name})
        assert answer.json()["id"] == str(bob.pk), name
    for name in ("bo", "bob@elsewhere.example", "\ufeff"):
        answer = api.get("/api/v1/accounts/lookup", {"acct": name})
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert api.get("/api/v1/accounts/lookup").status_code == 422


def test_followers_and_followed_are_listed_newest_first_page_by_page(api_for, alice, bob, carol):
    follow(alice, bob)
    follow(carol, bob)
    api, path = api_for(alice), f"/api/v1/accounts/{bob.pk}"

    first = api.get(f"{path}/followers?limit=1")
    second = api.get(first["Link"].split(">")[0].lstrip("<"))

    assert [account["acct"] for account in first.json() + second.json()] == ["carol", "alice"]
    assert [a["acct"] for a in api.get(f"/api/v1/accounts/{carol.pk}/following").json()] == ["bob"]
    User.objects.filter(pk=carol.pk).update(is_active=False)
    assert [account["acct"] for account in api.get(f"{path}/followers").json()] == ["alice"]
    assert api.get(path).json()["followers_count"] == 1


def test_preferences_are_there_for_whoever_asks_for_them(api_for, alice):
    answer = api_for(alice).get("/api/v1/preferences").json()

    assert answer["posting:default:visibility"] == "public"
    assert answer["reading:expand:spoilers"] is False


def test_every_path_answers_with_a_trailing_slash_too(api_for, alice):
    for path in ("accounts/verify_credentials/", f"accounts/{alice.pk}/", "timelines/home/"):
        assert api_for(alice).get(f"/api/v1/{path}").status_code == 200


def test_a_client_without_a_user_is_told_that_one_is_needed(api_for, bob):
    api = api_for(None)
    needing_a_user = [
        api.get("/api/v1/accounts/verify_credentials"),
        api.patch("/api/v1/accounts/update_credentials", {"note": "x"}),
        api.get(f"/api/v1/accounts/relationships?id[]={bob.pk}"),
        api.post(f"/api/v1/accounts/{bob.pk}/follow"),
        api.post("/api/v1/statuses", {"status": "x"}),
        api.delete("/api/v1/statuses/1"),
        api.get("/api/v1/timelines/home"),
        api.get("/api/v1/blocks"),
        api.get("/api/v1/mutes"),
        api.get("/api/v1/preferences"),
    ]

    for answer in needing_a_user:
        assert answer.status_code == 422
        assert answer.json() == {"error": "This method requires an authenticated user"}


def test_a_client_without_a_user_reads_what_is_public(api_for, bob):
    assert api_for(None).get(f"/api/v1/accounts/{bob.pk}").json()["username"] == "bob"


def test_without_a_token_there_is_only_a_challenge(bob):
    answer = APIClient().get(f"/api/v1/accounts/{bob.pk}")

    assert answer.status_code == 401
    assert answer.json() == {"error": "The access token is invalid"}
    assert answer["WWW-Authenticate"].startswith("Bearer realm=")
    assert "error=" not in answer["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("method", "path", "too_little"),
    [
        ("get", "/api/v1/accounts/verify_credentials", "read:statuses write follow"),
        ("patch", "/api/v1/accounts/update_credentials", "read follow write:statuses"),
        ("get", "/api/v1/timelines/home", "read:accounts write follow"),
        ("get", "/api/v1/accounts/relationships", "read:accounts write"),
        ("get", "/api/v2/search", "read:accounts write follow"),
        ("get", "/api/v1/blocks", "read:follows write"),
        ("post", "/api/v1/statuses", "read follow write:accounts"),
        ("delete", "/api/v1/statuses/1", "read follow write:accounts"),
        ("post", "/api/v1/accounts/1/follow", "read write:blocks"),
        ("post", "/api/v1/accounts/1/block", "read write:follows"),
        ("post", "/api/v1/accounts/1/mute", "read write:blocks"),
    ],
)
def test_each_endpoint_names_the_scope_that_it_lacks(api_for, alice, method, path, too_little):
    answer = getattr(api_for(alice, too_little), method)(path)

    assert answer.status_code == 403
    assert answer.json() == {"error": "This action is outside the authorized scopes"}
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("rubbish", RUBBISH_IDS)
def test_rubbish_for_an_id_is_a_record_not_found(api_for, alice, rubbish):
    api = api_for(alice)
    answers = [
        api.get(f"/api/v1/accounts/{rubbish}"),
        api.get(f"/api/v1/accounts/{rubbish}/statuses"),
        api.post(f"/api/v1/accounts/{rubbish}/follow"),
        api.get(f"/api/v1/statuses/{rubbish}"),
        api.delete(f"/api/v1/statuses/{rubbish}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert all("error" in answer.json() for answer in answers)


def test_an_account_that_is_not_there_is_named_so(api_for, alice):
    answer = api_for(alice).get("/api/v1/accounts/999999")

    assert answer.status_code == 404
    assert answer.json() == {"error": "Record not found"}


def test_a_deactivated_account_is_gone_for_others(api_for, alice, bob):
    User.objects.filter(pk=bob.pk).update(is_active=False)

    assert api_for(alice).get(f"/api/v1/accounts/{bob.pk}").status_code == 404
    assert api_for(alice).get("/api/v1/accounts/search?q=bob").json() == []


def test_a_profile_is_changed_field_by_field(api_for, alice):
    answer = api_for(alice).patch(
        "/api/v1/accounts/update_credentials", {"display_name": "Alice L."}, format="json"
    )

    assert answer.json()["display_name"] == "Alice L."
    assert Account.objects.get(pk=alice.pk).display_name == "Alice L."


def test_a_note_is_shown_as_text_and_not_as_html(api_for, alice):
    Account.objects.filter(pk=alice.pk).update(note="<script>alert(1)</script>")

    note = api_for(alice).get(f"/api/v1/accounts/{alice.pk}").json()["note"]

    assert note == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_search_names_first_who_is_called_just_that(api_for, alice, bob):
    for name in ("bobby", "abob", "aaron"):
        User.objects.create_user(name)
    Account.objects.filter(user__username="aaron").update(display_name="Bobina")
    api, path = api_for(alice), "/api/v1/accounts/search"

    names = [account["acct"] for account in api.get(path, {"q": "bob"}).json()]

    assert names == ["bob", "aaron", "abob", "bobby"]
    assert [a["acct"] for a in api.get(path, {"q": "bob", "limit": 2, "offset": 1}).json()] == (
        names[1:3]
    )


def test_search_finds_accounts_by_part_of_a_name(api_for, alice, bob):
    found = api_for(alice).get("/api/v1/accounts/search?q=@BO").json()

    assert [account["acct"] for account in found] == ["bob"]


@pytest.mark.parametrize("text", ["", "%00", "x" * 101])
def test_search_for_rubbish_is_a_validation_error(api_for, alice, text):
    for path in ("/api/v1/accounts/search", "/api/v2/search"):
        answer = api_for(alice).get(f"{path}?q={text}")
        assert answer.status_code == 422
        assert answer.json()["error"].startswith("Validation failed: Q ")


def test_a_wildcard_is_searched_for_literally(api_for, alice, bob):
    assert api_for(alice).get("/api/v1/accounts/search?q=%25").json() == []


def test_a_new_user_has_an_account_at_once(db):
    user = User.objects.create_user("dora")

    assert Account.objects.filter(user=user).exists()


def test_a_user_from_before_the_microblog_gets_an_account_when_needed(api_for, alice):
    Account.objects.all().delete()

    answer = api_for(alice).get("/api/v1/accounts/verify_credentials")

    assert answer.json()["id"] == str(alice.pk)


def test_a_list_of_accounts_costs_as_many_queries_as_one(
    api_for, alice, bob, django_assert_num_queries
):
    for number in range(10):
        User.objects.create_user(f"bobby{number}")
    api = api_for(alice)
    api.get("/api/v1/accounts/search?q=bob")  # the scopes are read now and not below

    with django_assert_num_queries(2):
        assert len(api.get("/api/v1/accounts/search?q=bob").json()) == 11
