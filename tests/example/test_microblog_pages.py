"""The microblog in a browser."""

import pytest

from example_project.microblog.models import Status, Visibility
from example_project.microblog.models.relation import block

LOGIN = "/accounts/login/"
PASSWORD = "a password of theirs"


def test_the_first_page_says_what_this_is_and_links_to_the_rest(client, db):
    page = client.get("/").content.decode()

    for link in (LOGIN, "/public/", "/oauth/applications/"):
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
    "path", ["/@nobody/", "/@%00/", "/statuses/%00/", "/statuses/9e9/", "/public/?max_id=x", "/x/"]
)
def test_what_is_not_there_is_a_page_that_says_so(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_pages_run_no_inline_script_or_style(client, alice):
    client.force_login(alice.user)

    for path in ("/", "/public/", "/@alice/", LOGIN, "/compose/"):
        page = client.get(path).content.decode()
        assert "<script" not in page
        assert "style=" not in page
        assert '<html lang="en">' in page
