"""How a manager moves the calendar of a round."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.people import Visitor

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
KINDS = (
    "surveys",
    "self_score",
    "signature",
    "appraisal_1",
    "explanation",
    "appraisal_2",
    "council",
    "appeal",
    "publication",
)


def typed(moment: datetime) -> str:
    return moment.astimezone(HERE).strftime("%d/%m/%Y %H:%M")


def fill_calendar(manager: Visitor, *open_now: str) -> None:
    """Fill the calendar's form: the named phases are open, those before them over, those after to come."""
    now = datetime.now(tz=HERE)
    first = min(KINDS.index(kind) for kind in open_now)
    for number, kind in enumerate(KINDS):
        if kind in open_now:
            span = (now - timedelta(days=1), now + timedelta(days=9))
        elif number < first:
            span = (now - timedelta(days=40 - number), now - timedelta(days=30 - number, hours=1))
        else:
            span = (now + timedelta(days=10 + number), now + timedelta(days=20 + number))
        manager.fill(**{f"{kind}_opens": typed(span[0]), f"{kind}_closes": typed(span[1])})


def move_to(manager: Visitor, round_slug: str, *open_now: str) -> None:
    """Change the calendar of a round so that the named phases are open now."""
    manager.go(f"/ky/{round_slug}/lich/")
    fill_calendar(manager, *open_now)
    manager.press("Lưu lịch")
    assert manager.page.url.rstrip("/").endswith(round_slug), manager.text()
