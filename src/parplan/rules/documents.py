"""What is to be known of a document as a file: what it hides, what cannot be read in it, whether it
has changed. Noticed while it is read (`documents/`): these rules have words only.
"""

from parplan.rules.rule import rule
from parplan.text import Text

rule(
    "I870",
    "not-readable",
    "warning",
    on="document",
    title=Text("Phần không lấy được", "What cannot be taken"),
    why=Text(
        "Ảnh và ô hiện ### không có số để đọc; ô gộp không cho biết số là của dòng nào; cột in "
        "sang trang khác không kèm tên tiêu chí; hai bảng ghi khác nhau thì chỉ lấy một; bảng quá "
        "dài hoặc quá rộng không phải bảng của kế hoạch.",
        "Pictures and cells that show ### have no figure to read, merged cells do not say of which "
        "row it is, and columns on another page have no names of rows; of two tables that differ "
        "one is taken; and no table of a plan is longer or wider than all others.",
    ),
    message=Text("không lấy được ở {where}: {what}", "not taken from {where}: {what}"),
    help=Text("nếu ở đó có số của kế hoạch, {how}", "where the plan has figures there, {how}"),
    wrong="(bảng là ảnh chụp; ###; cột mục tiêu in ở trang 2)",
    right="(bảng có chữ, số trong ô; mọi cột trên một trang)",
)
rule(
    "I877",
    "nested-table",
    "note",
    on="document",
    title=Text("Bảng trong một ô", "A table inside a cell"),
    why=Text("Bảng nằm trong ô được đọc như một bảng riêng.", "It is read as a table of its own."),
    message=Text(
        "bảng {table}: một ô có bảng bên trong", "table {table}: a cell has a table in it"
    ),
    help=Text("xem bảng đó có phải của kế hoạch không", "see whether that table is the plan's"),
    wrong="(một bảng trong ô)",
    right="(hai bảng)",
)
rule(
    "I878",
    "tracked-changes",
    "note",
    on="document",
    title=Text("Văn bản còn dấu sửa", "Tracked changes"),
    why=Text(
        "Số liệu được lấy như khi đã chấp nhận mọi sửa đổi.",
        "Figures are taken as if all changes were accepted.",
    ),
    message=Text(
        "văn bản còn {inserted} chỗ thêm và {deleted} chỗ xóa chưa chấp nhận; được đọc như đã "
        "chấp nhận",
        "the document has tracked changes (inserted {inserted}, deleted {deleted}); it is read "
        "with all of them accepted",
    ),
    help=Text(
        "chấp nhận hoặc từ chối trong Word, rồi nhập lại",
        "accept or reject them in Word, and import it again",
    ),
    wrong="(7,96 đã xóa, 7,97 đã thêm)",
    right="7,97",
)
rule(
    "I879",
    "hidden",
    "note",
    on="document",
    title=Text("Phần bị ẩn không dùng", "What is hidden is left out"),
    why=Text(
        "Dòng, cột, trang tính bị ẩn và ô có định dạng không hiện gì đều không được in ra.",
        "Rows, columns and sheets that are hidden, and cells whose format shows nothing, are not "
        "printed.",
    ),
    message=Text(
        "phần bị ẩn ở “{what}” không được lấy ({parts})",
        "what is hidden in “{what}” is left out ({parts})",
    ),
    help=Text(
        "nếu cần, cho hiện lại rồi nhập lại", "unhide it if it is wanted, and import it again"
    ),
    wrong="(một dòng bị ẩn)",
    right="(mọi dòng hiện)",
)
rule(
    "I880",
    "formula-without-result",
    "warning",
    on="document",
    title=Text("Công thức chưa có kết quả", "A formula without its result"),
    why=Text(
        "Tệp chỉ có công thức, không có số; không thể coi là 0.",
        "The file has the formula and no figure; that is not 0.",
    ),
    message=Text(
        "ô {cell} có công thức nhưng không có kết quả",
        "the cell {cell} has a formula and no result",
    ),
    help=Text(
        "mở bằng Excel, lưu lại, rồi nhập lại", "open it in Excel, save it, and import it again"
    ),
    wrong="=SUM(D4:D11)",
    right="77,55",
)
rule(
    "I881",
    "shown-otherwise",
    "note",
    on="document",
    title=Text("Ô hiện một số, giữ một số khác", "A cell that shows another figure than it holds"),
    why=Text(
        "Số in ra là số của văn bản; phần làm tròn không được in.",
        "What is printed is the document's figure; what it rounds off is not.",
    ),
    message=Text(
        "trang tính “{what}”: {count} ô hiện một số, giữ một số khác, lấy số hiện ra ({cells})",
        "sheet “{what}”: cells that show another figure than they hold, taken as they show it: "
        "{count} ({cells})",
    ),
    help=Text(
        "nếu số giữ mới đúng, đổi định dạng ô",
        "where what it holds is meant, change the cell's format",
    ),
    wrong="7,965 (hiện 7,97)",
    right="7,97",
)
rule(
    "I882",
    "number-as-text",
    "note",
    on="document",
    title=Text("Số ghi dưới dạng chữ", "Numbers as text"),
    why=Text(
        "Số ghi dưới dạng chữ không cộng được trong Excel; ở đây vẫn đọc được.",
        "Excel does not add up numbers that are text; they are read all the same.",
    ),
    message=Text(
        "trang tính “{what}”: {count} ô ghi số dưới dạng chữ ({cells})",
        "sheet “{what}”: cells with a number as text: {count} ({cells})",
    ),
    help=Text(
        "không cần làm gì, trừ khi công thức trong Excel tính thiếu",
        "nothing to do, unless formulas in Excel leave them out",
    ),
    wrong="'7,97",
    right="7,97",
)
rule(
    "I887",
    "mixed-marks",
    "note",
    on="document",
    title=Text("Dấu thập phân lẫn lộn", "Mixed decimal marks"),
    why=Text(
        "Phẩy và chấm lẫn lộn thì 1.234 có thể đọc hai cách.",
        "With commas and points, 1.234 may be read in two ways.",
    ),
    message=Text(
        "số thập phân ghi bằng dấu phẩy ({comma} ô) và dấu chấm ({point} ô); đọc theo dấu “{mark}”",
        "decimals are written with commas ({comma}) and with points ({point}); read with “{mark}”",
    ),
    help=Text(
        "xem lại các số có ba chữ số sau dấu", "look at figures with three digits after the mark"
    ),
    wrong="7,97\n8.05",
    right="7,97\n8,05",
)
rule(
    "I888",
    "document-changed",
    "warning",
    on="document",
    title=Text(
        "Văn bản đã thay đổi sau khi nhập", "A document that has changed since it was imported"
    ),
    why=Text(
        "Số liệu của kế hoạch có thể không còn như văn bản.",
        "The plan's figures may no longer be the document's.",
    ),
    message=Text(
        "{file} đã thay đổi sau khi nhập", "{file} has changed since the plan was imported from it"
    ),
    help=Text(
        "nhập lại: parplan import {file} --force", "import it again: parplan import {file} --force"
    ),
    wrong="source: {file: plan.docx, sha256: …}",
    right="parplan import plan.docx --force",
)
rule(
    "I890",
    "page-of-pictures",
    "warning",
    on="document",
    title=Text("Trang chỉ có ảnh", "A page that is a picture"),
    why=Text("Số liệu trong ảnh không đọc được.", "Figures in pictures cannot be read."),
    message=Text(
        "tệp PDF có {count} trang chỉ có ảnh (trang {pages}); không lấy được gì ở đó",
        "pages of the PDF that are pictures: {count} (p. {pages}); nothing of them is taken",
    ),
    help=Text(
        "nếu ở đó có bảng của kế hoạch, lấy bản Word (.docx), hoặc cho nhận dạng chữ (OCR)",
        "where the plan has a table there, take the Word document (.docx), or have its text "
        "recognised (OCR)",
    ),
    wrong="(bảng quét thành ảnh)",
    right="(bảng có chữ)",
)
rule(
    "I892",
    "cut-words",
    "warning",
    on="document",
    title=Text("Chữ, số bị ngắt trong ô hẹp", "Words that narrow cells cut"),
    why=Text(
        "Cột quá hẹp thì chữ và số bị ngắt giữa chừng; nối lại có thể sai.",
        "In columns that are too narrow words and figures break anywhere, and may be put together "
        "wrongly.",
    ),
    message=Text(
        "{count} ô trong tệp PDF có chữ hoặc số bị ngắt giữa chừng, đã nối lại",
        "cells of the PDF in which a word or a figure is cut, put together here: {count}",
    ),
    help=Text(
        "lấy bản Word (.docx), hoặc đối chiếu tên và số với trang in",
        "take the Word document (.docx), or compare names and figures with the page",
    ),
    wrong="(bảng nhiều cột trên trang dọc)",
    right="(bảng trên trang ngang)",
)
rule(
    "I893",
    "rows-without-lines",
    "warning",
    on="document",
    title=Text("Bảng không kẻ khung", "Rows of figures without lines"),
    why=Text(
        "Trong tệp PDF chỉ nhận ra bảng nhờ khung kẻ; bảng không kẻ khung không được lấy.",
        "In a PDF a table is known by its lines alone: one without lines is not taken.",
    ),
    message=Text(
        "{count} trang PDF (trang {pages}) có dòng nhiều số mà không kẻ khung, hoặc không kẻ giữa "
        "các dòng, không được lấy",
        "pages of the PDF with rows of figures that have no lines around them or between them: "
        "{count} (p. {pages}); they are not taken",
    ),
    help=Text(
        "lấy bản Word (.docx), hoặc kẻ khung bảng rồi in lại ra PDF",
        "take the Word document (.docx), or give the table its lines and print it to a PDF again",
    ),
    wrong="(bảng không kẻ khung)",
    right="(bảng kẻ khung)",
)
rule(
    "I898",
    "date-among-figures",
    "warning",
    on="document",
    title=Text("Ngày tháng giữa các số", "Dates among figures"),
    why=Text(
        "Excel tự đổi số gõ vào như 12/63 hay 8.5 thành ngày; số đã gõ không còn trong tệp.",
        "Excel takes what is typed, such as 12/63 or 8.5, for a date; the file no longer has it.",
    ),
    message=Text(
        "trang tính “{what}”: {count} ô là ngày tháng trong cột số, không được lấy làm số (ô và số "
        "có lẽ đã gõ: {cells})",
        "sheet “{what}”: dates in columns of figures, not taken as such: {count} (with what was "
        "perhaps typed: {cells})",
    ),
    help=Text(
        "nếu là điểm, thứ hạng hay số thứ tự, đặt định dạng ô là Text rồi gõ lại",
        "where points, a rank or a row's number is meant, give the cells the format Text and type "
        "it again",
    ),
    wrong="tháng 12/1963",
    right="12/63",
)
rule(
    "I899",
    "struck-out",
    "note",
    on="document",
    title=Text("Chữ, số bị gạch bỏ", "Text that is struck out"),
    why=Text(
        "Chữ, số bị gạch ngang là đã bỏ; số mới thường viết ngay bên cạnh.",
        "What is struck out no longer holds; the new figure often stands right beside it.",
    ),
    message=Text(
        "chữ, số bị gạch ngang không được lấy: {count} chỗ ({texts})",
        "text that is struck out is left out: {count} ({texts})",
    ),
    help=Text(
        "nếu vẫn dùng, bỏ gạch ngang rồi nhập lại",
        "where it still holds, take the line off it and import it again",
    ),
    wrong="(“9” bị gạch ngang) 9,5",
    right="9,5",
)
