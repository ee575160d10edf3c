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
    FORMAT = Text("Dạng kết quả.", "Form of the answer.")
    FOLDERS = Text(
        "Thư mục chứa kế hoạch, tìm cả bên trong; mặc định như --plan.", "Folders with plans, searched recursively. Default: as --plan."
    )
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
