"""Where everybody may register, nobody registers too often."""

import logging
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from rest_framework.throttling import SimpleRateThrottle

from oauth_provider import bridge
from oauth_provider.conf import conf
from oauth_provider.domain import secret

from .throttling import address_of
from .unavailable import unavailable

logger = logging.getLogger(__name__)

HOUR = 3600  # seconds
IPV6_PREFIX = 64  # whoever has one IPv6 address has as many as this network


class RegistrationThrottle(SimpleRateThrottle):
    """Counts attempts, whatever becomes of them, by where they come from."""

    def get_rate(self) -> str:
        """As the setting says."""
        return f"{conf.REGISTRATIONS_PER_HOUR}/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """One for each IPv4 address and each IPv6 network."""
        return f"oauth_provider.registrations.{secret.digest(network_of(address_of(request)))}"

    @property
    def seconds_to_wait(self) -> int:
        """When the oldest attempt that counts will have been forgotten."""
        return int(self.wait() or HOUR) + 1


def limited(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or 429 with Retry-After after too many of them."""
    throttle = RegistrationThrottle()
    try:
        is_allowed = throttle.allow_request(cast("Any", request), cast("Any", None))
    except Exception:  # where nobody counts, nobody registers
        logger.exception("the cache did not say who registered")
        return unavailable()
    if is_allowed:
        return answer()
    wait = str(throttle.seconds_to_wait)
    description = "Too many registrations from this address. Try again later."
    return bridge.refuse("temporarily_unavailable", description, 429, Retry_After=wait)


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, or an IPv6 network."""
    try:
        found = ip_address(address)
        if found.version == 4:
            return address
        return str(found.ipv4_mapped or ip_network((int(found), IPV6_PREFIX), strict=False))
    except ValueError:
        return address
