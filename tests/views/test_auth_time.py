"""When did the user of this browser sign in?"""

import pytest
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from oauth_provider import auth_time

pytestmark = pytest.mark.django_db


def test_a_login_is_noted_in_the_session(session):
    request = HttpRequest()
    request.session = session.browser.session
    assert auth_time.of(request) <= timezone.now()


def test_a_session_that_has_not_noted_it_does_not_know():
    request = HttpRequest()
    request.session = SessionStore()
    assert auth_time.of(request) is None


def test_a_login_over_an_api_starts_no_session(alice):
    """Some packages announce those too, with a request whose session has no user."""
    request = HttpRequest()
    request.session = SessionStore()
    for announced in (request, HttpRequest(), None):
        user_logged_in.send(sender=type(alice), request=announced, user=alice)
    assert not request.session.modified
    assert request.session.is_empty()


def test_signing_out_forgets_it(session):
    session.browser.logout()
    assert auth_time.NOTE not in session.browser.session
