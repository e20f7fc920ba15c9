"""What the database holds when all is over, compared with what the devices hold."""

from collections import Counter

from oauth_provider.domain.secret import digest

# Of each grant that is in force: what can still be used to refresh, and whether its code is spent.
GRANTS = """
    SELECT grants.id, code.redeemed_at IS NOT NULL,
        array_remove(array_agg(refresh.digest) FILTER (WHERE refresh.rotated_at IS NULL), NULL),
        count(refresh.id), count(DISTINCT code.id)
    FROM oauth_provider_grant grants
    LEFT JOIN oauth_provider_authorizationcode code ON code.grant_id = grants.id
    LEFT JOIN oauth_provider_refreshtoken refresh ON refresh.grant_id = grants.id
    WHERE grants.revoked_at IS NULL GROUP BY grants.id, code.redeemed_at
"""
# A refresh token and an access token are made together, or neither is.
PAIRS = """
    SELECT grants.id FROM oauth_provider_grant grants WHERE
    (SELECT count(*) FROM oauth_provider_accesstoken WHERE grant_id = grants.id)
    <> (SELECT count(*) FROM oauth_provider_refreshtoken WHERE grant_id = grants.id)
"""
ORPHANS = """
    SELECT count(*) FROM oauth_provider_{kind} issued
    WHERE NOT EXISTS (SELECT 1 FROM oauth_provider_grant WHERE id = issued.grant_id)
"""
KINDS = "accesstoken", "refreshtoken", "authorizationcode"


def audit(server, devices):
    """Exactly one live refresh token for each session, which its device holds; and nothing else."""
    held = Counter(digest(tokens["refresh_token"]) for one in devices for tokens in one.held)
    usable = Counter()
    for grant, is_redeemed, live, refresh_tokens, codes in server.ask(GRANTS):
        assert codes == 1, f"grant {grant} has {codes} codes"
        assert len(live or []) == (1 if is_redeemed else 0), f"grant {grant}: {live}"
        assert is_redeemed or refresh_tokens == 0, f"grant {grant} has tokens without a code"
        usable.update(live or [])
    assert usable == held
    assert server.ask(PAIRS) == []
    assert [server.ask(ORPHANS.format(kind=kind))[0][0] for kind in KINDS] == [0, 0, 0]
