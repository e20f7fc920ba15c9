"""The microblog in a browser."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from example_project.microblog.models import Account, Status, Visibility
from example_project.microblog.models.posting import Draft, post
from example_project.microblog.models.relation import block

LOGIN = "/accounts/login/"
OF_MEMBERS = ["/compose/", "/profile/", "/profile/blocked/", "/profile/muted/"]
PAGES = [
    *OF_MEMBERS,
    *("/", "/public/", "/search/", "/search/?q=a", "/api/docs/", LOGIN, "/accounts/signup/"),
    *("/@alice/", "/@alice/following/", "/@alice/followers/"),
]
PASSWORD = "a password of theirs"


def fail(*_arguments):
    raise ArithmeticError


def test_the_first_page_says_what_this_is_and_links_to_the_rest(client, db):
    page = client.get("/").content.decode()

    for link in (LOGIN, "/public/", "/oauth/applications/", "/oauth/authorized"):
        assert f'href="{link}"' in page
        assert client.get(link).status_code in {200, 302}
    assert 'href="/admin/"' not in page


def test_home_names_who_signed_in_and_shows_staff_the_way_to_the_admin(client, alice):
    alice.user.is_staff = True
    alice.user.save()
    client.force_login(alice.user)

    page = client.get("/").content.decode()

    assert "<strong>@alice</strong>" in page
    assert 'href="/admin/"' in page


def test_signing_in_leads_to_where_one_wanted_to_go(client, alice):
    answer = client.post(
        LOGIN, {"username": "alice", "password": PASSWORD, "next": "/oauth/authorize?a=b&c=d"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/oauth/authorize?a=b&c=d")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_site(client, alice, elsewhere):
    answer = client.post(LOGIN, {"username": "alice", "password": PASSWORD, "next": elsewhere})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_login_page_keeps_next_and_quotes_it(client, db):
    page = client.get(LOGIN, {"next": '/oauth/authorize?state="><b>'}).content.decode()

    assert 'name="next" value="/oauth/authorize?state=&quot;&gt;&lt;b&gt;"' in page


def test_signing_out_takes_a_post(client, alice):
    client.force_login(alice.user)

    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "<strong>@alice</strong>" not in client.get("/").content.decode()


def test_a_post_from_the_form_is_shown_escaped(client, alice):
    client.force_login(alice.user)

    page = client.post(
        "/compose/", {"text": "<script>x</script>", "visibility": "public"}, follow=True
    )

    assert "&lt;script&gt;x&lt;/script&gt;" in page.content.decode()


def test_a_text_that_is_too_long_is_kept_for_mending(client, alice):
    client.force_login(alice.user)

    page = client.post("/compose/", {"text": "y" * 501, "visibility": "public"}).content.decode()

    assert "y" * 501 in page
    assert 'aria-invalid="true"' in page
    assert not Status.objects.exists()


def test_a_line_break_is_one_character(client, alice):
    client.force_login(alice.user)

    client.post("/compose/", {"text": "x\r\n" * 249 + "xy", "visibility": "public"})

    assert Status.objects.get().text == "x\n" * 249 + "xy"


def test_a_warning_counts_too_and_is_shown_for_mending(client, alice):
    client.force_login(alice.user)
    form = {"text": "x" * 400, "spoiler_text": "y" * 101, "visibility": "public"}

    page = client.post("/compose/", form).content.decode()

    assert "these are 501 characters" in page
    assert "<details open>" in page
    assert not Status.objects.exists()


def test_nobody_posts_to_an_audience_that_is_not_there(client, alice):
    client.force_login(alice.user)

    assert client.post("/compose/", {"text": "x", "visibility": "all"}).status_code == 200
    assert not Status.objects.exists()


def test_composing_needs_somebody_who_signed_in(client, db):
    assert client.post("/compose/", {"text": "x"})["Location"] == f"{LOGIN}?next=/compose/"


def test_pages_hide_what_the_api_hides(client, alice, bob):
    private = Status.objects.create(account=bob, text="Psst", visibility=Visibility.PRIVATE)
    public = Status.objects.create(account=bob, text="Hear, hear")
    block(bob, alice)

    assert "Hear, hear" in client.get("/@bob/").content.decode()
    assert "Psst" not in client.get("/@bob/").content.decode()
    assert client.get(f"/statuses/{private.pk}/").status_code == 404
    client.force_login(alice.user)
    assert client.get(f"/statuses/{public.pk}/").status_code == 404
    assert "Hear, hear" not in client.get("/public/").content.decode()


def test_older_posts_are_a_click_away(client, bob):
    Status.objects.bulk_create(Status(account=bob, text=f"No. {n}.") for n in range(25))

    page = client.get("/public/").content.decode()
    older = page.split('rel="next" href="')[1].split('"')[0]

    assert "No. 4." not in page
    assert "No. 4." in client.get(f"/public/{older}").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/@nobody/",
        "/@%00/",
        "/statuses/%00/",
        "/statuses/9e9/",
        "/public/?max_id=x",
        "/x/",
        "/@bob/befriend/",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_pages_run_no_inline_script_or_style(client, alice):
    client.force_login(alice.user)

    status = post(alice, Draft(text="Hello", spoiler_text="A greeting"))

    for path in (*PAGES, f"/statuses/{status.pk}/", f"/statuses/{status.pk}/delete/", "/nothing/"):
        answer = client.get(path)
        assert not re.search(rb"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", answer.content)
        assert b'<html lang="en">' in answer.content
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; ")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_for_whoever_may_see_it(client, alice, path):
    anonymous = client.get(path)
    client.force_login(alice.user)
    signed_in = client.get(path)

    assert signed_in.status_code == 200
    if path in OF_MEMBERS:
        assert (anonymous.status_code, anonymous["Location"]) == (302, f"{LOGIN}?next={path}")
    else:
        assert anonymous.status_code == 200


def test_pages_are_written_from_right_to_left_where_people_read_so(client, alice):
    page = client.get("/", headers={"Accept-Language": "ar"}).content.decode()

    assert '<html lang="ar" dir="rtl">' in page


def test_a_form_from_before_signing_in_gets_a_page_that_says_so(alice):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post("/compose/", {"text": "x"})

    assert answer.status_code == 403
    assert "This form is no longer good" in answer.content.decode()


def test_a_fault_of_ours_gets_a_page_that_says_so(db):
    with connection.execute_wrapper(fail):
        answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "It was not you" in answer.content.decode()


def test_somebody_new_sees_what_people_say(client, bob):
    post(bob, Draft(text="Hear, hear"))
    post(bob, Draft(text="Psst", visibility=Visibility.PRIVATE))

    page = client.get("/").content.decode()

    assert "Hear, hear" in page
    assert "Psst" not in page


@pytest.mark.parametrize("path", ["/", "/public/", "/@alice/", "/search/?q=nothing"])
def test_where_there_is_nothing_a_page_says_so(client, alice, path):
    client.force_login(alice.user)

    assert 'class="empty"' in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ({"seconds": 5}, "just now"),
        ({"minutes": 5, "seconds": 5}, "5\xa0minutes ago"),
        ({"hours": 26}, "1\xa0day ago"),
        ({"days": 30}, "Oct. 21, 2026"),
    ],
)
@time_machine.travel("2026-11-20T12:00:00Z", tick=False)
def test_a_page_says_how_long_ago_it_was(client, bob, age, said):
    Status.objects.create(account=bob, text="x", created_at=timezone.now() - timedelta(**age))

    assert f">{said}</time>" in client.get("/public/").content.decode()


def test_a_page_of_many_costs_as_many_queries_as_one(client, bob, django_assert_num_queries):
    client.get("/public/")
    for number in range(15):
        author = Account.objects.of(User.objects.create_user(f"author{number}"))
        post(author, Draft(text="x", in_reply_to=post(bob, Draft(text="y"))))

    with django_assert_num_queries(2):  # statuses, their authors
        assert client.get("/public/").content.decode().count("<article") == 20


def test_a_warning_hides_what_it_warns_of_until_somebody_opens_it(client, bob):
    post(bob, Draft(text="It was the gardener", spoiler_text="The end of the film"))
    post(bob, Draft(text="Not for everybody", sensitive=True))

    page = client.get("/public/").content.decode()

    for warning, text in (
        ("The end of the film", "It was the gardener"),
        ("Sensitive content", "Not for everybody"),
    ):
        assert f'<summary dir="auto">{warning}</summary><div class="text" dir="auto"><p>{text}' in (
            page
        )
