"""Random plans as people print them, for `benchmarks/recognition.py`: a Word document or a workbook
in a random layout, every figure of it known.

Nothing here reads `printed.yaml`: the words over columns are those of plans, reports and English
translations, gathered by themselves. The same number makes the same document.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unicodedata import combining, normalize

import yaml
from docx import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from xlsxwriter import Workbook

SEED = 20261128
KINDS = ("docx", "xlsx")

_DOING = "Công khai, Giải quyết, Thực hiện, Kiểm tra, Cải cách, Hiện đại hóa, Tổ chức, Xây dựng"
_WHAT = (
    "thủ tục hành chính, văn bản quy phạm pháp luật, chế độ công vụ, tài chính công, bộ máy hành "
    "chính, chính quyền số, phản ánh của người dân, ngân sách xã, đất đai, hồ sơ trực tuyến, kế "
    "hoạch năm, dịch vụ công tại địa phương, trách nhiệm giải trình với người dân, môi trường"
)
_ROWS = [f"{doing} {what}" for doing in _DOING.split(", ") for what in _WHAT.split(", ")]
_PARTS = [
    "Điểm thực hiện",
    "Điều tra xã hội học",
    "Tỷ lệ đúng hạn",
    "Mức độ hài lòng",
    "Mức độ trực tuyến",
    "Công tác kiểm tra",
    "Hạ tầng phục vụ",
    "Chất lượng tham mưu",
    "Số người được hỏi",
    "Thời gian giải quyết",
]
_INDICES = ["PAR INDEX", "SIPAS", "PAPI", "PCI", "DTI", "PGI", "DDCI", "ICT"]
_LEADS = ("Sở Nội vụ", "Sở Tư pháp", "Văn phòng UBND tỉnh", "Sở Tài chính; Sở Nội vụ", "Các sở")
_DUE = ("Quý III/{t}", "Trước 30/11/{t}", "Tháng 10/{t}", "Năm {t}", "Thường xuyên")
_NOTES = (
    "",
    "",
    "Thiếu minh chứng",
    "Bị trừ 0,5 điểm do chậm",
    "Xem Phụ lục II",
    "Theo Bộ tiêu chí",
)

# What stands over columns, by what they hold.
_TITLES = yaml.safe_load(Path(__file__).with_name("document_titles.yaml").read_text("utf-8"))
_TOTALS = ("Tổng cộng", "Tổng điểm", "TỔNG", "Cộng", "Tổng số", "Total", "TỔNG CỘNG")


@dataclass
class Line:
    """A row of a plan: its label, its figures by field, and its parts."""

    label: str
    figures: dict[str, Decimal | str]
    parts: "list[Line]" = field(default_factory=list)


class Told(NamedTuple):
    """An index: what it is called, its own figures, its rows."""

    name: str
    own: Line


class Cell(NamedTuple):
    """A cell to be printed. `number`: the file counts it by itself; `value`: what it holds where it
    is nothing but a figure.
    """

    text: str = ""
    across: int = 1
    down: int = 1
    italic: bool = False
    number: bool = False
    value: Decimal | None = None


@dataclass
class Made:
    """A document: what its columns hold, its blocks (a paragraph, or the titles and the rows of a
    table), its indices, what is particular in its layout, and every figure by what it is a figure
    of: (index, row, part, field).
    """

    kind: str
    year: int
    fields: list[str]
    blocks: list[Any]
    indices: list[Told]
    layout: dict[str, str]
    truth: dict[tuple[int, str, str, str], str]


def made(number: int, *, nonsense: float = 0) -> Made:
    """A random document; `nonsense` is the share of its titles that say nothing."""
    return _Making(Random(f"{SEED} {number}"), number, nonsense=nonsense).made()


class _Making:
    def __init__(self, random: Random, number: int, *, nonsense: float) -> None:
        self.random = random
        self.number = number
        self.nonsense = nonsense
        self.year = random.randint(2015, 2025)
        self.layout = self._layout()
        self.digits = int(self.layout["decimals"])
        self.fields = self._fields()
        self.titles = {name: self._words(words) for name, words in _TITLES["titles"].items()}
        self.titles |= {
            f"past_{name}": self._words(words) for name, words in _TITLES["past"].items()
        }
        self.rows = random.sample(_ROWS, len(_ROWS))

    def _words(self, words: Sequence[str]) -> str:
        return self.random.choice(words).format(y=self.year, p=self.year - 1, t=self.year + 1)

    def _layout(self) -> dict[str, str]:
        """What is particular: each with the share of documents that have it."""
        one = self.random
        some: dict[str, Callable[[], str]] = {
            "kind": lambda: KINDS[self.number % 2],
            "known": lambda: one.choice(["yes", "no"]),
            "indices": lambda: one.choice("1123"),
            "heads": lambda: one.choice(["one line", "one line", "two lines"]),
            "heads marked": lambda: one.choice(["yes", "no"]),
            "columns counted": lambda: one.choices(["yes", "no"], [1, 3])[0],
            "cut": lambda: one.choices(["no", "heads again", "no heads", "label"], [6, 2, 1, 1])[0],
            "numbers": lambda: one.choice(
                [
                    "1 / none",
                    "1 / none",
                    "1 / 1.1",
                    "I / 1",
                    "1 / a",
                    "1 / -",
                    "none / -",
                    "none / italic",
                    "none / none",
                    "automatic",
                ]
            ),
            "columns": lambda: one.choice(["usual order", "usual order", "any order"]),
            "others": lambda: one.choice(["none", "notes", "lost", "leads", "lost and leads"]),
            "years": lambda: one.choice(["one", "one", "one", "two", "two", "alike"]),
            "change": lambda: one.choices(["no", "yes", "with ranks"], [3, 1, 1])[0],
            "percent": lambda: one.choices(["no", "yes"], [3, 1])[0],
            "total": lambda: one.choice(["none", "first", "last", "sentence"]),
            "sections": lambda: one.choice(["no", "across", "numbered"]),
            "mark": lambda: one.choices([",", "."], [3, 1])[0],
            "decimals": lambda: one.choices("2134", [6, 1, 1, 1])[0],
            "out of": lambda: one.choices(["100", "1000"], [9, 1])[0],
            "target": lambda: one.choice(["#", "≥ #", ">= #", "≥#", "từ # trở lên", "# điểm"]),
            "planned": lambda: one.choice(["#", "+#", "+ #", "tăng #"]),
            "signs": lambda: one.choice(["±", "tăng/giảm"]),
            "rank of": lambda: one.choice(["r/n", "r / n", "r"]),
            "blank": lambda: one.choice(["", "-", "–"]),
            "contradictions": lambda: one.choices(["no", "yes"], [4, 1])[0],
            "cells": lambda: one.choice(["text", "numbers"]),
            "titles": lambda: one.choices(
                ["as they are", "capitals", "with (điểm)", "on two lines", "without marks"],
                [6, 1, 1, 1, 1],
            )[0],
            "unit line": lambda: one.choices(["no", "yes"], [4, 1])[0],
            "other tables": lambda: one.choice(["no", "no", "yes"]),
            "blank figures": lambda: one.choices(["no", "yes"], [3, 1])[0],
            "total's label": lambda: one.choice(["its own cell", "over the number"]),
        }
        told = {name: choose() for name, choose in some.items()}
        if told["kind"] == "xlsx":
            told["numbers"] = told["numbers"].replace("automatic", "1 / none")
            told["heads marked"] = "no"
        else:
            told["cells"] = "text"
        if told["indices"] == "1" or told["cut"] != "no":
            told["sections"] = "no"
        if told["years"] == "alike":
            told["heads"] = "one line"
        if told["sections"] == "numbered":  # its indices are I, II, III
            told["numbers"] = told["numbers"].replace("I / 1", "1 / 1.1").replace("none /", "1 /")
        return told

    def _fields(self) -> list[str]:
        """The columns, in order."""
        one, it = self.random, self.layout
        held = ["max"] if one.random() < 0.85 else []
        held += ["past_score"] if it["years"] != "one" else []
        ranks = one.random() < 0.6
        held += ["past_rank"] if it["years"] == "two" and ranks and one.random() < 0.5 else []
        held += ["score"] + (["rank"] if ranks else [])
        held += ["percent"] if it["percent"] == "yes" and "max" in held else []
        held += ["change"] if it["change"] != "no" else []
        held += ["rank_change"] if it["change"] == "with ranks" and ranks else []
        held += ["lost"] if "lost" in it["others"] and "max" in held else []
        held += one.choice([["planned", "target"], ["target", "planned"], ["target"], ["planned"]])
        if not {"max", "target"} & {*held}:
            held.append("target")
        if it["columns"] == "any order":
            one.shuffle(held)
        held += ["lead"] if "leads" in it["others"] else []
        held += ["coordinate", "due"] if it["others"] == "lost and leads" else []
        held += ["note"] if it["others"] == "notes" else []
        return [*([] if it["numbers"].startswith("none") else ["number"]), "name", *held]

    # Figures.

    def _figure(self, value: float) -> Decimal:
        return Decimal(round(value * 10**self.digits)).scaleb(-self.digits)

    def _leaf(self, label: str, most: Decimal) -> Line:
        score = self._figure(float(most) * self.random.uniform(0.3, 0.95))
        planned = self._figure(float(most - score) * self.random.uniform(0.1, 0.6))
        past = self._figure(float(most) * self.random.uniform(0.3, 0.95))
        return Line(label, {"max": most, "score": score, "planned": planned, "past_score": past})

    def _index(self, name: str) -> Told:
        one = self.random
        scale = 10 if self.layout["out of"] == "1000" else 1
        rows = []
        parted = self.layout["numbers"] == "none / none" or one.random() < 0.7
        for _ in range(one.randint(3, 12)):
            size = one.choice([0, 2, 2, 3, 4]) if parted else 0
            labels = one.sample(_PARTS, size)
            halves = [Decimal(one.randint(1, 12)) / 2 * scale for _ in labels]
            parts = [self._leaf(label, most) for label, most in zip(labels, halves, strict=True)]
            label = self.rows.pop()
            if parts:
                rows.append(self._summed(label, parts))
            else:
                rows.append(self._leaf(label, Decimal(one.randint(4, 30)) / 2 * scale))
        own = self._summed(name, rows)
        for line in (own, *rows):
            self._ranked(line)
        for line in [own, *rows, *[part for row in rows for part in row.parts]]:
            self._follow(line)
        if self.layout["contradictions"] == "yes":
            self._contradict(rows)
        return Told(name, own)

    @staticmethod
    def _summed(label: str, parts: list[Line]) -> Line:
        names = ("max", "score", "planned", "past_score")
        sums = {
            name: sum((Decimal(it.figures[name]) for it in parts), Decimal(0)) for name in names
        }
        return Line(label, dict(sums), parts)

    def _ranked(self, line: Line) -> None:
        now, before = (self.random.randint(1, 63) for _ in "12")
        line.figures |= {"rank": f"{now}/63", "past_rank": f"{before}/63"}
        if self.layout["rank of"] == "r":
            line.figures |= {"rank": str(now), "past_rank": str(before)}
        line.figures["rank_change"] = Decimal(before - now)

    def _follow(self, line: Line) -> None:
        most, score = Decimal(line.figures["max"]), Decimal(line.figures["score"])
        line.figures["target"] = score + Decimal(line.figures["planned"])
        line.figures["change"] = score - Decimal(line.figures["past_score"])
        line.figures["lost"] = most - score
        line.figures["percent"] = self._figure(float(score / most) * 100)

    def _contradict(self, rows: list[Line]) -> None:
        """Figures that do not follow from the others, as printed plans have some."""
        for _ in range(self.random.randint(1, 2)):
            line = self.random.choice(rows)
            name = self.random.choice(["score", "target", "planned"])
            line.figures[name] = Decimal(line.figures[name]) + self._figure(
                self.random.choice([0.1, 0.2, 0.5, 1])
            )

    # Layout.

    def made(self) -> Made:
        one, it = self.random, self.layout
        names = one.sample(_INDICES, int(it["indices"]))
        indices = [self._index(name) for name in names]
        blocks: list[Any] = ["KẾ HOẠCH", f"Nâng cao các chỉ số năm {self.year + 1}"]
        truth: dict[tuple[int, str, str, str], str] = {}
        tables = [self._body(n, told, truth) for n, told in enumerate(indices)]
        heads = self._heads()
        if it["sections"] == "no":
            for n, (told, body) in enumerate(zip(indices, tables, strict=True), 1):
                if it["total"] == "sentence":
                    blocks.append(self._sentence(n - 1, told, truth))
                blocks.append(f"{n}. Chỉ số {told.name} năm {self.year}")
                blocks += ["Đơn vị tính: điểm"] if it["unit line"] == "yes" else []
                blocks += self._cut(heads, body)
        else:
            rows = []
            for n, (told, body) in enumerate(zip(indices, tables, strict=True)):
                roman = ("I", "II", "III")[n]
                if it["sections"] == "across":
                    title = f"{roman}. CHỈ SỐ {told.name}"
                    rows.append([Cell(title, across=len(self.fields))])
                else:
                    own = self._cells(told.own, roman, f"Chỉ số {told.name}", truth, (n, "", ""))
                    rows.append(own)
                rows += body
            blocks.append(f"Bảng 1. Các chỉ số năm {self.year}")
            blocks += ["(Đơn vị tính: điểm)"] if it["unit line"] == "yes" else []
            blocks.append((heads, rows))
        if it["other tables"] == "yes":
            blocks = [*self._before(), *blocks, *self._after(names[0])]
        return Made(it["kind"], self.year, self.fields, blocks, indices, it, truth)

    def _before(self) -> list[Any]:
        """What official documents begin with."""
        rows = [["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
        rows.append(["TỈNH CAO BẰNG", "Độc lập - Tự do - Hạnh phúc"])
        return [([], [[Cell(text) for text in row] for row in rows])]

    def _after(self, name: str) -> list[Any]:
        """Tables that are none of the plan: an index over the years, units, tasks."""
        years = [["Năm", "Điểm", "Xếp hạng"]]
        years += [
            [str(self.year - n), self._text(self._figure(60 + n)), f"{20 + n}/63"]
            for n in (3, 2, 1)
        ]
        tasks = [["STT", "Nhiệm vụ, giải pháp", "Chủ trì", "Thời gian hoàn thành"]]
        tasks += [[str(n + 1), row, "Sở Nội vụ", "Quý III"] for n, row in enumerate(self.rows[:3])]
        blocks: list[Any] = []
        for heading, rows in ((f"Kết quả {name} các năm", years), ("Phụ lục nhiệm vụ", tasks)):
            cells = [[Cell(text) for text in row] for row in rows]
            blocks += [heading, (cells[:1], cells[1:])]
        return blocks

    def _cut(self, heads: list[list[Cell]], body: list[list[Cell]]) -> Iterator[Any]:
        how = self.layout["cut"]
        if how == "no" or len(body) < 5:
            yield heads, body
            return
        at = self.random.randint(2, len(body) - 2)
        if how != "label":
            yield heads, body[:at]
            yield (heads if how == "heads again" else []), body[at:]
            return
        place = self.fields.index("name")
        label, row = body[at][place].text, [*body[at]]
        words = label.split(" ")
        if len(words) < 4 or label[0] in "-–":
            yield heads, body
            return
        row[place] = row[place]._replace(text=" ".join(words[:-2]))
        rest = [Cell() for _ in row]
        rest[place] = Cell(" ".join(words[-2:]), italic=body[at][place].italic)
        yield heads, [*body[:at], row, rest, *body[at + 1 :]]

    def _sentence(self, n: int, told: Told, truth: dict[tuple[int, str, str, str], str]) -> str:
        figures = told.own.figures
        truth |= {(n, "", "", name): str(figures[name]) for name in ("score", "max", "rank")}
        score, most = (self._text(Decimal(figures[name])) for name in ("score", "max"))
        rank = figures["rank"]
        of = "tỉnh, thành phố" if "/" in str(rank) else ""
        return f"Chỉ số {told.name} đạt {score}/{most} điểm, xếp hạng: {rank} {of}".strip() + "."

    def _body(
        self, n: int, told: Told, truth: dict[tuple[int, str, str, str], str]
    ) -> list[list[Cell]]:
        it = self.layout
        rows: list[list[Cell]] = []
        above, _, below = it["numbers"].partition(" / ")
        for at, line in enumerate(told.own.parts, 1):
            number = {"none": "", "I": _roman(at)}.get(above, str(at))
            rows.append(self._cells(line, number, line.label, truth, (n, line.label, "")))
            for m, part in enumerate(line.parts, 1):
                key = (n, line.label, part.label)
                mark, label = self._part(below, at, m, part.label)
                italic = below == "italic"
                rows.append(self._cells(part, mark, label, truth, key, italic=italic))
        if it["total"] in ("first", "last") and it["sections"] != "numbered":
            label = self.random.choice(_TOTALS)
            total = self._cells(told.own, "", label, truth, (n, "", ""))
            if it["total's label"] == "over the number" and "number" in self.fields:
                total[:2] = [Cell(label, across=2), Cell()]
            rows.insert(0 if it["total"] == "first" else len(rows), total)
        return rows

    @staticmethod
    def _part(below: str, at: int, m: int, label: str) -> tuple[str, str]:
        if below == "1.1":
            return f"{at}.{m}", label
        if below == "1":
            return str(m), label
        if below == "a":
            return f"{chr(96 + m)})", label
        return "", f"- {label}" if below == "-" else label

    def _cells(
        self,
        line: Line,
        number: str,
        label: str,
        truth: dict[tuple[int, str, str, str], str],
        key: tuple[int, str, str],
        *,
        italic: bool = False,
    ) -> list[Cell]:
        cells = []
        part = bool(key[2])
        for name in self.fields:
            if name == "number":
                auto = self.layout["numbers"] == "automatic" and number.isdecimal()
                cells.append(Cell("" if auto else number, number=auto, italic=italic))
            elif name == "name":
                cells.append(Cell(label, italic=italic))
            elif name in ("lead", "coordinate", "due", "note"):
                words = {"lead": _LEADS, "coordinate": _LEADS, "due": _DUE, "note": _NOTES}[name]
                text = self.random.choice(words).format(t=self.year + 1)
                cells.append(Cell("" if not key[1] else text, italic=italic))
            elif part and (name in ("rank", "past_rank", "rank_change")):
                cells.append(Cell(self.layout["blank"], italic=italic))
            else:
                figure = line.figures[name]
                blank = self.layout["blank figures"] == "yes" and key[1] and not line.parts
                if blank and name in ("planned", "target", "rank") and self.random.random() < 0.2:
                    cells.append(Cell(self.layout["blank"], italic=italic))
                    continue
                text = self._printed(name, figure)
                held = figure if isinstance(figure, Decimal) else None
                bare = held is not None and text == self._text(held)
                cells.append(Cell(text, italic=italic, value=held if bare else None))
                # Of two columns “Điểm” nothing says which year the other is.
                unknown = name == "past_score" and self.layout["years"] == "alike"
                if name != "lost" and not unknown:
                    past = name.removeprefix("past_")
                    own = name if past == name else f"{past}_{self.year - 1}"
                    truth[*key, own] = str(figure)
        return cells

    def _printed(self, name: str, figure: Decimal | str) -> str:
        it = self.layout
        if isinstance(figure, str):
            return figure.replace("/", " / ") if it["rank of"] == "r / n" else figure
        if name in ("change", "rank_change"):
            much = self._text(abs(figure))
            if it["signs"] == "±" or not figure:
                return ("+" if figure > 0 else "-" if figure < 0 else "") + much
            return ("tăng " if figure > 0 else "giảm ") + much
        text = self._text(figure)
        if name == "percent":
            return f"{text}%" if "%" not in self.titles["percent"] else text
        pattern = it.get(name, "#")
        return pattern.replace("#", text)

    def _text(self, figure: Decimal) -> str:
        text = f"{figure:,f}"
        return text.translate(str.maketrans(",.", ".,")) if self.layout["mark"] == "," else text

    def _heads(self) -> list[list[Cell]]:
        rows = self._grouped() if self.layout["heads"] == "two lines" else self._flat()
        rows = [[cell._replace(text=self._perhaps(cell.text)) for cell in row] for row in rows]
        if self.layout["columns counted"] == "yes":
            form = self.random.choice(["({})", "{}"])
            rows.append([Cell(form.format(n)) for n in range(1, len(self.fields) + 1)])
        return rows

    def _perhaps(self, text: str) -> str:
        """A title, or in its place a word that says nothing."""
        if not text or not self.nonsense or self.random.random() >= self.nonsense:
            return text
        letters = [self.random.choice("bcdghklmnptvx") + self.random.choice("aeiou") for _ in "abc"]
        return "".join(letters).capitalize()

    def _flat(self) -> list[list[Cell]]:
        titles = {**self.titles}
        if self.layout["years"] == "alike":
            titles["past_score"] = titles["score"] = "Điểm"
        elif "past_score" in self.fields and str(self.year) not in titles["score"]:
            titles["score"] = f"Điểm năm {self.year}"
        if "past_rank" in self.fields and str(self.year) not in titles["rank"]:
            titles["rank"] = f"Thứ hạng năm {self.year}"
        return [[Cell(self._decorated(name, titles[name])) for name in self.fields]]

    def _decorated(self, name: str, title: str) -> str:
        how = self.layout["titles"]
        if how == "capitals":
            return title.upper()
        if how == "without marks":
            letters = normalize("NFD", title.replace("đ", "d").replace("Đ", "D"))
            return "".join(letter for letter in letters if not combining(letter))
        if how == "on two lines":
            return title.replace(" ", "\n", 1)
        of_points = name in ("max", "score", "planned", "past_score", "target")
        return f"{title} (điểm)" if how == "with (điểm)" and of_points else title

    def _grouped(self) -> list[list[Cell]]:
        """Titles in two lines: what goes together below its year."""
        group = {"past_score": "past", "past_rank": "past", "score": "own", "rank": "own"}
        group |= {"percent": "own", "planned": "aim", "target": "aim"}
        first: list[Cell] = []
        second: list[Cell] = []
        for at, name in enumerate(self.fields):
            of = group.get(name)
            near = [group.get(it) for it in self.fields[max(at - 1, 0) : at + 2] if it != name]
            if of is None or (of not in near and of != "past"):
                first.append(Cell(self._alone(name), down=2))
                second.append(Cell())
                continue
            again = at and group.get(self.fields[at - 1]) == of and first
            if again:
                start = next(n for n in range(at - 1, -1, -1) if first[n].text)
                first[start] = first[start]._replace(across=at - start + 1)
                first.append(Cell())
            else:
                first.append(Cell(self._words(_TITLES["groups"][of])))
            second.append(Cell(self._words(_TITLES["below"][name.removeprefix("past_")])))
        return [first, second] if any(cell.text for cell in second) else self._flat()

    def _alone(self, name: str) -> str:
        past = name in ("score", "rank") and f"past_{name}" in self.fields
        return (
            f"{'Điểm' if name == 'score' else 'Thứ hạng'} năm {self.year}"
            if past
            else (self.titles[name])
        )


def _roman(n: int) -> str:
    return ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"][n - 1]


# Files.


def write(it: Made, path: Path) -> None:
    """Write a document."""
    (_word if it.kind == "docx" else _book)(it, path)


def _word(it: Made, path: Path) -> None:
    document = WordDocument()
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    for block in it.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        heads, body = block
        rows = [*heads, *body]
        table = document.add_table(
            len(rows),
            max(sum(c.across for c in row) if len(row) == 1 else len(row) for row in rows),
        )
        for n, row in enumerate(rows):
            _word_row(table, n, row, marked=n < len(heads) and it.layout["heads marked"] == "yes")
    document.save(str(path))


def _word_row(table: Any, n: int, row: Sequence[Cell], *, marked: bool) -> None:
    places = table.rows[n].cells
    for at, cell in enumerate(row):
        if cell.text or cell.number:
            said = places[at].paragraphs[0]
            said.add_run(cell.text).italic = cell.italic or None
            if cell.number:
                said.style = "List Number"
        if cell.across > 1 or cell.down > 1:
            places[at].merge(table.cell(n + cell.down - 1, at + cell.across - 1))
    if marked:
        more = table.rows[n]._tr.get_or_add_trPr()
        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        more.append(head)


def _book(it: Made, path: Path) -> None:
    book = Workbook(path)
    sheet = book.add_worksheet()
    line = 0
    for block in it.blocks:
        if isinstance(block, str):
            sheet.write_string(line, 0, block)
            line += 1
            continue
        heads, body = block
        for row in [*heads, *body]:
            for at, cell in enumerate(row):
                _book_cell(book, sheet, line, at, cell, it)
            line += 1
        line += 1 if it.layout["cut"] == "no" else 0
    book.close()


def _book_cell(book: Any, sheet: Any, line: int, at: int, cell: Cell, it: Made) -> None:
    form: dict[str, object] = {"italic": cell.italic}
    number = cell.value if it.layout["cells"] == "numbers" else None
    if cell.across > 1 or cell.down > 1:
        last = line + cell.down - 1, at + cell.across - 1
        sheet.merge_range(line, at, *last, cell.text, book.add_format(form))
    elif number is not None:
        digits = -int(number.as_tuple().exponent)
        form["num_format"] = "0." + "0" * digits if digits else "0"
        sheet.write_number(line, at, float(number), book.add_format(form))
    elif cell.text:
        sheet.write_string(line, at, cell.text, book.add_format(form))
