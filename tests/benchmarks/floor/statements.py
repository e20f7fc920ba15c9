"""The SQL of one request of each kind. The benchmark checks that it is what oauth_provider runs."""

from django.contrib.auth import get_user_model
from django.db.models import Model

from oauth_provider.models import AccessToken, AuthorizationCode, Client, Grant, RefreshToken


def _columns(model: type[Model]) -> str:
    table = model._meta.db_table
    return ", ".join(f'"{table}"."{field.column}"' for field in model._meta.concrete_fields)


def _insert(table: str, names: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names.split())
    places = ", ".join("%s" for _ in names.split())
    return f'INSERT INTO "{table}" ({columns}) VALUES ({places}) RETURNING "{table}"."id"'


def _of_client(model: type[Model]) -> str:
    table = model._meta.db_table
    return f"""
        SELECT {_columns(model)}, {GRANT}, {USER} FROM "{table}"
        INNER JOIN "oauth_provider_grant" ON ("{table}"."grant_id" = "oauth_provider_grant"."id")
        LEFT OUTER JOIN "auth_user" ON ("oauth_provider_grant"."user_id" = "auth_user"."id")
        WHERE "{table}"."digest" = %s
    """


CLIENT, GRANT, USER = _columns(Client), _columns(Grant), _columns(get_user_model())

SELECT_CLIENT = f"""
    SELECT {CLIENT}, unrevoked."id" AS "secret_id", unrevoked."digest" AS "secret_digest",
        unrevoked."password_hash" AS "secret_password_hash",
        unrevoked."expires_at" AS "secret_expires_at",
        unrevoked."last_used_at" AS "secret_last_used_at"
    FROM "oauth_provider_client"
    LEFT OUTER JOIN "oauth_provider_clientsecret" unrevoked
        ON ("oauth_provider_client"."id" = unrevoked."client_id"
            AND (unrevoked."revoked_at" IS NULL))
    WHERE "oauth_provider_client"."client_id" IN (%s)
"""
SELECT_STANDING_GRANT = f"""
    SELECT {GRANT} FROM "oauth_provider_grant"
    WHERE ("oauth_provider_grant"."client_id" = %s AND "oauth_provider_grant"."expires_at" IS NULL
        AND "oauth_provider_grant"."grant_type" = %s AND "oauth_provider_grant"."revoked_at" IS NULL
        AND "oauth_provider_grant"."scope" = %s AND "oauth_provider_grant"."user_id" IS NULL)
    ORDER BY "oauth_provider_grant"."id" ASC LIMIT 1
"""
SELECT_CODE = _of_client(AuthorizationCode)
SELECT_REFRESH_TOKEN = _of_client(RefreshToken)
SELECT_ACCESS_TOKEN = f"""
    SELECT {_columns(AccessToken)}, {GRANT}, {USER}, {CLIENT} FROM "oauth_provider_accesstoken"
    INNER JOIN "oauth_provider_grant"
        ON ("oauth_provider_accesstoken"."grant_id" = "oauth_provider_grant"."id")
    LEFT OUTER JOIN "auth_user" ON ("oauth_provider_grant"."user_id" = "auth_user"."id")
    INNER JOIN "oauth_provider_client"
        ON ("oauth_provider_grant"."client_id" = "oauth_provider_client"."id")
    WHERE "oauth_provider_accesstoken"."digest" = %s
"""

REDEEM_CODE = """
    UPDATE "oauth_provider_authorizationcode" SET "redeemed_at" = %s, "expires_at" = NULL
    WHERE ("oauth_provider_authorizationcode"."id" = %s
        AND "oauth_provider_authorizationcode"."redeemed_at" IS NULL)
"""
SPEND_REFRESH_TOKEN = """
    UPDATE "oauth_provider_refreshtoken"
    SET "rotated_at" = %s, "sealed_successor" = %s, "expires_at" = %s
    WHERE ("oauth_provider_refreshtoken"."id" = %s
        AND "oauth_provider_refreshtoken"."rotated_at" IS NULL)
"""
INSERT_ACCESS_TOKEN = _insert(
    "oauth_provider_accesstoken",
    "grant_id digest created_at expires_at scope revoked_at confirmation_key",
)
INSERT_REFRESH_TOKEN = _insert(
    "oauth_provider_refreshtoken",
    "grant_id digest created_at expires_at scope rotated_at sealed_successor",
)
