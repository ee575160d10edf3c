"""Every word the program says, in Vietnamese and English side by side: a missing translation is a type error."""

from parplan.text import Text


class Cli:
    """The words of the command line itself."""

    FOLDERS_AND_PLAN = Text("chỉ dùng thư mục hoặc --plan, không dùng cả hai", "give folders or --plan, not both")
    UNKNOWN_ID = Text("kế hoạch không có mã “{id}”", "the plan has no id “{id}”")
    BROKEN_PLAN = Text(
        "không tính được gì trên kế hoạch có lỗi ở trên; sửa rồi chạy lại, hoặc xem “parplan validate”",
        "nothing can be worked out from a plan with the errors above; fix them, or see `parplan validate`",
    )
    BAD_CHANGE = Text("{option} “{text}”: không phải dạng {form}", "{option} “{text}”: not of the form {form}")
    BAD_CHANGE_MEANT = Text("{option} “{text}”: có phải là {meant}?", "{option} “{text}”: did you mean {meant}?")
    REFUSED = Text("{option}: {message}; {help}", "{option}: {message}; {help}")
    REFUSED_BASE = Text("{message}; {help}", "{message}; {help}")
    CANNOT_READ = Text("không đọc được {path}: {why}", "{path} cannot be read: {why}")
    BAD_LINE = Text("{file}:{line}: {message}", "{file}:{line}: {message}")
    BAD_LINES = Text("số dòng không tính được: {count}", "lines that could not be worked out: {count}")
    BAD_COLUMN = Text("tên cột: {message}", "column title: {message}")
    REFUSED_LINE = Text("{reasons}", "{reasons}")
    NEEDS_EXTRA = Text(
        "lệnh này cần thêm thư viện {library}: pip install 'parplan[{extra}]'",
        "this needs the library {library} as well: pip install 'parplan[{extra}]'",
    )
