"""Guessing secrets is slowed down: per client and address, and per address."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from oauth_provider import bridge
from oauth_provider.conf import conf
from oauth_provider.domain import secret
from oauth_provider.protocol.client_auth import slow_secrets

logger = logging.getLogger(__name__)

CLIENT_WINDOW = 10  # seconds: nobody is locked out of their own id for longer
ADDRESS_WINDOW = 60  # seconds


class FailureThrottle(SimpleRateThrottle):
    """Counts failures, where DRF's own classes count requests. Kept in Django's cache."""

    rate = "1/m"  # replaced by what the caller says

    def __init__(self, key: str, *, limit: int, window: int) -> None:
        super().__init__()
        self.key = f"oauth_provider.failures.{secret.digest(key)}"
        self.num_requests, self.duration = limit, window
        self.now = self.timer()
        self.history = [moment for moment in self._recorded() if moment > self.now - window]

    @property
    def is_exhausted(self) -> bool:
        """Were there too many failures within the window?"""
        return len(self.history) >= self.num_requests

    @property
    def seconds_to_wait(self) -> int:
        """When the oldest failure that counts will have been forgotten."""
        return int(self.history[-1] + self.duration - self.now) + 1

    def record(self) -> None:
        """One more failure."""
        try:
            self.throttle_success()
        except Exception:
            logger.exception("the cache did not take a failed authentication")

    def _recorded(self) -> list[float]:
        try:
            return list(self.cache.get(self.key, []))
        except Exception:  # tokens are still checked: a cache that is away only stops the counting
            logger.exception("the cache did not say who failed to authenticate")
            return []


def throttled(
    request: HttpRequest, client_id: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer, or 429 with Retry-After while too many authentications fail.

    Too many failures of one client from one address are not even looked at, for seconds. Too many
    failures from one address are not told from one another, but who is right gets in, unless it
    takes a slow hash to see it.
    """
    address = address_of(request)
    client = FailureThrottle(
        f"{address} {client_id}", limit=conf.FAILURES_PER_CLIENT, window=CLIENT_WINDOW
    )
    if client.is_exhausted:
        return _too_many(client)
    with slow_secrets.checked_while(lambda: not _everybody_at(address).is_exhausted):
        response = answer()
    if response.status_code != 401:
        return response
    client.record()
    everybody = _everybody_at(address)
    if everybody.is_exhausted:
        return _too_many(everybody)
    everybody.record()
    return response


def _everybody_at(address: str) -> FailureThrottle:
    return FailureThrottle(address, limit=conf.FAILURES_PER_ADDRESS, window=ADDRESS_WINDOW)


def _too_many(throttle: FailureThrottle) -> HttpResponse:
    description = "Too many failed authentications. Mend the credentials, then try again."
    wait = str(throttle.seconds_to_wait)
    return bridge.refuse("temporarily_unavailable", description, 429, Retry_After=wait)


def address_of(request: HttpRequest) -> str:
    """Who is calling: behind as many proxies as NUM_PROXIES of DRF's settings says, else none."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = api_settings.NUM_PROXIES
    if not proxies or forwarded == [""]:
        return str(request.META.get("REMOTE_ADDR", ""))
    return forwarded[-min(proxies, len(forwarded))].strip()
