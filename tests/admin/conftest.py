"""A superuser, and staff with chosen permissions, at the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from tests.factories import UserFactory

from .office import Office


@pytest.fixture
def staff(db):
    """An office of a new member of staff who has these permissions of ours."""

    def hired(*codenames):
        user = UserFactory(is_staff=True)
        found = Permission.objects.filter(
            content_type__app_label="oauth_provider", codename__in=codenames
        )
        assert found.count() == len(codenames)
        user.user_permissions.set(found)
        return _office_of(user)

    return hired


@pytest.fixture
def office(db):
    """The office of a superuser."""
    return _office_of(UserFactory(username="root", is_staff=True, is_superuser=True))


def _office_of(user):
    browser = Browser()
    browser.force_login(user)
    return Office(browser, user)
