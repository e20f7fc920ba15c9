"""A site of some size: tokens in every state that the toolkit knows, and what each is good for."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from .seed import SECRET, application, model, rows

CHUNK = 5000


@dataclass
class Load:
    """The values that clients hold, by what becomes of them."""

    apps: list = field(default_factory=list)
    users: list = field(default_factory=list)
    good_access: list = field(default_factory=list)  # value, user name or ""
    dead_access: list = field(default_factory=list)
    good_refresh: list = field(default_factory=list)  # value, client id
    spent_refresh: list = field(default_factory=list)  # value, client id
    dead_refresh: list = field(default_factory=list)
    access_rows: list = field(default_factory=list)
    refresh_rows: list = field(default_factory=list)
    count: int = 0

    def fill(self, tokens):
        """Make so many rows of tokens, in every state."""
        now = timezone.now()
        makers = list(STATES)
        number = 0
        while self.count < tokens:
            app, user = self.apps[number % 2], self.users[number % len(self.users)]
            makers[number % len(makers)](self, app, user, now, number)
            number += 1
            if len(self.access_rows) + len(self.refresh_rows) > CHUNK:
                self.flush()
        self.flush()

    def flush(self):
        """Store what has been made. Access tokens first: refresh tokens point at them."""
        model("ACCESS_TOKEN")._base_manager.bulk_create(self.access_rows)
        model("REFRESH_TOKEN")._base_manager.bulk_create(self.refresh_rows)
        self.access_rows, self.refresh_rows = [], []

    def access(self, app, user, now, *, expires, scope="read write"):
        """An access token."""
        self.count += 1
        row = model("ACCESS_TOKEN")(
            application=app,
            user=user,
            token=f"at-{uuid.uuid4().hex}",
            scope=scope,
            expires=now + expires,
        )
        self.access_rows.append(row)
        return row

    def refresh(self, app, user, *, access=None, family=None, revoked=None):
        """A refresh token."""
        self.count += 1
        row = model("REFRESH_TOKEN")(
            application=app,
            user=user,
            token=f"rt-{uuid.uuid4().hex}",
            access_token=access,
            token_family=family or uuid.uuid4(),
            revoked=revoked,
        )
        self.refresh_rows.append(row)
        return row


HOUR = timedelta(hours=1)


def in_use(load, app, user, now, _number):
    """An access token and its refresh token, both good."""
    access = load.access(app, user, now, expires=HOUR)
    load.good_access.append((access.token, user.username))
    load.good_refresh.append((load.refresh(app, user, access=access).token, app.client_id))


def idle(load, app, user, now, _number):
    """The access token has expired; the refresh token is good."""
    access = load.access(app, user, now, expires=-HOUR)
    load.dead_access.append(access.token)
    load.good_refresh.append((load.refresh(app, user, access=access).token, app.client_id))


def rotated(load, app, user, now, _number):
    """A family with three spent members and a good one."""
    family = uuid.uuid4()
    for age in (3, 2, 1):
        spent = load.refresh(app, user, family=family, revoked=now - age * HOUR)
        load.spent_refresh.append((spent.token, app.client_id))
    access = load.access(app, user, now, expires=HOUR, scope="read")
    load.good_access.append((access.token, user.username))
    live = load.refresh(app, user, access=access, family=family)
    load.good_refresh.append((live.token, app.client_id))


def revoked(load, app, user, now, _number):
    """A family that was ended: all its members are revoked."""
    family = uuid.uuid4()
    for age in (2, 1):
        over = load.refresh(app, user, family=family, revoked=now - age * HOUR)
        load.dead_refresh.append((over.token, app.client_id))


def expired(load, app, user, now, _number):
    """Access tokens of long ago."""
    for age in (1, 100):
        load.dead_access.append(load.access(app, user, now, expires=-age * HOUR).token)


def orphaned(load, app, user, now, _number):
    """A refresh token whose access token was deleted."""
    load.dead_refresh.append((load.refresh(app, user).token, app.client_id))


def lone(load, app, user, now, _number):
    """An access token without a refresh token."""
    access = load.access(app, user, now, expires=HOUR, scope="read")
    load.good_access.append((access.token, user.username))


def service(load, app, user, now, _number):
    """The access token of a client that acts for itself."""
    access = load.access(load.apps[2], None, now, expires=HOUR, scope="read")
    load.good_access.append((access.token, ""))


STATES = (in_use, idle, rotated, revoked, expired, orphaned, lone, service)


def load_site(*, tokens, users):
    """Three applications, so many users, and so many tokens."""
    load = Load()
    load.apps = [
        application("web", skip_authorization=True),
        application("clear", hash_client_secret=False, client_secret=f"clear-{SECRET}"),
        application("service", authorization_grant_type="client-credentials", redirect_uris=""),
    ]
    people = get_user_model()
    people.objects.bulk_create(people(username=f"user{n}", password="!") for n in range(users))
    load.users = list(people.objects.filter(username__startswith="user").order_by("pk"))
    load.fill(tokens)
    return load


def secret_of(client_id):
    """What the application authenticates with."""
    return f"clear-{SECRET}" if client_id == "clear" else SECRET


def stored():
    """Everything in the toolkit's tables, to see that nothing of it changes."""
    kinds = ("APPLICATION", "ACCESS_TOKEN", "REFRESH_TOKEN", "GRANT")
    return {kind: list(rows(kind).order_by("pk").values()) for kind in kinds}
