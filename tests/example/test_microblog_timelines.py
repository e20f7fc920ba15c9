"""Timelines and search: who sees what, in which order, in how many queries."""

import pytest
from django.contrib.auth.models import User
from requests.utils import parse_header_links
from rest_framework.test import APIClient

from example_project.microblog.models import Account, Status, Visibility
from example_project.microblog.models.relation import block, follow, mute

HOME = "/api/v1/timelines/home"
PUBLIC = "/api/v1/timelines/public"


def write(account, text="Hello", **fields):
    return Status.objects.create(account=account, text=text, **fields)


def ids(answer):
    assert answer.status_code == 200
    return [int(each["id"]) for each in answer.json()]


def links(answer):
    """The neighbours of a page (RFC 8288)."""
    return {link["rel"]: link["url"] for link in parse_header_links(answer["Link"])}


def test_home_holds_ones_own_and_what_one_follows_newest_first(api_for, alice, bob, carol):
    follow(alice, bob)
    written = [write(author).pk for author in (alice, bob, carol, bob)]

    assert ids(api_for(alice).get(HOME)) == [written[3], written[1], written[0]]


def test_home_holds_private_statuses_of_those_one_follows_but_not_direct_ones(api_for, alice, bob):
    follow(alice, bob)
    private = write(bob, visibility=Visibility.PRIVATE)
    write(bob, visibility=Visibility.DIRECT)

    assert ids(api_for(alice).get(HOME)) == [private.pk]


@pytest.mark.parametrize("hide", [block, mute])
def test_who_is_blocked_or_muted_vanishes_from_the_timelines(api_for, alice, bob, hide):
    follow(alice, bob)
    write(bob)
    hide(alice, bob)

    assert ids(api_for(alice).get(HOME)) == []
    assert ids(api_for(alice).get(PUBLIC)) == []


def test_the_public_timeline_needs_no_token_and_holds_only_what_is_public(bob):
    public = write(bob)
    for hidden in (Visibility.UNLISTED, Visibility.PRIVATE, Visibility.DIRECT):
        write(bob, visibility=hidden)

    assert ids(APIClient().get(PUBLIC)) == [public.pk]


def test_deactivated_authors_vanish_from_the_public_timeline(bob):
    write(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)

    assert ids(APIClient().get(PUBLIC)) == []


def test_a_list_is_read_page_by_page(bob):
    written = [write(bob).pk for _ in range(5)][::-1]
    api = APIClient()

    first = api.get(f"{PUBLIC}?limit=2&local=true")
    second = api.get(links(first)["next"])
    third = api.get(links(second)["next"])

    assert ids(first) == written[:2]
    assert ids(second) == written[2:4]
    assert ids(third) == written[4:]
    assert "next" not in links(third)
    assert "local=true" in links(first)["next"]
    assert ids(api.get(f"{PUBLIC}?since_id={written[1]}")) == written[:1]


def test_a_list_is_read_back_up_from_where_one_was(bob):
    written = [write(bob).pk for _ in range(5)][::-1]
    api = APIClient()

    last = api.get(f"{PUBLIC}?limit=2&max_id={written[2]}")
    before = api.get(links(last)["prev"])

    assert ids(last) == written[3:]
    assert ids(before) == written[1:3]
    assert ids(api.get(links(before)["prev"])) == written[:1]
    assert ids(api.get(f"{PUBLIC}?min_id={written[0]}")) == []
    assert ids(api.get(links(before)["next"])) == written[3:]


def test_a_page_never_holds_more_than_40(bob):
    Status.objects.bulk_create(Status(account=bob, text="x") for _ in range(45))

    assert len(ids(APIClient().get(f"{PUBLIC}?limit=1000000"))) == 40
    assert len(ids(APIClient().get(PUBLIC))) == 20


def test_what_is_left_empty_was_not_asked_for(bob):
    written = write(bob)

    assert ids(APIClient().get(f"{PUBLIC}?limit=&max_id=&since_id=&min_id=")) == [written.pk]


@pytest.mark.parametrize(
    "query",
    ["limit=x", "limit=0", "limit=%00", "max_id=x", f"max_id={10**30}", "since_id=-1"],
)
def test_rubbish_for_a_page_is_a_validation_error(db, query):
    answer = APIClient().get(f"{PUBLIC}?{query}")

    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: ")


def test_a_timeline_costs_as_many_queries_as_one_status(api_for, alice, django_assert_num_queries):
    for number in range(10):
        author = Account.objects.of(User.objects.create_user(f"author{number}"))
        follow(alice, author)
        write(author, in_reply_to=write(alice))
    api = api_for(alice)
    api.get(HOME)  # the scopes are read now and not below

    with django_assert_num_queries(4):  # token, account, statuses, their authors
        assert len(ids(api.get(HOME))) == 20


def test_search_finds_accounts_and_visible_statuses(api_for, alice, bob, carol):
    found = write(carol, "Bobsleigh")
    write(carol, "bob is not told", visibility=Visibility.DIRECT)

    answer = api_for(alice).get("/api/v2/search?q=bob").json()

    assert [account["acct"] for account in answer["accounts"]] == ["bob"]
    assert [status["id"] for status in answer["statuses"]] == [str(found.pk)]
    assert answer["hashtags"] == []


def test_search_can_be_for_one_kind_of_thing(api_for, alice, bob):
    write(bob, "about bob")

    answer = api_for(alice).get("/api/v2/search?q=bob&type=statuses").json()

    assert (len(answer["accounts"]), len(answer["statuses"])) == (0, 1)


def test_an_account_is_read_without_replies_and_pins(api_for, alice, bob):
    first = write(bob)
    reply = write(bob, in_reply_to=first)
    api, path = api_for(alice), f"/api/v1/accounts/{bob.pk}/statuses"

    assert ids(api.get(path)) == [reply.pk, first.pk]
    assert ids(api.get(f"{path}?exclude_replies=true")) == [first.pk]
    assert ids(api.get(f"{path}?pinned=true")) == ids(api.get(f"{path}?only_media=1")) == []


@pytest.mark.parametrize("version", [1, 2])
def test_clients_learn_what_they_may_send(db, version):
    answer = APIClient().get(f"/api/v{version}/instance").json()

    assert answer["configuration"]["statuses"]["max_characters"] == 500
    assert answer["configuration"]["statuses"]["max_media_attachments"] == 0


def test_people_are_told_where_they_sign_up(client, db):
    registrations = APIClient().get("/api/v2/instance").json()["registrations"]

    assert registrations["enabled"] is True
    assert client.get(registrations["url"]).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/instance", "/api/v1/instance/", "/api/v2/instance/"])
def test_the_instance_tells_everybody_what_it_is(db, path):
    answer = APIClient().get(path).json()

    assert answer["uri"] == "testserver"
    assert answer["version"].startswith("4.3.0 (compatible; ")
    assert answer["api_versions"]["mastodon"] >= 1


def test_any_other_path_of_the_api_is_json_too(db):
    answer = APIClient().post("/api/v1/nothing/here")

    assert answer.status_code == 404
    assert answer.json() == {"error": "Not found"}
