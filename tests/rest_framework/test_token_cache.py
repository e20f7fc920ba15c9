"""A remembered access token costs no query, and is believed no longer than it is good."""

from datetime import timedelta
from time import monotonic

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client as Browser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Client, Grant, moment
from oauth_provider.models.changes import changed
from oauth_provider.models.withdrawal import narrow
from oauth_provider.protocol import token_cache
from oauth_provider.protocol.token_cache import doubt, entry, notices
from oauth_provider.rest_framework import OAuthAuthentication, TokenHasScope
from tests.browser_session import Session, bearer
from tests.caches import MoodyCache, ShyCache, is_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def token_cache_of_its_own(settings):
    kinds = {"moody": MoodyCache, "shy": ShyCache}
    others = {
        name: {"BACKEND": f"tests.caches.{kind.__name__}", "LOCATION": name}
        for name, kind in kinds.items()
    }
    settings.CACHES = {**settings.CACHES, **others}
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "moody"
    for name in kinds:
        caches[name].clear()
    yield
    MoodyCache.moods = []
    ShyCache.is_away = False


class PersonView(APIView):
    authentication_classes = [OAuthAuthentication]
    permission_classes = [IsAuthenticated, TokenHasScope]
    required_scopes = ["read"]

    def get(self, request):
        return Response({"id": request.user.pk, "client": request.auth.grant.client.name})


class NameView(PersonView):
    def get(self, request):
        return Response({"name": request.user.get_username(), "mail": request.user.email})


def call(token, view=PersonView):
    request = APIRequestFactory().get("/", headers=bearer(token))
    return view.as_view()(request)


@pytest.fixture
def tokens(session):
    """A token response; the access token is remembered."""
    found = session.tokens()
    assert call(found["access_token"]).status_code == 200
    return found


@pytest.fixture
def token(tokens):
    return tokens["access_token"]


def test_a_remembered_token_costs_no_query(tokens, alice, web, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = call(tokens["access_token"])
    assert response.data == {"id": alice.pk, "client": web.name}


def test_the_user_is_read_once_for_more_than_the_id(token, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = call(token, NameView)
    assert response.data == {"name": "alice", "mail": ""}


def test_a_client_that_acts_for_itself_has_no_user(service, django_assert_num_queries):
    answer = Session(service).post("/oauth/token", grant_type="client_credentials")
    token = token_cache.find(answer.json()["access_token"])
    with django_assert_num_queries(0):
        assert token_cache.find(answer.json()["access_token"]).grant.user is None
    assert token.grant.user is None


def test_what_is_remembered_is_what_was_found(token):
    found, remembered = AccessToken.find(token), token_cache.find(token)
    for one, other in [
        (found, remembered),
        (found.grant, remembered.grant),
        (found.grant.client, remembered.grant.client),
        (found.grant.user, remembered.grant.user),
    ]:
        fields = [field.attname for field in one._meta.concrete_fields]
        assert [getattr(one, f) for f in fields] == [getattr(other, f) for f in fields]
    assert remembered.scope_names == found.scope_names


def test_an_edit_of_a_remembered_row_is_an_update(token):
    remembered = token_cache.find(token)
    remembered.grant.scope = "read"
    remembered.grant.save()
    assert Grant.objects.get().scope == "read"


def test_userinfo_and_token_info_remember_too(token, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Browser().get("/oauth/token/info", headers=bearer(token)).status_code == 200


def test_nothing_usable_is_in_the_cache(token):
    kept = repr(vars(caches["moody"])["_cache"])
    assert secret.digest(token) in kept
    assert token not in kept
    assert "password" not in kept
    assert "pbkdf2" not in kept


def test_an_expired_token_is_not_believed_although_it_is_remembered(
    session, settings, django_assert_num_queries
):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = timedelta(seconds=1)
    tokens, began = session.tokens(), monotonic()
    while call(tokens["access_token"]).status_code == 200:
        assert monotonic() - began < 3
    with django_assert_num_queries(0):
        response = call(tokens["access_token"])
    assert response.data == {"error": "The access token expired"}


def revoke(session, tokens):
    session.revoke(tokens["access_token"])


def revoke_the_refresh_token(session, tokens):
    session.revoke(tokens["refresh_token"])


def reuse_the_refresh_token(session, tokens):
    session.refresh(tokens["refresh_token"])
    session.refresh(tokens["refresh_token"])


def withdraw(session, _tokens):
    session.browser.post(f"/oauth/authorized/{session.client.pk}/withdraw")


def narrow_everything(session, _tokens):
    for name in ("read", "write"):
        narrow(session.client, session.user, name, moment.now())


def disable(session, _tokens):
    session.client.disable(reason="", now=moment.now())


def narrow_the_client(session, _tokens):
    session.client.scope = "write"
    session.client.save()


def deactivate(session, _tokens):
    session.user.is_active = False
    session.user.save()


def deactivate_in_one_field(session, _tokens):
    session.user.is_active = False
    session.user.save(update_fields=["is_active"])


def change_the_password(session, _tokens):
    session.user.set_password("another")
    session.user.save()


def delete_the_user(session, _tokens):
    session.user.delete()


def delete_many_users(session, _tokens):
    type(session.user).objects.all().delete()


def delete_the_client(session, _tokens):
    session.client.delete()


def delete_many_clients(session, _tokens):
    Client.objects.all().delete()


def delete_the_grant(session, _tokens):
    Grant.objects.get().delete()


def delete_many_grants(session, _tokens):
    Grant.objects.all().delete()


def delete_many_tokens(session, _tokens):
    AccessToken.objects.all().delete()


def revoke_the_row(session, tokens):
    AccessToken.find(tokens["access_token"]).revoke(moment.now())


def revoke_many_grants(session, _tokens):
    Grant.objects.all().revoke(moment.now())


def edit_the_row(session, tokens):
    row = AccessToken.find(tokens["access_token"])
    row.expires_at = moment.now() - timedelta(hours=1)
    row.save()


def edit_the_grant(session, tokens):
    row = AccessToken.find(tokens["access_token"]).grant
    row.revoked_at = moment.now()
    row.save(update_fields=["revoked_at"])


def update_many_tokens(session, _tokens):
    AccessToken.objects.update(expires_at=moment.now() - timedelta(hours=1))


def disable_many_clients(session, _tokens):
    Client.objects.update(disabled_at=moment.now())


ENDS = [
    revoke,
    revoke_the_refresh_token,
    withdraw,
    narrow_everything,
    disable,
    narrow_the_client,
    deactivate,
    deactivate_in_one_field,
    change_the_password,
    delete_the_user,
    delete_many_users,
    delete_the_client,
    delete_many_clients,
    delete_the_grant,
    delete_many_grants,
    delete_many_tokens,
    revoke_the_row,
    revoke_many_grants,
    edit_the_row,
    edit_the_grant,
    update_many_tokens,
    disable_many_clients,
]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_whatever_ends_or_narrows_it_is_obeyed_at_once(session, tokens, end):
    end(session, tokens)
    assert call(tokens["access_token"]).status_code in {401, 403}


def test_reuse_of_its_refresh_token_is_obeyed_at_once(session, tokens, settings):
    settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = timedelta(0)
    reuse_the_refresh_token(session, tokens)
    assert call(tokens["access_token"]).status_code == 401


def test_a_replay_of_its_code_is_obeyed_at_once(session):
    code = session.code()
    token = session.exchange(code).json()["access_token"]
    assert call(token).status_code == 200
    session.exchange(code)
    assert call(token).status_code == 401


def test_a_scope_that_is_taken_back_is_obeyed_at_once(session, token):
    narrow(session.client, session.user, "read", moment.now())
    assert call(token).status_code == 403
    assert token_cache.find(token).scope_names == ("write",)


def test_an_end_that_is_taken_back_costs_only_queries(session, token, django_assert_num_queries):
    disable(session, None)
    session.client.enable()
    with django_assert_num_queries(1):
        assert call(token).status_code == 200


@pytest.mark.parametrize("harmless", ["login", "use"])
def test_what_ends_nothing_is_not_told(session, token, harmless, django_assert_num_queries):
    if harmless == "login":
        Browser().force_login(session.user)
    else:
        Grant.objects.all().note_use(moment.now() + timedelta(hours=2))
    with django_assert_num_queries(0):
        assert call(token).status_code == 200


def test_a_token_that_was_read_before_it_ended_and_remembered_after_is_not_believed(session):
    token = session.tokens()["access_token"]

    def revoked_meanwhile(method):
        if method == "set":
            MoodyCache.moods = []
            AccessToken.find(token).revoke(moment.now())

    MoodyCache.moods = [revoked_meanwhile]
    assert call(token).status_code == 200  # it began before the end
    assert caches["moody"].get(f"{token_cache.PREFIX}{secret.digest(token)}") is not None
    assert call(token).status_code == 401


def test_what_a_cache_that_hung_does_long_afterwards_is_not_believed(session):
    token = session.tokens()["access_token"]
    with time_machine.travel(moment.now(), tick=True) as clock:

        def revoked_and_forgotten(method):
            if method == "set":
                MoodyCache.moods = []
                AccessToken.find(token).revoke(moment.now())
                clock.shift(notices.LIFETIME + 1)

        MoodyCache.moods = [revoked_and_forgotten]
        assert call(token).status_code == 200  # it began before the end
        assert caches["moody"].get(f"{token_cache.PREFIX}{secret.digest(token)}") is not None
        assert call(token).status_code == 401


@pytest.mark.parametrize("method", ["get", "get_many", "add", "set"])
def test_while_the_cache_is_away_calls_go_on(session, method, django_assert_num_queries):
    token = session.tokens()["access_token"]

    def away(called):
        if called == method:
            raise ConnectionError

    MoodyCache.moods = [away]
    for _call in range(3):
        with django_assert_num_queries(1):
            assert call(token).status_code == 200


def test_a_cache_that_comes_back_is_not_believed_at_once(session, token):
    MoodyCache.moods = [is_away]
    AccessToken.find(token).revoke(moment.now())
    MoodyCache.moods = []
    assert call(token).status_code == 401


def test_a_cache_that_hides_its_errors_is_not_believed(session, settings):
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "shy"
    token = session.tokens()["access_token"]
    assert call(token).status_code == 200
    ShyCache.is_away = True
    Grant.objects.all().revoke(moment.now())
    assert call(token).status_code == 401
    ShyCache.is_away = False
    assert call(token).status_code == 401


@pytest.mark.parametrize("rubbish", [None, 7, "text", (), ((1,), (2,), (3,)), b"\x00"])
def test_rubbish_in_the_cache_is_not_believed(token, rubbish):
    caches["moody"].set(f"{token_cache.PREFIX}{secret.digest(token)}", rubbish, 60)
    assert call(token).status_code == 200
    Grant.objects.all().revoke(moment.now())
    assert call(token).status_code == 401


def narrow_on_the_page(session, _token):
    page = f"/oauth/authorized/{session.client.pk}/narrow"
    return session.browser.post(page, {"scope": "read"})


def withdraw_on_the_page(session, _token):
    return session.browser.post(f"/oauth/authorized/{session.client.pk}/withdraw")


def delete_on_the_page(session, _token):
    return session.browser.post(f"/oauth/applications/{session.client.pk}/delete")


def delete_over_the_api(session, _token):
    path = f"/oauth/register/{session.client.client_id}"
    return Browser().delete(path, headers=bearer("registration"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("act", "status", "status_of_calls"),
    [
        (Session.revoke, 200, 401),
        (narrow_on_the_page, 302, 403),
        (withdraw_on_the_page, 302, 401),
        (delete_on_the_page, 302, 401),
        (delete_over_the_api, 204, 401),
    ],
)
def test_an_end_that_could_not_be_told_is_answered_when_nothing_is_remembered_any_more(
    session, settings, monkeypatch, act, status, status_of_calls
):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    session.client.owner = session.user
    session.client.registration_token_digest = secret.digest("registration")
    session.client.save()
    token, told = session.tokens()["access_token"], []

    def note(**_signal):
        told.append(monotonic())

    monkeypatch.setattr(doubt, "LIFETIME", 0.5)
    changed.connect(note)
    MoodyCache.moods = [is_away]
    assert act(session, token).status_code == status
    answered = monotonic()
    changed.disconnect(note)
    assert answered - max(told) >= 0.5
    assert session.call(token).status_code == status_of_calls
    assert monotonic() - answered < 0.5


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_deleted_tells_before_and_after(session):
    session.tokens()
    told = []

    def note(**_signal):
        told.append(Grant.objects.exists())

    changed.connect(note)
    Grant.objects.get().delete()
    changed.disconnect(note)
    assert told == [True, False]


@pytest.mark.parametrize("model", [AccessToken, Grant, Client])
def test_no_table_is_emptied_by_mistake(model):
    assert not hasattr(model.objects, "delete")


def test_a_user_deactivated_behind_our_back_is_out_once_their_row_is_read(token, alice):
    type(alice).objects.update(is_active=False)
    response = call(token, NameView)
    assert response.status_code == 403
    assert response.data == {"detail": "The access token was revoked"}


def test_without_a_cache_nothing_is_remembered(session, settings, django_assert_num_queries):
    settings.OAUTH_PROVIDER_TOKEN_CACHE = None
    token = session.tokens()["access_token"]
    for _call in range(2):
        with django_assert_num_queries(1):
            assert call(token).status_code == 200


def test_another_version_of_the_app_remembers_by_other_names():
    assert entry.VERSION in token_cache.PREFIX
