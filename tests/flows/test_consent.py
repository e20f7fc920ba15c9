"""What a user is asked, what a tick means, and what the client gets for it."""

from html import unescape

import pytest
from django.utils import timezone

from oauth_provider.models import Consent
from tests.browser_session import Session, answer_of
from tests.consent_page import boxes, text_of
from tests.factories import ClientFactory, PublicClientFactory, ScopeFactory

pytestmark = pytest.mark.django_db


def remember(session, scope):
    now = timezone.now()
    Consent.objects.create(
        client=session.client, user=session.user, scope=scope, created_at=now, updated_at=now
    )


def answer_scope(session, page, ticked):
    """What the token response says that was granted."""
    response = session.exchange(answer_of(session.decide(page, scope=ticked))["code"])
    assert response.status_code == 200, response.content
    return response.json()["scope"]


# --- what a tick means ---


def test_children_are_folded_into_the_asked_parent(session):
    page = session.ask(scope="read:statuses read")
    assert boxes(page) == ["read"]


def test_a_tick_grants_the_parent_and_what_is_folded_into_it_as_it_was_asked(session):
    page = session.ask(scope="read:statuses read write")
    code = answer_of(session.decide(page, scope=["read"]))["code"]
    assert session.exchange(code).json()["scope"] == "read:statuses read"


def test_without_its_tick_neither_the_parent_nor_what_is_folded_into_it_is_granted(session):
    page = session.ask(scope="read:statuses read write")
    code = answer_of(session.decide(page, scope=["write"]))["code"]
    assert session.exchange(code).json()["scope"] == "write"


def test_scopes_named_with_every_character_they_can_have_are_asked_and_granted(alice):
    odd = "a'b&c<d>e#f/{g}%h"
    ScopeFactory(name=odd)
    session = Session(ClientFactory(scope=odd), alice)
    page = session.ask(scope=odd)
    assert [unescape(name) for name in boxes(page)] == [odd]
    assert answer_scope(session, page, [odd]) == odd


# --- what cannot be declined ---


def test_what_is_required_has_no_box_and_is_granted(session):
    session.client.required_scope = "read"
    session.client.save()
    page = session.ask()
    assert boxes(page) == ["write"]
    assert "Required" in text_of(page)
    assert answer_scope(session, page, []) == "read"


def test_what_a_required_scope_implies_is_required(session):
    session.client.required_scope = "read"
    session.client.save()
    page = session.ask(scope="read:statuses write")
    assert boxes(page) == ["write"]
    assert answer_scope(session, page, []) == "read:statuses"


def test_a_required_child_stays_when_its_parent_is_declined(session):
    session.client.required_scope = "read:accounts"
    session.client.save()
    page = session.ask(scope="read read:accounts")
    assert boxes(page) == ["read"]
    assert answer_scope(session, page, []) == "read:accounts"


def test_what_is_required_can_be_denied_with_the_rest(session):
    session.client.required_scope = "read write"
    session.client.save()
    page = session.ask()
    assert boxes(page) == []
    assert answer_of(session.decide(page, "deny"))["error"] == "access_denied"


def test_a_scope_that_is_required_but_not_asked_for_is_not_granted(session):
    session.client.required_scope = "follow"
    session.client.save()
    page = session.ask(scope="read")
    assert boxes(page) == ["read"]
    assert answer_scope(session, page, ["read"]) == "read"


# --- what was allowed before ---


def test_only_what_is_new_is_asked(session):
    remember(session, "read")
    page = session.ask(scope="read write follow")
    assert boxes(page) == ["write", "follow"]
    text = text_of(page)
    assert "to do more?" in text
    assert "It will also be able to:" in text
    assert "Already allowed" in text


def test_what_was_allowed_is_granted_again_in_the_order_asked_for(session):
    remember(session, "follow")
    page = session.ask(scope="write follow read")
    assert answer_scope(session, page, ["read", "write"]) == "write follow read"


def test_a_child_of_what_was_allowed_is_allowed(session):
    remember(session, "read")
    page = session.ask(scope="read:statuses write")
    assert boxes(page) == ["write"]
    assert answer_scope(session, page, ["write"]) == "read:statuses write"


def test_a_parent_of_what_was_allowed_is_new(session):
    remember(session, "read:statuses")
    page = session.ask(scope="read read:statuses")
    assert boxes(page) == ["read"]
    assert answer_scope(session, page, []) == "read:statuses"


def test_declining_all_that_is_new_leaves_what_was_allowed(session):
    """They pressed Allow, below a list of what is allowed already."""
    remember(session, "read")
    assert answer_scope(session, session.ask(), []) == "read"
    assert Consent.objects.get().scope == "read"


def test_denying_gives_nothing_and_takes_nothing_back(session):
    remember(session, "read")
    assert answer_of(session.decide(session.ask(), "deny"))["error"] == "access_denied"
    assert Consent.objects.get().scope == "read"
    assert "code" in answer_of(session.ask(scope="read"))


def test_where_nothing_is_new_everything_can_be_declined(session):
    remember(session, "read write")
    page = session.ask(prompt="consent")
    assert boxes(page) == ["read", "write"]
    assert "Already allowed" not in text_of(page)
    assert answer_scope(session, page, ["write"]) == "write"


def test_a_public_client_is_asked_about_everything_again_but_never_adds_to_it_unseen(alice):
    session = Session(PublicClientFactory(), alice)
    remember(session, "read")
    assert boxes(session.ask(scope="read")) == ["read"]
    assert boxes(session.ask(scope="read write")) == ["write"]


def test_what_is_agreed_to_adds_to_what_was_allowed(session):
    remember(session, "read")
    session.decide(session.ask(scope="read write"), scope=["write"])
    assert session.ask(scope="read write").status_code == 302


def test_what_was_allowed_too_long_ago_is_asked_again(session):
    remember(session, "read")
    Consent.objects.update(expires_at=timezone.now())
    assert boxes(session.ask()) == ["read", "write"]


def test_more_than_a_list_of_scopes_can_hold_is_remembered_as_far_as_it_goes(alice):
    every = [ScopeFactory(name=f"part{n}").name for n in range(110)]
    session = Session(ClientFactory(scope="read"), alice)
    for asked in (every[:60], every[60:]):
        type(session.client).objects.update(scope=" ".join(asked))
        code = session.code(scope=" ".join(asked), allow=asked)
        assert session.exchange(code).json()["scope"] == " ".join(asked)
    assert session.ask(scope=" ".join(asked)).status_code == 302
