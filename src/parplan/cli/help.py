"""The words of --help, in both languages."""

from parplan.text import Text


def _example(vi: str, en: str) -> Text:
    return Text(f"Ví dụ: {vi}", f"Example: {en}")


class Help:
    """What each command and option is for."""

    APP = Text(
        "Kiểm tra và tính toán trên kế hoạch cải thiện các chỉ số hành chính công.",
        "Check plans to raise public-administration indices, and work out what they promise.",
    )
    APP_EXAMPLE = _example("parplan gap", "parplan gap")
    VERSION = Text("In phiên bản.", "Print the version.")
    PLAN = Text(
        "Thư mục kế hoạch (indicators.yaml, targets.yaml); mặc định: PARPLAN_PLAN, rồi đến kế hoạch kèm theo.",
        "The plan's folder (indicators.yaml, targets.yaml). Default: PARPLAN_PLAN, else the plan that comes with parplan.",
    )
    OUTPUT = Text("Ghi kết quả vào tệp này, trọn vẹn hoặc không ghi gì.", "Write the answer to this file, whole or not at all.")
    LANG = Text("Ngôn ngữ; mặc định: PARPLAN_LANG, rồi đến hệ thống.", "Language. Default: PARPLAN_LANG, else the locale's.")
    BASIS = Text(
        "Tính trên số liệu in, tính lại từ các phần, hoặc theo đính chính trong errata.yaml.",
        "Work with the printed figures, from the parts up, or as corrected in errata.yaml.",
    )
    FORMAT = Text("Dạng kết quả.", "Form of the answer.")
    IDS = Text(
        "Mã cần xem, ví dụ par.8 hoặc 'par.*.survey'; mặc định: tất cả.", "Ids to show, such as par.8 or 'par.*.survey'. Default: all."
    )
    PARTS = Text("Có hoặc không in các phần của mỗi mục.", "Show what rows are made of, or not.")
    RANK = Text("Một mức điểm xếp hạng thứ mấy trong các đơn vị.", "Where a score ranks among other units.")
    RANK_EXAMPLE = _example("parplan rank papi --score 43.33", "parplan rank papi --score 43.33")
    RANK_IDS = Text("Chỉ số hoặc mục, ví dụ papi.", "An index or a row, such as papi.")
    RANK_SCORE = Text("Điểm cần xếp hạng.", "The score to rank.")
    RANK_TARGET = Text("Xếp hạng mục tiêu.", "Rank the target.")
    RANK_PROJECTED = Text("Xếp hạng điểm cộng mức tăng dự kiến.", "Rank the score with the planned increase.")
    RANK_YEAR = Text(
        "Năm của bảng để xếp hạng; mặc định: năm gốc của kế hoạch.", "The year of the table to rank in. Default: the year of the scores."
    )
    PEERS = Text(
        "Bảng CSV điểm các đơn vị theo năm (docs/peers.md), hoặc một tệp như peers/*.yaml.",
        "A CSV table of units by year (docs/peers.md), or a file such as those in peers/.",
    )
    REALISM = Text(
        "Mức tăng dự kiến so với dư địa, với chính mình và với mức các đơn vị từng tăng.",
        "Planned gains against the headroom, one's own past, and what other units ever gained.",
    )
    REALISM_EXAMPLE = _example("parplan realism papi", "parplan realism papi")
    COMPARE = Text(
        "So sánh hai kế hoạch, hai năm, hai đơn vị, hoặc một kế hoạch ở hai phiên bản git.",
        "Compare two plans, years or units, or one plan at two git revisions.",
    )
    COMPARE_EXAMPLE = _example("parplan compare 2022 2023", "parplan compare 2022 2023")
    COMPARE_A = Text(
        "Thư mục kế hoạch, năm (2023), phiên bản git (HEAD~1:), hoặc đơn vị và năm trong bảng --peers (Lạng Sơn@2022).",
        "A plan's folder, a year (2023), a git revision (HEAD~1:), or a unit and year of --peers (Lạng Sơn@2022).",
    )
    COMPARE_B = Text("Cái thứ hai, viết như cái thứ nhất.", "The second, written like the first.")
    COMPARE_ALL = Text("In cả các mục không thay đổi.", "Show rows that do not differ as well.")
    FOLDERS = Text(
        "Thư mục chứa kế hoạch, tìm cả bên trong; mặc định như --plan.", "Folders with plans, searched recursively. Default: as --plan."
    )
    PROJECT = Text("Kết quả đạt được nếu …: điểm dự báo của từng mục và tổng.", "Where we land if …: projected scores, row by row.")
    PROJECT_EXAMPLE = _example(
        "parplan project par --set par.7.admin=9.00 --share 60%", "parplan project par --set par.7.admin=9.00 --share 60%"
    )
    SET = Text(
        "Điểm dự báo của một mục, ví dụ par.1=9.0. Dùng được nhiều lần, theo thứ tự, như --add và --share.",
        "A row's projected score, such as par.1=9.0. Repeatable, in the order typed, like --add and --share.",
    )
    ADD = Text("Cộng thêm điểm vào mức của --base, ví dụ par.1=+0.4.", "Points on top of what the base gives, such as par.1=+0.4.")
    SHARE = Text(
        "Phần của mức tăng dự kiến: 60% cho cả kế hoạch, hoặc 'par.*.survey=50%'.",
        "That part of the planned increase: 60% of the whole plan, or 'par.*.survey=50%'.",
    )
    BASE = Text(
        "Xuất phát từ mức tăng của kế hoạch (plan) hay từ điểm hiện có (current); mặc định: plan.",
        "Start from the planned increases, or from the scores as they are. Default: plan, or as the scenario says.",
    )
    CLAMP = Text("Giữ ở mức tối đa hoặc mức sàn thay vì báo lỗi.", "Hold at the maximum or floor what would pass it, instead of failing.")
    SCENARIO = Text(
        "Tệp kịch bản, hoặc tên kịch bản đi kèm kế hoạch. Nhiều lần: so sánh từng cột.",
        "A scenario's file, or the name of one beside the plan. Repeatable: side by side.",
    )
    SAVE = Text("Lưu thành tệp kịch bản mới.", "Save as a new scenario file.")
    BECAUSE = Text("Lý do của các thay đổi, ghi vào tệp --save.", "The reason for the changes, for --save.")
    FAIL_UNDER_PROJECTED = Text(
        "Thoát với mã 1 nếu điểm dự báo thấp hơn ngưỡng (ví dụ par=85). Dùng được nhiều lần.",
        "Exit with 1 if the projected score is below this (par=85). Repeatable.",
    )
    REACH = Text("Cần làm gì để đạt: mỗi mục phải tăng bao nhiêu.", "What it would take: how much each row has to bring.")
    REACH_EXAMPLE = _example(
        "parplan reach par --at-least 85 --lock par.7.admin --max-share 60%",
        "parplan reach par --at-least 85 --lock par.7.admin --max-share 60%",
    )
    REACH_ID = Text("Chỉ số hoặc mục cần đạt, ví dụ par, par.8.", "The index or row that is to reach it, such as par, par.8.")
    AT_LEAST = Text("Số điểm cần đạt; mặc định: mục tiêu của kế hoạch.", "The points to reach. Default: the plan's target.")
    BY = Text(
        "even: mỗi mục cùng một phần dư địa; fewest: ít mục nhất; cheapest: ít chi phí nhất.",
        "even: the same share of every row's headroom; fewest: as few rows as possible; cheapest: by costs.",
    )
    LOCK = Text("Mục giữ nguyên. Dùng được nhiều lần.", "A row that stays as it is. Repeatable.")
    ONLY = Text("Chỉ các mục này được thay đổi. Dùng được nhiều lần.", "Only these rows may change. Repeatable.")
    MAX_SHARE = Text(
        "Mỗi mục dùng nhiều nhất phần này của dư địa, ví dụ 60%.", "The most that any row brings of its headroom, such as 60%."
    )
    STEP = Text(
        "Điểm tăng theo bước, ví dụ 0.25; mặc định: chữ số cuối của chỉ số.",
        "Points come in steps, such as 0.25. Default: the index's last digit.",
    )
    COST = Text(
        "Chi phí cho mỗi điểm của một mục, ví dụ par.1=3.5. Dùng được nhiều lần.",
        "What a point of a row costs, such as par.1=3.5. Repeatable.",
    )
    COSTS = Text("Tệp YAML chi phí cho mỗi điểm.", "YAML file of costs per point.")
    FROM = Text(
        "Xuất phát từ điểm hiện có hay từ mức tăng của kế hoạch.", "Start from the scores as they are, or from the planned increases."
    )
    SIMULATE = Text("Khả năng đạt mục tiêu của từng mục và tổng.", "How likely every row and total meets its target.")
    SIMULATE_EXAMPLE = _example(
        "parplan simulate papi --scenario as-others-have-done --seed 1", "parplan simulate papi --scenario as-others-have-done --seed 1"
    )
    N = Text("Số kịch bản ngẫu nhiên.", "Random scenarios to draw.")
    SEED = Text("Hạt giống: cùng số này thì cùng kết quả.", "The same seed gives the same answer.")
    CORRELATION = Text(
        "Các mục tăng, giảm cùng nhau đến mức nào: từ 0 (độc lập) đến dưới 1.",
        "How far rows rise and fall together: from 0 (each on its own) to below 1.",
    )
    BATCH = Text(
        "Tệp CSV hoặc JSONL, mỗi dòng một kịch bản; kết quả vào -o. “-”: đầu vào chuẩn.",
        "CSV or JSONL file, one scenario a line; the results go to -o. “-” is standard input.",
    )
    AIM = Text(
        "Mức cần đạt thay cho mục tiêu của kế hoạch, ví dụ par=85. Dùng được nhiều lần.",
        "What to reach instead of the plan's target, such as par=85. Repeatable.",
    )
    ONE_SCENARIO = Text("Tệp kịch bản, hoặc tên kịch bản đi kèm kế hoạch.", "A scenario's file, or the name of one beside the plan.")
    ERRATA = Text(
        "Số liệu nào ghi sai, và danh mục đính chính errata.yaml.", "Which figures are misprinted, and what was decided (errata.yaml)."
    )
    SUGGEST = Text(
        "Với mỗi mâu thuẫn: số nào có lẽ ghi sai, và lẽ ra là bao nhiêu.",
        "For every contradiction: which figure is likely wrong, and what was meant.",
    )
    SUGGEST_EXAMPLE = _example("parplan errata suggest", "parplan errata suggest")
    ERRATUM_ID = Text("Số liệu, ví dụ par.5.survey.score.", "A figure, such as par.5.survey.score.")
    ERRATA_LIST = Text(
        "Các số liệu đã đính chính, và những mâu thuẫn chưa ghi.", "The errata, and the contradictions that are not among them."
    )
    ERRATA_LIST_EXAMPLE = _example("parplan errata list", "parplan errata list")
    ERRATA_SHOW = Text(
        "Một số liệu: các mâu thuẫn, quyết định, phương án sửa.", "One figure: its contradictions, the decision, what would repair them."
    )
    ERRATA_SHOW_EXAMPLE = _example("parplan errata show par.5.score", "parplan errata show par.5.score")
    ERRATA_ACCEPT = Text(
        "Ghi quyết định vào errata.yaml; phần còn lại của tệp giữ nguyên.",
        "Write a decision into errata.yaml; the rest of the file stays as it is.",
    )
    ERRATA_ACCEPT_EXAMPLE = _example(
        "parplan errata accept par.5.survey.score --plan my-plan --decision correct=6.74 --because 'Sở Nội vụ xác nhận'",
        "parplan errata accept par.5.survey.score --plan my-plan --decision correct=6.74 --because 'confirmed by the authors'",
    )
    DECISION = Text(
        "keep: giữ như văn bản; correct=6.74: số đúng; undecided: chưa quyết định.",
        "keep: leave as printed; correct=6.74: the right figure; undecided.",
    )
    ERRATUM_BECAUSE = Text("Lý do của quyết định.", "The reason for the decision.")
    ERRATA_LETTER = Text(
        "Văn bản đề nghị đính chính gửi cơ quan soạn thảo (Markdown).", "The request for correction to the authors (Markdown)."
    )
    ERRATA_LETTER_EXAMPLE = _example("parplan errata letter -o de-nghi-dinh-chinh.md", "parplan errata letter -o request.md")
