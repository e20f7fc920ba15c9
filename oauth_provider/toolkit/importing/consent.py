"""What users had allowed, as their live tokens show: they are not asked for it again."""

from collections.abc import Iterable
from typing import Any

from oauth_provider.domain import scope
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.models import Consent, Grant
from oauth_provider.models.scope import registry
from oauth_provider.protocol.lifetimes import consent_expiry

from .clients import DEVICE_CODE
from .run import Run

ASKED = frozenset({GrantType.AUTHORIZATION_CODE.value, "implicit", DEVICE_CODE})

Pair = tuple[Any, Any]  # client and user


def derive(grants: Iterable[Grant], run: Run) -> None:
    """Remember the union of the scopes of these new grants, for users who had been asked."""
    allowed: dict[Pair, dict[str, None]] = {}
    for grant in grants:
        if grant.user_id is None or grant.client.is_first_party or grant.grant_type not in ASKED:
            continue
        names = allowed.setdefault((grant.client_id, grant.user_id), {})
        names.update(dict.fromkeys(registry().known(grant.scope_names)))
    remembered = _remembered(allowed)
    for pair, consent in remembered.items():
        consent.scope = _joined([*consent.scope_names, *allowed[pair]])
    fresh = {pair: names for pair, names in allowed.items() if names and pair not in remembered}
    Consent.objects.bulk_update(remembered.values(), ["scope"])
    Consent.objects.bulk_create(_consent(pair, names, run) for pair, names in fresh.items())
    run.report.brought["remembered consents"] += len(fresh)


def _remembered(pairs: Iterable[Pair]) -> dict[Pair, Consent]:
    clients, users = {client for client, _ in pairs}, {user for _, user in pairs}
    found = Consent.objects.filter(client_id__in=clients, user_id__in=users)
    by_pair = {(consent.client_id, consent.user_id): consent for consent in found}
    return {pair: by_pair[pair] for pair in pairs if pair in by_pair}


def _consent(pair: Pair, names: Iterable[str], run: Run) -> Consent:
    return Consent(
        client_id=pair[0],
        user_id=pair[1],
        scope=_joined(names),
        created_at=run.now,
        updated_at=run.now,
        expires_at=consent_expiry(now=run.now),
    )


def _joined(names: Iterable[str]) -> str:
    return scope.format_scope(tuple(dict.fromkeys(names))[: scope.MAX_SCOPES])
