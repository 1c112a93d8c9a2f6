"""The scripts of the interface in a browser, against a server that the test plays: nothing typed is lost."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

import parweb.interface

STATIC = Path(parweb.interface.__file__).parent / "static" / "interface"
HOME = "http://page.test/"
SCRIPTS = "".join(
    f'<script type="module" src="/js/{path.name}"></script>' for path in sorted((STATIC / "js").glob("*.js"))
)
FORM = """
<form id="leaf" method="post" action="/save" data-autosave data-autosave-key="leaf-1">
  <input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="revision" value="{revision}">
  <label>Số liệu <input id="text" name="text" value="{text}"></label>
  <label>Có <input id="tick" type="checkbox" name="tick" value="1"></label>
  <button id="save">Lưu</button><button id="hand-in" name="hand_in" value="1">Nộp</button>
  <p role="status" data-autosave-status></p><div data-autosave-result></div>
</form><output data-autosave-result data-autosave-for="leaf"></output>
"""
TABLE = """
<table id="ranking" data-sortable><thead><tr><th>Đơn vị</th><th>Điểm<span class="unit">điểm</span></th></tr></thead>
<tbody><tr><th>Xã Ăn 10</th><td>8,5</td></tr><tr><th>Xã Ăn 9</th><td>1.008,5</td></tr>
<tr><th>Xã Đông</th><td>–</td></tr><tr><th>Xã Bắc</th><td>80</td></tr></tbody></table>
<p><button type="button" hidden data-copy-table="ranking">Chép</button><span role="status"></span></p>
<table data-cells><tr><td><input id="a1" value="11"></td><td><input id="a2" value="12"></td></tr>
<tr><td><input id="b1" value="21"></td><td>chữ</td></tr><tr><td><input id="c1" value="31"></td></tr></table>
"""
UPLOAD = """
<form class="upload" data-upload data-limit-mb="1" method="post" enctype="multipart/form-data" action="/upload">
<input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="file" name="files" multiple>
<button>Tải lên</button></form>
"""
JOB = '<div data-job="/job.json"><progress max="100"></progress><span data-job-words></span><span data-job-link></span></div>'


@dataclass
class Server:
    """A server with one stored text, that answers as the test says."""

    body: str
    text: str = "cũ"
    revision: int = 1
    status: int = 200
    person: str = "7"
    posts: list[str] = field(default_factory=list)
    jobs: list[dict[str, object]] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOME).split("?")[0]
        if path.startswith("js/"):
            route.fulfill(content_type="text/javascript", body=(STATIC / path).read_text(encoding="utf-8"))
        elif path == "job.json":
            route.fulfill(json=self.jobs.pop(0) if len(self.jobs) > 1 else self.jobs[0])
        elif route.request.method == "POST":
            self.posted(route, path)
        else:
            route.fulfill(content_type="text/html; charset=utf-8", body=self.page())

    def page(self) -> str:
        body = (
            self.body.format(revision=self.revision, text=self.text)
            if "{revision}" in self.body
            else self.body
        )
        texts = render_to_string("interface/parts/texts.html")
        head = f'<!doctype html><html lang="vi"><head>{SCRIPTS}</head>'
        return f'{head}<body data-person="{self.person}">{body}{texts}</body></html>'

    def posted(self, route: Route, path: str) -> None:
        self.posts.append(route.request.post_data or "")
        if path == "upload":
            route.fulfill(status=self.status, headers={"X-Reason": "t%E1%BB%87p%20l%E1%BA%A1"}, body="")
        elif self.status != 200:
            route.fulfill(status=self.status, content_type="text/html; charset=utf-8", body="<b>từ chối</b>")
        elif self.sent("revision") != str(self.revision):
            self.reply(route, 409, f"<p>{self.text}</p>")
        else:
            self.text, self.revision = self.sent("text"), self.revision + 1
            self.reply(route, 200, f"<p>Điểm {len(self.text)}</p>")

    def reply(self, route: Route, status: int, body: str) -> None:
        headers = {"X-Revision": str(self.revision), "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(status=status, headers=headers, body=body)

    def sent(self, name: str) -> str:
        """A field of the newest post."""
        found = re.search(rf'name="{name}"\r\n\r\n(.*?)\r\n', self.posts[-1], re.DOTALL)
        return found[1] if found else ""


@pytest.fixture
def context(browser: Browser):
    made = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield made
    made.close()


def opened(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.route("**/*", server.answer)
    page.goto(HOME)
    return page


def status(page: Page):
    return page.locator("[data-autosave-status]")


def drafts(page: Page) -> dict[str, object]:
    return {name: json.loads(text) for name, text in page.evaluate("Object.entries(localStorage)")}


def test_a_form_saves_itself_after_typing_and_shows_what_the_server_computed(context):
    server = Server(FORM)
    page = opened(context, server)
    page.locator("#text").press_sequentially("87,5")
    expect(status(page)).to_have_text(re.compile(r"^Đã lưu lúc \d\d:\d\d:\d\d$"))
    expect(page.locator("#leaf [data-autosave-result]")).to_have_text("Điểm 6")
    expect(page.locator("output")).to_have_text("Điểm 6")
    assert (server.text, server.revision, len(server.posts)) == ("87,5cũ", 2, 1)
    assert page.locator("[name=revision]").input_value() == "2"
    assert drafts(page) == {}


def test_every_save_is_made_on_the_revision_of_the_one_before(context):
    server = Server(FORM)
    page = opened(context, server)
    for text in ("một", "hai", "ba"):
        page.fill("#text", text)
        expect(page.locator("output")).to_have_text(f"Điểm {len(text)}")
        expect(status(page)).to_contain_text("Đã lưu")
    assert (server.text, server.revision) == ("ba", 4)


def test_text_waits_on_the_device_while_the_server_is_away_and_is_sent_when_it_is_back(context):
    server = Server(FORM, status=503)
    page = opened(context, server)
    page.fill("#text", "không mất")
    expect(status(page)).to_contain_text("Đang chờ mạng")
    kept = drafts(page)["draft:7:leaf-1"]
    assert kept == {"entries": [["text", "không mất"]], "revision": "1"}
    server.status = 200
    expect(status(page)).to_contain_text("Đã lưu", timeout=15_000)
    assert server.text == "không mất"
    assert drafts(page) == {}


def test_a_closed_laptop_loses_nothing(context):
    server = Server(FORM, status=503)
    page = opened(context, server)
    page.fill("#text", "gõ dở")
    page.check("#tick")
    expect(status(page)).to_contain_text("Đang chờ mạng")
    page.close()
    server.status = 200
    again = opened(context, server)
    expect(again.locator("#text")).to_have_value("gõ dở")
    expect(again.locator("#tick")).to_be_checked()
    expect(status(again)).to_contain_text("Đã lưu")
    assert server.text == "gõ dở"


def test_another_person_at_the_same_computer_is_not_shown_the_draft(context):
    server = Server(FORM, status=503)
    page = opened(context, server)
    page.fill("#text", "của người 7")
    expect(status(page)).to_contain_text("Đang chờ mạng")
    page.close()
    server.person = "8"
    expect(opened(context, server).locator("#text")).to_have_value("cũ")


def test_two_people_at_one_leaf_see_both_versions_and_choose(context):
    server = Server(FORM)
    page = opened(context, server)
    server.text, server.revision = "của người khác", 5
    page.fill("#text", "của tôi")
    box = page.locator(".conflict")
    expect(box).to_contain_text("của tôi")
    expect(box).to_contain_text("của người khác")
    assert server.text == "của người khác"
    box.get_by_role("button", name="Lưu bản của tôi").click()
    expect(status(page)).to_contain_text("Đã lưu")
    expect(box).to_have_count(0)
    assert (server.text, server.revision) == ("của tôi", 6)


def test_the_stored_version_can_be_kept_instead(context):
    server = Server(FORM)
    page = opened(context, server)
    server.text, server.revision = "của người khác", 5
    page.fill("#text", "của tôi")
    page.get_by_role("button", name="Dùng bản trên máy chủ").click()
    expect(page.locator("#text")).to_have_value("của người khác")
    assert drafts(page) == {}
    assert server.text == "của người khác"


@pytest.mark.parametrize(
    ("code", "said"), [(422, "còn lỗi"), (403, "không còn được sửa"), (401, "phiên đăng nhập")]
)
def test_a_refusal_is_said_and_the_text_stays(context, code, said):
    server = Server(FORM, status=code)
    page = opened(context, server)
    page.fill("#text", "bị từ chối")
    expect(status(page)).to_contain_text(said)
    expect(page.locator("#text")).to_have_value("bị từ chối")
    assert "draft:7:leaf-1" in drafts(page)


def test_the_button_saves_at_once_and_a_named_button_is_left_to_the_browser(context):
    server = Server(FORM)
    page = opened(context, server)
    page.fill("#text", "x")
    page.click("#save")
    expect(status(page)).to_contain_text("Đã lưu")
    with page.expect_navigation():
        page.click("#hand-in")
    assert "hand_in" in server.posts[-1]


def test_a_table_is_sorted_as_numbers_and_as_vietnamese_names_with_missing_last(context):
    page = opened(context, Server(TABLE))
    names = page.locator("#ranking tbody th")
    points = page.get_by_role("button", name="Điểm")
    points.click()
    expect(names).to_have_text(["Xã Ăn 10", "Xã Bắc", "Xã Ăn 9", "Xã Đông"])
    points.click()
    expect(names).to_have_text(["Xã Ăn 9", "Xã Bắc", "Xã Ăn 10", "Xã Đông"])
    expect(points).to_be_focused()
    page.get_by_role("button", name="Đơn vị").click()
    expect(names).to_have_text(["Xã Ăn 9", "Xã Ăn 10", "Xã Bắc", "Xã Đông"])


def test_a_table_is_copied_as_a_sheet_takes_it(context):
    page = opened(context, Server(TABLE))
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (t) => { window.copied = t; }}})"
    )
    page.evaluate("document.querySelector('[data-copy-table]').hidden = false")
    page.click("[data-copy-table]")
    expect(page.locator("p [role=status]")).to_contain_text("Đã chép")
    assert page.evaluate("window.copied").split("\n")[1] == "Xã Ăn 10\t8,5"


def test_arrows_and_enter_move_between_the_cells_one_types_in(context):
    page = opened(context, Server(TABLE))
    page.focus("#a1")
    for key, place in [("Enter", "b1"), ("ArrowDown", "c1"), ("ArrowUp", "b1"), ("Shift+Enter", "a1")]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == place
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "a2"


def test_files_are_sent_one_by_one_and_each_says_how_it_went(context):
    server = Server(UPLOAD)
    page = opened(context, server)
    small = {"name": "Báo cáo.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1000}
    large = {"name": "Lớn.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1_100_000}
    page.set_input_files("input[type=file]", [small, large])
    page.click("button")
    lines = page.locator(".upload__list li")
    expect(lines).to_have_text(["Đã tải lên Báo cáo.pdf", "Chưa tải được Lớn.pdf: tệp lớn hơn 1 MB"])
    assert len(server.posts) == 1


def test_a_refused_file_says_the_reason_of_the_server(context):
    page = opened(context, Server(UPLOAD, status=422))
    page.set_input_files(
        "input[type=file]", [{"name": "a.exe", "mimeType": "application/x", "buffer": b"MZ"}]
    )
    page.click("button")
    expect(page.locator(".upload__list li")).to_have_text("Chưa tải được a.exe: tệp lạ")


def test_a_job_is_followed_to_its_end(context):
    running = {"state": "running", "done": 1, "total": 4, "words": "Đang chấm"}
    done = {
        "state": "done",
        "done": 4,
        "total": 4,
        "words": "Đã chấm",
        "url": "/run/1",
        "url_label": "Xem kết quả",
    }
    page = opened(context, Server(JOB, jobs=[running, done]))
    expect(page.locator("[data-job-words]")).to_have_text("Đang chấm · 1/4")
    expect(page.locator("[data-job-words]")).to_have_text("Đã chấm · 4/4")
    expect(page.get_by_role("link", name="Xem kết quả")).to_have_attribute("href", "/run/1")
    assert page.locator("progress").evaluate("bar => bar.value") == 4
