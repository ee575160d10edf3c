"""Make plans to measure with: 63 provinces x 10 years, 100 rows each, every figure invented and
every sum right.

The same seed makes the same bytes. Figures are decimals throughout, so that no total is off by a
float's last digit.
"""

import argparse
from decimal import Decimal
from itertools import islice, pairwise, product
from pathlib import Path
from random import Random
from typing import NamedTuple
from unicodedata import normalize

SEED = 2023
FIRST_YEAR, YEARS = 2014, 10
PARTS = 80  # with 19 areas and the index itself: 100 rows
CENT = Decimal("0.01")

_NAMES = (
    "An Giang, Bà Rịa - Vũng Tàu, Bắc Giang, Bắc Kạn, Bạc Liêu, Bắc Ninh, Bến Tre, Bình Định, "
    "Bình Dương, Bình Phước, Bình Thuận, Cà "
    "Mau, Cần Thơ, Cao Bằng, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, "
    "Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, "
    "Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai "
    "Châu, Lâm Đồng, Lạng Sơn, Lào Cai, Long "
    "An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng "
    "Ngãi, Quảng Ninh, Quảng Trị, Sóc "
    "Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, Tiền Giang, TP "
    "Hồ Chí Minh, Trà Vinh, Tuyên Quang, "
    "Vĩnh Long, Vĩnh Phúc, Yên Bái"
)
PROVINCES = _NAMES.split(", ")

AREAS = (
    ("Chỉ đạo, điều hành CCHC", "Steering of reform"),
    ("Thể chế", "Institutions"),
    ("Thủ tục hành chính", "Administrative procedures"),
    ("Tổ chức bộ máy", "Apparatus"),
    ("Chế độ công vụ", "Civil service"),
    ("Tài chính công", "Public finance"),
    ("Chính quyền số", "Digital government"),
    ("Sự hài lòng", "Satisfaction"),
    ("Tham gia của người dân", "Participation"),
    ("Công khai, minh bạch", "Transparency"),
    ("Trách nhiệm giải trình", "Accountability"),
    ("Kiểm soát tham nhũng", "Control of corruption"),
    ("Dịch vụ công", "Public services"),
    ("Môi trường", "Environment"),
    ("Gia nhập thị trường", "Market entry"),
    ("Tiếp cận đất đai", "Access to land"),
    ("Chi phí thời gian", "Time costs"),
    ("Hỗ trợ doanh nghiệp", "Business support"),
    ("Đào tạo lao động", "Labour training"),
)
ASPECTS = (
    ("Điểm thực hiện", "Administrative score"),
    ("Điều tra XHH", "Survey"),
    ("Đúng hạn", "On time"),
    ("Trực tuyến", "Online"),
    ("Kiểm tra", "Inspections"),
    ("Hạ tầng", "Infrastructure"),
    ("Phản ánh", "Complaints"),
    ("Nhân lực", "Staff"),
)


class Part(NamedTuple):
    """The smallest row: what it may score, scored and is to gain."""

    max: Decimal
    score: Decimal
    planned: Decimal


class Area(NamedTuple):
    """A row with its rank and its parts."""

    rank: int
    parts: tuple[Part, ...]


def part(random: Random, half_points: int) -> Part:
    """Below its maximum, and planning at most half of what is left: nothing that a rule would
    remark on.
    """
    maximum = Decimal(half_points) / 2
    score = (maximum * random.randint(40, 90) / 100).quantize(CENT)
    headroom = maximum - score
    return Part(maximum, score, max(CENT, (headroom * random.randint(10, 50) / 100).quantize(CENT)))


def areas(random: Random) -> list[Area]:
    """An area for each name, with four or five parts; the maxima of all parts share out 100 points
    by halves.
    """
    cuts = [0, *sorted(random.sample(range(1, 200), PARTS - 1)), 200]
    parts = iter([part(random, end - start) for start, end in pairwise(cuts)])
    larger = random.sample(range(len(AREAS)), PARTS % len(AREAS))
    sizes = [PARTS // len(AREAS) + (at in larger) for at in range(len(AREAS))]
    return [Area(random.randint(1, len(PROVINCES)), tuple(islice(parts, size))) for size in sizes]


def total(parts: list[Part]) -> Part:
    """The sums of all three figures."""
    return Part(*(sum(figures, Decimal(0)) for figures in zip(*parts, strict=True)))


def quoted(text: str) -> str:
    """Text as YAML writes it between braces."""
    return f'"{text}"' if "," in text else text


def name(vi: str, en: str) -> str:
    """A name in both languages."""
    return f"{{vi: {quoted(vi)}, en: {quoted(en)}}}"


def short(maximum: Decimal) -> str:
    """A maximum without digits that say nothing: 100, 9.5."""
    return f"{maximum.normalize():f}"


def indicators(province: str, year: int, scored: list[Area], whole: Part, rank: int) -> str:
    """What is scored."""
    title = name(
        f"Kế hoạch cải thiện chỉ số năm {year + 1}, {province}",
        f"Plan to raise the index in {year + 1}, {province}",
    )
    lines = [
        "# Invented figures, made to measure with.",
        "",
        "plan:",
        f"  id: {slug(province)}-{year + 1}",
        f"  name: {title}",
        f"  year: {year}",
        f"  target_year: {year + 1}",
        "",
        "indices:",
        "  - id: par",
        f"    name: {name('Chỉ số cải cách hành chính', 'Public administration reform index')}",
        "    decimals: 2",
        f"    max: {short(whole.max)}",
        f"    score: {whole.score}",
        f"    percent: {whole.score}",
        f"    rank: {rank}/{len(PROVINCES)}",
        "    rows:",
    ]
    for number, (words, area) in enumerate(zip(AREAS, scored, strict=True), 1):
        its = total(list(area.parts))
        lines += [
            f"      - id: par.{number}",
            f"        row: {number}",
            f"        name: {name(*words)}",
            f"        max: {short(its.max)}",
            f"        score: {its.score}",
            f"        rank: {area.rank}/{len(PROVINCES)}",
            "        parts:",
        ]
        for at, each in enumerate(area.parts):
            about = f"id: par.{number}.{at + 1}, name: {name(*ASPECTS[at % len(ASPECTS)])}"
            lines.append(f"          - {{{about}, max: {short(each.max)}, score: {each.score}}}")
    return "\n".join(lines) + "\n"


def targets(scored: list[Area], whole: Part) -> str:
    """What is planned: increases for all, targets for areas and the index, as plans print them."""
    lines = ["# Invented figures, made to measure with.", "", "targets:", goal("par", whole)]
    for number, area in enumerate(scored, 1):
        lines.append(goal(f"par.{number}", total(list(area.parts))))
        lines += [
            f"  par.{number}.{at}: {{planned: {each.planned}}}"
            for at, each in enumerate(area.parts, 1)
        ]
    return "\n".join(lines) + "\n"


def goal(ident: str, its: Part) -> str:
    """The line of an id that has a target of its own."""
    return f"  {ident}: {{planned: {its.planned}, target: {its.score + its.planned}}}"


def slug(province: str) -> str:
    """A province's name as part of an id: ``cao-bang``."""
    letters = normalize("NFD", province.lower().replace("đ", "d"))
    return "-".join(
        "".join(letter for letter in letters if letter.isascii()).replace("-", " ").split()
    )


def make(folder: Path, province: str, year: int) -> None:
    """Write one plan."""
    random = Random(f"{SEED} {province} {year}")
    scored = areas(random)
    whole = total([each for area in scored for each in area.parts])
    folder.mkdir(parents=True)
    text = indicators(province, year, scored, whole, random.randint(1, len(PROVINCES)))
    (folder / "indicators.yaml").write_text(text, encoding="utf-8")
    (folder / "targets.yaml").write_text(targets(scored, whole), encoding="utf-8")


def main() -> None:
    """Write the first so many plans, year by year."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to; must not exist yet")
    parser.add_argument(
        "--plans",
        type=int,
        default=len(PROVINCES) * YEARS,
        help="how many (default: all %(default)s)",
    )
    arguments = parser.parse_args()
    for year, province in islice(
        product(range(FIRST_YEAR, FIRST_YEAR + YEARS), PROVINCES), arguments.plans
    ):
        make(arguments.folder / slug(province) / str(year + 1), province, year)


if __name__ == "__main__":
    main()
