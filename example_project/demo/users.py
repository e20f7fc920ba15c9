"""The people of the demo."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User

from example_project.microblog.models import Account

from .derived import derived

PEOPLE = {
    "alice": {"display_name": "Alice", "note": "Reads more than she writes."},
    "bob": {"display_name": "Bob", "note": "Birds, bread and bicycles."},
    "admin": {"display_name": "Admin", "note": "Looks after this place."},
}
ADMINS = {"admin"}


@dataclass(frozen=True)
class Login:
    """How one of them signs in."""

    username: str
    password: str
    is_superuser: bool

    def as_json(self) -> dict[str, Any]:
        """As the credentials file has it."""
        return asdict(self)


def seed_users() -> list[Login]:
    """See that they all exist and can sign in."""
    logins = [
        Login(username, derived(f"password of {username}", 16), username in ADMINS)
        for username in PEOPLE
    ]
    for login in logins:
        seed_user(login)
    return logins


def seed_user(login: Login) -> None:
    """See that this one exists and can sign in. A password that fits is not hashed anew."""
    rights = {"is_active": True, "is_staff": login.is_superuser}
    rights["is_superuser"] = login.is_superuser
    user, is_new = User.objects.update_or_create(username=login.username, defaults=rights)
    if not user.check_password(login.password):
        user.set_password(login.password)
        user.save(update_fields=["password"])
    if is_new:
        Account.objects.filter(user=user).update(**PEOPLE[login.username])
