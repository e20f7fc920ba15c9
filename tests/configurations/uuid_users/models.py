"""A user model as many sites have it."""

from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Django's user, under a random key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
