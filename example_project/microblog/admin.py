"""The microblog in the admin."""

from django.contrib import admin

from .models import Account, Block, Follow, Mute, Status


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "display_name", "created_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "display_name"]
    autocomplete_fields = ["user"]


@admin.register(Status)
class StatusAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["id", "account", "text", "visibility", "created_at"]
    list_filter = ["visibility"]
    list_select_related = ["account__user"]
    search_fields = ["text"]
    raw_id_fields = ["in_reply_to"]
    autocomplete_fields = ["account"]


@admin.register(Follow, Block, Mute)
class RelationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["id", "source", "target", "created_at"]
    list_select_related = ["source__user", "target__user"]
    autocomplete_fields = ["source", "target"]
