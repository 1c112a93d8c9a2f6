"""Addresses of the app evidence."""

from django.urls import URLPattern, URLResolver, path

from parweb.evidence.views import adding, document, library, opening

app_name = "evidence"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", library.own_library, name="library"),
    path("don-vi/<slug:slug>/", library.unit_library, name="unit_library"),
    path("them/", adding.add, name="add"),
    path("<int:document_id>/", document.document, name="document"),
    path("<int:document_id>/sua/", document.change, name="change"),
    path("<int:document_id>/phien-ban/", document.version, name="add_version"),
    path("<int:document_id>/rut/", document.withdraw, name="withdraw"),
    path("<int:document_id>/dung/", adding.use, name="use"),
    path("kiem-chung/<int:use_id>/bo/", adding.unuse, name="unuse"),
    path("tep/<int:version_id>/", opening.open_file, name="open"),
    path("tep/<int:version_id>/xem-xet/", document.review, name="review"),
]
