"""Under SERIALIZABLE no lock is needed: what the database would let through wrongly, it refuses.

Each race is run with SELECT … FOR UPDATE turned off, one request held back before a statement
while another goes through. Either the first is then refused as not serializable, or all is well.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from oauth_provider.models import AccessToken, Client, Consent, Grant
from oauth_provider.models.withdrawal import narrow, withdraw
from tests.browser_session import Session
from tests.factories import ClientFactory, UserFactory
from tests.views.developer import Developer
from tests.views.user import User

from .stage import all_played

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="it is PostgreSQL's SERIALIZABLE"),
]

SERIALIZABLE = "-c default_transaction_isolation=serializable"
READ_COMMITTED = r"-c default_transaction_isolation=read\ committed"
TIMEOUT = 60  # seconds
REFUSED = "refused"  # by the database: to be sent again


@pytest.fixture(autouse=True)
def _serializable():
    """Every connection that is opened from now on, and no row is ever locked by a SELECT."""
    with opened_with(SERIALIZABLE):
        yield


@pytest.fixture
def session():
    """Somebody who has let a client in before."""
    found = Session(ClientFactory(), UserFactory())
    found.tokens()
    return found


@contextmanager
def opened_with(options):
    """New connections say this when they are opened."""
    settings = connection.settings_dict
    before = settings["OPTIONS"]
    connection.close()
    settings["OPTIONS"] = {**before, "options": options}
    try:
        yield
    finally:
        connection.close()
        settings["OPTIONS"] = before


def outcome(act):
    """What it returns, or that it is to be tried again."""
    try:
        return act()
    except OperationalError as error:
        if error.__cause__.sqlstate != "40001":
            raise
        return REFUSED


def race(statement, act, meanwhile):
    """Act, held back before this statement until ``meanwhile`` is done. What came of the act."""
    held, go_on = Event(), Event()

    def hold(execute, sql, parameters, many, context):
        if sql.startswith(statement) and not held.is_set():
            held.set()
            assert go_on.wait(TIMEOUT)
        return execute(sql, parameters, many, context)

    def first():
        connection.features.has_select_for_update = False
        try:
            with connection.execute_wrapper(hold):
                return outcome(act)
        finally:
            held.set()
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(first)
        assert held.wait(TIMEOUT)
        try:
            meanwhile()
        finally:
            go_on.set()
        return running.result(TIMEOUT)


def status(answer):
    """Of a response; one that says to come back is as good as a refusal."""
    return REFUSED if answer == REFUSED or answer.status_code == 503 else answer.status_code


def scopes_in_force(session):
    """What the client may do, by any grant."""
    grants = Grant.objects.in_force(timezone.now()).filter(user=session.user)
    return set(" ".join(grants.values_list("scope", flat=True)).split())


def test_every_flow_works(settings):
    with connection.cursor() as cursor:
        cursor.execute("SHOW default_transaction_isolation")
        assert cursor.fetchone() == ("serializable",)
    all_played(settings)


def test_a_scope_that_is_taken_back_is_in_no_authorization_that_was_being_given(session):
    now = timezone.now()
    answer = race(
        'INSERT INTO "oauth_provider_grant"',
        session.ask,
        lambda: narrow(session.client, session.user, "write", now),
    )
    assert status(answer) in {REFUSED, 200}
    assert scopes_in_force(session) == {"read"}
    assert session.ask().status_code == 200  # they are asked anew


def test_without_either_the_scope_would_be_in_it(session):
    with opened_with(READ_COMMITTED):
        answer = race(
            'INSERT INTO "oauth_provider_grant"',
            session.ask,
            lambda: narrow(session.client, session.user, "write", timezone.now()),
        )
        assert status(answer) == 302
        assert scopes_in_force(session) == {"read", "write"}


def test_nothing_is_in_force_that_was_withdrawn_while_it_was_agreed_to(session):
    page = session.ask(scope="read write follow")
    answer = race(
        'INSERT INTO "oauth_provider_grant"',
        lambda: session.decide(page, scope=["read", "write", "follow"]),
        lambda: withdraw(session.client, session.user, timezone.now()),
    )
    assert answer == REFUSED or answer.status_code in {200, 302, 503}
    consents = Consent.objects.filter(user=session.user)
    assert scopes_in_force(session) == {name for one in consents for name in one.scope_names}


def test_of_two_scopes_that_are_taken_back_at_once_neither_is_left(session):
    Consent.objects.all().delete()  # so that nothing but the grants could be locked
    person = User(session.user)
    answer = race(
        'UPDATE "oauth_provider_grant"',
        lambda: person.narrow(session.client, "write"),
        lambda: narrow(session.client, session.user, "read", timezone.now()),
    )
    if status(answer) == REFUSED:
        User(session.user).narrow(session.client, "write")
    assert scopes_in_force(session) == set()


def test_two_refreshes_at_once_have_one_successor(session):
    tokens, winner = session.tokens(), []
    answer = race(
        'UPDATE "oauth_provider_refreshtoken"',
        lambda: session.refresh(tokens["refresh_token"]),
        lambda: winner.append(session.refresh(tokens["refresh_token"]).json()),
    )
    assert answer.status_code in {200, 503}
    again = session.refresh(tokens["refresh_token"]).json()
    assert again["refresh_token"] == winner[0]["refresh_token"]
    assert again["access_token"] == winner[0]["access_token"]
    assert AccessToken.objects.filter(grant__in=grants_of(tokens)).count() == 2


def test_a_code_is_redeemed_once(session):
    code, winner = session.code(), []
    answer = race(
        'UPDATE "oauth_provider_authorizationcode"',
        lambda: session.exchange(code),
        lambda: winner.append(session.exchange(code).json()),
    )
    assert answer.status_code in {400, 503}
    assert AccessToken.objects.filter(grant__in=grants_of(winner[0])).count() == 1


def test_what_is_issued_while_its_authorization_is_revoked_is_of_no_use(session):
    tokens = session.tokens()
    answer = race(
        'INSERT INTO "oauth_provider_accesstoken"',
        lambda: session.refresh(tokens["refresh_token"]),
        lambda: withdraw(session.client, session.user, timezone.now()),
    )
    assert answer.status_code in {200, 503}
    for living in (tokens, answer.json() if answer.status_code == 200 else tokens):
        assert session.call(living["access_token"]).status_code == 401


def test_nobody_registers_more_applications_than_they_may(settings):
    settings.OAUTH_PROVIDER_APPLICATIONS_PER_USER = 1
    user = UserFactory()
    first, second = Developer(user), Developer(user)
    answer = race('INSERT INTO "oauth_provider_client"', first.register, second.register)
    assert status(answer) in {REFUSED, 403}
    assert Client.objects.filter(owner=user).count() == 1


def test_an_application_that_an_admin_disables_stays_disabled_when_its_owner_saves():
    developer = Developer(UserFactory())
    client = ClientFactory(owner=developer.user)
    answer = race(
        'UPDATE "oauth_provider_client"',
        lambda: developer.edit(client, name="Other"),
        lambda: Client.objects.get(pk=client.pk).disable(reason="abuse", now=timezone.now()),
    )
    assert status(answer) in {REFUSED, 302}
    assert Client.objects.get(pk=client.pk).disabled_reason == "abuse"


def grants_of(tokens):
    """The grant of a token response."""
    return [AccessToken.find(tokens["access_token"]).grant_id]
