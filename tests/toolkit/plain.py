"""Views of plain Django behind whichever decorators and base classes."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from . import api


def plain_views(protected_resource, rw_protected_resource, bases):
    """The same views, protected by what is imported from here or there."""
    protected, scoped, read_write = (based_on(base) for base in bases)
    return [
        path("plain/any", csrf_exempt(protected_resource()(api.owner))),
        path("plain/read", csrf_exempt(protected_resource(scopes=["read"])(api.owner))),
        path("plain/rw", csrf_exempt(rw_protected_resource()(api.owner))),
        path("plain/both", csrf_exempt(rw_protected_resource(scopes=["music:read"])(api.owner))),
        path("plain/class", csrf_exempt(protected.as_view())),
        path("plain/scoped", csrf_exempt(scoped.as_view(required_scopes=["write"]))),
        path("plain/readwrite", csrf_exempt(read_write.as_view())),
    ]


def based_on(base):
    """A view of that base class."""

    class OwnerView(base):
        def get(self, request):
            return api.owner(request)

        post = get

    return OwnerView
