"""Every word the program says, in Vietnamese and English side by side: a missing translation is a type error."""

from parplan.text import Text

# Why a file cannot be read or written, by the name of the system's error.
OS_REASONS: dict[str, Text] = {
    "ENOENT": Text("không có tệp hoặc thư mục này", "No such file or directory"),
    "EACCES": Text("không có quyền", "Permission denied"),
    "EPERM": Text("không được phép", "Operation not permitted"),
    "EISDIR": Text("là thư mục", "Is a directory"),
    "ENOTDIR": Text("không phải thư mục", "Not a directory"),
    "ENOSPC": Text("đĩa đầy", "No space left on device"),
    "ENAMETOOLONG": Text("tên tệp quá dài", "File name too long"),
    "EROFS": Text("ổ đĩa chỉ đọc", "Read-only file system"),
    "EBADF": Text("đã đóng", "it is closed"),
    "EIO": Text("lỗi thiết bị", "Input/output error"),
}


class Cli:
    """The words of the command line itself."""

    ERROR = Text("parplan: lỗi: {message}", "parplan: error: {message}")
    REMARK = Text("parplan: {message}", "parplan: {message}")
    PLAIN = Text("{message}", "{message}")
    FOLDERS_AND_PLAN = Text("chỉ dùng thư mục hoặc --plan, không dùng cả hai", "give folders or --plan, not both")
    TRY_HELP = Text("Xem “{command} --help”.", "See `{command} --help`.")
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
    NAMED_TWICE = Text("{path} vừa để đọc vừa để ghi, hoặc ghi hai lần", "{path} would be read and written, or written twice")
    EXISTS = Text("{path} đã có; chọn tên khác, hoặc xóa tệp đó trước", "{path} exists already; choose another name, or remove it first")
    NEEDS_EXTRA = Text(
        "lệnh này cần thêm thư viện {library}: pip install 'parplan[{extra}]'",
        "this needs the library {library} as well: pip install 'parplan[{extra}]'",
    )
    CANNOT_WRITE = Text("không ghi được {path}: {why}", "{path} cannot be written: {why}")
    STDOUT = Text("đầu ra chuẩn", "standard output")
    ENVIRONMENT = Text("{name}={value}: cần một trong {allowed}", "{name}={value}: one of {allowed} is needed")
