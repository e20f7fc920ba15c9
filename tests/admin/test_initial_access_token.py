"""Initial access tokens are issued here, shown once, and revoked."""

import re

from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import InitialAccessToken

SHOWN = re.compile(r'<code id="initial_access_token">([^<]+)</code>')
FORM = {"label": "Partner", "expires_at_0": "", "expires_at_1": "", "uses_left": ""}


def issue(office, **changes):
    """Fill in and send the form."""
    url = "/admin/oauth_provider/initialaccesstoken/add/"
    return office.browser.post(url, {**FORM, **changes})


def test_one_is_shown_once_and_works(office):
    response = issue(office, uses_left="2")
    value = SHOWN.search(response.content.decode())[1]
    token = InitialAccessToken.objects.get()
    assert "no-store" in response["Cache-Control"]
    assert (token.label, token.uses_left, token.digest) == ("Partner", 2, secret.digest(value))
    assert InitialAccessToken.objects.use(value, timezone.now())
    for page in (
        office.list(InitialAccessToken),
        office.open(token),
        office.browser.get("/admin/"),
    ):
        assert page.status_code == 200
        assert value not in page.content.decode()
        assert token.digest not in page.content.decode()
    assert value not in str(office.log)


def test_a_mistake_is_explained(office):
    for changes in ({"label": ""}, {"uses_left": "-1"}, {"expires_at_0": "soon"}):
        response = issue(office, **changes)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors
    assert not InitialAccessToken.objects.exists()


def test_one_is_revoked(office):
    token, value = InitialAccessToken.objects.issue(label="Partner")
    office.act("revoke", token)
    assert not InitialAccessToken.objects.use(value, timezone.now())
    assert office.log == [(str(token), "Revoked.")]


def test_it_is_never_edited(office):
    token, _ = InitialAccessToken.objects.issue(label="Partner")
    assert office.browser.post(office.url(token, "change"), FORM).status_code == 403


def test_it_is_in_the_index_only_where_it_is_used(office, settings):
    for mode, is_there in (("token", True), ("open", False), ("off", False)):
        settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = mode
        page = office.browser.get("/admin/").content.decode()
        assert ("/oauth_provider/initialaccesstoken/" in page) == is_there


def test_issuing_and_revoking_need_their_permissions(staff):
    token, _ = InitialAccessToken.objects.issue(label="Partner")
    viewer = staff("view_initialaccesstoken")
    assert issue(viewer).status_code == 403
    viewer.act("revoke", token)
    token.refresh_from_db()
    assert token.revoked_at is None
    assert issue(staff("add_initialaccesstoken")).status_code == 200
