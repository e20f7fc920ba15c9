"""Replies: threads over the API and in a browser, and posts that are deleted from them."""

import pytest
from rest_framework.test import APIClient

from example_project.microblog.models import Status, Visibility
from example_project.microblog.models.posting import Draft, post
from example_project.microblog.models.relation import block, mute

LOGIN = "/accounts/login/"


def say(account, text="Hello", to=None, **fields):
    return post(account, Draft(text=text, in_reply_to=to, **fields))


def context(status, api=None):
    """What is before and after a status, as ids."""
    answer = (api or APIClient()).get(f"/api/v1/statuses/{status.pk}/context")
    assert answer.status_code == 200
    read = answer.json()
    return [[int(each["id"]) for each in read[name]] for name in ("ancestors", "descendants")]


def test_a_thread_is_read_from_its_beginning(alice, bob):
    first = say(alice)
    left, right = say(bob, to=first), say(bob, to=first)
    below = say(alice, to=left)

    assert context(first) == [[], [left.pk, below.pk, right.pk]]
    assert context(left) == [[first.pk], [below.pk]]
    assert context(below) == [[first.pk, left.pk], []]
    assert context(say(alice)) == [[], []]


def test_a_thread_hides_what_is_hidden(api_for, alice, bob, carol):
    first = say(alice)
    private = say(bob, to=first, visibility=Visibility.PRIVATE)
    answer = say(carol, to=private)

    assert context(first) == [[], []]
    assert context(answer) == [[], []]
    assert context(answer, api_for(bob)) == [[first.pk, private.pk], []]
    hidden = APIClient().get(f"/api/v1/statuses/{private.pk}/context")
    assert (hidden.status_code, hidden.json()) == (404, {"error": "Record not found"})


@pytest.mark.parametrize("hide", [block, mute])
def test_a_thread_leaves_out_whom_one_does_not_want_to_read(api_for, alice, bob, carol, hide):
    first = say(alice)
    say(bob, to=first)
    wanted = say(carol, to=first)
    hide(alice, bob)

    assert context(first, api_for(alice)) == [[], [wanted.pk]]


def test_a_deleted_post_takes_nobody_elses_with_it(alice, bob):
    first = say(alice)
    middle = say(bob, to=first)
    last = say(alice, to=middle)
    middle.delete()

    assert context(first) == [[], []]
    assert context(last) == [[], []]
    assert context(say(bob, to=last)) == [[last.pk], []]


def test_a_deep_thread_is_read_in_as_many_queries_as_a_flat_one(
    alice, bob, django_assert_num_queries
):
    status = first = say(alice)
    for _ in range(50):
        status = say(bob, to=status)

    with django_assert_num_queries(3):  # the status, the thread, its authors
        assert len(context(first)[1]) == 50


def test_the_page_of_a_post_shows_its_thread(client, alice, bob):
    first = say(alice, "Is anybody there?")
    reply = say(bob, "I am", to=first)
    say(alice, "Good", to=reply)

    page = client.get(f"/statuses/{reply.pk}/").content.decode()

    positions = [page.index(text) for text in ("Is anybody there?", "I am", "Good")]
    assert positions == sorted(positions)
    assert "<form" not in page.split("<main")[1]


def test_one_replies_on_the_page_of_a_post(client, alice, bob):
    first = say(bob, visibility=Visibility.UNLISTED)
    client.force_login(alice.user)

    page = client.get(f"/statuses/{first.pk}/").content.decode()
    assert f'<input type="hidden" name="in_reply_to" value="{first.pk}">' in page
    assert '<option value="unlisted" selected>' in page
    form = {"text": "Me too", "visibility": "unlisted", "in_reply_to": first.pk}
    answer = client.post("/compose/", form)

    assert answer["Location"] == f"/statuses/{first.pk}/"
    assert Status.objects.get(text="Me too").in_reply_to == first


def test_nobody_replies_to_what_they_cannot_see(client, alice, bob):
    hidden = say(bob, "Psst", visibility=Visibility.PRIVATE)
    client.force_login(alice.user)
    form = {"text": "What?", "visibility": "public", "in_reply_to": hidden.pk}

    assert client.post("/compose/", form).status_code == 404
    for other in (hidden.pk, "x", "\x00", 10**30):
        assert client.get("/compose/", {"in_reply_to": other}).status_code == 404
    assert Status.objects.count() == 1


def test_a_reply_that_cannot_be_posted_is_shown_with_what_it_replies_to(client, alice, bob):
    first = say(bob, "Is anybody there?")
    client.force_login(alice.user)

    page = client.post("/compose/", {"text": "", "in_reply_to": first.pk}).content.decode()

    assert "Write something first." in page
    assert "Is anybody there?" in page


def test_deleting_asks_first(client, alice):
    status = say(alice, "Soon gone")
    client.force_login(alice.user)
    path = f"/statuses/{status.pk}/delete/"

    assert f'href="{path}"' in client.get("/@alice/").content.decode()
    page = client.get(path).content.decode()
    assert "Soon gone" in page
    assert Status.objects.exists()

    answer = client.post(path, follow=True)
    assert answer.redirect_chain == [("/@alice/", 302)]
    assert "The post is deleted." in answer.content.decode()
    assert not Status.objects.exists()


def test_nobody_deletes_what_others_wrote(client, alice, bob):
    status = say(bob)
    path = f"/statuses/{status.pk}/delete/"

    assert client.post(path)["Location"] == f"{LOGIN}?next={path}"
    client.force_login(alice.user)
    assert path not in client.get(f"/statuses/{status.pk}/").content.decode()
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert Status.objects.exists()
