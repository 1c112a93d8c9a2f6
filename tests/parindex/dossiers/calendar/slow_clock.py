"""The obvious way to count working time: look at every minute, or at every day. Slow, and easy to believe."""

from datetime import date, datetime, time, timedelta

from parindex.dossiers.calendar.days import Calendar
from parindex.dossiers.calendar.office import OfficeHours

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class SlowClock:
    def __init__(self, calendar: Calendar, hours: OfficeHours) -> None:
        self.special = {day.on: day.is_working for day in calendar.days}
        self.hours = hours

    def is_working(self, day: date) -> bool:
        return self.special.get(day, day.weekday() < 5)

    def is_open(self, minute: datetime) -> bool:
        of_day = minute.hour * 60 + minute.minute
        return self.is_working(minute.date()) and any(
            early <= of_day < late for early, late in self.hours.spans
        )

    def open_minutes(self, start: datetime, end: datetime) -> list[datetime]:
        minute = start.replace(second=0, microsecond=0)
        found = []
        while minute < end.replace(second=0, microsecond=0):
            if self.is_open(minute):
                found.append(minute)
            minute += MINUTE
        return found

    def minutes_between(self, start: datetime, end: datetime) -> int:
        if end < start:
            return -len(self.open_minutes(end, start))
        return len(self.open_minutes(start, end))

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        moment = start.replace(second=0, microsecond=0)
        while minutes > 0:
            minutes -= self.is_open(moment)
            moment += MINUTE
        return moment

    def rolled(self, day: date) -> date:
        while not self.is_working(day):
            day += DAY
        return day

    def working_days_between(self, first: date, last: date) -> int:
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working(first + number * DAY) for number in range(1, (last - first).days + 1))

    def shifted(self, day: date, working_days: int) -> date:
        step = DAY if working_days > 0 else -DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def reception(self, received: datetime) -> datetime:
        after = self.hours.handover_after
        received = received.replace(second=0, microsecond=0)
        if (
            after is None
            or received.hour * 60 + received.minute <= after
            or not self.is_working(received.date())
        ):
            return received
        opening = self.hours.spans[0][0]
        return datetime.combine(self.rolled(received.date() + DAY), time(opening // 60, opening % 60))

    def waited(
        self,
        asked: list[datetime],
        answered: list[datetime],
        start: datetime,
        end: datetime,
        *,
        count_unanswered: bool,
    ) -> int:
        answers = [*sorted(answered), *([end if count_unanswered else None] * len(asked))]
        waits = [
            (ask, answer) for ask, answer in zip(sorted(asked), answers, strict=False) if answer is not None
        ]
        return sum(
            any(ask <= minute < answer for ask, answer in waits) for minute in self.open_minutes(start, end)
        )
