"""The pages at /oauth/authorized/: what somebody allowed, and that it ends where they say so."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from oauth_provider.models import AccessToken, Client, Consent, Grant, RefreshToken, Scope
from oauth_provider.signals import authorization_narrowed, authorization_withdrawn
from tests.browser_session import Session
from tests.factories import ClientFactory

from .developer import text_of
from .user import BASE, User, row_of, taken_back_on, url

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
HOUR = timedelta(hours=1)


@pytest.fixture
def user(alice):
    return User(alice)


@pytest.fixture
def tokens(session):
    """What the web client got from Alice: read and write."""
    return session.tokens()


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """Does something, and tells what was announced meanwhile, and of whom."""

    def listen(act):
        said = []

        def note(signal, sender, **named):
            said.append((signal, {"sender": sender, **named}))

        signals = (authorization_narrowed, authorization_withdrawn)
        for signal in signals:
            signal.connect(note)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        for signal in signals:
            signal.disconnect(note)
        return said

    return listen


def allow(client, user, scope, *, consent=True, **changes):
    """A grant with a refresh token, and consent to it."""
    now = timezone.now()
    if consent:
        Consent.objects.update_or_create(
            client=client,
            user=user,
            defaults={"scope": scope, "created_at": now, "updated_at": now},
        )
    grant = Grant.objects.create(
        client=client, user=user, grant_type="authorization_code", scope=scope, **changes
    )
    RefreshToken.objects.create(grant=grant, digest=f"{grant.pk:064}", scope=scope, created_at=now)
    return grant


def rows():
    """All that is stored about what was allowed."""
    return [*Consent.objects.order_by("pk").values(), *Grant.objects.order_by("pk").values()]


def pages_of(client):
    """Each page about an application."""
    return [url(client), f"{url(client, 'narrow')}?scope=read", url(client, "withdraw")]


# --- what is shown ---


def test_whoever_has_allowed_nothing_reads_what_will_appear(user):
    text = text_of(user.list())
    assert "You have not allowed any application" in text
    assert "what it may do, when it was last used" in text


def test_whoever_is_not_signed_in_signs_in_and_comes_back(tokens, web, client):
    for path in (BASE, url(web), url(web, "withdraw")):
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"
        assert client.post(path)["Location"].startswith("/accounts/login/?next=")


def test_an_application_is_listed_with_all_that_one_wants_to_know(user, tokens, web):
    Client.objects.filter(pk=web.pk).update(
        name="Diary", is_verified=True, client_uri="https://diary.example/about"
    )
    row = row_of(user.list(), web)
    for words in ("Diary", "Verified", "diary.example", "Read everything", "Change everything"):
        assert words in row
    assert "On 1 device" in row
    assert "Used within the last hour" in row
    assert f"Allowed since {timezone.now():%b}" in row.replace(".", "")


def test_what_one_scope_includes_is_folded_into_it(user, session, web):
    session.tokens(scope="read read:statuses write:statuses", allow=["read", "write:statuses"])
    row = row_of(user.list(), web)
    assert "Read everything" in row
    assert "Post" in row
    assert "See posts" not in row
    page = user.open(web)
    assert "See posts" in text_of(page)
    assert re.search(r"<details>.*See posts.*</details>", page.content.decode(), re.DOTALL)


def test_each_scope_and_each_part_of_one_can_be_taken_back(user, tokens, web):
    offered = taken_back_on(user.open(web))
    assert {"read", "read:blocks", "write", "write:statuses"} <= set(offered)
    assert len(offered) == len(set(offered))


def test_scopes_stand_under_the_headings_of_their_groups(user, session, web):
    Scope.objects.filter(name="write").update(group="Your posts")
    session.tokens()
    page = user.open(web).content.decode()
    assert page.index("Read everything") < page.index("<h3>Your posts</h3>")
    assert page.index("<h3>Your posts</h3>") < page.index("Change everything")


def test_what_is_sensitive_is_marked_also_where_it_is_a_part(user, session, web):
    session.tokens(scope="write", allow=["write"])
    assert "Sensitive" not in text_of(user.open(web))
    Scope.objects.filter(name="write:blocks").update(is_sensitive=True)
    assert "Change everything Sensitive" in row_of(user.list(), web)
    assert "Block Sensitive" in text_of(user.open(web))


def test_what_the_application_can_no_longer_have_is_not_shown(user, tokens, web):
    Client.objects.filter(pk=web.pk).update(scope="read:statuses")
    assert "See posts" in row_of(user.list(), web)
    assert taken_back_on(user.open(web)) == ["read:statuses"]
    Client.objects.filter(pk=web.pk).update(scope="")
    assert "Nothing at the moment" in row_of(user.list(), web)
    assert "Nothing at the moment" in text_of(user.open(web))
    assert user.withdraw(web).status_code == 302
    assert row_of(user.list(), web) == ""


def test_an_application_of_the_site_is_listed_too(user, alice):
    own = ClientFactory(is_first_party=True)
    Session(own, alice).tokens()
    assert "Belongs to this site" in row_of(user.list(), own)
    assert "gets access without asking" in text_of(user.ask_to_withdraw(own))


def test_a_disabled_application_is_listed_and_marked(user, tokens, web):
    web.disable(reason="spam", now=timezone.now())
    assert "Disabled" in row_of(user.list(), web)
    assert "An administrator has disabled it" in text_of(user.open(web))
    assert user.narrow(web, "write").status_code == 302
    web.enable()
    assert Grant.objects.get().scope == "read"


def test_what_is_only_remembered_is_listed(user, alice, web):
    now = timezone.now()
    given = {"client": web, "user": alice, "scope": "read", "created_at": now, "updated_at": now}
    consent = Consent.objects.create(**given)
    row = row_of(user.list(), web)
    assert "On no device at the moment" in row
    assert "used" not in row.lower()
    Consent.objects.filter(pk=consent.pk).update(expires_at=now)
    assert row_of(user.list(), web) == ""
    assert user.open(web)["Location"] == BASE


@pytest.mark.parametrize("end", ["revoked_at", "expires_at"])
def test_what_has_ended_is_not_listed(user, alice, web, end):
    allow(web, alice, "read", consent=False, **{end: timezone.now()})
    assert row_of(user.list(), web) == ""


def test_a_device_is_what_holds_a_token(user, session, web):
    session.code()
    assert "On no device" in row_of(user.list(), web)
    first, _second = session.tokens(), session.tokens()
    assert "On 2 devices" in row_of(user.list(), web)
    session.refresh(first["refresh_token"])
    assert "On 2 devices" in row_of(user.list(), web)
    session.revoke(first["refresh_token"])
    assert "On 1 device" in row_of(user.list(), web)
    AccessToken.objects.update(expires_at=timezone.now())
    assert "On 1 device" in row_of(user.list(), web)
    RefreshToken.objects.update(rotated_at=timezone.now())
    assert "On no device" in row_of(user.list(), web)
    RefreshToken.objects.update(rotated_at=None, expires_at=timezone.now())
    assert "On no device" in row_of(user.list(), web)


@pytest.mark.parametrize(
    ("allowed", "used", "words"),
    [
        (0 * HOUR, 0 * HOUR, "Used within the last hour"),
        (90 * HOUR, 0.9 * HOUR, "Used within the last hour"),
        (90 * HOUR, 3.5 * HOUR, "Last used 3 hours ago"),
        (900 * HOUR, 75 * HOUR, "Last used 3 days ago"),
        (90 * HOUR, 90 * HOUR, "Never used since"),
        (90 * HOUR, 89.5 * HOUR, "Never used since"),
        (2 * HOUR, 2 * HOUR, "Never used since"),
    ],
)
def test_it_says_when_it_was_last_used(user, alice, web, allowed, used, words):
    now = timezone.now()
    allow(web, alice, "read", created_at=now - allowed, last_used_at=now - used)
    assert words in row_of(user.list(), web).replace("\xa0", " ")


def test_use_on_any_device_is_use(user, alice, web):
    now = timezone.now()
    allow(web, alice, "read", created_at=now - 90 * HOUR, last_used_at=now - 4.5 * HOUR)
    allow(web, alice, "write", created_at=now - 5 * HOUR, last_used_at=now - 5 * HOUR)
    assert "Last used 4 hours ago" in row_of(user.list(), web).replace("\xa0", " ")


def test_since_is_the_first_time(user, alice, web):
    allow(web, alice, "read", created_at=timezone.now() - timedelta(days=800))
    year = (timezone.now() - timedelta(days=800)).year
    assert f", {year}" in row_of(user.list(), web)


def test_a_long_list_has_pages_by_name(user, alice):
    clients = [ClientFactory(name=name) for name in ("b", "A", "c", *(f"d{n}" for n in range(25)))]
    for client in clients:
        allow(client, alice, "read")
    first, second = user.list(), user.list(page=2)
    for client in clients:
        assert bool(row_of(first, client)) != bool(row_of(second, client))
    page = first.content.decode()
    assert page.index(">A<") < page.index(">b<") < page.index(">c<")
    assert 'href="?page=2" rel="next"' in page
    assert "Page 2 of 2" in text_of(second)
    assert user.list(page="no").status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_no_page_asks_more_the_more_there_is(user, alice, web, measure, count):
    for n in range(count):
        allow(web, alice, "read" if n % 2 else "read write")
        allow(ClientFactory(), alice, "read")
    with measure() as cost:
        user.list()
    assert cost.queries <= 8  # session, user, ids twice, count, clients, consents, grants
    for look in (user.open, user.ask_to_withdraw, lambda of: user.ask_to_narrow(of, "read")):
        with measure() as cost:
            assert look(web).status_code == 200
        assert cost.queries <= 5  # session, user, client, consents, grants
        assert cost.writes == 0
    with measure() as cost:
        user.narrow(web, "write")
    assert cost.queries <= 12
    with measure() as cost:
        user.withdraw(web)
    assert cost.queries <= 6  # session, user, client, consent twice, grants


# --- taking one scope back ---


def test_the_question_says_what_will_stop_and_what_will_not(user, session, web):
    session.tokens(scope="read write follow", allow=["read", "write", "follow"])
    stops, _, stays = text_of(user.ask_to_narrow(web, "read:statuses")).partition("still do")
    assert "See posts" in stops
    assert "See accounts" not in stops
    assert "“Read everything” is replaced by what is left" in stays
    assert "See accounts" in stays
    assert "Change everything" in stays
    assert "See posts" not in stays


def test_the_question_says_what_stays_as_something_else_includes_it(user, session, web):
    session.tokens(scope="read follow", allow=["read", "follow"])
    stops, _, stays = text_of(user.ask_to_narrow(web, "read")).partition("still do")
    assert "See posts" in stops
    assert "See blocks" not in stops
    assert "because something else includes it too: See blocks, See follows, See mutes" in stays


def test_the_question_says_that_nothing_will_be_left(user, session, web):
    session.tokens(scope="read", allow=["read"])
    assert "nothing is left that it may do" in text_of(user.ask_to_narrow(web, "read"))
    assert "nothing is left" not in text_of(user.ask_to_narrow(web, "read:search"))


def test_what_is_not_allowed_cannot_be_asked_about(user, tokens, web):
    assert user.ask_to_narrow(web, "follow")["Location"] == url(web)
    assert user.ask_to_narrow(web, "no:such").status_code == 404
    assert user.browser.get(url(web, "narrow")).status_code == 404


def test_live_tokens_obey_at_once(user, session, tokens, web):
    assert session.call(tokens["access_token"]).status_code == 200
    done = user.narrow(web, "write")
    assert done["Location"] == f"{url(web)}?done=narrowed"
    page = text_of(user.follow(done))
    assert "It is taken back" in page
    assert "Read everything" in page
    assert "Change everything" not in page
    token = AccessToken.objects.get()
    assert token.scope_names == ("read",)
    assert session.introspect(tokens["access_token"]).json()["scope"] == "read"
    assert session.call(tokens["access_token"]).status_code == 200


def test_a_part_of_a_whole_is_taken_back(user, session, tokens, web):
    user.narrow(web, "read:accounts")
    assert session.call(tokens["access_token"]).status_code == 403
    offered = taken_back_on(user.open(web))
    assert "read:statuses" in offered
    assert not {"read", "read:accounts"} & set(offered)
    assert "write" in offered


def test_a_refresh_gives_what_is_left(user, session, tokens, web):
    user.narrow(web, "write")
    refreshed = session.refresh(tokens["refresh_token"]).json()
    assert refreshed["scope"] == "read"
    assert session.introspect(refreshed["access_token"]).json()["scope"] == "read"


def test_a_pending_code_gives_what_is_left(user, session, web):
    code = session.code()
    user.narrow(web, "write")
    assert session.exchange(code).json()["scope"] == "read"


def test_it_is_taken_back_from_each_device_and_from_nobody_else(user, session, bob, web):
    allow(web, session.user, "read write")
    allow(web, session.user, "write read:statuses", consent=False)
    theirs = allow(web, bob, "read write")
    elsewhere = allow(ClientFactory(), session.user, "read write")
    user.narrow(web, "write")
    scopes = Grant.objects.filter(user=session.user, client=web).values_list("scope", flat=True)
    assert sorted(scopes) == ["read", "read:statuses"]
    assert Consent.objects.get(user=session.user, client=web).scope == "read"
    for grant in (theirs, elsewhere):
        grant.refresh_from_db()
        assert grant.scope == "read write"


def test_a_grant_that_is_left_with_nothing_ends(user, alice, web):
    kept, ended = allow(web, alice, "read write"), allow(web, alice, "write", consent=False)
    user.narrow(web, "write")
    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.scope, kept.revoked_at) == ("read", None)
    assert ended.revoked_at is not None
    assert "On 1 device" in row_of(user.list(), web)


def test_consent_that_is_left_with_nothing_is_forgotten(user, alice, web):
    allow(web, alice, "read", consent=False)
    allow(web, alice, "write")
    user.narrow(web, "write")
    assert not Consent.objects.exists()
    assert "Read everything" in row_of(user.list(), web)


def test_taking_back_the_last_scope_withdraws_everything(user, session, web):
    tokens = session.tokens(scope="read", allow=["read"])
    done = user.narrow(web, "read")
    assert done["Location"] == f"{BASE}?done=withdrawn"
    assert "All access is withdrawn" in text_of(user.follow(done))
    assert session.call(tokens["access_token"]).status_code == 401
    assert not Consent.objects.exists()
    assert Grant.objects.get().revoked_at is not None


def test_nothing_that_counts_is_left_where_the_rest_is_no_longer_offered(user, session, web):
    session.tokens()
    Client.objects.filter(pk=web.pk).update(scope="read")
    assert user.narrow(web, "read")["Location"] == f"{BASE}?done=withdrawn"
    Client.objects.filter(pk=web.pk).update(scope="read write")
    assert row_of(user.list(), web) == ""


def test_taking_back_twice_changes_nothing_more(user, tokens, web, heard):
    assert user.narrow(web, "write").status_code == 302
    before = rows()
    assert heard(lambda: user.narrow(web, "write")) == []
    assert rows() == before


def test_a_hundred_parts_are_no_more_than_a_token_can_hold(user, session, web):
    Scope.objects.bulk_create(Scope(name=f"read:{n}", title=f"See {n}") for n in range(150))
    tokens = session.tokens(scope="read", allow=["read"])
    assert user.narrow(web, "read:7").status_code == 302
    assert user.open(web).status_code == 200
    assert session.introspect(tokens["access_token"]).json()["active"]
    assert "read:7" not in taken_back_on(user.open(web))


def test_narrowing_is_announced_once(user, alice, tokens, web, heard):
    told = {"sender": Consent, "client": web, "user": alice, "scope_names": ("read",)}
    assert heard(lambda: user.narrow(web, "write")) == [(authorization_narrowed, told)]


# --- withdrawing everything ---


def test_withdrawing_ends_everything_and_asks_again(user, session, tokens, web):
    code = session.code()
    assert "Change everything" in text_of(user.ask_to_withdraw(web))
    done = user.withdraw(web)
    page = text_of(user.follow(done))
    assert "All access is withdrawn" in page
    assert "You have not allowed any application" in page
    assert session.call(tokens["access_token"]).status_code == 401
    assert session.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert session.exchange(code).json()["error"] == "invalid_grant"
    assert session.introspect(tokens["access_token"]).json() == {"active": False}
    assert session.ask().status_code == 200


def test_it_works_without_consent_and_without_grants(user, alice, web):
    grant = allow(web, alice, "read", consent=False)
    user.withdraw(web)
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    allow(web, alice, "read")
    Grant.objects.all().delete()
    user.withdraw(web)
    assert not Consent.objects.exists()


def test_it_ends_nothing_of_anybody_or_anything_else(user, alice, bob, web):
    allow(web, alice, "read")
    others = [allow(web, bob, "read"), allow(ClientFactory(), alice, "read")]
    user.withdraw(web)
    for grant in others:
        grant.refresh_from_db()
        assert grant.revoked_at is None
    assert Consent.objects.count() == 2


def test_withdrawing_twice_is_fine(user, tokens, web, heard):
    user.withdraw(web)
    before = rows()
    for again in (user.withdraw, lambda client: user.narrow(client, "read")):
        assert heard(lambda again=again: again(web)) == []
        assert again(web)["Location"] == f"{BASE}?done=withdrawn"
    assert rows() == before


def test_going_back_afterwards_leads_to_the_list(user, tokens, web):
    user.withdraw(web)
    for path in pages_of(web):
        assert user.browser.get(path)["Location"] == BASE


def test_what_was_withdrawn_can_be_allowed_again(user, session, tokens, web):
    user.withdraw(web)
    again = session.tokens()
    assert session.call(again["access_token"]).status_code == 200
    assert session.call(tokens["access_token"]).status_code == 401
    assert "On 1 device" in row_of(user.list(), web)


def test_withdrawing_is_announced_once_however_it_is_done(user, alice, web, heard):
    told = {"sender": Consent, "client": web, "user": alice}
    for act in (user.withdraw, lambda client: user.narrow(client, "read")):
        allow(web, alice, "read")
        assert heard(lambda act=act: act(web)) == [(authorization_withdrawn, told)]


# --- the pages as such ---


def test_each_page_answers_with_and_without_a_slash(user, tokens, web):
    for path in (BASE, url(web), url(web, "withdraw")):
        assert {user.browser.get(found).status_code for found in (path, f"{path}/")} == {200}
    for path in (url(web, "narrow"), f"{url(web, 'narrow')}/"):
        assert user.browser.get(path, {"scope": "read"}).status_code == 200


def test_looking_changes_nothing(user, tokens, web):
    before = rows()
    for path in (BASE, *pages_of(web)):
        assert user.browser.get(path).status_code == 200
        assert user.browser.head(path).status_code == 200
        for method in ("put", "patch", "delete"):
            assert getattr(user.browser, method)(path).status_code == 405
    for path in (BASE, url(web)):
        assert user.browser.post(path).status_code == 405
    assert rows() == before


def test_a_note_says_only_what_this_site_says(user):
    for note in ("withdrawn", "<b>", "nothing", "\x00"):
        page = user.list(done=note).content.decode()
        assert ('role="status"' in page) == (note == "withdrawn")


def test_only_the_page_of_an_application_shows_its_picture(user, tokens, web):
    Client.objects.filter(pk=web.pk).update(logo_uri="https://pictures.example/a.png")
    page = user.open(web)
    assert 'src="https://pictures.example/a.png"' in page.content.decode()
    assert "https://pictures.example" in page["Content-Security-Policy"]
    for other in (user.list(), user.ask_to_withdraw(web)):
        assert "pictures.example" not in other.content.decode()
        assert "pictures.example" not in other["Content-Security-Policy"]


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "http://[::1", "data:text/html,x", ""])
def test_a_site_that_no_browser_should_open_is_no_link(user, tokens, web, uri):
    Client.objects.filter(pk=web.pk).update(client_uri=uri)
    for page in (user.list(), user.open(web)):
        assert page.status_code == 200
        assert uri == "" or uri not in page.content.decode()


def test_no_page_is_kept_framed_or_runs_anybodys_script(user, tokens, web):
    Client.objects.filter(pk=web.pk).update(name=SCRIPT, disabled_reason=SCRIPT)
    Scope.objects.filter(name="read").update(title=SCRIPT, description=SCRIPT, group=SCRIPT)
    for path in (BASE, *pages_of(web)):
        answer = user.browser.get(path)
        page = answer.content.decode()
        assert SCRIPT not in page
        assert not re.search(r"<script|<style|\son\w+=|\sstyle=", page)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_name_does_not_turn_the_page_around(user, tokens, web):
    Client.objects.filter(pk=web.pk).update(name="Bank\u202e\u2066")
    for path in (BASE, *pages_of(web)):
        body = user.browser.get(path).content.decode().partition("<body>")[2]
        assert body.count("\u202e") == body.count("<bdi>Bank\u202e")
