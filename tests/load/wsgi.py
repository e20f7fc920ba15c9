"""What each worker serves."""

from django.core.wsgi import get_wsgi_application

from . import configuration

application = get_wsgi_application()
configuration.apply()
