"""Django's own permissions decide, for each action."""

import pytest

from oauth_provider.models import AccessToken, Client, ClientSecret, Consent, Grant, RefreshToken

VIEW = [
    "view_accesstoken",
    "view_authorizationcode",
    "view_client",
    "view_clientsecret",
    "view_consent",
    "view_grant",
    "view_refreshtoken",
    "view_scope",
]


@pytest.fixture
def tokens(session):
    return session.tokens()


def asks(response):
    """Is this the page with the question?"""
    return 'name="confirmed"' in response.content.decode()


def attempts(web):
    """Everything that changes something."""
    return [
        ("rotate_secret", web, {}),
        ("disable", web, {"reason": "no"}),
        ("enable", web, {}),
        ("revoke_everything", web, {}),
        ("delete_selected", web, {"post": "yes"}),
        ("revoke", web.secrets.get(), {}),
        *(
            ("revoke", model.objects.get(), {})
            for model in (AccessToken, Consent, Grant, RefreshToken)
        ),
    ]


def test_who_may_only_look_changes_nothing(staff, web, session, tokens):
    viewer = staff(*VIEW)
    for action, row, answers in attempts(web):
        assert not asks(viewer.act(action, row, **answers)), action
    assert session.call(tokens["access_token"]).status_code == 200
    assert ClientSecret.objects.filter(revoked_at=None).count() == 1
    assert Consent.objects.exists()
    assert viewer.log == []


def test_who_may_only_look_is_offered_nothing(staff, web, tokens):
    viewer = staff(*VIEW)
    page = viewer.open(web)
    assert page.status_code == 200
    assert page.context["row_actions"] == []
    assert 'form="revoke-secret"' not in page.content.decode()
    for model in (AccessToken, Client, Grant):
        assert 'name="action"' not in viewer.list(model).content.decode()


def test_who_may_not_look_sees_nothing(staff, web, tokens):
    nobody = staff()
    for model in (AccessToken, Client, ClientSecret, Consent, Grant, RefreshToken):
        assert nobody.list(model).status_code == 403
        assert nobody.open(model.objects.get()).status_code == 403


def test_secrets_need_a_permission_of_their_own(staff, web):
    page = staff("view_client", "change_client").open(web)
    assert "secrets" not in page.context
    assert f"…{web.secret[-4:]}" not in page.content.decode()


@pytest.mark.parametrize(
    ("permission", "action"),
    [
        ("add_clientsecret", "rotate_secret"),
        ("change_client", "disable"),
        ("change_grant", "revoke_everything"),
    ],
)
def test_each_action_has_its_permission(staff, web, permission, action):
    offered = staff("view_client", permission).open(web).context["row_actions"]
    assert [name for name, _ in offered] == [action]


@pytest.mark.parametrize(
    ("model", "permissions"),
    [
        (AccessToken, ["change_accesstoken"]),
        (RefreshToken, ["view_refreshtoken", "change_grant"]),
        (Grant, ["change_grant"]),
        (Consent, ["delete_consent", "view_consent", "change_grant"]),
        (ClientSecret, ["change_clientsecret", "view_clientsecret"]),
    ],
)
def test_revoking_needs_the_permission_on_what_it_changes(staff, web, tokens, model, permissions):
    name = model._meta.model_name
    row = model.objects.get()
    clerk = staff(*{*permissions, f"view_{name}"})
    assert asks(clerk.act("revoke", row, confirmed=False))
    for missing in set(permissions) - {f"view_{name}"}:
        lesser = staff(*{*permissions, f"view_{name}"} - {missing})
        assert not asks(lesser.act("revoke", row, confirmed=False))


def test_a_client_is_deleted_with_the_permission_to_delete_clients(staff, web, tokens):
    clerk = staff("view_client", "delete_client")
    clerk.browser.post(clerk.url(web, "delete"), {"post": "yes"})
    assert not Client.objects.exists()


def test_a_stranger_is_sent_to_the_login_page(client, web):
    response = client.get("/admin/oauth_provider/client/")
    assert response["Location"].startswith("/admin/login/")
