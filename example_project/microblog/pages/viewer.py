"""Who is looking?"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from example_project.microblog.models import Account


def viewer_of(request: HttpRequest) -> Account | None:
    """The account of whoever signed in."""
    return Account.objects.of(request.user) if isinstance(request.user, AbstractBaseUser) else None


def member_of(request: HttpRequest) -> Account:
    """The same where somebody must have signed in. Raises PermissionDenied if nobody has."""
    viewer = viewer_of(request)
    if viewer is None:
        raise PermissionDenied
    return viewer
