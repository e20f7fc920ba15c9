"""What ends everything at once: at the API, at refresh, for codes and at introspection."""

import pytest
from django.contrib.auth import get_user_model
from django.test.utils import isolate_apps
from django.utils import timezone

from oauth_provider.models import Client, Grant
from tests.browser_session import Session

from .answers import assert_invalid_token, json_of

pytestmark = pytest.mark.django_db


class Family:
    """All that can come from one authorization, and a code of another one."""

    def __init__(self, session, watcher):
        self.session, self.watcher = session, watcher
        self.tokens = session.tokens()
        self.code = session.code()

    def introspected(self, kind):
        return json_of(self.watcher.introspect(self.tokens[kind]))

    def is_alive(self):
        """At the API and at introspection; looking does not change it."""
        response = self.session.call(self.tokens["access_token"])
        if response.status_code != 200:
            assert_invalid_token(response)
        seen = {self.introspected(kind)["active"] for kind in ("access_token", "refresh_token")}
        assert seen == {response.status_code == 200}
        return response.status_code == 200

    def assert_dead(self):
        """Everywhere, and without a word about it."""
        assert not self.is_alive()
        for kind in ("access_token", "refresh_token"):
            assert self.introspected(kind) == {"active": False}
        for response in (
            self.session.refresh(self.tokens["refresh_token"]),
            self.session.exchange(self.code),
        ):
            assert response.status_code in {400, 401}
            assert json_of(response)["error"] in {"invalid_grant", "invalid_client"}


@pytest.fixture(params=["session", "desktop_session"])
def family(request, watcher):
    return Family(request.getfixturevalue(request.param), watcher)


def test_a_deactivated_user_is_out_and_stays_out(family):
    user = family.session.user
    assert family.is_alive()
    user.is_active = False
    user.save()
    family.assert_dead()
    user.is_active = True
    user.save()
    family.assert_dead()


def test_a_user_deactivated_behind_our_back_is_out(family):
    type(family.session.user).objects.update(is_active=False)
    family.assert_dead()


def test_a_deleted_user_is_out(family):
    family.session.user.delete()
    family.assert_dead()
    assert not Grant.objects.exists()


def test_a_new_password_ends_what_the_old_one_allowed(family):
    family.session.user.set_password("another one")
    family.session.user.save()
    family.assert_dead()


def test_a_password_made_unusable_ends_what_the_old_one_allowed(family):
    family.session.user.set_unusable_password()
    family.session.user.save()
    family.assert_dead()


@isolate_apps("tests.attacks")
@pytest.mark.parametrize("change", ["password", "deactivation"])
def test_a_user_changed_through_a_proxy_model_is_a_changed_user(family, change):
    class Member(get_user_model()):
        class Meta:
            proxy = True
            app_label = "attacks"

    member = Member.objects.get(pk=family.session.user.pk)
    if change == "password":
        member.set_password("another one")
    member.is_active = change == "password"
    member.save()
    get_user_model().objects.update(is_active=True)
    family.assert_dead()


def test_a_site_may_let_what_was_allowed_outlive_a_password(family, settings):
    settings.OAUTH_PROVIDER_REVOKE_ON_PASSWORD_CHANGE = False
    family.session.user.set_password("another one")
    family.session.user.save()
    assert family.is_alive()


def test_logging_in_and_editing_a_profile_end_nothing(family):
    user = family.session.user
    user.email = "alice@example.com"
    user.save()
    family.session.browser.login(username="alice", password="correct horse battery staple")
    assert family.is_alive()


def test_a_disabled_client_is_stopped_until_it_is_enabled(family):
    client = Client.objects.get(pk=family.session.client.pk)
    client.disable(reason="abuse", now=timezone.now())
    assert not family.is_alive()
    assert family.session.refresh(family.tokens["refresh_token"]).status_code == 401
    assert family.session.exchange(family.code).status_code == 401
    client.enable()
    assert family.is_alive()
    assert family.session.refresh(family.tokens["refresh_token"]).status_code == 200


def test_a_deleted_client_is_out(family):
    family.session.client.delete()
    family.assert_dead()
    assert not Grant.objects.exists()


def test_ending_all_of_a_users_authorizations_is_one_statement(family, measure):
    with measure() as cost:
        Grant.objects.filter(user=family.session.user).revoke(timezone.now())
    assert (cost.queries, cost.writes) == (1, 1)
    family.assert_dead()


def test_an_ended_authorization_ends_what_it_issues_afterwards(family):
    refreshed = json_of(family.session.refresh(family.tokens["refresh_token"]))
    Grant.objects.all().revoke(timezone.now())
    assert_invalid_token(family.session.call(refreshed["access_token"]))
    repeated = family.session.refresh(family.tokens["refresh_token"])
    assert json_of(repeated)["error"] == "invalid_grant"


def test_one_users_end_is_not_anothers(family, bob):
    other = Session(family.session.client, bob)
    token = other.tokens()["access_token"]
    family.session.user.is_active = False
    family.session.user.save()
    assert other.call(token).status_code == 200


def test_a_deactivated_owner_does_not_stop_the_client(family, bob):
    family.session.client.owner = bob
    family.session.client.save()
    bob.is_active = False
    bob.save()
    assert family.is_alive()


def test_a_clients_own_tokens_stop_with_it(acting, watcher):
    token = acting.post("/oauth/token", grant_type="client_credentials").json()["access_token"]
    assert json_of(watcher.introspect(token))["active"] is True
    acting.client.disable(reason="abuse", now=timezone.now())
    assert json_of(watcher.introspect(token)) == {"active": False}
    acting.client.enable()
    Grant.objects.get().revoke(timezone.now())
    assert json_of(watcher.introspect(token)) == {"active": False}
    fresh = acting.post("/oauth/token", grant_type="client_credentials").json()["access_token"]
    assert json_of(watcher.introspect(fresh))["active"] is True
