"""The parser's own words in the language of the run: the library speaks English only, so its sentences are replaced here."""

import re
from typing import Final

from parplan.cli.language import current

# (the library's words, Vietnamese, better English or None to leave it)
_PHRASES: Final = (
    (r"^Usage: ", "Cách dùng: ", None),
    (r"\[OPTIONS\]", "[TÙY CHỌN]", None),
    (r"COMMAND \[ARGS\]\.\.\.", "LỆNH [THAM SỐ]...", None),
    (r"^Options:$", "Tùy chọn:", None),
    (r"^Arguments:$", "Tham số:", None),
    (r"^Commands:$", "Lệnh:", None),
    (r"\[required\]", "[bắt buộc]", None),
    (r"\[default:", "[mặc định:", None),
    (r"Install completion for the current shell\.", "Cài đặt tự hoàn thành cho shell đang dùng.", None),
    (
        r"Show completion for the current shell, to copy it or\s+customize the installation\.",
        "In mã tự hoàn thành của shell.",
        "Print the shell's completion code.",
    ),
    (r"Show this message and exit\.", "In hướng dẫn này.", None),
    (
        r"No such option: (\S+) \(Possible options: (.*)\)",
        r"không có tùy chọn \1; có phải là \2?",
        r"there is no option \1; did you mean \2?",
    ),
    (r"No such option: (\S+)", r"không có tùy chọn \1", r"there is no option \1"),
    (
        r"No such command '(.*?)'\. Did you mean '(.*)'\?",
        r"không có lệnh “\1”; có phải là \2?",
        r"there is no command “\1”; did you mean \2?",
    ),
    (r"No such command '(.*?)'\.", r"không có lệnh “\1”", r"there is no command “\1”"),
    (r"Missing command\.", "thiếu tên lệnh", "a command is missing"),
    (r"Missing argument '([^']*)'\. Choose from:\s*([\s\S]*)", r"thiếu tham số \1: \2", r"the argument \1 is missing: \2"),
    (r"Missing argument '?(.*?)'?\.(?:$| .*)", r"thiếu tham số \1", r"the argument \1 is missing"),
    (r"Missing option '?(.*?)'?\.(?:$| .*)", r"thiếu tùy chọn \1", r"the option \1 is missing"),
    (r"Option '(.*?)' requires an argument\.", r"tùy chọn \1 cần một giá trị", r"the option \1 needs a value"),
    (r"Option '(.*?)' does not take a value\.", r"tùy chọn \1 không nhận giá trị", r"the option \1 takes no value"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"thừa tham số: \1", r"too many arguments: \1"),
    (r"Value error, ", "", ""),
    (r"'([^']*)' is not one of (.*?)\.?$", r"“\1” không thuộc: \2", r"“\1” is not one of \2"),
    (r"Input should be greater than or equal to (\d+)", r"phải từ \1 trở lên", r"must be at least \1"),
    (r"Input should be less than or equal to (\d+)", r"không được quá \1", r"must be at most \1"),
    (r"Invalid value for '([^']*)' / '([^']*)': ", r"giá trị của \1 / \2 không hợp lệ: ", r"\1 / \2: "),
    (r"Invalid value for '(.*?)': ", r"giá trị của \1 không hợp lệ: ", r"\1: "),
    (r"Input should be a valid integer, unable to parse string as an integer", "phải là số nguyên", "must be a whole number"),
)


_TYPES: Final = r" <(?:list\[\w+\]|str)>"


def translated(text: str) -> str:
    """The parser's text in the language of this run."""
    text = re.sub(_TYPES, lambda found: " " * len(found[0]), text)  # of no use to a reader; the columns stay where they are
    for pattern, vi, en in _PHRASES:
        words = vi if current() == "vi" else en
        if words is not None:
            text = re.sub(pattern, words, text, flags=re.MULTILINE)
    return text
