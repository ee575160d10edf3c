"""libyaml's own sentences in the words of a reader."""

from collections.abc import Mapping

from parplan.text import Text

A_TAB = Text("phím Tab; thụt đầu dòng bằng dấu cách", "a tab; indent with spaces")
_A_TAG = Text("thẻ (!tên) viết sai", "a tag (!name) that is not written as tags are")
_A_DIRECTIVE = Text(
    "dòng bắt đầu bằng “%” không đúng", "a line that begins with “%” and is no directive"
)
_AN_ESCAPE = Text(
    "dấu \\ trong ngoặc kép không đi với chữ này; dùng ngoặc đơn",
    "a \\ in double quotes that means nothing here; use single quotes",
)
_A_NAME = Text(
    "neo hoặc bí danh (& hoặc *) không có tên", "an anchor or alias (& or *) without a name"
)


_SENTENCES: Mapping[str, Text] = {
    "mapping values are not allowed in this context": Text(
        "dấu hai chấm ở chỗ không thể có khóa", "a colon where there can be no key"
    ),
    "did not find expected key": Text(
        "thiếu khóa, hoặc thụt đầu dòng lệch", "a key was expected; the indent may be off"
    ),
    "did not find expected '-' indicator": Text(
        "thiếu dấu “-”, hoặc thụt đầu dòng lệch", "a “-” was expected; the indent may be off"
    ),
    "could not find expected ':'": Text(
        "thiếu dấu hai chấm sau khóa", "a colon is missing after a key"
    ),
    "found character that cannot start any token": Text(
        "ký tự không thể đứng ở đây, như @, ` hoặc %",
        "a character that cannot stand here, such as @, ` or %",
    ),
    "found unexpected end of stream": Text(
        "tệp kết thúc giữa chừng (thiếu dấu đóng ngoặc)",
        "the file ends too early (a closing quote is missing)",
    ),
    "did not find expected comment or line break": Text(
        "“>” hoặc “|” mở một khối chữ", "“>” or “|” opens a block of text"
    ),
    "did not find expected ',' or '}'": Text(
        "thiếu dấu phẩy hoặc “}”", "a comma or “}” is missing"
    ),
    "did not find expected ',' or ']'": Text(
        "thiếu dấu phẩy hoặc “]”", "a comma or “]” is missing"
    ),
    "did not find expected node content": Text("thiếu giá trị", "a value is missing"),
    "did not find expected <document start>": Text(
        "chữ thừa sau nội dung", "text after the end of the content"
    ),
    "mapping keys are not allowed in this context": Text(
        "khóa ở chỗ không thể có khóa", "a key where there can be none"
    ),
    "found a tab character that violates indentation": A_TAB,
    "found a tab character where an indentation space is expected": A_TAB,
    "found undefined tag handle": _A_TAG,
    "did not find expected tag URI": _A_TAG,
    "did not find expected '!'": _A_TAG,
    "did not find the expected '>'": _A_TAG,
    "did not find expected whitespace or line break": _A_TAG,
    "found duplicate %TAG directive": _A_DIRECTIVE,
    "found duplicate %YAML directive": _A_DIRECTIVE,
    "found incompatible YAML document": _A_DIRECTIVE,
    "found unknown directive name": _A_DIRECTIVE,
    "could not find expected directive name": _A_DIRECTIVE,
    "did not find expected digit or '.' character": _A_DIRECTIVE,
    "found unknown escape character": _AN_ESCAPE,
    "did not find expected hexdecimal number": _AN_ESCAPE,
    "did not find expected alphabetic or numeric character": _A_NAME,
    "found unexpected document indicator": Text(
        "“---” ở giữa một đoạn chữ trong ngoặc", "“---” inside a quoted text"
    ),
    "found unexpected ':'": Text(
        "dấu hai chấm ở chỗ không thể có", "a colon where there can be none"
    ),
    "found an indentation indicator equal to 0": Text(
        "số 0 sau “|” hoặc “>”", "a 0 after “|” or “>”"
    ),
    "block sequence entries are not allowed in this context": Text(
        "dấu “-” ở chỗ không thể có danh sách", "a “-” where there can be no list"
    ),
}


def said(words: str) -> Text:
    """What libyaml stumbled over, for a reader; a sentence that is not known here (a newer
    libyaml's) as it stands.
    """
    return _SENTENCES.get(words) or Text(f"libyaml báo: “{words}”", f"libyaml says “{words}”")


def is_known(words: str) -> bool:
    """Whether a sentence of libyaml's has words of ours."""
    return words in _SENTENCES
