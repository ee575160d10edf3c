"""Figures against the text of the document itself (`validate --against`); document.py knows how the text is laid out."""

from parplan.labels import Text
from parplan.rules.base import Rule, register

register(
    Rule(
        "C601",
        "cell-not-found",
        "error",
        Text("Không tìm thấy ô trong văn bản", "A cell that the document does not have"),
        Text("Số liệu phải chỉ ra đúng nơi in thì mới kiểm chứng được.", "A figure can only be checked where it says it stands."),
        Text("văn bản không có ô {cell}", "the document has no cell {cell}"),
        Text("xem lại tên bảng, dòng và cột", "check the names of the table, the row and the column"),
        "",
        "",
        "cell",
    )
)
register(
    Rule(
        "C602",
        "cell-reads-otherwise",
        "error",
        Text("Ô trong văn bản ghi khác", "A cell that reads otherwise"),
        Text("Dữ liệu chép lại phải đúng như bản in, kể cả chỗ in sai.", "Data are copied as printed, misprints included."),
        Text("ô {cell} ghi “{found}”, không phải “{expected}”", "the cell {cell} reads “{found}”, not “{expected}”"),
        Text("chép lại đúng như bản in", "copy the figure as it is printed"),
        "",
        "",
        "cell",
    )
)
