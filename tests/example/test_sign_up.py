"""Somebody without an account gets one, and goes on to where they wanted to go."""

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from django.test import Client as Browser

from example_project.microblog.models import Account
from oauth_provider.models import Grant
from tests.attacks.test_login import ELSEWHERE
from tests.browser_session import Session, answer_of
from tests.factories import ClientFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SIGN_UP = "/accounts/signup/"
PASSWORD = "correct horse battery staple"


def form(username="dora", password=PASSWORD, **fields):
    return {"username": username, "password1": password, "password2": password, **fields}


def test_it_opens_an_account_and_signs_in(client):
    answer = client.post(SIGN_UP, form(), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [("/", 302)]
    assert "Welcome, @dora!" in page
    assert "<strong>@dora</strong>" in page
    assert Account.objects.get().username == "dora"
    assert Browser().login(username="dora", password=PASSWORD)


def test_it_leads_from_an_applications_request_to_the_question_and_back(client):
    application = Session(ClientFactory(), browser=client)
    login = application.ask()["Location"]
    page = client.get(login).content.decode()
    sign_up = page.split(f'href="{SIGN_UP}')[1].split('"')[0].replace("&amp;", "&")

    question = client.post(f"{SIGN_UP}{sign_up}", form(), follow=True)

    assert question.status_code == 200
    answer = answer_of(application.decide(question))
    assert answer["state"] == "xyz"
    assert Grant.objects.get().user.username == "dora"


def test_the_form_keeps_where_to_go_on(client):
    page = client.get(SIGN_UP, {"next": '/oauth/authorize?state="><b>'}).content.decode()

    assert 'name="next" value="/oauth/authorize?state=&quot;&gt;&lt;b&gt;"' in page
    assert f'href="{LOGIN}?next=%2Foauth%2Fauthorize%3Fstate%3D%22%3E%3Cb%3E"' in page


@pytest.mark.parametrize("target", ELSEWHERE)
def test_it_leads_to_no_other_site(client, target):
    page = client.get(SIGN_UP, {"next": target}).content.decode()
    answer = client.post(SIGN_UP, form(next=target))

    assert 'name="next" value=""' in page
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"username": ""}, "This field is required"),
        ({"username": "x"}, "at least 2 characters"),
        ({"username": "x" * 31}, "at most 30 characters"),
        ({"username": "Dora"}, "in lower case"),
        ({"username": "dora@evil.example"}, "Use only the letters"),
        ({"username": "d\u00f3ra"}, "Use only the letters"),
        ({"username": "dora\n"}, None),
        ({"username": "do\x00ra"}, "Null characters"),
        ({"password": "12345678"}, "too common"),
        ({"username": "dorabella", "password": "dorabella1"}, "too similar to the username"),
        ({"password": "short"}, "too short"),
        ({"password2": "another one"}, "match"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_right_is_kept(client, mistake, said):
    answer = client.post(SIGN_UP, {**form(), **form(**mistake)})

    if said is None:  # white space around it is no mistake
        assert User.objects.get().username == "dora"
        return
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert 'aria-invalid="true"' in page
    assert PASSWORD not in page
    assert not User.objects.exists()


@pytest.mark.parametrize("taken", ["dora", "DORA"])
def test_a_name_is_nobodys_twice(client, taken):
    User.objects.create_user(taken)

    assert "already exists" in client.post(SIGN_UP, form()).content.decode()
    assert User.objects.count() == 1


def test_who_comes_second_by_a_moment_is_told_so(client):
    def come_first(instance, **_):
        pre_save.disconnect(come_first, sender=User)
        User.objects.bulk_create([User(username=instance.username)])

    pre_save.connect(come_first, sender=User)
    answer = client.post(SIGN_UP, form())

    assert answer.status_code == 200
    assert "already exists" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_one_address_does_not_open_accounts_without_end(client):
    for number in range(30):
        assert Browser().post(SIGN_UP, form(f"dora{number}")).status_code == 302

    answer = client.post(SIGN_UP, form("dora30"))

    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3601
    assert "Too many accounts" in answer.content.decode()
    assert 'value="dora30"' in answer.content.decode()
    assert User.objects.count() == 30
    elsewhere = client.post(SIGN_UP, form("dora30"), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_mistakes_are_not_counted(client):
    for _ in range(31):
        client.post(SIGN_UP, form("X"))

    assert client.post(SIGN_UP, form()).status_code == 302


def test_the_session_from_before_is_not_kept(client, alice):
    client.force_login(alice.user)
    before = client.session.session_key

    page = client.get(SIGN_UP).content.decode()
    client.post(SIGN_UP, form())

    assert "This opens another account" in page
    assert client.session.session_key != before
    assert "<strong>@dora</strong>" in client.get("/").content.decode()


def test_no_other_site_signs_anybody_up():
    browser = Browser(enforce_csrf_checks=True)

    assert browser.post(SIGN_UP, form()).status_code == 403
    assert not User.objects.exists()


def test_the_first_page_and_the_login_lead_there(client):
    for page in ("/", LOGIN):
        assert f'href="{SIGN_UP}"' in client.get(page).content.decode()
