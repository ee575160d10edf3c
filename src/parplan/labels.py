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
