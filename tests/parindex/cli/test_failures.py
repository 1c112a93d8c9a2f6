"""Whatever goes wrong, the person sees one clear block and never a traceback."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from parindex.cli import main
from parindex.cli.commands import frameworks

FULL = Path("/dev/full")
EDITION = "commune-hai-duong@2022"


def failing(error):
    def run(*_):
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "status", "code", "word"),
    [
        (PermissionError(errno.EACCES, "x", "a.csv"), 1, "CL731 · a.csv: ", "không được phép"),
        (FileNotFoundError(errno.ENOENT, "x", "a.csv"), 1, "CL730 · a.csv: ", "không có tệp"),
        (IsADirectoryError(errno.EISDIR, "x", "a"), 1, "CL732 · a: ", "thư mục"),
        (OSError(errno.ENOSPC, "x", "a.csv"), 1, "CL733 · a.csv: ", "đầy"),
        (OSError(errno.EIO, "Input/output error", "a.csv"), 1, "CL734 · a.csv: ", "Input/output error"),
        (MemoryError(), 1, "CL735 · ", "bộ nhớ"),
        (ZeroDivisionError("division by zero"), 70, "CL799 · ", "ZeroDivisionError: division by zero"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_is_one_block_with_its_code(parindex, monkeypatch, error, status, code, word):
    monkeypatch.setattr(frameworks, "_listed", failing(error))
    done = parindex("frameworks")
    assert (done.status, done.out) == (status, "")
    assert done.err.startswith(code)
    assert word in done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 2


def test_an_unexpected_error_names_the_place_and_shows_its_trace_on_request(parindex, monkeypatch):
    monkeypatch.setattr(frameworks, "_listed", failing(RuntimeError("lạ")))
    assert "RuntimeError: lạ; cli/commands/frameworks.py:" in parindex("frameworks").err
    assert "Traceback (most recent call last)" in parindex("frameworks", "--debug").err


def test_ctrl_c_stops_with_one_line_and_status_130(parindex, monkeypatch):
    monkeypatch.setattr(frameworks, "_listed", failing(KeyboardInterrupt()))
    assert parindex("frameworks") == (130, "", "Đã dừng theo lệnh người dùng.\n")


def test_a_reader_that_goes_away_leaves_no_message(league):
    command = [sys.executable, "-m", "parindex.cli", "score", EDITION, str(league), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in {0, 141}


def test_a_pipe_that_is_closed_gives_status_141(monkeypatch, capsys):
    monkeypatch.setattr(frameworks, "_listed", failing(BrokenPipeError(errno.EPIPE, "x")))
    assert main(["frameworks"]) == 141
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not FULL.exists(), reason="no full device here")
def test_a_full_disk_behind_the_output_is_told_once():
    with FULL.open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "parindex.cli", "frameworks"]
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "CL733 · ổ đĩa đã đầy",
        "    → dọn bớt, hoặc ghi ra ổ khác, rồi chạy lại",
    ]


def test_a_file_that_cannot_be_written_is_told_before_any_work(parindex, monkeypatch, tmp_path):
    monkeypatch.setattr(frameworks, "_listed", failing(AssertionError("worked in vain")))
    done = parindex("frameworks", "--out", tmp_path / "nowhere" / "x.csv")
    assert done.status == 1
    assert done.err.startswith(f"CL730 · {tmp_path / 'nowhere'}: ")


def test_all_problems_of_a_file_come_at_once_with_their_count(parindex, tmp_path):
    file = tmp_path / "diem.csv"
    file.write_text("Mã đơn vị,1,2\na,16,x\nb,-1,2\n", encoding="utf-8")
    done = parindex("score", EDITION, file)
    assert (done.status, done.out) == (1, "")
    assert len([line for line in done.err.splitlines() if line.startswith("RD")]) == 3
    assert done.err.splitlines()[-1] == "3 lỗi, 0 cảnh báo."


def test_the_output_is_utf_8_whatever_the_machine_says(process):
    done = process("frameworks", EDITION, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.status == 0
    assert "Cải cách tài chính công" in done.out


def test_a_closed_output_is_no_failure_of_the_program(tmp_path, league):
    line = f'"{sys.executable}" -m parindex.cli score {EDITION} "{league}" --out kq.csv <&- >&- 2>&-'
    assert subprocess.run(["/bin/sh", "-c", line], cwd=tmp_path, check=False).returncode == 0
    assert (tmp_path / "kq.csv").read_text(encoding="utf-8").count("\n") == 21


def test_a_file_where_a_folder_is_wanted_is_told_so(parindex, tmp_path, league):
    (tmp_path / "a").write_text("của tôi", encoding="utf-8")
    done = parindex("score", EDITION, league, "--out", f"{tmp_path / 'a'}/")
    assert (done.status, done.err.partition(":")[0]) == (1, f"CL737 · {tmp_path / 'a'}")
    assert (tmp_path / "a").read_text(encoding="utf-8") == "của tôi"


def test_a_limit_on_the_size_of_files_is_told_and_leaves_nothing_behind(tmp_path, league):
    run = f'"{sys.executable}" -m parindex.cli score {EDITION} "{league}"'
    for target, code in (("--out a.xlsx", "XL300"), ("--bundle a.zip", "CL736"), ("--out a.json", "CL736")):
        done = subprocess.run(
            ["/bin/sh", "-c", f"ulimit -f 1; {run} {target}"], cwd=tmp_path, check=False, capture_output=True
        )
        assert (done.returncode, done.stderr.decode().partition(" ")[0]) == (1, code)
        assert "máy không cho ghi tệp lớn đến thế" in done.stderr.decode()
        assert list(tmp_path.iterdir()) == []
