"""The words that the page itself says, and its script."""

from collections.abc import Mapping

from parplan.points import LANGUAGES
from parplan.reports.odds import CHANCES
from parplan.reports.page.made import Both
from parplan.reports.project import HELD
from parplan.reports.titles import Titles
from parplan.rules.scenarios import refusal_words
from parplan.text import Message, Text, both

WORDS: Mapping[str, Text] = {
    "skip": Text("Đến nội dung chính", "Skip to the content"),
    "language": Text("Ngôn ngữ", "Language"),
    "summary": Text("Tóm tắt", "At a glance"),
    "try": Text("Thử phương án", "What if"),
    "share": Text(
        "Thực hiện được bao nhiêu mức dự kiến tăng?", "How much of the plan comes about?"
    ),
    "clamp": Text("Giữ ở mức tối đa, mức sàn", "Hold at maxima and floors"),
    "reset": Text("Trở về kế hoạch", "Back to the plan"),
    "call": Text("Lệnh tương đương", "The same on the command line"),
    "copy": Text("Sao chép lệnh", "Copy the command"),
    "row": Titles.NAME,
    "bar": Text("Biểu đồ", "Bar"),
    "rank": Text("hạng", "rank"),
    "ranked": Titles.RANK,
    "score": Titles.SCORE,
    "change": Titles.CHANGE,
    "projected": Titles.PROJECTED,
    "target": Titles.TARGET,
    "verdict": Titles.VERDICT,
    "outside": CHANCES["outside"],
    "inside": Text(
        f"{CHANCES['inside'].vi}, một phần hoặc toàn bộ",
        f"{CHANCES['inside'].en}, in part or whole",
    ),
    "outcome": Text("Kết quả thực tế", "Outcome"),
    "not_applicable": Text("không áp dụng", "does not apply"),
    "parts": Text("Tiêu chí thành phần của", "Parts of"),
    "open": Text("Hiện tiêu chí thành phần", "Show all parts"),
    "back": Text("Bỏ thay đổi của", "Undo the change of"),
    "plan": Titles.PLAN,
    "basis": Titles.BASIS,
    "legend_score": Text("điểm hiện tại", "score"),
    "legend_gain": Text("mức tăng dự báo", "projected gain"),
    "legend_loss": Text("mức giảm", "projected loss"),
    "legend_target": Text("mục tiêu", "target"),
    "note": Text("mâu thuẫn", "contradiction"),
    "made": Text(
        "Trang này tự tính, không gửi gì ra ngoài. Lập bằng parplan.",
        "This page computes by itself and sends nothing anywhere. Made with parplan.",
    ),
}
# Those that its script says as well.
SCRIPT_WORDS: Mapping[str, Text] = {
    "met": Text("✓ dự báo đạt", "✓ would meet"),
    "passed": Text("✓ vượt {value}", "✓ {value} above"),
    "missing": Text("▾ hụt {value}", "▾ {value} short"),
    "beyond": Text("▴ quá {value}", "▴ {value} over"),
    "missed": Text("▾ chưa đạt", "▾ missed"),
    "unknown": Text("chưa rõ", "not known"),
    "copied": Text("Đã sao chép", "Copied"),
    "not_copied": Text(
        "Trình duyệt không cho phép trang này sao chép; lệnh đã được chọn sẵn, hãy sao chép "
        "thủ công",
        "The browser does not let this page copy; the command is selected, to be copied by hand",
    ),
    "not_a_figure": Text(
        "“{text}” không phải là số, ví dụ 1,74 hoặc 50%",
        "“{text}” is not a figure such as 1.74 or 50%",
    ),
    "not_clear": Text(
        "không hiểu “{text}” trong địa chỉ trang", "“{text}” in the address is not clear"
    ),
    "held": HELD,
    "as_a_whole": Text(
        "Đã đặt điểm cho cả tổng, nên chưa rõ từng tiêu chí trong đó được bao nhiêu.",
        "A total is set as a whole, so the score of each of its rows is not known.",
    ),
}


# What is done here by a box, and on the command line by an option.
_HOLD: Mapping[str, Text] = {
    "W701": Text(
        "{asked} nhiều nhất là {nearest}; chọn “{clamp}” để giữ ở mức tối đa",
        "{asked} may be at most {nearest}; “{clamp}” holds it at the limit",
    ),
    "W702": Text(
        "{asked} ít nhất là {nearest}; chọn “{clamp}” để giữ ở mức sàn",
        "{asked} must be at least {nearest}; “{clamp}” holds it at the limit",
    ),
}
REFUSALS = ("W701", "W702", "W703", "W704", "W705", "W709", "S108")


def refusal(code: str) -> Both:
    """Why something cannot be, and what to do, with the places of what fills it in."""
    names = ("id", "value", "limit", "asked", "nearest", "row", "part", "increase", "what")
    said, todo = refusal_words(code, {name: f"{{{name}}}" for name in names if name != "what"})
    if code == "S108":
        return both(said)
    if code in _HOLD:
        todo = Message(_HOLD[code], {**todo.values, "clamp": WORDS["clamp"]})
    return {lang: f"{said.say(lang)}; {todo.say(lang)}" for lang in LANGUAGES}
