"""Addresses of the app dossiers. Paths are whole: some pages lie outside ``/ho-so/``."""

from django.urls import path

from parweb.dossiers.views import (
    bindings,
    calendar,
    dashboard,
    importing,
    late,
    listing,
    procedure,
    procedures,
    public,
    sources,
)

app_name = "dossiers"
urlpatterns = [
    path("ho-so/", dashboard.home, name="home"),
    path("ho-so/theo/<slug:name>/", dashboard.by, name="by"),
    path("ho-so/danh-sach/", listing.listing, name="listing"),
    path("ho-so/tre-han/", late.late, name="late"),
    path("ho-so/thu-xin-loi/", late.letters, name="letters"),
    path("ky/<slug:slug>/so-lieu-ho-so/", bindings.bindings, name="bindings"),
    path("ho-so/tieu-chi/<int:pk>/<str:code>/", bindings.behind, name="behind"),
    path("cong-khai/ho-so/<slug:slug>/", public.page, name="public"),
    path("nhung/ho-so/<slug:slug>/", public.widget, name="widget"),
    path("ho-so/nguon/", sources.sources, name="sources"),
    path("ho-so/nguon/them/", sources.make, name="make_source"),
    path("ho-so/nguon/ma-don-vi.xlsx", sources.codes_template, name="codes_template"),
    path("ho-so/nguon/xem/<slug:slug>/", sources.source, name="source"),
    path("ho-so/nguon/xem/<slug:slug>/sua/", sources.edit, name="edit_source"),
    path("ho-so/nguon/xem/<slug:slug>/ma-don-vi/", sources.codes, name="codes"),
    path("ho-so/nguon/xem/<slug:slug>/ma-don-vi/luu/", sources.save_codes_typed, name="save_codes"),
    path("ho-so/nguon/xem/<slug:slug>/ma-don-vi/nhap/", sources.upload_codes, name="upload_codes"),
    path("ho-so/nguon/xem/<slug:slug>/ma-don-vi/<int:pk>/bo/", sources.drop_code_row, name="drop_code"),
    path("ho-so/nguon/xem/<slug:slug>/ma-ket-noi/", sources.make_token, name="make_token"),
    path(
        "ho-so/nguon/xem/<slug:slug>/ma-ket-noi/<int:pk>/thu-hoi/", sources.revoke_token, name="revoke_token"
    ),
    path("ho-so/lich/", calendar.calendar, name="calendar"),
    path("ho-so/lich/ngay/", calendar.save_day, name="save_day"),
    path("ho-so/lich/ngay/<int:pk>/bo/", calendar.drop_day, name="drop_day"),
    path("ho-so/lich/tinh-lai/", calendar.recount, name="recount"),
    path("ho-so/nhap/", importing.imports, name="imports"),
    path("ho-so/nhap/<int:pk>/", importing.one, name="import"),
    path("ho-so/nhap/<int:pk>/ghep-cot/", importing.map_columns, name="map_columns"),
    path("ho-so/nhap/<int:pk>/chay/", importing.begin, name="begin_import"),
    path("ho-so/nhap/<int:pk>/bo/", importing.discard, name="discard_import"),
    path("ho-so/nhap/<int:pk>/tien-do/", importing.progress, name="import_progress"),
    path("ho-so/nhap/<int:pk>/dong-bi-loai.csv", importing.rejects, name="rejects"),
    path("ho-so/thu-tuc/", procedures.procedures, name="procedures"),
    path("ho-so/thu-tuc/them/", procedure.add, name="add_procedure"),
    path("ho-so/thu-tuc/sua/<int:pk>/", procedure.edit, name="edit_procedure"),
    path("ho-so/thu-tuc/sua/<int:pk>/bai-bo/", procedure.end, name="end_procedure"),
    path("ho-so/thu-tuc/thong-ke/", procedures.counts, name="procedure_counts"),
    path("ho-so/thu-tuc/mau.xlsx", procedures.template, name="procedures_template"),
    path("ho-so/thu-tuc/nhap/", procedures.upload, name="upload_procedures"),
    path("ho-so/thu-tuc/nhap/<int:pk>/", procedures.preview, name="procedures_preview"),
    path("cong-khai/thu-tuc/", procedures.public, name="public_procedures"),
]
