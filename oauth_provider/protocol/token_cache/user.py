"""A user of whom only the id is known, and that they were active a moment ago."""

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import router
from django.utils.functional import SimpleLazyObject


class RememberedUser(SimpleLazyObject):  # type: ignore[type-arg]
    """Reads the user's row when somebody asks for more."""

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


def _active_user(pk: Any) -> Any:
    """The user. Raises PermissionDenied where they were deleted or deactivated this very moment."""
    users = get_user_model()
    found = users._base_manager.using(router.db_for_write(users)).filter(pk=pk).first()
    if found is None or not found.is_active:
        raise PermissionDenied("The access token was revoked")
    return found
