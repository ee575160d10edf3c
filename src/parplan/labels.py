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


class Gap:
    """The words of `parplan gap`."""

    ID = Text("Mã", "Id")
    INDEX = Text("Chỉ số", "Index")
    PARENT = Text("Thuộc", "Parent")
    LEVEL = Text("Cấp", "Level")
    NAME = Text("Nội dung", "Row")
    SCORE = Text("Điểm", "Score")
    MAX = Text("Tối đa", "Max")
    PLANNED = Text("Dự kiến", "Planned")
    TARGET = Text("Mục tiêu", "Target")
    SHORTFALL = Text("Còn thiếu", "Shortfall")
    BAR = Text("", "")
    TOTAL = Text("Cộng", "Total")
    NOT_PRINTED = Text(
        "mục tiêu không có dấu ≥ thì bản in không ghi; suy ra từ mức tăng hoặc cộng các mục",
        "a target without ≥ is not printed: it follows from the increase, or adds up the rows",
    )
    SHORT = Text(
        "mức tăng dự kiến còn thiếu {value} so với mục tiêu",
        "the planned increases fall {value} short of the target",
    )
    SOURCE = Text("Kế hoạch: {plan}", "Plan: {plan}")
    BASIS = Text("Cơ sở số liệu: {basis}", "Basis: {basis}")


class Ranking:
    """The words of `parplan rank`."""

    TITLE = Text("{name}: thứ hạng trong {field}", "{name}: rank in {field}")
    FIELD = Text("{name} ({year})", "{name} ({year})")
    WHAT = Text("Điểm nào", "Which score")
    CURRENT = Text("hiện có", "current")
    PROJECTED = Text("dự báo", "projected")
    TARGET = Text("mục tiêu", "target")
    ASKED = Text("đã nêu", "as asked")
    SCORE = Text("Điểm", "Score")
    RANK = Text("Hạng", "Rank")
    BEST = Text("Hạng cao nhất", "Best")
    WORST = Text("Hạng thấp nhất", "Worst")
    OF = Text("Số được xếp hạng", "Ranked")
    GROUP = Text("Nhóm", "Group")
    MISSING = Text("Còn thiếu để lên nhóm", "To the next group")
    MOVED = Text("Nếu các đơn vị khác cũng đổi", "If the field moves")
    ONE = Text("{at}/{of}", "{at}/{of}")
    FROM_TO = Text("{best}–{worst}/{of}", "{best}–{worst}/{of}")
    BETWEEN = Text("giữa {above} và {below}", "between {above} and {below}")
    ABOVE_ALL = Text("trên {below}", "above {below}")
    BELOW_ALL = Text("dưới {above}", "below {above}")
    STANDING_STILL = Text(
        "thứ hạng nếu mọi đơn vị khác giữ nguyên điểm năm {year}; đơn vị bằng điểm cùng hạng",
        "ranks if every other unit stays where it was in {year}; ties share the better rank",
    )
    GROUPS_ONLY = Text(
        "chỉ công bố nhóm, không công bố điểm từng đơn vị, nên trong một nhóm chỉ biết khoảng thứ hạng",
        "only groups are published, not every unit's score: inside a group there is only a range of ranks",
    )
    IF_MOVED = Text("nếu các đơn vị khác lại thay đổi như trong các năm {years}", "if the others change once more as they did in {years}")
    NOT_COMPARABLE = Text(
        "kế hoạch in hạng {rank} của {id}: mẫu số khác {ranked} đơn vị được xếp hạng, nên không so sánh được",
        "the plan prints rank {rank} for {id}: that is over another number than the {ranked} ranked, and does not compare",
    )
    TIED = Text("{id}, {what}: {tied} đơn vị khác bằng điểm", "{id}, {what}: others with the same score: {tied}")
    OUTSIDE = Text(
        "{id}: bảng không có điểm của đơn vị lập kế hoạch năm đó, nên tính như thêm một đơn vị",
        "{id}: the table has no score of the plan's own unit in that year, which is counted as one more",
    )
    OUT_OF_SCALE = Text(
        "{id} có thang điểm từ {low} đến {high}: không thể là {score}", "{id} goes from {low} to {high}: it cannot be {score}"
    )
    NO_FIELD = Text(
        "không biết các đơn vị khác đạt bao nhiêu ở {id}; thêm tệp peers/*.yaml, hoặc dùng --peers với một bảng CSV",
        "nobody knows what the other units have in {id}; add a file peers/*.yaml, or give a table with --peers FILE.csv",
    )
    NO_YEAR = Text("bảng không có điểm {id} năm {year}; có các năm {years}", "the table has no scores of {id} in {year}; it has {years}")
    NO_SCORES = Text("bảng không có điểm nào của {id}", "the table has no scores of {id}")
    ONE_SCORE = Text("--score, --target và --projected: chỉ dùng một", "give one of --score, --target and --projected")
    UNKNOWN_SCORE = Text("chưa biết điểm {what} của {id}", "the {what} score of {id} is not known")


class Realism:
    """The words of `parplan realism`."""

    TITLE = Text("{name}: mức tăng dự kiến so với thực tế", "{name}: planned gains against what has been done")
    OF_HEADROOM = Text("% dư địa", "Of headroom")
    OWN = Text("Mức tăng lớn nhất của mình", "Own best")
    P90 = Text("90\u00a0% đơn vị", "90\u00a0% of units")
    LARGEST = Text("Lớn nhất từng có", "Largest ever")
    VERDICT = Text("Đánh giá", "Verdict")
    BEYOND = Text(
        "{id}: dự kiến +{planned}, chưa đơn vị nào từng tăng được như vậy; lớn nhất {largest} ({first}–{last})",
        "{id}: +{planned} planned, and no unit has ever done it; the largest is {largest} ({first}–{last})",
    )
    BEYOND_ONE = Text(
        "{id}: dự kiến +{planned}; trong bảng ({units} đơn vị, {first}–{last}) chưa đơn vị nào tăng được vậy, lớn nhất {largest} ({unit})",
        "{id}: +{planned} planned; none of {units} units in the table ({first}–{last}) gained so much; the largest is {largest} ({unit})",
    )
    COUNTED = Text(
        "{beyond} mức tăng chưa đơn vị nào đạt, {rare} mức không quá 10\u00a0% đơn vị đạt, {usual} mức thường gặp",
        "gains: {beyond} that no unit ever made, {rare} that at most one in ten made, {usual} within what is usual",
    )
    NO_HISTORY = Text(
        "không biết các đơn vị khác từng tăng bao nhiêu ở {count} mục; dùng --peers với một bảng CSV",
        "rows of which nobody knows what other units gained: {count}; give a table with --peers FILE.csv",
    )
    SOURCE = Text("mức tăng đã có: {source}", "past gains: {source}")
    FROM_PANEL = Text("{file}, {first}–{last}", "{file}, {first}–{last}")


REALISM: dict[str, Text] = {
    "beyond": Text("chưa ai đạt", "never done"),
    "rare": Text("hiếm", "rare"),
    "usual": Text("thường gặp", "usual"),
}


class Compared:
    """The words of `parplan compare`."""

    TITLE = Text("{name}: {first} → {second}", "{name}: {first} → {second}")
    FIELD = Text("Số liệu", "Figure")
    CHANGE = Text("Thay đổi", "Change")
    SHARE_FIRST = Text("% tối đa, {first}", "Of max, {first}")
    SHARE_SECOND = Text("% tối đa, {second}", "Of max, {second}")
    SAME = Text("điểm, điểm tối đa, mức tăng và mục tiêu đều như nhau", "no score, maximum, increase or target differs")
    CHANGED = Text("số liệu khác nhau: {count}", "figures that differ: {count}")
    IS_ADDED = Text("mục mới", "added")
    IS_REMOVED = Text("bị bỏ", "removed")
    RENAMED = Text("đổi tên: {id} “{old}” → “{new}”", "renamed: {id} “{old}” → “{new}”")
    MOVED = Text("đổi mã: {old} → {new} “{name}”", "other id: {old} → {new} “{name}”")
    NOT_COMPARABLE = Text(
        "bộ tiêu chí đã thay đổi ({why}): điểm không so sánh được, chỉ so được tỷ lệ trên điểm tối đa",
        "the criteria changed ({why}): scores do not compare, only shares of the maximum do",
    )
    MAXIMA = Text("điểm tối đa của {ids}", "the maximum of {ids}")
    ROWS = Text("các mục {ids}", "the rows {ids}")
    UNKNOWN = Text(
        "“{text}” không phải thư mục kế hoạch, năm, phiên bản git (HEAD~1:) hoặc đơn vị@năm",
        "“{text}” is no plan's folder, year, git revision (HEAD~1:) or unit@year",
    )
    NO_YEAR = Text("chưa có điểm năm {year}; có các năm {years}", "no scores of {year} are known; there are {years}")
    NEEDS_PEERS = Text("“{text}” cần một bảng: thêm --peers FILE.csv", "“{text}” needs a table: add --peers FILE.csv")
    NO_UNIT = Text("bảng không có {unit} năm {year}", "the table does not have {unit} in {year}")
    NO_UNIT_NEAR = Text(
        "bảng không có {unit} năm {year}; có phải là {near}?", "the table does not have {unit} in {year}; did you mean {near}?"
    )
    GIT_EMBEDDED = Text(
        "kế hoạch kèm theo không nằm trong kho git của bạn: thêm --plan THƯ_MỤC",
        "the plan that comes with parplan is not in your repository: add --plan DIR",
    )
    NO_GIT = Text("không có chương trình git", "there is no program git")
    GIT = Text("git không có {what}: {why}", "git does not have {what}: {why}")
    NOT_KNOWN = Text("{side} chưa có điểm của: {names}", "{side} has no scores of: {names}")


class Project:
    """The words of `parplan project`."""

    TITLE = Text("{name}: {year} → {target_year}. {scenario}", "{name}: {year} → {target_year}. {scenario}")
    SIDE_BY_SIDE = Text("{name}: {year} → {target_year}", "{name}: {year} → {target_year}")
    PLAN = Text("Kế hoạch thực hiện đầy đủ", "The plan carried out in full")
    CURRENT = Text("Giữ nguyên điểm hiện có", "The scores as they are")
    WITH_CHANGES = Text("{name}, có thay đổi", "{name}, with changes")
    CHANGED = Text("Theo các thay đổi đã nêu", "With the changes given")
    SCENARIO = Text("Kịch bản", "Scenario")
    CHANGE = Text("Thay đổi", "Change")
    PROJECTED = Text("Dự báo", "Projected")
    DIFFERENCE = Text("So với cột đầu", "To the first")
    HELD = Text("{id} giữ ở mức {limit}; nếu không sẽ là {value}", "{id} is held at {limit}; it would come to {value}")
    IDLE = Text("kế hoạch không nêu mức tăng của {ids}: giữ nguyên điểm", "the plan says nothing of {ids}: they stay as they are")
    FOUND = Text("kết quả dự báo, {path}: {message}", "as projected, {path}: {message}")
    REASON = Text("{change}: {because}", "{change}: {because}")
    SET = Text("{id} = {amount}", "{id} = {amount}")
    ADD = Text("{id} {amount}", "{id} {amount}")
    ADD_MORE = Text("{id} +{amount}", "{id} +{amount}")
    PERCENT = Text("{value}\u00a0%", "{value}\u00a0%")
    SHARE = Text("{id}: {amount} mức tăng dự kiến", "{id}: {amount} of the planned increase")
    SHARE_OF_ALL = Text("{amount} mức tăng dự kiến của cả kế hoạch", "{amount} of what the whole plan adds")
    SPENT = Text("{change} không có tác dụng: thay đổi sau đã thay thế", "{change} has no effect: a later change takes its place")
    MISSED = Text(
        "{path} dự báo {value}, thấp hơn ngưỡng {gate} ({scenario})",
        "{path} is projected at {value}, below the gate of {gate} ({scenario})",
    )
    GATE_UNKNOWN = Text(
        "{path} không dự báo được, nên không so được với ngưỡng {gate} ({scenario})",
        "{path} is not known, so the gate of {gate} is missed ({scenario})",
    )
    SAVED = Text("đã lưu kịch bản vào {path}", "the scenario is saved in {path}")


class ToReach:
    """The words of `parplan reach`."""

    TITLE = Text("{name}: đạt ít nhất {at_least}", "{name}: at least {at_least}")
    SHARE = Text("% dư địa", "Of headroom")
    BOUND = Text("Giới hạn", "Bound")
    COST = Text("Chi phí", "Cost")
    NEEDED = Text("cần tăng thêm {needed}", "needs {needed} more")
    EVENLY = Text(
        "cần tăng thêm {needed}: {share}\u00a0% dư địa của mỗi mục được thay đổi, làm tròn theo bước {step}",
        "needs {needed} more: {share}\u00a0% of the headroom of every row that may change, rounded to steps of {step}",
    )
    REACHED = Text("đã đạt từ đầu, không cần tăng thêm", "reached already: nothing more is needed")
    COST_IN_PART = Text("chi phí các mục có đơn giá: {cost} {unit}", "the rows that have a cost come to {cost} {unit}")
    TOTAL_PRICE = Text("tổng chi phí {cost}", "costs {cost} in all")
    TOTAL_COST = Text("tổng chi phí {cost} {unit}", "costs {cost} {unit} in all")
    OUT_OF_REACH = Text("không đạt được: cao nhất là {total}, còn thiếu {missing}", "out of reach: {total} at most, {missing} short")
    HELD_BY = Text("bị giới hạn bởi: {ids}", "held back by: {ids}")
    ALSO = Text("{id} cũng là {twin}: {score} → {projected}", "{id} is also {twin}: {score} → {projected}")
    NO_COST = Text("mục không có chi phí thì giữ nguyên: {ids}", "rows without a cost stay as they are: {ids}")
    UNPROVEN = Text(
        "có thể chưa phải phương án tốt nhất: các tiêu chí có hệ số khác nhau, chưa xét hết mọi cách kết hợp",
        "perhaps not the best answer: rows count differently, and not every combination was considered",
    )
    NO_SOLVER = Text(
        "có thể có phương án tốt hơn; để tìm phương án tốt nhất: pip install 'parplan[solver]'",
        "a better answer may exist; to find the best one: pip install 'parplan[solver]'",
    )
    NAME = Text("{id} đạt ít nhất {at_least}", "{id} at least {at_least}")
    BECAUSE = Text("Tính bằng {command}.", "Worked out by {command}.")


class Likely:
    """The words of `parplan simulate`."""

    TITLE = Text("{name}: khả năng năm {target_year}. {scenario}", "{name}: odds for {target_year}. {scenario}")
    RANGE = Text("Khoảng", "Range")
    RANGE_OF = Text("{low} · {likely} · {high}", "{low} · {likely} · {high}")
    MEAN = Text("Trung bình", "Mean")
    P5 = Text("5\u00a0%", "5\u00a0%")
    P50 = Text("50\u00a0%", "50\u00a0%")
    P95 = Text("95\u00a0%", "95\u00a0%")
    LOW = Text("Thấp nhất", "Lowest")
    LIKELY = Text("Nhiều khả năng", "Likeliest")
    HIGH = Text("Cao nhất", "Highest")
    SOURCE = Text("Nguồn", "Source")
    MEETS = Text("Đạt mục tiêu", "Meets it")
    ERROR = Text("Sai số", "Error")
    DRAWN = Text(
        "{n} kịch bản ngẫu nhiên, seed {seed}, tương quan {correlation}; sai số Monte-Carlo của khả năng đạt: ±{error}",
        "{n} random scenarios, seed {seed}, correlation {correlation}; Monte-Carlo error of the odds: ±{error}",
    )
    KNOWN = Text("phân phối biết chính xác, không cần mô phỏng", "the distribution itself is known: nothing had to be drawn")
    DEFAULTS = Text(
        "mục không có khoảng trong kịch bản: từ điểm hiện có, qua mức dự báo, đến vượt mức tăng thêm 10\u00a0%;"
        " phần điều tra thêm 5\u00a0% thang điểm mỗi phía",
        "without a range in the scenario: from the score over what is projected to 10\u00a0% of the increase more;"
        " surveys 5\u00a0% of the scale more each way",
    )
    IDLE_RANGE = Text(
        "khoảng của {id} không có tác dụng: {row} được xem như một mục trọn vẹn",
        "the range of {id} has no effect: {row} varies as a whole",
    )
    MORE_SWINGS = Text("và {count} mục khác, tác động nhỏ hơn", "and {count} more, each moving it less")
    HISTOGRAM = Text("{name}: phân bố điểm", "{name}: where it may land")
    FROM_TO = Text("Điểm", "Points")
    BIN = Text("{low} – {high}", "{low} – {high}")
    PART_OF_ALL = Text("Tỷ lệ", "Share")
    TORNADO = Text("{name}: mục nào làm tổng dao động", "{name}: which rows move the total")
    CONTRIBUTION = Text("Phần dao động", "Of the variance")
    LOW_TOTAL = Text("Tổng khi mục ở 5\u00a0%", "With it at 5\u00a0%")
    HIGH_TOTAL = Text("Tổng khi mục ở 95\u00a0%", "With it at 95\u00a0%")
    LESS_THAN = Text("< {share}", "< {share}")
    MORE_THAN = Text("> {share}", "> {share}")


BOUNDS: dict[str, Text] = {
    "maximum": Text("mức tối đa", "maximum"),
    "max-share": Text("--max-share", "--max-share"),
    "row-above": Text("mục cha đã đầy", "row above is full"),
    "locked": Text("giữ nguyên", "left as it is"),
}


BASES: dict[str, Text] = {
    "printed": Text("theo bản in", "as printed"),
    "parts": Text("tính từ các phần", "from the parts"),
    "corrected": Text("theo đính chính", "corrected"),
}


class Cli:
    """The words of the command line itself."""

    ERROR = Text("parplan: lỗi: {message}", "parplan: error: {message}")
    REMARK = Text("parplan: {message}", "parplan: {message}")
    PLAIN = Text("{message}", "{message}")
    NO_FILE_BESIDE = Text(
        "kế hoạch {plan} không có tệp {file}; xem “parplan schema {kind}”",
        "the plan {plan} has no {file}; see `parplan schema {kind}`",
    )
    BROKEN_BESIDE = Text(
        "không dùng được tệp có lỗi ở trên; sửa rồi chạy lại, hoặc xem “parplan validate”",
        "a file with the errors above cannot be used; fix them, or see `parplan validate`",
    )
    FOLDERS_AND_PLAN = Text("chỉ dùng thư mục hoặc --plan, không dùng cả hai", "give folders or --plan, not both")
    TRY_HELP = Text("Xem “{command} --help”.", "See `{command} --help`.")
    UNKNOWN_ID = Text("kế hoạch không có mã “{id}”", "the plan has no id “{id}”")
    UNKNOWN_ID_NEAR = Text("kế hoạch không có mã “{id}”; có phải là {near}?", "the plan has no id “{id}”; did you mean {near}?")
    BROKEN_PLAN = Text(
        "không tính được gì trên kế hoạch có lỗi ở trên; sửa rồi chạy lại, hoặc xem “parplan validate”",
        "nothing can be worked out from a plan with the errors above; fix them, or see `parplan validate`",
    )
    BAD_GATE = Text("“{text}” không phải dạng MÃ=ĐIỂM, ví dụ par=85", "“{text}” is not of the form ID=POINTS, such as par=85")
    BAD_CHANGE = Text("{option} “{text}”: không phải dạng {form}", "{option} “{text}”: not of the form {form}")
    BAD_CHANGE_MEANT = Text("{option} “{text}”: có phải là {meant}?", "{option} “{text}”: did you mean {meant}?")
    REFUSED = Text("{option}: {message}; {help}", "{option}: {message}; {help}")
    REFUSED_BASE = Text("{message}; {help}", "{message}; {help}")
    BROKEN_SCENARIO = Text(
        "không tính được kịch bản có lỗi ở trên; sửa rồi chạy lại",
        "nothing can be worked out from a scenario with the errors above; mend them",
    )
    NO_SCENARIO = Text(
        "không có tệp {path}, và kế hoạch không có kịch bản tên đó; các kịch bản của kế hoạch: {known}",
        "there is no file {path}, and the plan has no scenario of that name; its scenarios are: {known}",
    )
    NO_SCENARIO_AT_ALL = Text("không có tệp {path}", "there is no file {path}")
    NO_TARGET = Text("kế hoạch không có mục tiêu cho {id}; thêm --at-least", "the plan has no target for {id}; give --at-least")
    NO_TOTAL = Text("{id} chưa có điểm hoặc chưa dự báo được", "{id} has no score, or nobody knows where it lands")
    ONE_ID = Text("“{text}” là nhiều mã ({ids}); chọn một", "“{text}” names several ids ({ids}); choose one")
    BAD_VALUE = Text("{option} “{text}”: cần {form}", "{option} takes {form}, not “{text}”")
    NO_PART = Text("{option} {id}: không thuộc {of}", "{option} {id}: that is no part of {of}")
    NOT_TEXT = Text("{option}: không phải văn bản UTF-8", "{option}: not UTF-8 text")
    SAVE_HELD = Text(
        "--save không lưu kịch bản phải giữ ở giới hạn ({ids}); đặt mức có thể rồi lưu",
        "--save does not write a scenario that has to be held at limits ({ids}); give what is possible, then save",
    )
    POINTS_FORM = Text("số điểm như 85", "points such as 85")
    STEP_FORM = Text("số điểm lớn hơn 0 như 0.25", "points above 0 such as 0.25")
    SHARE_FORM = Text("tỷ lệ phần trăm như 60%", "a percentage such as 60%")
    NO_COSTS = Text(
        "--by cheapest cần chi phí mỗi điểm: --cost ID=3.5 hoặc --costs TỆP",
        "--by cheapest needs costs per point: --cost ID=3.5 or --costs FILE",
    )
    NOT_SAVED = Text("không lưu: mục tiêu không đạt được", "not saved: the goal is out of reach")
    BROKEN_COSTS = Text("không dùng được tệp chi phí có lỗi ở trên", "the file of costs cannot be used with the errors above")
    ONE_SCENARIO = Text("simulate xem một kịch bản mỗi lần", "simulate takes one scenario at a time")
    SCORE_FORM = Text("số điểm như 43.33", "points such as 43.33")
    CORRELATION_FORM = Text("số từ 0 đến dưới 1 như 0.3", "a number from 0 to below 1 such as 0.3")
    CANNOT_READ = Text("không đọc được {path}: {why}", "{path} cannot be read: {why}")
    BAD_LINE = Text("{file}:{line}: {message}", "{file}:{line}: {message}")
    BAD_LINES = Text("số dòng không tính được: {count}", "lines that could not be worked out: {count}")
    BAD_COLUMN = Text("tên cột: {message}", "column title: {message}")
    REFUSED_LINE = Text("{reasons}", "{reasons}")
    BATCH_ALONE = Text("--batch không dùng cùng {options}", "--batch does not go with {options}")
    NAMED_TWICE = Text("{path} vừa để đọc vừa để ghi, hoặc ghi hai lần", "{path} would be read and written, or written twice")
    TWO_COSTS = Text("{part} thuộc {row}: chỉ ghi chi phí cho một trong hai", "{part} is part of {row}: give a cost for one of them")
    SAVE_ONE = Text("--save chỉ lưu một kịch bản", "--save saves one scenario")
    EXISTS = Text("{path} đã có; chọn tên khác, hoặc xóa tệp đó trước", "{path} exists already; choose another name, or remove it first")
    NEEDS_EXTRA = Text(
        "lệnh này cần thêm thư viện {library}: pip install 'parplan[{extra}]'",
        "this needs the library {library} as well: pip install 'parplan[{extra}]'",
    )
    CANNOT_WRITE = Text("không ghi được {path}: {why}", "{path} cannot be written: {why}")
    STDOUT = Text("đầu ra chuẩn", "standard output")
    ENVIRONMENT = Text("{name}={value}: cần một trong {allowed}", "{name}={value}: one of {allowed} is needed")
