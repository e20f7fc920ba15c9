"""Statuses over the API: posting, reading, deleting, and who may."""

import json

import pytest
from rest_framework.test import APIClient

from example_project.microblog.models import Status, Visibility
from example_project.microblog.models.relation import block, follow

STATUSES = "/api/v1/statuses"


def write(account, text="Hello", **fields):
    return Status.objects.create(account=account, text=text, **fields)


@pytest.mark.parametrize("encoding", ["json", "multipart"])
def test_a_status_is_posted_in_either_encoding(api_for, alice, encoding):
    answer = api_for(alice).post(STATUSES, {"status": "Hello <b>"}, format=encoding)

    assert answer.status_code == 200
    assert answer.json()["content"] == "<p>Hello &lt;b&gt;</p>"
    assert answer.json()["account"]["acct"] == "alice"
    assert Status.objects.get().text == "Hello <b>"


def test_a_status_is_posted_as_a_form(api_for, alice):
    answer = api_for(alice).post(
        STATUSES,
        "status=Hello+world&sensitive=0&visibility=unlisted",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.json()["visibility"] == "unlisted"


@pytest.mark.parametrize("given", ["", None])
def test_a_visibility_left_open_is_public(api_for, alice, given):
    answer = api_for(alice).post(STATUSES, {"status": "x", "visibility": given}, format="json")

    assert answer.json()["visibility"] == "public"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": ""},
        {"status": "   "},
        {"status": None},
        {"status": "x" * 501},
        {"status": "a\x00b"},
        {"status": "\ud800"},
        {"status": ["x"]},
        {"status": "x", "visibility": "secret"},
        {"status": "x", "visibility": []},
        {"status": "x", "in_reply_to_id": "y"},
        {"status": "x", "in_reply_to_id": 10**30},
        [],
        "status",
        None,
        7,
    ],
)
def test_what_cannot_be_posted_is_a_validation_error(api_for, alice, body):
    answer = api_for(alice).post(STATUSES, json.dumps(body), content_type="application/json")

    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: ")
    assert not Status.objects.exists()


@pytest.mark.parametrize("body", ["{", "\xff", "[" * 100_000, '{"status": NaN}'])
def test_a_body_that_cannot_be_read_is_a_bad_request(api_for, alice, body):
    answer = api_for(alice).post(STATUSES, body, content_type="application/json")

    assert answer.status_code == 400
    assert "error" in answer.json()


def test_a_form_of_too_many_fields_is_a_bad_request(api_for, alice):
    body = "&".join(f"field{number}=x" for number in range(1001))
    form = "application/x-www-form-urlencoded"

    answer = api_for(alice).post(STATUSES, body, content_type=form)

    assert answer.status_code == 400
    assert answer.json() == {"error": "Malformed request."}


def test_an_empty_body_is_a_missing_text(api_for, alice):
    answer = api_for(alice).post(STATUSES)

    assert answer.json() == {"error": "Validation failed: Status can't be blank"}


@pytest.mark.parametrize(
    "name", ["media_ids", "media_ids[]", "poll", "poll[options][]", "scheduled_at"]
)
def test_what_is_not_offered_is_refused_and_not_left_out(api_for, alice, name):
    answer = api_for(alice).post(STATUSES, {"status": "x", name: ["1"]}, format="json")

    assert answer.status_code == 422
    assert answer.json()["error"].endswith(" is not offered here")
    assert not Status.objects.exists()


def test_what_is_empty_or_unknown_is_ignored(api_for, alice):
    body = {"status": "x", "media_ids": [], "poll": None, "language": "en", "nobody": {"knows": 1}}

    assert api_for(alice).post(STATUSES, body, format="json").status_code == 200


@pytest.mark.parametrize(
    ("body", "is_sensitive", "warning"),
    [
        ({"sensitive": "0", "spoiler_text": ""}, False, ""),
        ({"sensitive": "1"}, True, ""),
        ({"spoiler_text": "The end of the film"}, True, "The end of the film"),
    ],
)
def test_a_status_can_come_with_a_warning(api_for, alice, body, is_sensitive, warning):
    answer = api_for(alice).post(STATUSES, {"status": "x", **body}).json()

    assert (answer["sensitive"], answer["spoiler_text"]) == (is_sensitive, warning)


def test_text_and_warning_share_the_limit(api_for, alice):
    api, body = api_for(alice), {"status": "x" * 400, "spoiler_text": "y" * 101}

    assert api.post(STATUSES, body).json() == {
        "error": "Validation failed: Status character limit of 500 exceeded"
    }
    assert api.post(STATUSES, {**body, "spoiler_text": "y" * 100}).status_code == 200


def test_a_status_names_the_application_that_posted_it(api_for, alice):
    api = api_for(alice)
    posted = api.post(STATUSES, {"status": "x"}).json()
    by_hand = write(alice)

    assert posted["application"] == {"name": "A test", "website": None}
    assert api.get(f"{STATUSES}/{by_hand.pk}").json()["application"] is None


def test_a_status_is_posted_once_for_each_idempotency_key(api_for, alice, bob):
    def post(account, text, key):
        headers = {"Idempotency-Key": key}
        return api_for(account).post(STATUSES, {"status": text}, headers=headers).json()

    first = post(alice, "Hello", "a key")
    again = post(alice, "Hello, are you there?", "a key")

    assert again["id"] == first["id"]
    assert again["content"] == "<p>Hello</p>"
    assert post(alice, "Hello", "A key")["id"] != first["id"]
    assert post(bob, "Hello", "a key")["id"] != first["id"]
    assert post(alice, "Hello", "")["id"] != post(alice, "Hello", "")["id"]
    assert Status.objects.count() == 5


def test_addresses_are_links_and_nothing_else_is(api_for, alice):
    text = 'See https://a.example/?a=1&b="x" (or http://b.example).\n\njavascript:alert(1)'
    link = '<a href="{0}" rel="nofollow noopener noreferrer">{0}</a>'

    answer = api_for(alice).post(STATUSES, {"status": text}).json()

    first = link.format("https://a.example/?a=1&amp;b=")
    assert answer["content"] == (
        f"<p>See {first}&quot;x&quot; (or {link.format('http://b.example')}).</p>\n\n"
        "<p>javascript:alert(1)</p>"
    )


def test_500_characters_fit_whatever_they_are(api_for, alice):
    assert api_for(alice).post(STATUSES, {"status": "🐦" * 500}).status_code == 200


def test_a_reply_names_what_it_replies_to(api_for, alice, bob):
    first = write(bob)

    reply = api_for(alice).post(STATUSES, {"status": "Yes", "in_reply_to_id": str(first.pk)})

    assert reply.json()["in_reply_to_id"] == str(first.pk)
    assert reply.json()["in_reply_to_account_id"] == str(bob.pk)
    assert APIClient().get(f"{STATUSES}/{first.pk}").json()["replies_count"] == 1


def test_nobody_replies_to_what_they_cannot_see(api_for, alice, bob):
    hidden = write(bob, visibility=Visibility.PRIVATE)

    answer = api_for(alice).post(STATUSES, {"status": "Yes", "in_reply_to_id": hidden.pk})

    assert answer.status_code == 404
    assert not Status.objects.filter(account=alice).exists()


def test_everybody_reads_what_is_public_or_unlisted(bob):
    for visibility in (Visibility.PUBLIC, Visibility.UNLISTED):
        status = write(bob, visibility=visibility)
        assert APIClient().get(f"{STATUSES}/{status.pk}").status_code == 200


def test_a_bad_token_is_refused_even_where_none_is_needed(bob):
    status, api = write(bob), APIClient()
    api.credentials(HTTP_AUTHORIZATION="Bearer nonsense")

    for path in (f"{STATUSES}/{status.pk}", "/api/v1/timelines/public", "/api/v1/instance"):
        answer = api.get(path)
        assert answer.status_code == 401
        assert answer.json() == {"error": "The access token is invalid"}


def test_followers_alone_read_what_is_private(api_for, alice, bob, carol):
    follow(alice, bob)
    path = f"{STATUSES}/{write(bob, visibility=Visibility.PRIVATE).pk}"

    readers = {"alice": api_for(alice), "bob": api_for(bob), "carol": api_for(carol)}
    answers = {name: api.get(path).status_code for name, api in readers.items()}

    assert answers == {"alice": 200, "bob": 200, "carol": 404}
    assert APIClient().get(path).status_code == 404
    assert api_for(None).get(path).status_code == 404


def test_a_token_without_the_scope_is_refused_even_where_none_is_needed(api_for, bob):
    path, api = f"{STATUSES}/{write(bob).pk}", api_for(bob, "write read:accounts profile")

    for reading in (path, f"{path}/context", "/api/v1/timelines/public"):
        assert APIClient().get(reading).status_code == 200
        answer = api.get(reading)
        assert answer.status_code == 403
        assert 'scope="read:statuses"' in answer["WWW-Authenticate"]


def test_only_the_author_reads_what_is_direct(api_for, alice, bob):
    follow(alice, bob)
    path = f"{STATUSES}/{write(bob, visibility=Visibility.DIRECT).pk}"

    assert api_for(bob).get(path).status_code == 200
    assert api_for(alice).get(path).status_code == 404


def test_whoever_is_blocked_reads_nothing_of_the_blocker(api_for, alice, bob):
    status = write(bob)
    block(bob, alice)
    api = api_for(alice)

    assert api.get(f"{STATUSES}/{status.pk}").status_code == 404
    assert api.get(f"/api/v1/accounts/{bob.pk}/statuses").json() == []


def test_an_author_deletes_a_status_and_gets_its_text_back(api_for, alice):
    status = write(alice, "Soon gone")

    answer = api_for(alice).delete(f"{STATUSES}/{status.pk}")

    assert answer.status_code == 200
    assert answer.json()["text"] == "Soon gone"
    assert not Status.objects.exists()


def test_nobody_deletes_what_others_wrote(api_for, alice, bob):
    status = write(bob)

    assert api_for(alice).delete(f"{STATUSES}/{status.pk}").status_code == 404
    assert Status.objects.exists()


def test_a_reply_outlives_what_it_replied_to(api_for, alice, bob):
    first = write(bob)
    reply = write(alice, in_reply_to=first)

    api_for(bob).delete(f"{STATUSES}/{first.pk}")

    assert APIClient().get(f"{STATUSES}/{reply.pk}").json()["in_reply_to_id"] is None
