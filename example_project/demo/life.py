"""A little life for the demo: who lives here, who follows whom, and what they wrote."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from example_project.microblog.models import Account, Status, Visibility
from example_project.microblog.models.posting import Draft, post
from example_project.microblog.models.relation import follow

# They were here before, and nobody signs in as one of them.
NEIGHBOURS = {
    "chidi": {"display_name": "Chidi", "note": "Teaches chemistry. Nothing has exploded yet."},
    "farah": {"display_name": "فرح", "note": "معمارية. أرسم الأبواب."},
    "marta": {"display_name": "Marta", "note": "Repairs radios and reads the manuals."},
    "yuki": {"display_name": "Yuki", "note": "Photographs of walks, and walks for photographs."},
}
FOLLOWS = {
    "alice": ["bob", "chidi", "farah", "yuki"],
    "bob": ["alice", "marta"],
    "chidi": ["alice", "marta", "yuki"],
    "farah": ["alice", "yuki"],
    "marta": ["bob", "chidi"],
    "yuki": ["alice", "bob", "farah"],
}


@dataclass(frozen=True)
class Said:
    """One post; ``answers`` says how many before it is the one that it replies to."""

    author: str
    text: str
    answers: int = 0
    spoiler_text: str = ""
    visibility: str = Visibility.PUBLIC
    application_name: str = ""


SAID = [
    Said("admin", "Welcome! Be kind, and mind the scopes."),
    Said("bob", "First loaf of the week is in the oven."),
    Said("alice", "Finished a novel about lighthouses. Recommended."),
    Said("yuki", "Which one? I photograph them.", answers=1),
    Said("alice", "It has no photographs, so yours would help.", answers=1),
    Said("marta", "Somebody left a radio from 1958 on my doorstep. Best neighbours."),
    Said("chidi", "Does it work?", answers=1),
    Said("marta", "It hums. That is how they begin.", answers=1),
    Said("bob", "The loaf came out flat. We call it flatbread now.", answers=7),
    Said("farah", "باب قديم في آخر الشارع، أزرق مثل البحر."),
    Said("chidi", "Today's class: why the sky is blue. Tomorrow: why it was grey today."),
    Said("alice", "Is there a word for books one means to read?"),
    Said("yuki", "There is: tsundoku. I have two shelves of it.", answers=1),
    Said("alice", "Then I am not alone.", answers=1),
    Said("bob", "New chain on the old bicycle. It sings.", application_name="Demo web application"),
    Said("yuki", "A heron under the bridge this morning. It did not mind the camera."),
    Said("marta", "Found the fault: a moth, pressed like a flower between two valves."),
    Said("admin", "The garden gate sticks in the rain. Push, then pull."),
    Said(
        "chidi",
        "The lighthouse keeper did it, and the lamp was never out of oil.",
        spoiler_text="How the novel about lighthouses ends",
        answers=16,
    ),
    Said(
        "alice",
        "An application posted my shopping list by mistake. Access withdrawn, list deleted.",
    ),
    Said("farah", "Drawing doors all week. People ask why; nobody asks why of windows."),
    Said("bob", "Looking for a second-hand trailer. Ask me.", visibility=Visibility.PRIVATE),
    Said("bob", "Counted 41 starlings on one wire.", application_name="Demo desktop application"),
    Said("chidi", "42. One was behind the pole.", answers=1),
    Said("alice", "Library day."),
]
PAUSE = timedelta(minutes=47)


def seed_life() -> None:
    """Let them live here and write, unless somebody already has."""
    if Status.objects.exists():
        return
    for username, profile in NEIGHBOURS.items():
        seed_neighbour(username, profile)
    for source, targets in FOLLOWS.items():
        for target in targets:
            follow(account_of(source), account_of(target))
    seed_posts()


def seed_neighbour(username: str, profile: dict[str, str]) -> None:
    """See that this one is here, without a password."""
    user, is_new = User.objects.get_or_create(username=username)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Account.objects.filter(user=user).update(**profile)


def seed_posts() -> None:
    """Let them write, one after the other, until now."""
    posted: list[Status] = []
    for said in SAID:
        draft = Draft(
            text=said.text,
            spoiler_text=said.spoiler_text,
            visibility=said.visibility,
            application_name=said.application_name,
            in_reply_to=posted[-said.answers] if said.answers else None,
        )
        posted.append(post(account_of(said.author), draft))
    now = timezone.now()
    for age, status in enumerate(reversed(posted)):
        status.created_at = now - PAUSE * (age + 0.25)
    Status.objects.bulk_update(posted, ["created_at"])


def account_of(username: str) -> Account:
    """The account with this name."""
    return Account.objects.of(User.objects.get(username=username))
