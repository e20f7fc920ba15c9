"""What the import brings, leaves out, and does when it is run again."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.test import modify_settings
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Client, ClientSecret, Consent, Grant, RefreshToken
from oauth_provider.toolkit.importing.run import Run
from oauth_provider.toolkit.importing.steps import take
from oauth_provider.toolkit.models import ImportedGrant, ImportedToken
from tests.browser_session import basic, bearer
from tests.toolkit.held import hold
from tests.toolkit.load import stored
from tests.toolkit.seed import SECRET, access_token, model, refresh_token, rows, spend

pytestmark = pytest.mark.django_db


def call(token, path="/api/scope"):
    return Browser().get(path, headers=bearer(token))


def refresh(token, client_id="web", secret=SECRET):
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": client_id}
    return Browser().post("/o/token/", form | ({"client_secret": secret} if secret else {}))


def everything():
    """What is here, without what the database numbers."""
    return {
        "clients": sorted(Client.objects.values_list("client_id", "scope", "name")),
        "secrets": sorted(ClientSecret.objects.values_list("client__client_id", "digest")),
        "grants": sorted(
            Grant.objects.values_list("client__client_id", "scope", "grant_type", "created_at")
        ),
        "access": sorted(AccessToken.objects.values_list("digest", "scope", "expires_at")),
        "refresh": sorted(
            RefreshToken.objects.values_list("digest", "scope", "grant__client__client_id")
        ),
        "consents": sorted(Consent.objects.values_list("client__client_id", "user_id", "scope")),
    }


# --- applications ---


def test_an_application_comes_with_all_that_it_is(seed, bring):
    seed.app(
        "web",
        name="The web",
        user=seed.bob,
        skip_authorization=True,
        post_logout_redirect_uris="https://client.example/bye",
    )
    bring()
    client = Client.objects.get(client_id="web")
    assert (client.name, client.client_type, client.owner) == ("The web", "confidential", seed.bob)
    assert client.redirect_uris == ["https://client.example/callback"]
    assert client.grant_types == ["authorization_code", "refresh_token"]
    assert client.scope_names == ("read", "write", "music:read", "introspection")
    assert client.default_scope_names == ("read",)
    assert client.is_first_party
    assert client.is_pkce_required
    assert client.metadata == {"post_logout_redirect_uris": ["https://client.example/bye"]}
    client.full_clean()


def test_two_of_the_same_name_and_owner_stay_two_and_are_reported(seed, bring):
    for client_id in ("one", "two"):
        seed.app(client_id, name="Twin", user=seed.alice)
    report = bring()
    assert Client.objects.filter(name="Twin").count() == 2
    assert f"Twin, owner {seed.alice.pk}: 2" in report


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("authorization-code", ["authorization_code", "refresh_token"]),
        ("openid-hybrid", ["authorization_code", "refresh_token"]),
        ("password", ["refresh_token"]),
        ("implicit", []),
    ],
)
def test_a_grant_type_becomes_what_is_served_here(seed, bring, there, here):
    seed.app("web", authorization_grant_type=there)
    report = bring()
    assert Client.objects.get().grant_types == here
    assert ("grant type is not served here" in report) is (there != "authorization-code")


def test_a_client_for_passwords_goes_on_with_what_it_holds(seed, bring):
    seed.app("web", authorization_grant_type="password")
    access, token = seed.pair("web")
    bring()
    assert call(access.token).status_code == 200
    assert refresh(token.token).status_code == 200
    assert Grant.objects.get().grant_type == "password"
    assert not Consent.objects.exists()


def test_redirect_uris_that_clients_depend_on_stay_and_dangerous_ones_do_not(seed, bring):
    kept = ["http://old.example/cb", "https://client.example/cb", "myapp:/cb", "com.example:/cb"]
    refused = [
        "javascript:alert(1)",
        "https://*.example.com/cb",
        "https://a@b.example/",
        "https://c/#x",
    ]
    seed.app("web", redirect_uris=" ".join(kept + refused))
    report = bring()
    assert Client.objects.get().redirect_uris == kept
    for uri in refused:
        assert f"web: {uri}:" in report
    assert "web: http://old.example/cb: It must use https" in report


def test_origins_of_public_applications_are_let_in(seed, bring):
    origins = "https://app.example https://*.example"
    seed.app("native", client_type="public", allowed_origins=origins)
    seed.app("web", allowed_origins=origins)
    report = bring()
    assert Client.objects.get(client_id="native").allowed_origins == ["https://app.example"]
    assert Client.objects.get(client_id="web").allowed_origins == []
    assert "web: https://app.example: its secret must not be in a browser" in report
    asking = {"Origin": "https://app.example"}
    answer = Browser().options("/o/token/", headers=asking)
    assert answer["Access-Control-Allow-Origin"] == "https://app.example"


@pytest.mark.parametrize("client_id", ["x" * 255, "https://client.example/id", "ü% +:/&=?;", "a b"])
def test_any_client_id_goes_on(seed, bring, client_id):
    _, token = seed.pair(client_id)
    bring()
    assert refresh(token.token, client_id).status_code == 200


def test_an_application_without_a_name_is_named_by_its_id(seed, bring):
    seed.app("web", name="")
    bring()
    assert Client.objects.get().name == "web"


# --- secrets ---


def test_a_hashed_secret_is_verified_and_is_fast_from_its_first_use_on(seed, bring):
    _, token = seed.pair()
    bring()
    row = ClientSecret.objects.get()
    assert (row.digest, row.password_hash) == ("", seed.app("web").client_secret)
    assert refresh(token.token, secret="wrong" * 8).status_code == 401
    answer = refresh(token.token)
    row.refresh_from_db()
    assert (row.digest, row.password_hash) == (secret.digest(SECRET), "")
    assert row.last_four == SECRET[-4:]
    assert refresh(answer.json()["refresh_token"]).status_code == 200


def test_a_short_secret_works_and_keeps_its_hash(seed, bring):
    seed.app("web", client_secret="short")
    _, token = seed.pair()
    bring()
    for _ in range(2):
        answer = refresh(token.token, secret="short")
        assert answer.status_code == 200
    assert ClientSecret.objects.get().password_hash


def test_a_clear_secret_is_digested_at_once_even_if_two_have_the_same(seed, bring):
    for client_id in ("one", "two"):
        seed.app(client_id, hash_client_secret=False)
        _, token = seed.pair(client_id)
    bring()
    assert set(ClientSecret.objects.values_list("digest", flat=True)) == {secret.digest(SECRET)}
    assert refresh(token.token, "two").status_code == 200


def test_the_hash_of_an_unknown_hasher_is_no_secret(seed, bring):
    stolen = "gone$1000$salt$hash"
    seed.app("web", hash_client_secret=False, client_secret=stolen)
    _, token = seed.pair()
    report = bring()
    assert "web: its hasher is not in PASSWORD_HASHERS" in report
    assert refresh(token.token, secret=stolen).status_code == 401


def test_a_public_application_brings_no_secret(seed, bring):
    seed.app("native", client_type="public")
    _, token = seed.pair("native")
    bring()
    assert not ClientSecret.objects.exists()
    assert refresh(token.token, "native", secret=None).status_code == 200


# --- scopes ---


def test_scopes_imply_nothing_that_they_did_not(seed, bring, settings):
    settings.OAUTH2_PROVIDER = {"SCOPES": {"read": "All", "read:private": "More", "write": "W"}}
    access = access_token(seed.app(), seed.alice, scope="read")
    bring()
    token = AccessToken.objects.get(digest=secret.digest(access.token))
    assert token.allows(["read"])
    assert not token.allows(["read:private"])


def test_scopes_that_nobody_defines_are_reported_and_open_nothing(seed, bring):
    access = access_token(seed.app(), seed.alice, scope='read legacy "quoted"')
    assert "legacy" in bring()
    token = AccessToken.objects.get()
    assert token.scope == "read legacy"
    assert not token.allows(["legacy"])
    assert call(access.token).status_code == 200


def test_a_scopes_backend_is_asked_for_each_application(seed, bring, settings):
    settings.OAUTH2_PROVIDER = {"SCOPES_BACKEND_CLASS": "tests.toolkit.scopes_backend.OwnScopes"}
    seed.app("web")
    seed.app("service")
    bring()
    assert Client.objects.get(client_id="web").scope == "own:web read"
    assert Client.objects.get(client_id="service").default_scope == "own:service"


# --- tokens ---


def has_field(kind, name):
    """Has this release of the toolkit that column?"""
    return any(field.name == name for field in model(kind)._meta.fields)


def has_checksums(kind):
    return has_field(kind, "token_checksum")


@pytest.mark.parametrize("stored_as", ["checksum and value", "checksum", "value"])
def test_tokens_come_however_they_are_stored(seed, bring, stored_as):
    access, token = seed.pair()
    for kind in filter(has_checksums, ("ACCESS_TOKEN", "REFRESH_TOKEN")):
        if stored_as == "checksum":
            rows(kind).update(token="")
        if stored_as == "value":
            rows(kind).update(token_checksum="")
    bring()
    assert call(access.token).status_code == 200
    assert refresh(token.token).status_code == 200


def test_tokens_keep_the_end_that_they_had(seed, bring, settings):
    settings.OAUTH2_PROVIDER = {"REFRESH_TOKEN_EXPIRE_SECONDS": 3600}
    access, _ = seed.pair()
    seed.pair(hours=-2)
    bring()
    assert AccessToken.objects.get().expires_at == access.expires
    assert RefreshToken.objects.get().expires_at == access.expires + timedelta(hours=1)


def test_a_token_from_before_there_were_families_is_one_of_its_own(seed, bring):
    access = access_token(seed.app(), seed.alice)
    token = refresh_token(access, token_family=None)
    bring()
    bring()
    assert refresh(token.token).status_code == 200
    assert Grant.objects.count() == 1


def test_a_spent_member_shown_again_ends_the_family(seed, bring):
    _, first = seed.pair()
    successor = spend(first)
    bring()
    assert refresh(first.token).json()["error"] == "invalid_grant"
    assert refresh(successor.token).json()["error"] == "invalid_grant"
    assert call(successor.access_token.token).status_code == 401
    assert Grant.objects.get().revoked_at is not None


def test_an_answer_that_got_lost_before_the_switch_is_repeated_after_it(seed, bring, settings):
    settings.OAUTH2_PROVIDER = {"REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 120}
    _, first = seed.pair()
    successor = spend(first, ago=timedelta(seconds=100))
    bring()
    answer = refresh(first.token).json()
    assert answer["refresh_token"] == successor.token
    assert answer["access_token"] == successor.access_token.token
    assert Grant.objects.get().revoked_at is None


def test_access_tokens_without_a_family_share_a_grant_by_user_and_scope(seed, bring):
    for _ in range(3):
        access_token(seed.app(), seed.alice, scope="read")
    access_token(seed.app(), seed.alice, scope="write")
    access_token(seed.app(), seed.bob, scope="read")
    bring()
    assert (AccessToken.objects.count(), Grant.objects.count()) == (5, 3)


def test_a_service_goes_on_with_its_grant(seed, bring):
    service = seed.app("service", authorization_grant_type="client-credentials", redirect_uris="")
    access_token(service, None, scope="read")
    bring()
    form = {"grant_type": "client_credentials", "scope": "read"}
    answer = Browser().post("/o/token/", form, headers=basic("service", SECRET))
    assert call(answer.json()["access_token"]).status_code == 200
    assert Grant.objects.count() == 1


def test_tokens_of_no_application_and_those_bound_to_a_resource_are_left_out(seed, bring):
    rows("ACCESS_TOKEN").create(
        token="foreign", expires=timezone.now() + timedelta(hours=1), scope="read"
    )
    if has_field("ACCESS_TOKEN", "resource"):
        access = access_token(seed.app(), seed.alice, resource=["https://api.example/"])
        refresh_token(access, resource=["https://api.example/"])
        assert "restricted to resources" in bring()
    assert "of no application" in bring()
    assert not AccessToken.objects.exists()
    assert not RefreshToken.objects.exists()


# --- consent ---


def test_users_are_not_asked_again_for_what_their_live_tokens_may(seed, bring):
    seed.pair(scope="read")
    seed.pair(scope="music:read")
    access_token(seed.app(), seed.alice, scope="write", hours=-1)
    seed.app("trusted", skip_authorization=True)
    seed.pair("trusted")
    bring()
    consent = Consent.objects.get()
    assert (consent.user, set(consent.scope_names)) == (seed.alice, {"read", "music:read"})


def test_what_a_user_has_narrowed_here_is_not_widened_by_another_run(seed, bring):
    seed.pair()
    bring()
    Consent.objects.update(scope="read")
    bring()
    assert Consent.objects.get().scope == "read"


# --- again, and after being killed ---


def test_nothing_of_the_old_tables_changes(seed, bring):
    hold(seed)
    before = stored()
    bring()
    bring()
    assert stored() == before


def test_again_brings_only_what_is_new(seed, bring):
    seed.pair()
    bring()
    first = everything()
    assert "nothing: all of it was here already" in bring()
    assert everything() == first
    access, token = seed.pair(user=seed.bob)
    report = bring()
    assert call(access.token).status_code == 200
    assert refresh(token.token).status_code == 200
    assert "1  refresh tokens" in report
    assert "applications" not in report


def test_a_dry_run_reports_the_same_and_leaves_nothing(seed, bring):
    hold(seed)
    before = everything()
    rehearsed = bring(dry_run=True)
    assert everything() == before
    assert not ImportedToken.objects.exists()
    assert rehearsed.removesuffix("This was a dry run: nothing has changed.\n") == bring()


@pytest.mark.parametrize("batches", range(1, 9))
def test_killed_after_any_batch_it_goes_on(seed, bring, batches):
    hold(seed)
    told = []

    def die(line):
        told.append(line)
        if len(told) == batches:
            raise KeyboardInterrupt

    run = Run(timezone.now(), 3, die)
    with pytest.raises(KeyboardInterrupt):
        take(run)
    bring(batch_size=3)
    resumed = everything()
    for table in (AccessToken, RefreshToken, Grant, Consent, ClientSecret, Client):
        table.objects.all().delete()
    ImportedToken.objects.all().delete()
    ImportedGrant.objects.all().delete()
    bring()
    assert everything() == resumed


def test_what_was_spent_there_since_is_spent_here(seed, bring):
    access, first = seed.pair()
    bring()
    successor = spend(first)
    report = bring()
    assert "1  access tokens" in report.split("Ended here")[1]
    assert call(access.token).status_code == 401
    assert refresh(successor.token).status_code == 200
    assert refresh(first.token).json()["error"] == "invalid_grant"


def test_what_was_revoked_there_since_is_over_here(seed, bring):
    access, token = seed.pair()
    lone = access_token(seed.app(), seed.alice)
    bring()
    token.revoke()
    lone.delete()
    bring()
    for value in (access.token, lone.token):
        assert call(value).status_code == 401
    assert refresh(token.token).json()["error"] == "invalid_grant"


def test_what_goes_on_here_is_not_ended_by_another_run(seed, bring):
    _, token = seed.pair()
    bring()
    answer = refresh(token.token).json()
    bring()
    assert call(answer["access_token"]).status_code == 200
    assert refresh(answer["refresh_token"]).status_code == 200


def test_emptied_tables_end_nothing(seed, bring):
    access, token = seed.pair()
    bring()
    rows("REFRESH_TOKEN").all().delete()
    rows("ACCESS_TOKEN").all().delete()
    assert "tables are empty" in bring()
    assert call(access.token).status_code == 200
    assert refresh(token.token).status_code == 200


def test_what_was_revoked_and_pruned_here_does_not_come_back(seed, bring):
    access, token = seed.pair()
    other, _ = seed.pair()
    bring()
    AccessToken.objects.filter(digest=secret.digest(other.token)).delete()
    AccessToken.objects.get(digest=secret.digest(access.token)).grant.delete()
    bring()
    assert {call(one.token).status_code for one in (access, other)} == {401}
    assert refresh(token.token).json()["error"] == "invalid_grant"


def test_it_says_what_it_needs(db):
    needs = pytest.raises(CommandError, match="Add oauth2_provider to INSTALLED_APPS")
    with modify_settings(INSTALLED_APPS={"remove": "oauth2_provider"}), needs:
        call_command("import_toolkit")


@pytest.mark.parametrize("size", ["0", "-1", "many", "10001"])
def test_a_batch_size_that_is_none_is_refused(db, size):
    with pytest.raises(CommandError):
        call_command("import_toolkit", f"--batch-size={size}")
