"""What is to be known of a plan that was recognised in a document: what of its columns, rows,
tables and sentences was put together, left out, or is not sure. Noticed while that is done
(`documents/recognise.py`): these rules have words only.
"""

from parplan.rules.rule import rule
from parplan.text import Text

rule(
    "I871",
    "column-unknown",
    "warning",
    on="document",
    title=Text("Cột không rõ là số liệu gì", "A column that cannot be named"),
    why=Text(
        "Số liệu, đơn vị hoặc thời hạn của cột này không có trong kế hoạch.",
        "Its figures, units or deadlines are not in the plan.",
    ),
    message=Text(
        "bảng {table}: không rõ cột “{title}” ghi gì",
        "table {table}: nothing says what the column “{title}” holds",
    ),
    help=Text(
        "nêu rõ bằng --column {typed} (hoặc {others} …), không dùng thì --column {without}",
        "say it with --column {typed} (or {others} …), or leave it out with --column {without}",
    ),
    wrong="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\tABC\n1\tMột\t7,97\t9,5\t3,5",
    right="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\tGhi chú\n1\tMột\t7,97\t9,5\tĐạt",
)
rule(
    "I872",
    "two-columns",
    "warning",
    on="document",
    title=Text("Hai cột có thể là cùng một số liệu", "Two columns that may be one figure"),
    why=Text(
        "Lấy nhầm cột thì mọi số liệu của cột đều sai.",
        "Taken from the wrong column, all figures of it are wrong.",
    ),
    message=Text(
        "bảng {table}: “{title}” và “{other}” đều có thể là {field}",
        "table {table}: “{title}” and “{other}” may both be the {field}",
    ),
    help=Text(
        "nêu rõ bằng --column {typed} --column {without}, hoặc ngược lại; là số liệu khác thì nêu "
        "score, max, planned, target, rank …",
        "say it with --column {typed} --column {without}, or the other way round; or say another: "
        "score, max, planned, target, rank …",
    ),
    wrong="STT\tTiêu chí\tĐiểm\tĐiểm\tĐiểm tối đa\n1\tMột\t7,97\t8,00\t9,5",
    right="STT\tTiêu chí\tĐiểm năm 2021\tĐiểm năm 2022\tĐiểm tối đa\n1\tMột\t7,97\t8,00\t9,5",
)
rule(
    "I873",
    "no-figure",
    "warning",
    on="document",
    title=Text("Ô không phải là số", "A cell that is no figure"),
    why=Text(
        "Ô này không vào kế hoạch; để trống thì không ai tính nhầm.",
        "It is left out of the plan; what is empty misleads nobody.",
    ),
    message=Text(
        "bảng {table}: “{text}” ({label}) không phải là {field}",
        "table {table}: “{text}” ({label}) is no {field}",
    ),
    help=Text(
        "sửa trong văn bản, hoặc điền vào tệp sau khi nhập",
        "correct the document, or fill it in afterwards",
    ),
    wrong="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7,9x\t9,5\n2\tHai\t3\t5",
    right="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7,97\t9,5\n2\tHai\t3\t5",
)
rule(
    "I874",
    "table-left-out",
    "note",
    on="document",
    title=Text("Bảng không dùng", "A table that is left out"),
    why=Text(
        "Bảng không có tiêu chí và điểm thì không thuộc kế hoạch; nhưng nên xem lại.",
        "A table without rows and points is not a plan's, but is worth a look.",
    ),
    message=Text(
        "bảng {table}, “{heading}”, không dùng", "table {table}, “{heading}”, is left out"
    ),
    help=Text(
        "nếu là bảng của một chỉ số, nêu bằng --table {table}=mã",
        "where it is an index's, say so with --table {table}=id",
    ),
    wrong="STT\tTên\tĐịa chỉ\n1\tMột\tHai",
    right="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7,97\t9,5",
)
rule(
    "I875",
    "label-joined",
    "note",
    on="document",
    title=Text("Tên bị ngắt đã nối lại", "A label that was put together"),
    why=Text(
        "Trang ngắt giữa một ô thì tên nằm ở hai dòng.",
        "A page that ends within a cell leaves its label in two rows.",
    ),
    message=Text(
        "bảng {table}: “{label}” được nối vào tên của dòng trên",
        "table {table}: “{label}” was joined to the label above",
    ),
    help=Text(
        "nếu đó là một tiêu chí riêng, ghi điểm của nó",
        "where it is a row of its own, give it its points",
    ),
    wrong="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tTác động của\t7,97\t9,5\n\tcải cách\t\t",
    right="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tTác động của cải cách\t7,97\t9,5",
)
rule(
    "I876",
    "tables-joined",
    "note",
    on="document",
    title=Text("Bảng bị ngắt đã nối lại", "A table that was put together"),
    why=Text(
        "Bảng qua trang thường bị cắt thành hai, tiêu đề lặp lại.",
        "A table that goes over a page is often cut in two, its titles repeated.",
    ),
    message=Text(
        "bảng {table} được nối từ {count} phần", "table {table} was put together of {count} parts"
    ),
    help=Text(
        "nếu là bảng khác, đặt một dòng chữ giữa hai bảng",
        "where it is another table, put a line of words between them",
    ),
    wrong="(hai bảng liền nhau, số thứ tự nối tiếp)",
    right="(một bảng)",
)
rule(
    "I883",
    "part-by-place",
    "note",
    on="document",
    title=Text(
        "Dòng không số được coi là tiêu chí thành phần",
        "Rows without number that are taken as parts",
    ),
    why=Text(
        "Dòng không có số thứ tự thường là tiêu chí thành phần của dòng trên.",
        "A row without a number mostly is part of the one above.",
    ),
    message=Text(
        "bảng {table}: {count} dòng không có số thứ tự được coi là tiêu chí thành phần của dòng "
        "trên",
        "table {table}: rows without a number taken as parts of the row above: {count}",
    ),
    help=Text("xem lại các dòng đó trong indicators.yaml", "look at them in indicators.yaml"),
    wrong="1\tMột\t6\t10\n\tĐiểm thực hiện\t4\t6\n\tĐiều tra XHH\t2\t4",
    right="1\tMột\t6\t10\n1.1\tĐiểm thực hiện\t4\t6\n1.2\tĐiều tra XHH\t2\t4",
)
rule(
    "I884",
    "parts-do-not-fill",
    "warning",
    on="document",
    title=Text(
        "Điểm tối đa của các tiêu chí thành phần cộng lại không bằng của tiêu chí",
        "Maxima of parts that do not add up",
    ),
    why=Text(
        "Có thể xếp nhầm một dòng vào tiêu chí khác.", "A row may have been put under another."
    ),
    message=Text(
        "bảng {table}: các tiêu chí thành phần của “{label}” có tổng điểm tối đa {sum}, nhưng "
        "dòng đó ghi {max}",
        "table {table}: the parts of “{label}” have maxima of {sum} together, and it has {max}",
    ),
    help=Text("xem lại các tiêu chí thành phần của dòng đó", "look at the parts of this row"),
    wrong="1\tMột\t6\t10\n\tĐiểm thực hiện\t4\t5\n\tĐiều tra XHH\t2\t4",
    right="1\tMột\t6\t10\n\tĐiểm thực hiện\t4\t6\n\tĐiều tra XHH\t2\t4",
)
rule(
    "I885",
    "one-fact-twice",
    "note",
    on="document",
    title=Text("Một số liệu ở hai chỗ", "One fact in two places"),
    why=Text("Hai chỗ ghi khác nhau thì một chỗ sai.", "Where they differ, one of them is wrong."),
    message=Text(
        "“{label}” có ở bảng {first} và ở {where}: {field} {one} và {other}; lấy ở bảng {first}",
        "“{label}” stands in table {first} and in {where}: {field} {one} and {other}; the first "
        "is taken",
    ),
    help=Text("đối chiếu với kết quả công bố", "compare with what was published"),
    wrong="(7,73 ở bảng 1, 7,43 ở bảng 2)",
    right="(7,43 ở cả hai bảng)",
)
rule(
    "I886",
    "figures-in-prose",
    "note",
    on="document",
    title=Text("Số liệu trong câu không dùng", "Figures in sentences that are not used"),
    why=Text(
        "Chỉ những câu theo mẫu quen thuộc mới được lấy.",
        "Only sentences of a known form are taken.",
    ),
    message=Text(
        "câu “{text}” có số liệu nhưng không được lấy",
        "the sentence “{text}” has figures and is not used",
    ),
    help=Text(
        "nếu cần, ghi vào indicators.yaml, mục tiêu thì vào targets.yaml",
        "put them into indicators.yaml where they matter, goals into targets.yaml",
    ),
    wrong="Tổng điểm của tỉnh là 77,55 điểm.",
    right="Chỉ số ABC đạt 77,55/100 điểm.",
)
rule(
    "I889",
    "column-unsure",
    "warning",
    on="document",
    title=Text("Cột chưa chắc là số liệu gì", "A column that is not sure"),
    why=Text(
        "Tiêu đề không nói rõ; chỉ nội dung các ô cho thấy.",
        "Its title does not say it; only what stands in it does.",
    ),
    message=Text(
        "bảng {table}: cột “{title}” được coi là {field}, chưa chắc",
        "table {table}: the column “{title}” was taken as the {field}, which is not sure",
    ),
    help=Text(
        "nếu đúng, ghi --column {typed}; nếu không, thay bằng max, score, planned, target, rank …",
        "confirm it with --column {typed}, or say another: max, score, planned, target, rank …",
    ),
    wrong="STT\tTiêu chí\tĐiểm\tTrần\n1\tMột\t7,97\t9,5\n2\tHai\t3\t5",
    right="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7,97\t9,5\n2\tHai\t3\t5",
)
rule(
    "I891",
    "parts-by-sums",
    "warning",
    on="document",
    title=Text("Tiêu chí thành phần chỉ suy từ tổng", "Parts that only sums tell"),
    why=Text(
        "Bảng không có số thứ tự, gạch đầu dòng hay chữ nghiêng; và không phải tổng nào cũng khớp.",
        "The table has no numbers, dashes or italics, and not every sum agrees.",
    ),
    message=Text(
        "bảng {table}: chưa chắc dòng nào là tiêu chí thành phần của {labels}",
        "table {table}: not sure which rows are parts of {labels}",
    ),
    help=Text(
        "xem lại các tiêu chí thành phần trong indicators.yaml, hoặc đánh số các dòng trong văn "
        "bản",
        "look at the parts in indicators.yaml, or number the rows in the document",
    ),
    wrong="Tiêu chí\tĐiểm\tĐiểm tối đa\nMột\t6\t10\nĐiểm thực hiện\t4\t6\nĐiều tra XHH\t3\t4",
    right="STT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7\t10\n\tThực hiện\t4\t6\n\tĐiều tra\t3\t4",
)
rule(
    "I894",
    "index-not-named",
    "warning",
    on="document",
    title=Text("Không rõ bảng của chỉ số nào", "A table that names no index"),
    why=Text(
        "Mã của chỉ số có trong mọi kết quả; đặt sai thì so với năm khác không khớp.",
        "Its id is in every answer; a wrong one compares with no other year.",
    ),
    message=Text(
        "bảng {table}: không rõ của chỉ số nào, tạm gọi là {index}",
        "table {table}: nothing says which index it is of; it is called {index} for now",
    ),
    help=Text(
        "nêu bằng --table {table}=mã, ví dụ --table {table}=sipas",
        "say it with --table {table}=id, such as --table {table}=sipas",
    ),
    wrong="Bảng điểm\nSTT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7,97\t9,5",
    right="Chỉ số ABC\nSTT\tTiêu chí\tĐiểm\tĐiểm tối đa\n1\tMột\t7,97\t9,5",
)
rule(
    "I895",
    "row-left-out",
    "note",
    on="document",
    title=Text("Dòng không phải tiêu chí", "A row that is none of the index's"),
    why=Text(
        "Dòng cộng một số tiêu chí, hoặc ghi điểm của năm khác, đơn vị khác, không phải là tiêu "
        "chí, cũng không phải tổng điểm.",
        "What adds up some of the rows, or is of another year or other units, is neither a row nor "
        "the total.",
    ),
    message=Text(
        "bảng {table}: {count} dòng không phải tiêu chí, cũng không phải tổng điểm, không được lấy "
        "({labels})",
        "table {table}: rows that are none of the index's, nor its total, and are not taken: "
        "{count} ({labels})",
    ),
    help=Text(
        "nếu các tiêu chí đó là một nhóm, thêm nhóm vào indicators.yaml",
        "where these rows are a group, put that into indicators.yaml",
    ),
    wrong="1\tMột\t6\t10\n2\tHai\t4\t6\n\tCộng\t10\t16\n3\tBa\t5\t8\n\tTổng điểm\t15\t24",
    right="A\tMột\t10\t16\n1\tHai\t6\t10\n2\tBa\t4\t6\n\tTổng điểm\t10\t16",
)
rule(
    "I896",
    "rows-not-added-up",
    "note",
    on="document",
    title=Text("Tiêu chí không cộng được", "Rows that are not added up"),
    why=Text(
        "Tỷ lệ hài lòng và điểm bình quân không phải là tổng của các tiêu chí.",
        "Shares of people and averages are no sums of their rows.",
    ),
    message=Text(
        "bảng {table}: số của “{label}” {how}", "table {table}: the figures of “{label}” {how}"
    ),
    help=Text(
        "nếu không đúng thì sửa “aggregate” trong indicators.yaml",
        "where that is wrong, correct `aggregate` in indicators.yaml",
    ),
    wrong="1\tMột\t82,35\n2\tHai\t75,5\n\tChỉ số chung\t80,1",
    right="1\tMột\t6,5\n2\tHai\t5,5\n\tTổng điểm\t12",
)
rule(
    "I897",
    "two-figures-in-a-cell",
    "note",
    on="document",
    title=Text("Hai số trong một ô", "Two figures in a cell"),
    why=Text(
        "Số thứ hai được lấy theo cách ghi: sau dấu “/” là điểm tối đa, trong ngoặc là mức thay "
        "đổi hoặc tỷ lệ.",
        "The second one is taken by how it is written: after a slash the maximum, in brackets a "
        "change or a percentage.",
    ),
    message=Text(
        "bảng {table}: {count} ô {name} có thêm một số, được lấy làm {field} (“{text}”)",
        "table {table}: cells of the {name} with a second figure, which was taken as the {field}: "
        "{count} (“{text}”)",
    ),
    help=Text(
        "nếu không phải, tách thành hai cột rồi nhập lại",
        "where it is another one, split the column in two, and import it again",
    ),
    wrong="1\tMột\t7,85/8,5\t0,25",
    right="1\tMột\t7,85\t8,5\t0,25",
)
