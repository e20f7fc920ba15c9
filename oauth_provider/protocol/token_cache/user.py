"""A user of whom only the id is known, and that they were active a moment ago."""

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import router
from django.utils.functional import SimpleLazyObject, empty


class RevokedError(PermissionDenied):
    """The user was deleted or deactivated this very moment: the token is good no more.

    Wherever it is raised, in a view or while its page is rendered, Django knows what to answer.
    """


class RememberedUser(SimpleLazyObject):  # type: ignore[type-arg]
    """Reads the user's row when somebody asks for more. Raises RevokedError where they are out."""

    def __init__(self, pk: Any) -> None:
        super().__init__(partial(_active_user, pk))
        known = {"pk": pk, get_user_model()._meta.pk.attname: pk}
        known.update(is_active=True, is_authenticated=True, is_anonymous=False)
        vars(self).update(known)

    def __bool__(self) -> bool:
        """There is one."""
        return True

    def _setup(self) -> None:
        super()._setup()  # type: ignore[misc]
        mine = vars(self)
        for name in [name for name in mine if not name.startswith("_")]:
            del mine[name]  # from now on the row says it


def read(user: Any) -> None:
    """Read the user's row now, where it was not. Raises RevokedError."""
    if isinstance(user, RememberedUser) and vars(user)["_wrapped"] is empty:
        user._setup()  # noqa: SLF001 — it is this module's own


def _active_user(pk: Any) -> Any:
    users = get_user_model()
    found = users._base_manager.using(router.db_for_write(users)).filter(pk=pk).first()
    if found is None or not found.is_active:
        raise RevokedError("The access token was revoked")
    return found
