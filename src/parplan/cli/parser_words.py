"""The parser's own words in the language of the run: the library speaks English only, so its
sentences are replaced here.
"""

import re
from typing import Final

from parplan.cli.language import current, say
from parplan.ids import near
from parplan.text import Message, Text

# Words around the options of help: the library's, Vietnamese, better English or None to leave them.
_PHRASES: Final = (
    (r"^Usage: ", "Cách dùng: ", None),
    (r"\[OPTIONS\]", "[TÙY CHỌN]", None),
    (r"COMMAND \[ARGS\]\.\.\.", "LỆNH [THAM SỐ]...", None),
    (r"^Options:$", "Tùy chọn:", None),
    (r"^Arguments:$", "Tham số:", None),
    (r"^Commands:$", "Lệnh:", None),
    (r"\[required\]", "[bắt buộc]", None),
    (r"\[default:", "[mặc định:", None),
)
# What its own options do, by name: laid out as ours are.
OPTIONS: Final = {
    "help": Text("In hướng dẫn này.", "Show this message and exit."),
    "install_completion": Text(
        "Cài tự hoàn thành cho shell đang dùng.", "Install completion for the current shell."
    ),
    "show_completion": Text("In mã tự hoàn thành của shell.", "Print the shell's completion code."),
}
_TYPES: Final = r" <(?:list\[\w+\]|str)>"
_NO_OPTION = Text("không có tùy chọn {name}", "there is no option {name}")
_NO_COMMAND = Text("không có lệnh “{name}”", "there is no command “{name}”")
_MEANT = Text("{what}; có phải là {near}?", "{what}; did you mean {near}?")
_NOT_ONE_OF = Text("“{typed}” không phải là một trong: {of}", "“{typed}” is not one of {of}")
_NOT_WHOLE = Text("phải là số nguyên", "must be a whole number")
_NO_ARGUMENT_OF = Text("thiếu tham số {name}: {of}", "the argument {name} is missing: {of}")
_INSTALLED = Text(
    "đã cài tự hoàn thành cho {shell} vào {path}", "completion for {shell} is in {path}"
)
_NEW_TERMINAL = Text("mở lại cửa sổ dòng lệnh để dùng", "open a new terminal to use it")
_NO_SHELL = Text("không tự hoàn thành được cho shell này", "there is no completion for this shell")
# Whole sentences. `what` and `why` are sentences themselves, `near` are names in quotation marks.
_SENTENCES: Final = (
    (r"(?P<what>No such option: .*?)\.? \(Possible options: (?P<near>.*)\)", _MEANT),
    (r"(?P<what>No such (?:option: .*?|command '.*'\.))\.? Did you mean (?P<near>.*)\?", _MEANT),
    (r"No such option: (?P<name>.*)", _NO_OPTION),
    (r"No such command '(?P<name>.*)'\.", _NO_COMMAND),
    (r"Missing command\.", Text("thiếu tên lệnh", "a command is missing")),
    (
        r"Missing argument '?(?P<name>.*?)'?\. Choose from: (?P<of>.*)",
        _NO_ARGUMENT_OF,
    ),
    (
        r"Missing argument '?(?P<name>.*?)'?\.(?: .*)?",
        Text("thiếu tham số {name}", "the argument {name} is missing"),
    ),
    (
        r"Missing option '?(?P<name>.*?)'?\.(?: .*)?",
        Text("thiếu tùy chọn {name}", "the option {name} is missing"),
    ),
    (
        r"Option '(?P<name>.*?)' requires .*",
        Text("tùy chọn {name} cần một giá trị", "the option {name} needs a value"),
    ),
    (
        r"Option '(?P<name>.*?)' does not take a value\.",
        Text("tùy chọn {name} không nhận giá trị", "the option {name} takes no value"),
    ),
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((?P<rest>.*)\)",
        Text("thừa tham số: {rest}", "too many arguments: {rest}"),
    ),
    (
        r"Invalid value for (?P<name>.*?): (?P<why>.*)",
        Text("giá trị của {name} không hợp lệ: {why}", "{name}: {why}"),
    ),
    (r"Invalid value: (?P<why>.*)", Text("giá trị không hợp lệ: {why}", "{why}")),
    (r"Value error, (?P<why>.*)", Text("{why}", "{why}")),
    (r"(?P<q>['\"])(?P<typed>.*)(?P=q) is not one of (?P<of>.*?)\.?", _NOT_ONE_OF),
    (
        r"Input should be greater than or equal to (?P<n>\S+)",
        Text("phải từ {n} trở lên", "must be at least {n}"),
    ),
    (
        r"Input should be less than or equal to (?P<n>\S+)",
        Text("không được quá {n}", "must be at most {n}"),
    ),
    (
        r"(?:Input should be a valid integer|Unable to parse input string as an integer).*",
        _NOT_WHOLE,
    ),
    (
        r"(?P<shell>\S+) completion installed in (?P<path>.*)",
        _INSTALLED,
    ),
    (
        r"Completion will take effect once you restart the terminal",
        _NEW_TERMINAL,
    ),
    (
        r"Shell (?P<name>\S+) (?:is )?not supported\.",
        _NO_SHELL,
    ),
)
_UNKNOWN = Text("bộ đọc dòng lệnh báo: “{said}”", "{said}")


def translated(text: str) -> str:
    """The parser's help in the language of this run."""
    text = re.sub(
        _TYPES, lambda found: " " * len(found[0]), text
    )  # of no use to a reader; the columns stay where they are
    for pattern, vi, en in _PHRASES:
        words = vi if current() == "vi" else en
        if words is not None:
            text = re.sub(pattern, words, text, flags=re.MULTILINE)
    return text


def sentence(text: str) -> str:
    """A sentence of the parser's in the language of this run; one that nobody knows is told as the
    parser's own.
    """
    plain = " ".join(text.split())
    for pattern, words in _SENTENCES:
        found = re.fullmatch(pattern, plain)
        if found is not None:
            values = {name: _part(name, said) for name, said in found.groupdict().items()}
            message = Message(words, values)
            if words is _NOT_ONE_OF:
                message = message.or_near(near(values["typed"], values["of"].split(", ")))
            return message.say(current())
    return say(_UNKNOWN, said=plain)


def _part(name: str, said: str) -> str:
    if name in ("what", "why"):
        return sentence(said)
    return said.replace("'", "") if name in ("near", "name", "of") else said
