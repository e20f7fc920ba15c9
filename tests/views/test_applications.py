"""The pages at /oauth/applications/: who sees what, and that looking changes nothing."""

import re

import pytest
from django.test import Client as Browser

from oauth_provider.models import Client, ClientSecret, Scope
from oauth_provider.models.scope import forget_registry
from tests.factories import ClientFactory, UserFactory

from .developer import BASE, REGISTER, Developer, errors, filled, text_of, url

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def pages_of(client):
    """Each page about an application."""
    revoking = f"secrets/{client.secrets.first().pk}/revoke"
    return [url(client, page) for page in ("", "delete", "secrets/new", revoking)]


def rows():
    """All that is stored about clients and their secrets."""
    return [*Client.objects.order_by("pk").values(), *ClientSecret.objects.order_by("pk").values()]


def test_whoever_is_not_signed_in_signs_in_and_comes_back(own, client):
    for path in (BASE, REGISTER, *pages_of(own)):
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_nothing_can_be_done_by_whoever_is_not_signed_in(own, client):
    before = rows()
    for path in (REGISTER, *pages_of(own)):
        assert client.post(path, filled())["Location"].startswith("/accounts/login/?next=")
    assert rows() == before


def test_the_list_is_of_ones_own_applications(developer, stranger, own):
    assert "Diary" in text_of(developer.list())
    assert own.client_id in text_of(developer.list())
    assert "Diary" not in text_of(stranger.list())


def test_an_empty_list_says_what_to_do(developer):
    page = developer.list()
    assert "You have no applications yet" in text_of(page)
    assert f'href="{REGISTER}"' in page.content.decode()


def test_a_long_list_has_pages(developer, alice):
    clients = ClientFactory.create_batch(30, owner=alice)
    first, second = developer.list().content.decode(), developer.list(page=2).content.decode()
    for client in clients:
        assert (client.client_id in first) != (client.client_id in second)
    assert 'href="?page=2" rel="next"' in first
    assert developer.list(page="no").status_code == 200


@pytest.mark.parametrize("rank", [{}, {"is_staff": True}, {"is_staff": True, "is_superuser": True}])
def test_the_applications_of_others_are_not_there(own, rank):
    other = Developer(UserFactory(**rank))
    before = rows()
    for path in pages_of(own):
        assert other.browser.get(path).status_code == 404
        assert other.browser.post(path, filled()).status_code == 404
    assert rows() == before


def test_an_application_that_nobody_owns_is_nobodys(developer):
    assert developer.open(ClientFactory(owner=None)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "4711", "9" * 18, "9" * 19, "-1", "1.5", "%00", "x", "١"])
def test_what_does_not_exist_is_not_found(developer, pk):
    for page in ("", "/delete", "/secrets/new", "/secrets/1/revoke"):
        assert developer.browser.get(f"{BASE}{pk}{page}").status_code == 404
        assert developer.browser.post(f"{BASE}{pk}{page}").status_code == 404


def test_each_page_answers_with_and_without_a_slash(developer, own):
    for path in (BASE, REGISTER, *pages_of(own)):
        bare = path.rstrip("/")
        assert {developer.browser.get(p).status_code for p in (bare, f"{bare}/")} == {200}


def test_looking_changes_nothing(developer, own):
    before = rows()
    for path in (BASE, REGISTER, *pages_of(own)):
        assert developer.browser.get(path, {**filled(), "done": "saved"}).status_code == 200
        assert developer.browser.head(path).status_code == 200
        for method in ("put", "patch", "delete"):
            assert getattr(developer.browser, method)(path).status_code == 405
    assert rows() == before


@pytest.mark.parametrize("is_bare", [False, True])
def test_a_form_from_elsewhere_does_nothing(own, alice, settings, is_bare):
    """Also on a site that forgot the middleware."""
    if is_bare:
        guard = "django.middleware.csrf.CsrfViewMiddleware"
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guard]
    victim = Developer(alice, Browser(enforce_csrf_checks=True))
    before = rows()
    for path in (REGISTER, *pages_of(own)):
        assert victim.browser.post(path, filled()).status_code == 403
    assert rows() == before


def test_no_page_is_kept_framed_or_runs_anybodys_script(developer, own):
    own.name = own.disabled_reason = SCRIPT
    own.save()
    own.disable(reason=SCRIPT, now=own.created_at)
    own.secrets.update(label=SCRIPT)
    Scope.objects.filter(name="read").update(title=SCRIPT)
    forget_registry()
    answers = [developer.browser.get(path) for path in (BASE, REGISTER, *pages_of(own))]
    answers += [developer.edit(own, name=SCRIPT + "\u202e"), developer.rotate(own, label=SCRIPT)]
    for answer in answers:
        page = answer.content.decode()
        assert SCRIPT not in page
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_name_does_not_turn_the_page_around(developer, own):
    Client.objects.filter(pk=own.pk).update(name="Bank\u202e\u2066")
    for path in (BASE, *pages_of(own)):
        body = developer.browser.get(path).content.decode().partition("<body>")[2]
        assert body.count("\u202e") == body.count("<bdi>Bank\u202e") + body.count(
            'value="Bank\u202e'
        )


def test_the_pages_need_no_messages(developer, own, settings):
    for name in ("INSTALLED_APPS", "MIDDLEWARE"):
        kept = [entry for entry in getattr(settings, name) if "messages" not in entry]
        setattr(settings, name, [entry for entry in kept if entry != "django.contrib.admin"])
    saved = developer.edit(own, name="Journal")
    assert "Your changes are saved" in text_of(developer.browser.get(saved["Location"]))
    assert secret_is_shown(developer.register())
    assert developer.delete(own).status_code == 302


def secret_is_shown(response):
    return 'id="client_secret"' in response.content.decode()


def test_a_note_says_only_what_this_site_says(developer):
    for note in ("saved", "<b>", "nothing", "\x00"):
        page = developer.list(done=note).content.decode()
        assert ('role="status"' in page) == (note == "saved")


def test_deleting_takes_everything_along(developer, own, alice):
    from oauth_provider.models import AccessToken, Grant
    from tests.browser_session import Session

    session = Session(own, alice)
    tokens = session.tokens()
    question = developer.open(own, "delete")
    assert "Diary" in text_of(question)
    assert session.call(tokens["access_token"]).status_code == 200

    done = developer.delete(own)

    assert "The application is deleted" in text_of(developer.browser.get(done["Location"]))
    assert session.call(tokens["access_token"]).status_code == 401
    left = (Client, ClientSecret, Grant, AccessToken)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]
    assert developer.delete(own).status_code == 404


def test_what_is_not_ones_to_register_is_ones_to_manage(developer, own, settings):
    settings.OAUTH_PROVIDER_APPLICATIONS_BY = "nobody"
    assert developer.edit(own, name="Journal").status_code == 302
    assert secret_is_shown(developer.rotate(own))
    assert developer.revoke(own, own.secrets.last()).status_code == 302
    assert developer.delete(own).status_code == 302


@pytest.mark.parametrize("count", [1, 20])
def test_no_page_asks_more_the_more_there_is(developer, alice, measure, count):
    clients = ClientFactory.create_batch(count, owner=alice)
    for _ in range(count):
        ClientSecret.objects.issue(client=clients[0])
    with measure() as cost:
        developer.list()
    assert cost.queries <= 4  # session, user, count, rows
    with measure() as cost:
        developer.open(clients[0])
    assert cost.queries <= 4  # session, user, client, secrets
    assert cost.writes == 0


def test_registering_and_changing_cost_little(developer, own, measure):
    with measure() as cost:
        developer.register()
    assert (
        cost.queries <= 8
    )  # session, user, lock, count, name and id taken?, client, origins, secret
    with measure() as cost:
        assert errors(developer.edit(own, name=""))
    assert cost.writes == 0
