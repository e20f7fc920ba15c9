"""What has ended at the toolkit since it was brought ends here too."""

from collections.abc import Iterable

from oauth_provider.models import AccessToken, RefreshToken
from oauth_provider.toolkit import source
from oauth_provider.toolkit.models import ImportedToken

from .run import Run

Kind = ImportedToken.Kind

STAGE = "tokens brought before"
EMPTIED = "The toolkit's tables are empty: nothing was ended on their strength"


def follow(run: Run) -> None:
    """Compare what was brought before with what is there today."""
    if not ImportedToken.objects.exists():
        return
    if not any(source.table(kind).exists() for kind in ("ACCESS_TOKEN", "REFRESH_TOKEN")):
        run.report.note(EMPTIED, "run the import before the tables are emptied, not afterwards")
        return
    for page in source.pages(ImportedToken.objects.all(), "kind", "source_pk", "digest", size=1000):
        with run.batch(STAGE, len(page)):
            _end_access_tokens([row for row in page if row["kind"] == Kind.ACCESS_TOKEN], run)
            _spend_refresh_tokens([row for row in page if row["kind"] == Kind.REFRESH_TOKEN], run)


def _end_access_tokens(rows: list[source.Row], run: Run) -> None:
    there = _found("ACCESS_TOKEN", rows)
    gone = [row["digest"] for row in rows if row["digest"] not in there]
    live = AccessToken.objects.filter(digest__in=gone, expires_at__gt=run.now)
    if ended := live.revoke(run.now):
        run.report.ended["access tokens"] += ended


def _spend_refresh_tokens(rows: list[source.Row], run: Run) -> None:
    """A spent one ends nothing but itself: its successor comes with its family."""
    there = _found("REFRESH_TOKEN", rows)
    ends = {
        row["digest"]: there[row["digest"]]["revoked"] if row["digest"] in there else run.now
        for row in rows
    }
    over = [digest for digest, end in ends.items() if end is not None]
    unspent = RefreshToken.objects.filter(digest__in=over, rotated_at=None)
    ended = list(unspent.only("pk", "digest", "rotated_at", "expires_at"))
    for token in ended:
        token.rotated_at = token.expires_at = ends[token.digest]
    if ended:
        RefreshToken.objects.bulk_update(ended, ["rotated_at", "expires_at"])
        run.report.ended["refresh tokens"] += len(ended)


def _found(kind: str, rows: Iterable[source.Row]) -> dict[str, source.Row]:
    """The rows of that table that still hold these tokens, by digest."""
    table = source.table(kind).filter(pk__in=[row["source_pk"] for row in rows])
    names = source.columns(table, "token_checksum", "token", "revoked")
    found = source.read(table.values("pk", *names))
    return {digest: row for row in found if (digest := source.digest_of(row)) is not None}
