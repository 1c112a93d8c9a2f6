"""Addresses of the site: Vietnamese without a prefix, English under ``/en/``."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from parweb.api import api

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("suc-khoe/", include("parweb.jobs.health_urls")),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("tu-danh-gia/", include("parweb.assessments.urls")),  # first: asked most
        path("", include("parweb.portal.urls")),
        path("tai-khoan/", include("parweb.accounts.urls")),
        path("hop-thu/", include("parweb.inbox.urls")),
        path("viec-chay-nen/", include("parweb.jobs.urls")),
        path("nhat-ky/", include("parweb.oversight.urls")),
        path("don-vi/", include("parweb.units.urls")),
        path("bo-tieu-chi/", include("parweb.frameworks.urls")),
        path("ky/", include("parweb.rounds.urls")),
        path("tai-lieu/", include("parweb.evidence.urls")),
        path("tham-dinh/", include("parweb.appraisals.urls")),
        path("ket-qua/", include("parweb.results.urls")),
        path("lam-viec/", include("parweb.results.workspace_urls")),
        path("", include("parweb.dossiers.urls")),
        path("", include("parweb.surveys.urls")),
        path("dung-thu/", include("parweb.demonstration.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "parweb.interface.errors.bad_request"
handler403 = "parweb.interface.errors.refused"
handler404 = "parweb.interface.errors.not_found"
handler500 = "parweb.interface.errors.broken"
