"""Addresses of the app frameworks."""

from django.urls import URLPattern, URLResolver, path

from parweb.frameworks import views, views_drafts

app_name = "frameworks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.editions, name="list"),
    path("so-sanh/", views.compare, name="compare"),
    path("tai-len/", views_drafts.upload, name="upload"),
    path("co-san/<str:ref>/kiem-tra/", views_drafts.take_shipped, name="take_shipped"),
    path("ban-nhap/<int:pk>/", views_drafts.draft, name="draft"),
    path("ban-nhap/<int:pk>/tai-ve/<str:kind>/", views_drafts.download_draft, name="download_draft"),
    path("ban-nhap/<int:pk>/ban-hanh/", views_drafts.adopt, name="adopt"),
    path("ban-nhap/<int:pk>/xoa/", views_drafts.discard, name="discard"),
    path("<slug:edition_id>/<int:year>/", views.edition, name="edition"),
    path("<slug:edition_id>/<int:year>/tai-ve/<str:kind>/", views.download, name="download"),
    path("<slug:edition_id>/<int:year>/sao-chep/", views_drafts.copy, name="copy"),
]
