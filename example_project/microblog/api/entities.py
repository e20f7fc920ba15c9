"""What the API answers with, as Mastodon's clients know it. Ids are strings."""

from typing import TypedDict


class Source(TypedDict):
    """What its owner typed into an account."""

    privacy: str
    sensitive: bool
    language: str | None
    note: str
    fields: list[dict[str, str]]
    follow_requests_count: int


class EveryAccount(TypedDict):
    """What is the same for all of them here."""

    locked: bool
    bot: bool
    group: bool
    discoverable: bool
    noindex: bool
    hide_collections: bool
    emojis: list[dict[str, str]]
    roles: list[dict[str, str]]
    fields: list[dict[str, str]]


class AccountEntity(EveryAccount):
    """An account, as everybody sees it."""

    id: str
    username: str
    acct: str
    display_name: str
    created_at: str
    last_status_at: str | None
    note: str
    url: str
    uri: str
    avatar: str
    avatar_static: str
    header: str
    header_static: str
    followers_count: int
    following_count: int
    statuses_count: int


class OwnAccountEntity(AccountEntity):
    """An account, as its owner sees it."""

    source: Source


class ApplicationEntity(TypedDict):
    """What a status was posted with."""

    name: str
    website: str | None


class EveryStatus(TypedDict):
    """What is the same for all of them here."""

    edited_at: str | None
    language: str | None
    reblogs_count: int
    favourites_count: int
    favourited: bool
    reblogged: bool
    muted: bool
    bookmarked: bool
    pinned: bool
    reblog: dict[str, str] | None
    poll: dict[str, str] | None
    card: dict[str, str] | None
    media_attachments: list[dict[str, str]]
    mentions: list[dict[str, str]]
    tags: list[dict[str, str]]
    emojis: list[dict[str, str]]
    filtered: list[dict[str, str]]


class StatusEntity(EveryStatus):
    """A status."""

    id: str
    created_at: str
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    sensitive: bool
    spoiler_text: str
    visibility: str
    uri: str
    url: str
    content: str
    account: AccountEntity
    application: ApplicationEntity | None
    replies_count: int


class DeletedStatusEntity(StatusEntity):
    """A status that is gone, with its text, to be written anew."""

    text: str


class ContextEntity(TypedDict):
    """What is around a status in its thread."""

    ancestors: list[StatusEntity]
    descendants: list[StatusEntity]


class RelationshipEntity(TypedDict):
    """What the token's user and an account are to each other."""

    id: str
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: list[str] | None
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool
    muting_notifications: bool
    requested: bool
    requested_by: bool
    domain_blocking: bool
    endorsed: bool
    note: str


class SearchResults(TypedDict):
    """What a search found, by kind."""

    accounts: list[AccountEntity]
    statuses: list[StatusEntity]
    hashtags: list[dict[str, str]]
