"""A little life for the demo: who follows whom, and what they wrote."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from example_project.microblog.models import Account, Status
from example_project.microblog.models.relation import follow

STATUSES = [
    ("admin", "Welcome! Be kind, and mind the scopes."),
    ("bob", "First loaf of the week is in the oven."),
    ("alice", "Finished a novel about lighthouses. Recommended."),
    ("bob", "A goldfinch at the window, twice today."),
    ("bob", "The loaf came out flat. We call it flatbread now."),
    ("alice", "Is there a word for books one means to read?"),
    ("alice", "There is: tsundoku."),
    ("bob", "New chain on the old bicycle. It sings."),
    ("admin", "The garden gate sticks in the rain. Push, then pull."),
    ("alice", "An application posted my shopping list by mistake. Access withdrawn, list deleted."),
    ("bob", "Counted 41 starlings on one wire."),
    ("alice", "Library day."),
]
PAUSE = timedelta(minutes=47)


def seed_life() -> None:
    """Let them write, unless somebody already has."""
    if Status.objects.exists():
        return
    accounts = {name: account_of(name) for name in {author for author, _ in STATUSES}}
    follow(accounts["alice"], accounts["bob"])
    start = timezone.now() - PAUSE * len(STATUSES)
    for number, (author, text) in enumerate(STATUSES):
        written_at = start + PAUSE * number
        Status.objects.create(account=accounts[author], text=text, created_at=written_at)


def account_of(username: str) -> Account:
    """The account with this name."""
    return Account.objects.of(User.objects.get(username=username))
