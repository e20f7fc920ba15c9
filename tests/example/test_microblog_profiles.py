"""Profiles in a browser: what one sees of others, the buttons, and one's own to edit."""

import pytest
from django.contrib.auth.models import User

from example_project.microblog.models import Account, Follow, Mute, Status
from example_project.microblog.models.relation import Block, block, follow, mute
from example_project.microblog.models.relationships import relationship
from tests.attacks.test_login import ELSEWHERE

LOGIN = "/accounts/login/"


@pytest.fixture
def as_alice(client, alice):
    """Alice's browser."""
    client.force_login(alice.user)
    return client


def buttons(page):
    """The changes that a page offers to make with bob."""
    changes = ("follow", "unfollow", "block", "unblock", "mute", "unmute")
    return {name for name in changes if f'action="/@bob/{name}/"' in page}


def test_a_profile_says_who_it_is(client, bob):
    Account.objects.filter(pk=bob.pk).update(display_name="Bob <b>", note="Bread.\n\nBirds & bees")

    page = client.get("/@bob/").content.decode()

    assert "Bob &lt;b&gt;" in page
    assert "<p>Bread.</p>\n\n<p>Birds &amp; bees</p>" in page
    assert buttons(page) == set()
    assert f'href="{LOGIN}?next=/%40bob/"' in page


@pytest.mark.parametrize(
    ("between", "offered"),
    [
        ([], {"follow", "mute", "block"}),
        ([follow], {"unfollow", "mute", "block"}),
        ([follow, mute], {"unfollow", "unmute", "block"}),
        ([block], {"unblock"}),
    ],
)
def test_a_profile_offers_what_can_be_changed(as_alice, alice, bob, between, offered):
    for make in between:
        make(alice, bob)

    assert buttons(as_alice.get("/@bob/").content.decode()) == offered


def test_whoever_blocks_one_shows_no_posts_and_no_button_to_follow(as_alice, alice, bob):
    Status.objects.create(account=bob, text="Hear, hear")
    block(bob, alice)

    page = as_alice.get("/@bob/").content.decode()

    assert "does not show you its posts" in page
    assert "Hear, hear" not in page
    assert buttons(page) == {"mute", "block"}


def test_ones_own_profile_offers_to_edit_it(as_alice):
    page = as_alice.get("/@alice/").content.decode()

    assert 'href="/profile/"' in page
    assert "/follow/" not in page


@pytest.mark.parametrize(
    ("change", "undo", "fact"),
    [
        ("follow", "unfollow", "following"),
        ("block", "unblock", "blocking"),
        ("mute", "unmute", "muting"),
    ],
)
def test_a_button_makes_a_change_and_another_takes_it_back(
    as_alice, alice, bob, change, undo, fact
):
    page = as_alice.post(f"/@bob/{change}/", follow=True)
    assert page.redirect_chain == [("/@bob/", 302)]
    assert f"You {change} @bob now." in page.content.decode()
    assert getattr(relationship(alice, bob), fact)

    page = as_alice.post(f"/@bob/{undo}/", {"next": "/public/"}, follow=True)
    assert page.redirect_chain == [("/public/", 302)]
    assert f"You no longer {change} @bob." in page.content.decode()
    assert not getattr(relationship(alice, bob), fact)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_button_leads_to_no_other_site(as_alice, bob, target):
    answer = as_alice.post("/@bob/follow/", {"next": target})

    assert (answer.status_code, answer["Location"]) == (302, "/@bob/")


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_what_is_not_allowed_is_said(as_alice, alice, bob, name):
    block(bob, alice)

    page = as_alice.post(f"/@{name}/follow/", follow=True).content.decode()

    assert f"You cannot follow @{name}." in page
    assert not Follow.objects.exists()


def test_a_link_changes_nothing(as_alice, bob):
    answer = as_alice.get("/@bob/follow/")

    assert (answer.status_code, answer["Location"]) == (302, "/@bob/")
    assert not Follow.objects.exists()


def test_a_button_asks_who_one_is(client, bob):
    answer = client.post("/@bob/follow/")

    assert answer["Location"] == f"{LOGIN}?next=/%40bob/follow/"
    assert not Follow.objects.exists()


def test_lists_say_who_follows_whom(as_alice, alice, bob, carol):
    follow(carol, bob)
    follow(alice, bob)
    User.objects.filter(pk=carol.pk).update(is_active=False)

    followers = as_alice.get("/@bob/followers/").content.decode()
    following = as_alice.get("/@alice/following/").content.decode()

    assert ('href="/@alice/"' in followers, "carol" in followers) == (True, False)
    assert buttons(following) == {"unfollow"}
    assert "<strong>1</strong> follower" in followers
    assert "Nobody yet." in as_alice.get("/@alice/followers/").content.decode()


def test_whom_one_blocks_or_mutes_is_listed_for_oneself_alone(as_alice, alice, bob, carol):
    block(alice, bob)
    mute(alice, carol)
    Block.objects.create(source=carol, target=bob)

    blocked = as_alice.get("/profile/blocked/").content.decode()
    muted = as_alice.get("/profile/muted/").content.decode()

    assert (blocked.count('class="person'), buttons(blocked)) == (1, {"unblock"})
    assert 'action="/@carol/unmute/"' in muted
    as_alice.post("/@bob/unblock/")
    assert "You block nobody." in as_alice.get("/profile/blocked/").content.decode()


def test_a_list_of_people_goes_on(client, bob):
    users = [User(username=f"user{number:02}") for number in range(25)]
    for user in User.objects.bulk_create(users):
        follow(Account.objects.create(user=User.objects.get(username=user.username)), bob)

    page = client.get("/@bob/followers/").content.decode()
    older = page.split('rel="next" href="')[1].split('"')[0]
    rest = client.get(f"/@bob/followers/{older}").content.decode()

    assert ("@user24" in page, "@user04" in page) == (True, False)
    assert ("@user04" in rest, "@user24" in rest) == (True, False)
    assert ">Newest</a>" in rest


def test_a_list_of_people_costs_as_many_queries_as_one(as_alice, bob, django_assert_num_queries):
    for number in range(10):
        follow(Account.objects.of(User.objects.create_user(f"user{number}")), bob)

    # session, user, the account and the viewer, three kinds of relation between them,
    # the follows and their accounts, the viewer and three kinds of relation again
    with django_assert_num_queries(13):
        assert as_alice.get("/@bob/followers/").content.decode().count('class="person') == 10


def test_one_edits_ones_own_profile(as_alice, alice, bob):
    form = {"display_name": "Alice L.", "note": "One\r\nTwo", "user": bob.pk}

    page = as_alice.post("/profile/", form, follow=True)

    assert page.redirect_chain == [("/@alice/", 302)]
    assert "Your profile is saved." in page.content.decode()
    saved = Account.objects.get(pk=alice.pk)
    assert (saved.display_name, saved.note) == ("Alice L.", "One\nTwo")
    assert Account.objects.get(pk=bob.pk).display_name == ""


@pytest.mark.parametrize("form", [{"display_name": "x" * 51}, {"note": "x" * 501}])
def test_a_profile_that_is_too_long_is_kept_for_mending(as_alice, alice, form):
    page = as_alice.post("/profile/", form).content.decode()

    assert next(iter(form.values())) in page
    assert 'aria-invalid="true"' in page
    assert Account.objects.get(pk=alice.pk).display_name == ""


def test_search_finds_people_and_posts(as_alice, alice, bob, carol):
    Status.objects.create(account=carol, text="Where is bob?")
    Status.objects.create(account=carol, text="Not told to bob", visibility="direct")

    page = as_alice.get("/search/?q=@BOB").content.decode()
    assert buttons(page) == {"follow"}
    page = as_alice.get("/search/?q=bob").content.decode()
    assert "Where is bob?" in page
    assert "Not told" not in page
    Mute.objects.create(source=alice, target=carol)
    assert "Where is bob?" not in as_alice.get("/search/?q=bob").content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=", "Say what to look for"),
        ("q=+", "Say what to look for"),
        (f"q={'x' * 101}", "at most 100 characters"),
        ("q=%00", "Null characters"),
        ("q=%25", "Nobody has that name"),
        ("q=<b>", "&lt;b&gt;"),
    ],
)
def test_search_for_rubbish_is_answered_in_words(client, db, query, said):
    answer = client.get(f"/search/?{query}")

    assert answer.status_code == 200
    assert said in answer.content.decode()
