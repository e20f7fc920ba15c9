"""The scopes of Mastodon 4.6, for ``OAUTH_PROVIDER_SCOPES``. Settings can import this."""

from typing import Any

Definition = dict[str, Any]


def _(text: str) -> str:
    """Marks a text for translators. Django's own ``gettext_noop`` asks the settings."""
    return text


READING, WRITING, MODERATION = _("Reading"), _("Writing"), _("Moderation")
FOLLOWED = ["blocks", "follows", "mutes"]

WHOLE: dict[str, Definition] = {
    "profile": {
        "title": _("Know who you are"),
        "description": _("See your name, your picture and the address of your profile."),
        "group": _("Your profile"),
    },
    "read": {
        "title": _("Read everything"),
        "description": _("See everything that you can see, your settings and lists too."),
        "group": READING,
        "implies": ["read:*"],
        "default": True,
    },
    "write": {
        "title": _("Change everything"),
        "description": _("Post for you, delete your posts, and change all else that is yours."),
        "group": WRITING,
        "implies": ["write:*"],
    },
    "follow": {
        "title": _("Manage relationships"),
        "description": _("See and change whom you follow, block and mute."),
        "group": _("Relationships"),
        "implies": [f"{verb}:{name}" for name in FOLLOWED for verb in ("read", "write")],
    },
    "push": {
        "title": _("Notify you"),
        "description": _("Get your notifications at once, as they come."),
        "group": _("Notifications"),
    },
    "admin:read": {
        "title": _("See everything as a moderator"),
        "description": _("See what moderators see: all accounts, reports and blocks."),
        "group": MODERATION,
        "implies": ["admin:read:*"],
        "sensitive": True,
    },
    "admin:write": {
        "title": _("Change everything as a moderator"),
        "description": _("Do what moderators do, to all accounts, reports and blocks."),
        "group": MODERATION,
        "implies": ["admin:write:*"],
        "sensitive": True,
    },
}
READ = {
    "accounts": (_("See accounts"), _("See your account and others'.")),
    "blocks": (_("See blocks"), _("See whom you block.")),
    "bookmarks": (_("See bookmarks"), _("See what you bookmarked.")),
    "collections": (_("See collections"), _("See your collections.")),
    "favourites": (_("See favourites"), _("See what you marked as a favourite.")),
    "filters": (_("See filters"), _("See what you filter out.")),
    "follows": (_("See follows"), _("See whom you follow, and who follows you.")),
    "lists": (_("See lists"), _("See your lists, and who is in them.")),
    "mutes": (_("See mutes"), _("See whom you mute.")),
    "notifications": (_("See notifications"), _("See your notifications.")),
    "search": (_("Search"), _("Search for you.")),
    "statuses": (_("See posts"), _("See all posts that you can see.")),
}
WRITE = {
    "accounts": (_("Change your profile"), _("Change your profile.")),
    "blocks": (_("Block"), _("Block and unblock accounts for you.")),
    "bookmarks": (_("Bookmark"), _("Add bookmarks for you, and remove them.")),
    "collections": (_("Change collections"), _("Add, change and delete your collections.")),
    "conversations": (_("Change conversations"), _("Mute and delete your conversations.")),
    "favourites": (_("Mark favourites"), _("Mark posts as your favourites, or no longer.")),
    "filters": (_("Change filters"), _("Add, change and delete your filters.")),
    "follows": (_("Follow"), _("Follow and unfollow accounts for you.")),
    "lists": (_("Change lists"), _("Add, change and delete your lists.")),
    "media": (_("Upload"), _("Upload pictures, videos and sounds for you.")),
    "mutes": (_("Mute"), _("Mute and unmute accounts for you.")),
    "notifications": (_("Clear notifications"), _("Clear your notifications.")),
    "reports": (_("Report"), _("Report others to the moderators, in your name.")),
    "statuses": (_("Post"), _("Post for you, and delete your posts.")),
}
MODERATED = {
    "accounts": (
        (_("See all accounts"), _("See all accounts, with e-mail and IP addresses.")),
        (_("Moderate accounts"), _("Limit, suspend and delete others' accounts.")),
    ),
    "reports": (
        (_("See reports"), _("See what was reported to the moderators.")),
        (_("Handle reports"), _("Settle what was reported to the moderators.")),
    ),
    "domain_allows": (
        (_("See allowed sites"), _("See which sites are allowed.")),
        (_("Allow sites"), _("Change which sites are allowed.")),
    ),
    "domain_blocks": (
        (_("See blocked sites"), _("See which sites are blocked.")),
        (_("Block sites"), _("Change which sites are blocked.")),
    ),
    "ip_blocks": (
        (_("See blocked IP addresses"), _("See which IP addresses are blocked.")),
        (_("Block IP addresses"), _("Change which IP addresses are blocked.")),
    ),
    "email_domain_blocks": (
        (_("See blocked e-mail providers"), _("See which e-mail providers are blocked.")),
        (_("Block e-mail providers"), _("Change which e-mail providers are blocked.")),
    ),
    "canonical_email_blocks": (
        (_("See blocked e-mail addresses"), _("See which e-mail addresses are blocked.")),
        (_("Block e-mail addresses"), _("Change which e-mail addresses are blocked.")),
    ),
}


def _parts(whole: str, texts: dict[str, tuple[str, str]]) -> dict[str, Definition]:
    """The parts of a scope: each says what it is, the whole to which group it belongs."""
    keys = ("group", "sensitive")
    shared: Definition = {key: WHOLE[whole][key] for key in keys if key in WHOLE[whole]}
    return {
        f"{whole}:{name}": {"title": title, "description": description, **shared}
        for name, (title, description) in texts.items()
    }


SCOPES: dict[str, Definition] = {
    **WHOLE,
    **_parts("read", READ),
    **_parts("write", WRITE),
    **_parts("admin:read", {name: reading for name, (reading, _writing) in MODERATED.items()}),
    **_parts("admin:write", {name: writing for name, (_reading, writing) in MODERATED.items()}),
}
