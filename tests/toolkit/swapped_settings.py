"""The same site with models of its own in place of the toolkit's."""

from .settings import *  # noqa: F403
from .settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toolkit.swapped"]

OAUTH2_PROVIDER_APPLICATION_MODEL = "swapped.Application"
OAUTH2_PROVIDER_GRANT_MODEL = "swapped.Grant"
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "swapped.IDToken"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "swapped.AccessToken"
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "swapped.RefreshToken"
