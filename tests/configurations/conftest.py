"""What is in a folder of a site's name is told on that site alone: ``test_sites.py`` goes there."""

from django.conf import settings

SITES = ("lagging_replica_site",)

collect_ignore = [site for site in SITES if not settings.SETTINGS_MODULE.endswith(site[:-5])]
