"""What people are told of dossiers."""

from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event

IMPORTED = event(
    "dossiers.imported",
    _("Đã nhập hồ sơ từ {source}: {new} mới, {changed} thay đổi, {rejected} dòng bị loại ({file})."),
)
NOT_IMPORTED = event("dossiers.not_imported", _("Không nhập được hồ sơ từ {source} ({file})."))
RECOUNTED = event(
    "dossiers.recounted",
    _(
        "Đã tính lại hạn theo lịch làm việc mới: xem {looked_at} hồ sơ, {verdicts} hồ sơ đổi kết quả "
        "({late} thành trễ hạn, {in_time} thành đúng hạn)."
    ),
)
RECOUNTED_BEFORE = event(
    "dossiers.recounted_before",
    _(
        "Đã tính lại hạn theo lịch làm việc mới. Lượt tính bị dừng ngay sau khi ghi kết quả nên không biết "
        "bao nhiêu hồ sơ đổi."
    ),
)
