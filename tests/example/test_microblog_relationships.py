"""Following, blocking and muting over the API."""

import pytest
from django.db import IntegrityError, transaction

from example_project.microblog.models import Follow
from example_project.microblog.models.relation import block, follow


def path(account, change):
    return f"/api/v1/accounts/{account.pk}/{change}"


@pytest.mark.parametrize(
    ("change", "undo", "fact"),
    [
        ("follow", "unfollow", "following"),
        ("block", "unblock", "blocking"),
        ("mute", "unmute", "muting"),
    ],
)
def test_each_is_done_and_undone_any_number_of_times(api_for, alice, bob, change, undo, fact):
    api = api_for(alice)

    for _ in range(2):
        assert api.post(path(bob, change)).json()[fact] is True
    for _ in range(2):
        assert api.post(path(bob, undo)).json()[fact] is False


@pytest.mark.parametrize(
    "request_body",
    [
        {},
        {"data": {"reblogs": "1", "notify": "0"}, "format": "json"},
        {"data": "reblogs=1&notify=0", "content_type": "application/x-www-form-urlencoded"},
        {"data": {"reblogs": "1"}, "format": "multipart"},
        {"data": "", "content_type": "text/plain"},
    ],
)
def test_a_follow_needs_nothing_in_its_body(api_for, alice, bob, request_body):
    answer = api_for(alice, "follow").post(path(bob, "follow"), **request_body)

    assert answer.status_code == 200
    assert answer.json()["following"] is True


def test_whoever_is_blocked_cannot_follow(api_for, alice, bob):
    block(bob, alice)

    answer = api_for(alice).post(path(bob, "follow"))

    assert answer.status_code == 403
    assert answer.json() == {"error": "This action is not allowed"}
    assert not Follow.objects.exists()


def test_a_block_ends_what_either_followed(api_for, alice, bob):
    follow(alice, bob)
    follow(bob, alice)

    answer = api_for(alice).post(path(bob, "block")).json()

    assert (answer["following"], answer["followed_by"], answer["blocking"]) == (False, False, True)


@pytest.mark.parametrize("change", ["follow", "block", "mute"])
def test_nobody_does_it_to_themselves(api_for, alice, change):
    assert api_for(alice).post(path(alice, change)).status_code == 403


def test_the_database_refuses_oneself_too(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(source=alice, target=alice)


def test_it_is_done_by_post_alone(api_for, alice, bob):
    answer = api_for(alice).get(path(bob, "follow"))

    assert answer.status_code == 405
    assert "error" in answer.json()


def test_relationships_are_seen_from_both_sides(api_for, alice, bob, carol):
    follow(alice, bob)
    block(carol, alice)

    answer = api_for(alice).get(
        f"/api/v1/accounts/relationships?id[]={bob.pk}&id[]={carol.pk}&id[]=999999&id[]=x"
    )

    of_bob, of_carol = answer.json()
    assert (of_bob["id"], of_bob["following"], of_bob["followed_by"]) == (str(bob.pk), True, False)
    assert (of_carol["id"], of_carol["blocked_by"]) == (str(carol.pk), True)


def test_relationships_come_in_the_order_in_which_they_were_asked_for(api_for, alice, bob, carol):
    query = f"id[]={carol.pk}&id[]={bob.pk}&id[]={carol.pk}"

    answer = api_for(alice).get(f"/api/v1/accounts/relationships?{query}")

    assert [each["id"] for each in answer.json()] == [str(carol.pk), str(bob.pk)]


def test_relationships_are_asked_for_40_at_a_time(api_for, alice):
    query = "&".join(f"id[]={number}" for number in range(41))

    assert api_for(alice).get(f"/api/v1/accounts/relationships?{query}").status_code == 422


@pytest.mark.parametrize(("change", "listing"), [("block", "blocks"), ("mute", "mutes")])
def test_one_sees_whom_one_blocks_or_mutes(api_for, alice, bob, change, listing):
    api = api_for(alice)
    api.post(path(bob, change))

    assert [account["acct"] for account in api.get(f"/api/v1/{listing}").json()] == ["bob"]
    assert api_for(bob).get(f"/api/v1/{listing}").json() == []
