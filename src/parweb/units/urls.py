"""Addresses of the app units: units, groups, mergers, people and what they may do."""

from django.urls import path

from parweb.units.views import changes, groups, imports, people, permissions, reviews, units

app_name = "units"
urlpatterns = [
    path("", units.units, name="list"),
    path("them/", units.make, name="make"),
    path("mau-nhap.xlsx", imports.template, name="import_template"),
    path("xem/<slug:slug>/", units.unit, name="unit"),
    path("xem/<slug:slug>/sua/", units.edit, name="edit"),
    path("xem/<slug:slug>/dong/", units.close, name="close"),
    path("xem/<slug:slug>/mo-lai/", units.reopen, name="reopen"),
    path("xem/<slug:slug>/thu-tu/", units.order, name="order"),
    path("xem/<slug:slug>/nhap/", imports.units, name="import"),
    path("nhom/", groups.groups, name="groups"),
    path("nhom/lap/", groups.make, name="make_group"),
    path("nhom/xem/<slug:slug>/", groups.group, name="group"),
    path("nhom/xem/<slug:slug>/sua/", groups.edit, name="edit_group"),
    path("nhom/xem/<slug:slug>/xoa/", groups.delete, name="delete_group"),
    path("nhom/xem/<slug:slug>/them/", groups.add, name="add_members"),
    path("nhom/xem/<slug:slug>/don-vi/", groups.members, name="members"),
    path("thay-doi/", changes.changes, name="changes"),
    path("thay-doi/moi/", changes.start, name="change_start"),
    path("thay-doi/moi/ty-trong/", changes.shares, name="change_shares"),
    path("thay-doi/moi/xem-truoc/", changes.preview, name="change_preview"),
    path("thay-doi/<int:pk>/", changes.change, name="change"),
    path("thay-doi/<int:pk>/hoan-tac/", changes.undo, name="undo_change"),
    path("nguoi-dung/", people.people, name="people"),
    path("nguoi-dung/them/", people.make, name="make_person"),
    path("nguoi-dung/nhap/", people.bulk, name="import_people"),
    path("nguoi-dung/mau-nhap.xlsx", people.template, name="people_template"),
    path("nguoi-dung/ra-soat/", reviews.reviews, name="reviews"),
    path("nguoi-dung/<int:pk>/", people.one, name="person"),
    path("nguoi-dung/<int:pk>/sua/", people.edit, name="edit_person"),
    path("nguoi-dung/<int:pk>/khoa/", people.close, name="close_person"),
    path("nguoi-dung/<int:pk>/mo/", people.reopen, name="open_person"),
    path("nguoi-dung/<int:pk>/lien-ket/", people.link, name="reset_link"),
    path("nguoi-dung/<int:pk>/phan-cong/", people.assign_role, name="assign"),
    path("nguoi-dung/<int:pk>/phan-cong/<int:assignment>/", people.edit_role, name="edit_assignment"),
    path("nguoi-dung/<int:pk>/phan-cong/<int:assignment>/thoi/", people.end_role, name="unassign"),
    path("quyen/", permissions.permissions, name="permissions"),
]
