"""Files of dossiers: looked at first, imported in the background, reported; nothing is half saved."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import xlsxwriter
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parindex.dossiers.store.importing import _Work as Work
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.dossiers.actions import run_import as running
from parweb.dossiers.actions.begin_import import begin_import
from parweb.dossiers.actions.hand_over import AlreadyBegun, discard, forget_old_files, hand_over
from parweb.dossiers.keeping import open_store
from parweb.dossiers.models import Import, Source
from parweb.inbox.models import Message
from parweb.jobs.models import Job
from parweb.jobs.queue import run_job
from tests.parweb.cast import NOW, Cast
from tests.parweb.dossiers.samples import (
    APPLICANT,
    HEADER,
    as_frame,
    csv_bytes,
    csv_file,
    line,
    parquet_file,
    xlsx_file,
)

BAD_LINE = line(9, received="31/02/2026")


def page(client: Client, batch: Import) -> str:
    answer = client.get(reverse("dossiers:import", args=[batch.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def handed(cast: Cast, source: Source, *files: Any) -> Import:
    return hand_over(cast.person("manager"), source, list(files), NOW)


def done(cast: Cast, batch: Import, capture: Any) -> Import:
    with capture(execute=True):
        begin_import(cast.person("manager"), batch, NOW)
    return Import.objects.get(pk=batch.pk)


def signed_in(cast: Cast, client: Client, name: str = "manager") -> Client:
    client.force_login(cast.users[name])
    return client


def stored_files() -> list[Path]:
    root = Path(django_settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def taken_away(client: Client, batch: Import) -> list[str]:
    """The lines of the file of rejects."""
    answer = client.get(reverse("dossiers:rejects", args=[batch.pk]))
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_a_file_is_looked_at_before_anything_is_imported(cast: Cast, source: Source, client: Client):
    signed_in(cast, client)
    told = {"source": source.pk, "files": csv_file(line(1), line(2), BAD_LINE)}
    answer = client.post(reverse("dossiers:imports"), told)
    batch = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("dossiers:import", args=[batch.pk]))
    text = page(client, batch)
    assert "Đã đọc cả tệp, 3 dòng: 1 dòng sẽ bị loại." in text
    assert "31/02/2026 08:30" in text
    assert "000.00.01.H99-261102-0001" in text
    assert (batch.state, open_store().rows) == ("read", 0)


def test_what_files_say_of_applicants_is_neither_shown_nor_kept(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    signed_in(cast, client)
    batch = handed(cast, source, csv_file(line(1)))
    assert APPLICANT not in page(client, batch)
    done(cast, batch, django_capture_on_commit_callbacks)
    assert stored_files() == []
    assert [bool(one.file) for one in batch.files.all()] == [False]
    assert APPLICANT not in page(client, batch)
    kept = b"".join(path.read_bytes() for path in open_store().folder.rglob("*") if path.is_file())
    assert APPLICANT.encode() not in kept


@pytest.mark.parametrize("make", [csv_file, xlsx_file, parquet_file])
def test_every_kind_of_file_is_imported_and_counted(
    cast: Cast, source: Source, make, django_capture_on_commit_callbacks
):
    batch = done(
        cast, handed(cast, source, make(line(1), line(2), BAD_LINE)), django_capture_on_commit_callbacks
    )
    counts = {name: batch.report[name] for name in ("read", "new", "changed", "unchanged", "rejected")}
    assert counts == {"read": 3, "new": 2, "changed": 0, "unchanged": 0, "rejected": 1}
    assert open_store().rows == 2


def test_several_files_are_one_import(cast: Cast, source: Source, django_capture_on_commit_callbacks):
    files = csv_file(line(1), name="a.csv"), xlsx_file(line(2), name="b.xlsx")
    batch = done(cast, handed(cast, source, *files), django_capture_on_commit_callbacks)
    assert (batch.report["files"], batch.report["new"]) == (2, 2)
    assert [one.name for one in batch.files.all()] == ["a.csv", "b.xlsx"]


def test_a_later_state_changes_a_dossier_and_the_same_file_changes_nothing(
    cast: Cast, source: Source, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    done(cast, handed(cast, source, csv_file(line(1, status="Đang xử lý"), line(2))), capture)
    later = done(cast, handed(cast, source, csv_file(line(1), line(2))), capture)
    assert (later.report["new"], later.report["changed"], later.report["unchanged"]) == (0, 1, 1)
    again = done(cast, handed(cast, source, csv_file(line(1), line(2))), capture)
    assert (again.report["known_files"], again.report["read"], open_store().rows) == (1, 0, 2)


def test_the_report_tells_counts_codes_without_a_unit_and_offers_the_rejects(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    file = csv_file(line(1), line(2, unit="LA-1"), BAD_LINE)
    batch = done(cast, handed(cast, source, file), django_capture_on_commit_callbacks)
    assert batch.report["without_unit"] == {"count": 2, "codes": ["99001", "LA-1"]}
    signed_in(cast, client)
    text = page(client, batch)
    assert "2 mã đơn vị chưa gắn khi nhập xong" in text
    rows = taken_away(client, batch)
    assert rows[0] == "Tệp,Trang,Dòng,Cột,Giá trị,Lý do"
    assert rows[1].startswith("Hồ sơ tháng 11.csv,,4,Ngày tiếp nhận,31/02/2026 08:30,")
    assert Entry.objects.filter(action="dossiers.see_rejects", is_read=True).count() == 1


def test_an_import_is_logged_and_its_asker_is_told(
    cast: Cast, source: Source, django_capture_on_commit_callbacks
):
    batch = done(cast, handed(cast, source, csv_file(line(1))), django_capture_on_commit_callbacks)
    actions = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["dossiers.hand_over", "dossiers.begin_import", "dossiers.import"]
    message = Message.objects.get(person=cast.users["manager"])
    assert (message.event, message.details["new"]) == ("dossiers.imported", "1")
    assert message.link == f"/ho-so/nhap/{batch.pk}/"


def test_a_broken_file_gives_its_coded_problem_and_the_store_stays_as_it_was(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    done(cast, handed(cast, source, csv_file(line(1))), capture)
    good = parquet_file(line(2))
    good.file.truncate(len(good.file.getvalue()) // 2)
    good.size = len(good.file.getvalue())
    batch = done(cast, handed(cast, source, csv_file(line(3)), good), capture)
    assert (batch.state, [one["code"] for one in batch.problems]) == ("failed", ["DO103"])
    assert batch.problems[0]["file"] == "ho-so.parquet"
    assert open_store().rows == 1
    text = page(signed_in(cast, client), batch)
    assert "Không nhập được; kho hồ sơ giữ nguyên như trước." in text
    assert "DO103" in text
    assert Message.objects.filter(event="dossiers.not_imported").count() == 1
    assert Entry.objects.filter(action="dossiers.fail_import").count() == 1


class Killed(BaseException):
    """The power went."""


@pytest.mark.parametrize("moment", ["_report", "_kept_rejects", "_done", "_forget"])
def test_an_import_that_was_killed_after_the_store_took_it_reports_what_it_would_have(
    cast: Cast, source: Source, moment: str
):
    batch = handed(cast, source, csv_file(line(1), line(2), BAD_LINE), csv_file(line(3), name="b.csv"))
    job = begin_import(cast.person("manager"), batch, NOW)
    with patch.object(running, moment, side_effect=Killed), pytest.raises(Killed):
        run_job.func(job.pk)
    assert (open_store().rows, Job.objects.get().state) == (3, "running")
    Job.objects.update(state=Job.State.WAITING)
    run_job.func(job.pk)
    batch = Import.objects.get()
    names = ("files", "known_files", "read", "new", "changed", "unchanged", "older", "rejected")
    assert [batch.report[name] for name in names] == [2, 0, 4, 3, 0, 0, 0, 1]
    assert (batch.state, open_store().rows, Job.objects.get().result["new"]) == ("done", 3, 3)
    with default_storage.open(str(batch.rejects.name)) as rejects:
        assert rejects.read().decode("utf-8-sig").count("31/02/2026") == 1
    assert [path.name for path in stored_files()] == [f"{batch.pk}.csv"]
    assert Message.objects.filter(event="dossiers.imported").count() == 1


def test_counts_of_a_run_that_the_store_did_not_take_are_not_reported(cast: Cast, source: Source):
    batch = handed(cast, source, csv_file(line(1)))
    same = handed(cast, source, csv_file(line(1)))
    job = begin_import(cast.person("manager"), batch, NOW)
    stopped = patch.object(Work, "_committed", side_effect=Killed)
    with stopped, pytest.raises(Killed):
        run_job.func(job.pk)
    assert Import.objects.get(pk=batch.pk).noted["files"][0]["new"] == 1
    Job.objects.update(state=Job.State.WAITING)
    run_job.func(job.pk)
    assert Import.objects.get(pk=batch.pk).report["new"] == 1
    later = begin_import(cast.person("manager"), same, NOW)
    run_job.func(later.pk)
    report = Import.objects.get(pk=same.pk).report
    assert (report["new"], report["known_files"]) == (0, 1)


def test_an_import_whose_job_was_given_up_can_be_begun_again(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    batch = handed(cast, source, csv_file(line(1)))
    begin_import(cast.person("manager"), batch, NOW)
    with pytest.raises(AlreadyBegun):
        begin_import(cast.person("manager"), batch, NOW)
    Job.objects.update(state=Job.State.FAILED, problems=[{"code": "JOB02"}])
    text = page(signed_in(cast, client), batch)
    assert "Bị dừng giữa chừng" in text
    assert "Nhập lại" in text
    assert done(cast, batch, django_capture_on_commit_callbacks).report["new"] == 1


def test_columns_are_mapped_by_hand_and_the_source_remembers_it(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    header = "Số phiếu,Đơn vị,Mã TTHC,Kênh,Ngày tiếp nhận,Hạn trả,Ngày kết thúc,Trạng thái,Ghi chú"
    batch = handed(cast, source, csv_file(line(1), header=header))
    signed_in(cast, client)
    text = page(client, batch)
    assert "DO106" in text
    assert "Bắt đầu nhập" not in text
    titles = header.split(",")
    fields = ["code", "unit_id", "procedure", "channel", "received_at", "due_at", "finished_at", "status", ""]
    client.post(reverse("dossiers:map_columns", args=[batch.pk]), {"title": titles, "field": fields})
    batch.refresh_from_db()
    assert batch.mapping["columns"] == {"Số phiếu": "code"}
    assert "Bắt đầu nhập" in page(client, batch)
    done(cast, batch, django_capture_on_commit_callbacks)
    source.refresh_from_db()
    assert source.mapping["columns"] == {"Số phiếu": "code"}
    assert handed(cast, source, csv_file(line(2), header=header)).mapping == source.mapping


def test_a_file_without_a_column_takes_one_value_for_all_rows_and_words_of_its_own(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    header = "Mã hồ sơ,Mã TTHC,Kênh,Ngày tiếp nhận,Trạng thái"
    batch = handed(cast, source, csv_file("H1,1.1,Kiosk,02/11/2026,Đang xử lý", header=header))
    text = page(signed_in(cast, client), batch)
    assert 'name="constant-unit_id"' in text
    address = reverse("dossiers:map_columns", args=[batch.pk])
    client.post(address, {"constant-unit_id": "99001"})
    assert "Kênh nộp: “Kiosk”" in page(client, batch)
    words = {"word-field": "channel", "word": "Kiosk", "word-code": "2"}
    client.post(address, {"constant-unit_id": "99001", **words})
    assert "Đã đọc cả tệp, 1 dòng: 0 dòng sẽ bị loại." in page(client, batch)
    batch.refresh_from_db()
    done(cast, batch, django_capture_on_commit_callbacks)
    assert open_store().records().records.select("unit_id", "channel").rows() == [("99001", 2)]


def test_a_title_that_is_remembered_and_not_in_the_file_does_not_stop_it(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    source.mapping = {"columns": {"Số phiếu": "code", "Mã hồ sơ": None}}
    source.save()
    batch = handed(cast, source, csv_file(line(1)))
    text = page(signed_in(cast, client), batch)
    assert "DO1" in text
    titles = ["Mã hồ sơ", "Đơn vị"]
    client.post(
        reverse("dossiers:map_columns", args=[batch.pk]), {"title": titles, "field": ["code", "unit_id"]}
    )
    batch.refresh_from_db()
    assert done(cast, batch, django_capture_on_commit_callbacks).report["new"] == 1


def test_what_was_not_begun_can_be_taken_back_with_its_files(cast: Cast, source: Source, client: Client):
    batch = handed(cast, source, csv_file(line(1)))
    assert len(stored_files()) == 1
    answer = signed_in(cast, client).post(reverse("dossiers:discard_import", args=[batch.pk]))
    assert answer.url == reverse("dossiers:imports")
    assert (Import.objects.count(), stored_files()) == (0, [])


def test_what_is_under_way_or_done_is_not_taken_back(
    cast: Cast, source: Source, django_capture_on_commit_callbacks
):
    batch = handed(cast, source, csv_file(line(1)))
    done(cast, batch, django_capture_on_commit_callbacks)
    with pytest.raises(AlreadyBegun):
        discard(cast.person("manager"), batch, NOW)
    with pytest.raises(AlreadyBegun):
        begin_import(cast.person("manager"), batch, NOW)


def test_files_that_nobody_imports_are_forgotten_after_a_week(cast: Cast, source: Source, client: Client):
    batch = handed(cast, source, csv_file(line(1)))
    assert forget_old_files(NOW + timedelta(days=6)) == 0
    assert forget_old_files(NOW + timedelta(days=8)) == 1
    assert stored_files() == []
    assert "Các tệp không còn trên máy chủ" in page(signed_in(cast, client), batch)


def test_a_file_above_the_limit_is_refused_with_the_limit(
    cast: Cast, source: Source, client: Client, settings
):
    settings.DOSSIER_UPLOAD_LIMIT = 100
    told = {"source": source.pk, "files": csv_file(line(1), line(2))}
    answer = signed_in(cast, client).post(reverse("dossiers:imports"), told)
    assert answer.status_code == 422
    assert "Tệp lớn hơn 100\xa0byte: Hồ sơ tháng 11.csv." in answer.content.decode()
    assert (Import.objects.count(), stored_files()) == (0, [])


def test_more_files_than_the_limit_are_refused(cast: Cast, source: Source, client: Client, settings):
    settings.DOSSIER_FILES_AT_ONCE = 1
    told = {"source": source.pk, "files": [csv_file(line(1)), csv_file(line(2))]}
    answer = signed_in(cast, client).post(reverse("dossiers:imports"), told)
    assert "Mỗi lượt nhập không quá 1 tệp." in answer.content.decode()


def test_an_officer_hands_nothing_over(cast: Cast, source: Source):
    with pytest.raises(Refused):
        hand_over(cast.person("officer"), source, [csv_file(line(1))], NOW)
    assert stored_files() == []


def test_an_observer_reads_the_report_and_not_the_rejects(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    batch = done(cast, handed(cast, source, csv_file(line(1), BAD_LINE)), django_capture_on_commit_callbacks)
    assert "Dòng bị loại" in page(signed_in(cast, client, "observer"), batch)
    assert client.get(reverse("dossiers:rejects", args=[batch.pk])).status_code == 403
    assert default_storage.exists(str(batch.rejects.name))


def test_the_list_of_imports_needs_few_queries_however_many_there_are(
    cast: Cast, source: Source, client: Client, django_assert_max_num_queries
):
    for number in range(30):
        Import.objects.create(source=source, file_name=f"{number}.csv", sha256="0", asked_at=timezone.now())
    signed_in(cast, client)
    client.get(reverse("dossiers:imports"))
    with django_assert_max_num_queries(16):
        client.get(reverse("dossiers:imports"))


def test_progress_is_told_while_an_import_waits(cast: Cast, source: Source, client: Client):
    batch = handed(cast, source, csv_file(line(1)))
    begin_import(cast.person("manager"), batch, NOW)
    told = (
        signed_in(cast, client, "manager2").get(reverse("dossiers:import_progress", args=[batch.pk])).json()
    )
    assert told["state"] == "waiting"


def test_a_file_that_is_refused_keeps_its_name_and_says_what_to_do(
    cast: Cast, source: Source, client: Client
):
    file = SimpleUploadedFile("ho-so.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    batch = handed(cast, source, file)
    text = page(signed_in(cast, client), batch)
    assert "DO109</strong> ho-so.xls: không nhận loại tệp này: tệp Excel kiểu cũ (.xls)" in text
    assert "Lưu thành" in text
    assert "Bắt đầu nhập" not in text


def test_two_columns_of_one_title_are_mended_in_the_file_not_on_the_page(
    cast: Cast, source: Source, client: Client
):
    header = "Mã hồ sơ,Đơn vị,Mã TTHC,Kênh,Ngày tiếp nhận,Hạn trả,Ngày tiếp nhận,Trạng thái"
    text = page(signed_in(cast, client), handed(cast, source, csv_file(line(1), header=header)))
    assert "cột E “Ngày tiếp nhận” và cột G “Ngày tiếp nhận”" in text
    assert "xóa hoặc đổi tên một trong hai cột trong tệp, rồi nộp lại" in text
    assert "Bắt đầu nhập" not in text


def test_the_report_says_why_cells_were_set_aside_without_their_values(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    file = csv_file(line(1), BAD_LINE, line(3, received="09/30/2026"), line(4, received="31/04/2026"))
    batch = done(cast, handed(cast, source, file), django_capture_on_commit_callbacks)
    told = [(one["column"], one["cells"], one["file"], one["row"]) for one in batch.report["reasons"]]
    assert told == [
        ("Ngày tiếp nhận", 2, "Hồ sơ tháng 11.csv", 3),
        ("Ngày tiếp nhận", 1, "Hồ sơ tháng 11.csv", 4),
    ]
    text = page(signed_in(cast, client), batch)
    assert "Vì sao bị loại" in text
    assert "lịch không có ngày này" in text
    assert "31/04/2026" not in text


def test_sheets_that_are_not_read_are_named_before_the_import(cast: Cast, source: Source, client: Client):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        as_frame(line(1)).write_excel(book, "T11")
        as_frame(line(2)).drop("Trạng thái").write_excel(book, "T12")
    batch = handed(cast, source, SimpleUploadedFile("ho-so.xlsx", target.getvalue()))
    text = page(signed_in(cast, client), batch)
    assert "Trang không đọc: T12: thiếu Trạng thái (TrangThaiHoSoId)" in text


def test_a_remembered_value_for_all_rows_does_not_replace_a_column_of_a_later_file(
    cast: Cast, source: Source, django_capture_on_commit_callbacks
):
    source.mapping = {"constants": {"unit_id": "99001"}}
    source.save()
    done(cast, handed(cast, source, csv_file(line(1, unit="99002"))), django_capture_on_commit_callbacks)
    assert open_store().records().records["unit_id"].to_list() == ["99002"]


def test_a_file_that_breaks_behind_its_first_rows_is_told_of_not_an_error_of_the_server(
    cast: Cast, source: Source, client: Client
):
    whole = csv_bytes(*map(line, range(3)))
    batch = handed(cast, source, SimpleUploadedFile("a.csv", whole[:-60]))
    text = page(signed_in(cast, client), batch)
    assert "DO103" in text
    assert "Bắt đầu nhập" not in text


def test_every_unknown_word_of_the_first_rows_is_asked_for_once_however_many_rows_have_it(
    cast: Cast, source: Source, client: Client
):
    lines = [line(number, status="Lạ" if number < 40 else "Rất lạ") for number in range(50)]
    text = page(signed_in(cast, client), handed(cast, source, csv_file(*lines)))
    assert text.count("Trạng thái: “Lạ”") == 1
    assert text.count("Trạng thái: “Rất lạ”") == 1


def test_one_channel_for_all_rows_is_chosen_from_those_there_are(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    header = "Mã hồ sơ,Đơn vị,Mã TTHC,Ngày tiếp nhận,Trạng thái"
    batch = handed(cast, source, csv_file("H1,99001,1.1,02/11/2026,Đang xử lý", header=header))
    text = page(signed_in(cast, client), batch)
    assert '<select id="constant-channel" name="constant-channel">' in text
    client.post(reverse("dossiers:map_columns", args=[batch.pk]), {"constant-channel": "3"})
    assert '<option value="3" selected>' in page(client, batch)
    batch.refresh_from_db()
    done(cast, batch, django_capture_on_commit_callbacks)
    assert open_store().records().records["channel"].to_list() == [3]


def test_a_corrected_file_without_a_later_update_is_told_what_it_needs(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    done(cast, handed(cast, source, csv_file(line(1))), capture)
    corrected = line(1).replace("05/11/2026 10:00", "04/11/2026 10:00")
    ignored = done(cast, handed(cast, source, csv_file(corrected)), capture)
    assert ignored.report["older"] == 1
    assert "Tệp sửa lại dữ liệu cần cột “Ngày cập nhật”" in page(signed_in(cast, client), ignored)
    header = f"{HEADER},Ngày cập nhật"
    taken = done(cast, handed(cast, source, csv_file(f"{corrected},20/11/2026", header=header)), capture)
    assert (taken.report["older"], taken.report["changed"]) == (0, 1)


def test_reasons_of_several_files_name_their_file_and_say_how_to_mend_a_word_on_the_page(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    files = csv_file(line(1), name="a.csv"), csv_file(line(2, status="Hủy"), name="b.csv")
    batch = done(cast, handed(cast, source, *files), django_capture_on_commit_callbacks)
    text = page(signed_in(cast, client), batch)
    assert "<td>b.csv, 2</td>" in text
    assert "nộp lại tệp, chọn nghĩa của nó khi xem trước" in text
    assert "tệp ánh xạ" not in text
    rows = taken_away(client, batch)
    assert [rows[1].split(",")[:5], "chọn nghĩa của nó khi xem trước" in rows[1]] == [
        ["b.csv", "", "2", "Trạng thái", "Hủy"],
        True,
    ]
    assert "tệp ánh xạ" not in rows[1]
    words = {"words": {"status": {"Hủy": 8}}}
    again = handed(cast, source, csv_file(line(2, status="Hủy"), name="b.csv"))
    Import.objects.filter(pk=again.pk).update(mapping=words)
    again.refresh_from_db()
    assert done(cast, again, django_capture_on_commit_callbacks).report["new"] == 1


DUE_UNREAD = HEADER.replace("Hạn trả", "Hẹn dân ngày")


def test_a_file_whose_due_date_is_not_read_says_so_before_everything_counts_as_on_time(
    cast: Cast, source: Source, client: Client
):
    signed_in(cast, client)
    lacking = page(client, handed(cast, source, csv_file(line(1), header=DUE_UNREAD)))
    whole = page(client, handed(cast, source, csv_file(line(2))))
    assert "Không cột nào được đọc là Ngày hẹn trả" in lacking
    assert "Không đọc: Hẹn dân ngày, Họ và tên." in lacking
    assert '<details class="card" open>' in lacking
    assert "Không cột nào được đọc là Ngày hẹn trả" not in whole
    assert "Không đọc: Họ và tên." in whole
    assert '<details class="card" open>' not in whole


def failed(cast: Cast, source: Source, capture: Any) -> Import:
    batch = handed(cast, source, csv_file("1,2", header="a,b", name="sai-cot.csv"))
    return done(cast, batch, capture)


def test_a_failure_is_told_once_with_what_to_do_on_the_page(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    batch = failed(cast, source, django_capture_on_commit_callbacks)
    assert (batch.state, [one["code"] for one in batch.problems]) == ("failed", ["DO106"])
    text = page(signed_in(cast, client), batch)
    assert text.count("DO106") == 1
    assert "--mapping" not in text
    assert "chọn cột đúng ở bảng “Cột nào là trường nào” bên dưới" in text


def test_a_header_over_two_rows_is_said_to_be_mended_in_the_file(cast: Cast, source: Source, client: Client):
    """The days stand under a merged “Thời hạn”: no column of the page is the day of receipt."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Mã hồ sơ", "Đơn vị", "Mã TTHC", "Kênh", "Thời hạn", "", "", "Trạng thái"])
        sheet.write_row(1, 4, ["Ngày tiếp nhận", "Hạn trả", "Ngày kết thúc"])
        sheet.write_row(2, 0, line(1).split(",")[:8])
    file = SimpleUploadedFile("hai-dong.xlsx", book.getvalue())
    text = page(signed_in(cast, client), handed(cast, source, file))
    assert "không tìm thấy cột bắt buộc: Ngày tiếp nhận (NgayTiepNhan)" in text
    assert "sửa tệp cho tiêu đề nằm trên một dòng, không gộp ô, rồi nộp lại" in text
    assert "Bắt đầu nhập" not in text


def test_a_failure_is_told_in_the_language_of_the_page_also_where_the_file_is_gone(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    batch = failed(cast, source, django_capture_on_commit_callbacks)
    forget_old_files(batch.asked_at + timedelta(days=8))
    signed_in(cast, client)
    address = reverse("dossiers:import", args=[batch.pk])
    vietnamese, english = (client.get(one).content.decode() for one in (address, f"/en{address}"))
    assert vietnamese.count("DO106") == english.count("DO106") == 1
    assert "không tìm thấy cột bắt buộc" in vietnamese
    assert "không tìm thấy cột bắt buộc" not in english
    assert "required columns were not found" in english
