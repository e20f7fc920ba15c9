"""A site's own scopes backend."""

from oauth2_provider.scopes import BaseScopes


class OwnScopes(BaseScopes):
    """Each application has a scope of its own."""

    def get_all_scopes(self):
        return {"own:web": "Of the web", "own:service": "Of the service", "read": "Read"}

    def get_available_scopes(self, application=None, request=None, *args, **kwargs):
        return [f"own:{application.client_id}", "read"]

    def get_default_scopes(self, application=None, request=None, *args, **kwargs):
        return [f"own:{application.client_id}"]
