"""Progress is for people who wait at a terminal."""

import io
import sys

import pytest

from parindex.cli import progress
from parindex.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def a_plain_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")


def test_a_pipe_sees_no_progress():
    stream = io.StringIO()
    with Progress(stream) as bar:
        bar.step("Đang đọc", 1, 2)
        assert bar._timer is None
    assert stream.getvalue() == ""


def test_a_terminal_sees_what_is_being_done_and_how_far_it_is(monkeypatch):
    monkeypatch.setattr(progress, "_A_MOMENT", 0)
    stream = Terminal()
    with Progress(stream) as bar:
        bar.step("Đang kiểm tra", 3, 4)
        bar._timer.join()
    assert "Đang kiểm tra" in stream.getvalue()
    assert "75%" in stream.getvalue()


def test_short_work_shows_nothing(monkeypatch):
    monkeypatch.setattr(progress, "_A_MOMENT", 3600)
    stream = Terminal()
    with Progress(stream) as bar:
        bar.step("Đang đọc")
        timer = bar._timer
    assert stream.getvalue() == ""
    assert timer.finished.is_set()


def test_an_error_takes_the_bar_away(monkeypatch):
    monkeypatch.setattr(progress, "_A_MOMENT", 3600)
    bar = Progress(Terminal())

    def fail():
        with bar:
            bar.step("Đang đọc")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert bar._bar is None


def test_the_bar_does_not_touch_the_standard_output(monkeypatch, capsys):
    monkeypatch.setattr(progress, "_A_MOMENT", 0)
    monkeypatch.setattr(sys, "stderr", Terminal())
    from parindex.cli import main

    assert main(["frameworks", "--format", "json"]) == 0
    assert capsys.readouterr().out.startswith("{")
