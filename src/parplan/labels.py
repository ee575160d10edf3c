"""Every word the program says, in Vietnamese and English side by side: a missing translation is a type error."""

from parplan.text import Text

DECISIONS: dict[str, Text] = {
    "keep": Text("giữ nguyên", "kept as printed"),
    "correct": Text("đã sửa", "corrected"),
    "follows": Text("hệ quả", "follows from another"),
    "undecided": Text("chưa quyết định", "undecided"),
}


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


class Gap:
    """The words of `parplan gap`."""

    SOURCE = Text("Kế hoạch: {plan}", "Plan: {plan}")


class Findings:
    """The words around findings."""

    KNOWN = Text(
        "đã ghi nhận trong errata.yaml ({erratum}, {decision}): {because}", "known to errata.yaml ({erratum}, {decision}): {because}"
    )
    KNOWN_UNREASONED = Text("đã ghi nhận trong errata.yaml ({erratum}, {decision})", "known to errata.yaml ({erratum}, {decision})")


class Cli:
    """The words of the command line itself."""

    ERROR = Text("parplan: lỗi: {message}", "parplan: error: {message}")
    REMARK = Text("parplan: {message}", "parplan: {message}")
    PLAIN = Text("{message}", "{message}")
    FOLDERS_AND_PLAN = Text("chỉ dùng thư mục hoặc --plan, không dùng cả hai", "give folders or --plan, not both")
    TRY_HELP = Text("Xem “{command} --help”.", "See `{command} --help`.")
    UNKNOWN_ID = Text("kế hoạch không có mã “{id}”", "the plan has no id “{id}”")
    UNKNOWN_ID_NEAR = Text("kế hoạch không có mã “{id}”; có phải là {near}?", "the plan has no id “{id}”; did you mean {near}?")
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


VERDICTS: dict[str, Text] = {
    "strong": Text("rất có cơ sở", "strong"),
    "likely": Text("nhiều khả năng", "likely"),
    "undecided": Text("chưa đủ căn cứ", "undecided"),
    "weak": Text("ít khả năng", "weak"),
}


SLIPS: dict[str, Text] = {
    "replaced": Text("nhầm một chữ số", "one digit replaced"),
    "dropped": Text("sót một chữ số", "a digit dropped"),
    "doubled": Text("gõ lặp một chữ số", "a digit doubled"),
    "swapped": Text("đảo hai chữ số liền nhau", "two digits swapped"),
    "point": Text("lệch dấu thập phân", "the decimal point moved"),
    "sign": Text("nhầm dấu âm, dương", "a sign lost or gained"),
    "exchanged": Text("đổi chỗ hai ô", "two cells exchanged"),
    "copied": Text("chép nhầm ô phía trên", "the cell above copied"),
    "other": Text("không thuộc kiểu nhầm nào đã biết", "no known kind of slip"),
}


class Repairs:
    """The words of `parplan errata suggest`."""

    TITLE = Text("{number}. {broken}", "{number}. {broken}")
    TITLE_OF = Text("{number}. {plan}: {broken}", "{number}. {plan}: {broken}")
    BROKEN = Text("{code} {path}", "{code} {path}")
    GROUP = Text("Nhóm", "Group")
    PLAN = Text("Kế hoạch", "Plan")
    BROKEN_TITLE = Text("Mâu thuẫn", "Broken")
    NUMBER = Text("Cách", "Way")
    VERDICT = Text("Đánh giá", "Verdict")
    FIGURE = Text("Số liệu", "Figure")
    PRINTED = Text("Bản in", "Printed")
    MEANT = Text("Đề xuất", "Meant")
    LOW = Text("Từ", "From")
    HIGH = Text("Đến", "To")
    SLIP = Text("Kiểu nhầm", "Slip")
    REPAIRS = Text("Khắc phục", "Settles")
    BREAKS = Text("Phát sinh", "Breaks")
    WITNESSES = Text("Làm chứng", "Witnesses")
    MESSAGE = Text("{path}: {message}", "{path}: {message}")
    STATUS = Text("{path}: {known}", "{path}: {known}")
    FOLLOWS = Text("các mâu thuẫn kéo theo, sẽ tự hết: {broken}", "also settled by it: {broken}")
    CALLED_FOR = Text("{witnesses} đều ủng hộ số này", "{witnesses} support this value")
    CALLED_FOR_BY_ONE = Text("{witnesses} ủng hộ số này", "{witnesses} supports this value")
    NO_OTHER = Text("sửa bất kỳ số nào khác đều không khắc phục được hết", "no other figure would settle all of this")
    NO_OTHER_SET = Text("không nhóm số nào khác khắc phục được hết", "no other set of figures would settle all of this")
    ALSO = Text("cũng có thể là {rivals}", "{rivals} would do as well")
    ALSO_MORE = Text("cũng có thể là {rivals}, và {more} cách khác", "{rivals} would do as well, and {more} more")
    BETTER = Text("nhiều khả năng hơn là {best}", "{best} is likelier")
    TOGETHER = Text("cần sửa {count} số cùng lúc", "{count} figures have to change together")
    REPAIRED = Text("khắc phục được {count} mâu thuẫn, không phát sinh mâu thuẫn mới", "settles {count}, breaks none")
    WHY_OF = Text("{number}. {verdict}: {reasons}", "{number}. {verdict}: {reasons}")
    STAYS = Text(
        "{path}: giữ nguyên {printed}, vì nếu sửa thành {value} sẽ mâu thuẫn với {by}",
        "{path} stays {printed}: {value} would contradict {by}",
    )
    MORE_STAY = Text("cùng {more} số khác cũng giữ nguyên như vậy", "held in place likewise: {more} more")
    COMMAND = Text("ghi vào sổ: {command}", "to enter it: {command}")
    NONE = Text("sửa cùng lúc tối đa {most} số vẫn không khắc phục được", "no change of up to {most} figures settles this")
    STOPPED = Text("chưa tìm hết: quá nhiều tổ hợp", "not everything was tried: there are too many combinations")
    NOTHING = Text("không có mâu thuẫn nào cần sửa", "no contradiction to repair")
    CARRIED = Text("phải sửa theo", "changes with it")
    IN_HELP = Text("{path}: {old} → {new}", "{old} → {new} in {path}")
    HELP = Text("{verdict}: {changes} ({why}); xem “parplan errata suggest”", "{verdict}: {changes} ({why}); see `parplan errata suggest`")
    HELP_EITHER = Text("chưa phân định được: {changes}; xem “parplan errata suggest”", "undecided: {changes}; see `parplan errata suggest`")
    HELP_AMONG = Text(
        "chưa phân định được: {changes}, và {more} cách khác; xem “parplan errata suggest”",
        "undecided: {changes}, and {more} more; see `parplan errata suggest`",
    )
    OR = Text(" hoặc ", " or ")
    AND = Text(" và ", " and ")


class Errata:
    """The words of `parplan errata list`, `show`, `accept` and `letter`."""

    TITLE = Text("Sổ đính chính", "Errata")
    ID = Text("Mục", "Entry")
    RULE = Text("Quy tắc", "Rule")
    AT = Text("Tại", "At")
    STATUS = Text("Tình trạng", "Status")
    DECISION = Text("Quyết định", "Decision")
    CORRECT = Text("Số thay thế", "Instead")
    BECAUSE = Text("Lý do", "Because")
    KNOWN = Text("đã ghi nhận", "known")
    STALE = Text("không còn hiệu lực", "stale")
    OPEN = Text("chưa ghi nhận", "open")
    PUT = Text("{path} = {value}", "{path} = {value}")
    PLACE = Text("{code} {path}", "{code} {path}")
    OPEN_ONES = Text(
        "{count} mâu thuẫn chưa ghi; xem “parplan errata suggest”, ghi bằng “parplan errata accept”",
        "{count} not in the ledger; see `parplan errata suggest`, enter them with `parplan errata accept`",
    )
    EMPTY = Text("sổ chưa có mục nào, và kế hoạch không có mâu thuẫn", "the ledger is empty, and the plan does not contradict itself")
    KNOWN_ALREADY = Text(
        "{path} đã có trong sổ ({entries}); muốn quyết định lại thì dùng mã của mục",
        "{path} is in the ledger already ({entries}); to decide anew, name the entry",
    )
    ONLY_FOLLOWS = Text(
        "mâu thuẫn tại {path} là hệ quả của {code} {root}; quyết định chỗ đó trước",
        "the contradiction at {path} follows from {code} {root}; decide that one",
    )
    NOTHING_OPEN = Text("{path} không nằm trong mâu thuẫn nào còn bỏ ngỏ", "{path} stands in no contradiction that is open")
    NO_FIGURE = Text("không có số liệu “{path}”", "there is no figure “{path}”")
    NO_FIGURE_NEAR = Text("không có số liệu “{path}”; có phải là {near}?", "there is no figure “{path}”; did you mean {near}?")
    AS_PRINTED = Text(
        "bản in đã ghi {path} là {value}; muốn giữ nguyên, dùng --decision keep",
        "{path} is printed as {value}; to leave it so, say keep",
    )
    TOO_FINE = Text(
        "{path} in với {decimals} chữ số thập phân, không phải {value}", "{path} is printed with {decimals} decimals, not as {value}"
    )
    SETTLES_NOTHING = Text("với {correct} thì vẫn còn {left}", "with {correct}, {left} is still broken")
    SETTLES_NOTHING_BUT = Text(
        "với {correct} thì vẫn còn {left}; từ {low} đến {high} mới hết",
        "with {correct}, {left} is still broken; {low} to {high} would settle it",
    )
    SETTLES_NOTHING_ALONE = Text(
        "với {correct} thì vẫn còn {left}; phải sửa cùng lúc: --decision {together}",
        "with {correct}, {left} is still broken; more has to change with it: --decision {together}",
    )
    CORRECTED_ALREADY = Text(
        "sổ đã thay {path} bằng {value}; sửa mục đó trước", "the ledger puts {value} for {path} already; decide that entry first"
    )
    COMMA = Text("--decision “{text}”: có phải là {meant}?", "--decision “{text}”: did you mean {meant}?")
    UNREADABLE = Text(
        "không ghi: với mục này thì không đọc được kế hoạch ({path})", "not written: the plan could not be read with this entry ({path})"
    )
    LEFT = Text("chưa ghi, vì vẫn còn mâu thuẫn: {left}", "not entered, because still broken: {left}")
    BREAKS = Text("số thay thế gây thêm mâu thuẫn: {broken}", "the correction breaks what holds: {broken}")
    WRITTEN = Text("đã ghi vào {path}", "written to {path}")
    DECISION_FORM = Text(
        "--decision “{text}”: cần keep, undecided, correct=6.74 hoặc correct=MÃ=ĐIỂM,MÃ=ĐIỂM",
        "--decision takes keep, undecided, correct=6.74 or correct=PATH=VALUE,PATH=VALUE, not “{text}”",
    )
    NAME_THE_FIGURE = Text("mục {id} có nhiều số; ghi rõ: correct=MÃ=ĐIỂM", "{id} is about several figures; say which: correct=PATH=VALUE")
    NO_REASON = Text("--because cần nêu lý do", "--because needs a reason")
    EMBEDDED = Text(
        "không sửa kế hoạch đi kèm parplan; chép ra thư mục riêng rồi dùng --plan",
        "the plan that comes with parplan is not changed; copy it to a folder and name that with --plan",
    )
    NO_PLACE = Text(
        "không có chỗ ghi vào {path} mà không đụng đến phần khác; ghi bằng tay, hoặc viết danh sách bằng dấu “-”",
        "there is no place in {path} to write to without touching the rest; enter it by hand, or write the list with dashes",
    )
    NO_ENTRY = Text("sổ không có mục “{id}”, và kế hoạch không có số liệu đó", "there is no entry “{id}”, and no such figure")
    NO_ENTRY_NEAR = Text(
        "sổ không có mục “{id}”, và kế hoạch không có số liệu đó; có phải là {near}?",
        "there is no entry “{id}”, and no such figure; did you mean {near}?",
    )
    NOTHING_TO_SHOW = Text("{id} không thuộc mâu thuẫn nào", "{id} stands in no contradiction")
    LETTER = Text("Đề nghị đính chính số liệu", "Request for correction")
    LETTER_ABOUT = Text(
        "Văn bản: {name} (số liệu năm {year}, mục tiêu năm {target_year}).",
        "Document: {name} (figures of {year}, targets of {target_year}).",
    )
    LETTER_OPENING = Text(
        "Qua đối chiếu, một số số liệu nêu trong văn bản chưa thống nhất. Đề nghị cơ quan soạn thảo kiểm tra, xác nhận hoặc đính chính"
        " các số liệu sau:",
        "On checking, some of the printed figures contradict one another. Please confirm or correct the following:",
    )
    LETTER_CLOSING = Text(
        "Đề nghị Quý cơ quan phúc đáp bằng văn bản để thống nhất số liệu.", "Please answer in writing, so that the data can follow."
    )
    ONE_OF = Text("{message}; đề nghị chọn một trong các phương án {ways}", "{message}; please choose one of {ways}")
    INSTEAD = Text("phương án thay cho {way}", "instead of {way}")
    TOGETHER = Text("sửa đồng thời với dòng trên", "together with the line above")
    LETTER_NOTHING = Text("Không có số liệu nào cần đính chính.", "There is nothing to correct.")
    NUMBER = Text("TT", "No")
    PLACE_OF = Text("Vị trí", "Place")
    CELL = Text("{table}, dòng {row}, cột {column}", "{table}, row {row}, column {column}")
    PRINTED = Text("Số liệu đã in", "Printed")
    PROPOSED = Text("Đề nghị sửa thành", "Proposed")
    REASON = Text("Căn cứ", "Reason")
    ANY = Text("(đề nghị xác nhận)", "(please confirm)")
