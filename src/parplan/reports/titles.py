"""The headings that several tables share."""

from parplan.text import Text


class Titles:
    """What stands over a column."""

    ID = Text("Mã", "Id")
    NAME = Text("Tiêu chí", "Row")
    RANK = Text("Xếp hạng", "Rank")
    SCORE = Text("Điểm", "Score")
    BASE = Text("Năm gốc", "Base")  # beside what a score was later
    WEIGHT = Text("Trọng số", "Weight")
    MAX = Text("Điểm tối đa", "Max")
    PLANNED = Text("Dự kiến tăng", "Planned")
    TARGET = Text("Mục tiêu", "Target")
    HEADROOM_USED = Text("% dư địa cần dùng", "Of headroom")
    SHORTFALL = Text("Hụt so với mục tiêu", "Shortfall")
    LEAD = Text("Chủ trì", "Lead")
    TOTAL = Text("Tổng điểm", "Total")
    OVERALL = Text("Chỉ số chung", "Overall")  # where that is no sum of points
    FIGURE = Text("Số liệu", "Figure")
    PRINTED = Text("Văn bản ghi", "Printed")
    PROJECTED = Text("Dự báo", "Projected")
    CHANGE = Text("Thay đổi", "Change")
    LAYER = Text("Loại", "Layer")  # of a result
    VERDICT = Text("Đánh giá", "Verdict")
    STATUS = Text("Tình trạng", "Status")
    SEVERITY = Text("Mức độ", "Severity")
    CODE = Text("Mã", "Code")
    SLUG = Text("Tên", "Name")  # of a rule
    FINDS = Text("Phát hiện", "What it finds")  # of a rule: its title
    CONTRADICTIONS = Text("Mâu thuẫn", "Contradictions")
    UNIT = Text("Đơn vị", "Unit")
    GROUP = Text("Nhóm", "Group")
    NUMBER = Text("TT", "No.")
    INDEX = Text("Chỉ số", "Index")
    PLAN = Text("Kế hoạch", "Plan")
    BASIS = Text("Số liệu tính theo", "Basis")
