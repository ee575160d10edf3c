"""The page in a real browser: what is typed, slid, opened, printed, and what a screen reader meets. Needs Debian's chromium."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from helpers_cli import parplan_here, write_plan

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "plan.html"
    assert parplan_here("report", "-o", str(made), "--lang", "vi").code == 0
    return made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that asks nobody for anything, and says nothing of errors."""
    context = browser.new_context(viewport={"width": 1250, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    asked: list[Request] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - a bound method takes no mark of playwright's
    yield opened
    assert said == []
    assert {request.url.split(":")[0] for request in asked} <= {"file", "data"}
    context.close()


def opened(page: Page, file: Path, address: str = "") -> None:
    if page.url.split("#")[0] == file.as_uri():  # the page that is open follows its address
        page.evaluate(
            """address => new Promise(done => {
                location.hash = address;
                const asked = location.href;  // an event of the address before may still be on its way
                addEventListener("hashchange", function heard({ newURL }) {
                    if (newURL === asked) { removeEventListener("hashchange", heard); done(); }
                });
            })""",
            address,
        )
    else:
        page.goto(f"{file.as_uri()}{address}")


def landed(page: Page) -> dict[str, Decimal]:
    """Where every row lands, as the page has it, exactly."""
    values: dict[str, str] = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('tr[data-id]')]
            .map(at => [at.dataset.id, at.querySelector('.lands data').value]))"""
    )
    return {ident: Decimal(value) for ident, value in values.items()}


def projected(*typed: str) -> dict[str, Decimal]:
    """Where every row lands, as `parplan project` has it."""
    ran = parplan_here("project", "--format", "json", *typed)
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)["scenarios"][0]["indices"]
    found: dict[str, Decimal] = {}
    while rows:
        row = rows.pop()
        found[row["id"]] = row["projected"]
        rows += [*row.get("rows", ()), *row.get("parts", ())]
    return {ident: Decimal(value) for ident, value in found.items()}


ADDRESSES = {
    "": "",
    "#share=60%": "--share 60%",
    "#share=60%25&par.7.admin=9.00": "--share 60% --set par.7.admin=9.00",
    "#par.1=9,25": "--set par.1=9.25",
    "#par.5=50%&papi.8=+0.25": "--share par.5=50% --add papi.8=+0.25",
    "#base=current&sipas=8.00": "--base current --set sipas=8.00",
    "#share=0%&par.1=100%&par.1=-0.2": "--share 0% --share par.1=100% --add par.1=-0.2",
    "#par.1=12&clamp": "--set par.1=12 --clamp",
    "#share=33.333333%": "--share 33.333333%",
    "#papi.1=4.500001&papi.1=%2B0.1&lang=en": "--set papi.1=4.500001 --add papi.1=+0.1",
}


def test_ten_addresses_and_the_calls_that_they_are_equal_to(page: Page, file: Path) -> None:
    for address, typed in ADDRESSES.items():
        opened(page, file, address)
        assert page.inner_text("#call") == f"parplan project {typed}".strip()
        assert landed(page) == projected(*typed.split()), address


SEVENTH = "Xây dựng, phát triển chính quyền điện tử, chính quyền số"


def test_what_is_typed(page: Page, file: Path) -> None:
    opened(page, file)
    page.check("#open")
    field = page.locator("tr[data-id='par.7.admin'] input")
    for text in ("1,74", "1.74", "+1,74"):
        field.fill(text)
        page.wait_for_url("**#par.7.admin=9.00")
        assert page.inner_text("#call") == "parplan project --set par.7.admin=9.00"
    assert landed(page) == projected("--set", "par.7.admin=9.00")
    assert page.inner_text(".totals [data-id=par] .lands") == "87,45"
    assert page.inner_text(".totals [data-id=par] b") == "▾ hụt 1,18"
    field.blur()
    for text, said in {
        "abc": "“abc” không phải là số, ví dụ 1,74 hoặc 50%",
        "20": f"{SEVENTH}: Điểm thực hiện sẽ là 27,26, vượt mức tối đa 12,50; {SEVENTH}: Điểm thực hiện nhiều nhất là 12,50; "
        "chọn “Giữ ở mức tối đa, mức sàn” để giữ ở mức tối đa",
    }.items():
        field.fill(text)
        assert page.inner_text(".alert") == said
        assert field.get_attribute("aria-invalid") == "true"
    field.press("Enter")
    assert field.input_value() == "1,74"
    assert page.inner_text(".alert") == said  # why it is not what was typed
    page.fill("tr[data-id='par.7'] input", "2")
    assert page.inner_text(".alert") == f"{SEVENTH} được đặt điểm cả trực tiếp lẫn qua {SEVENTH}: Điểm thực hiện; bỏ một trong hai"
    page.click("tr[data-id='par.7.admin'] .undo")
    assert landed(page) == projected()


TOO_MUCH = "Cải cách chế độ công vụ sẽ là {}, vượt mức tối đa 15,00; "
# Typed key by key into the field of par.5, which has room for 3.51: what leaving it says, where it lands, what the field shows.
BY_KEY = {
    "3,60": (TOO_MUCH.format("15,09"), "", "1,46"),
    "12": (TOO_MUCH.format("23,49"), "", "1,46"),
    "1,5đ": ("“1,5đ” không phải là số", "", "1,46"),
    "1,": ("“1,” không phải là số", "", "1,46"),
    "-": ("“-” không phải là số", "", "1,46"),
    "1,5": ("", "par.5=12.99", "1,50"),
    "+ 0,17": ("", "par.5=11.66", "0,17"),  # as plans print it
    "+\u00a00,17": ("", "par.5=11.66", "0,17"),
    "": ("", "", "1,46"),
}


@pytest.mark.parametrize("text", BY_KEY)
def test_what_is_refused_leaves_nothing_of_itself(page: Page, file: Path, text: str) -> None:
    opened(page, file)
    said, address, shown = BY_KEY[text]
    field = page.locator("tr[data-id='par.5'] input")
    field.focus()
    page.keyboard.press("Delete")  # what was there is selected
    for key in text:
        page.keyboard.type(key)
        assert key not in ",+-" or page.locator(".alert").is_hidden()  # there may be more to come
    page.keyboard.press("Tab")
    assert page.locator(".alert").inner_text().startswith(said)
    assert page.locator(".alert").is_visible() == bool(said)
    assert (field.input_value(), field.get_attribute("aria-invalid")) == (shown, None)
    assert page.inner_text("#call") == f"parplan project {address and '--set '}{address}".rstrip()
    assert page.locator(".changed").count() == bool(address)
    assert page.inner_text("tr[data-id='par.5'] .lands") == (address[6:] or "12.95").replace(".", ",")


def test_what_was_there_before_is_there_again(page: Page, file: Path) -> None:
    opened(page, file, "#par.5=12.00")
    field = page.locator("tr[data-id='par.5'] input")
    page.focus("tr[data-id='par.5'] input")
    page.keyboard.type("12")
    assert page.inner_text("#call") == "parplan project --set par.5=12.00"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert field.input_value() == "0,51"  # no paper shows what was refused
    field.focus()
    page.keyboard.type("1,0")
    page.keyboard.press("Escape")
    assert field.input_value() == "1,46"
    assert page.inner_text("#call") == "parplan project"


def test_what_was_refused_is_held_where_that_is_asked_for(page: Page, file: Path) -> None:
    opened(page, file)
    page.focus("tr[data-id='par.5'] input")
    page.keyboard.type("3,60")
    page.check("#clamp")
    assert page.locator(".alert").is_hidden()
    assert page.input_value("tr[data-id='par.5'] input") == "3,51"
    assert page.inner_text(".held").startswith("Cải cách chế độ công vụ giữ ở mức 15,00; nếu không sẽ là 15,09")
    assert page.inner_text("#call") == "parplan project --set par.5=15.09 --clamp"
    assert page.inner_text("tr[data-id='par.5'] .lands") == "15,00"
    page.locator("#clamp").click()
    assert page.is_checked("#clamp")
    assert TOO_MUCH.format("15,09") in page.inner_text(".alert")


def test_a_share_that_is_refused_slides_back(page: Page, file: Path) -> None:
    opened(page, file, "#share=50%&par.1=+0.8")
    page.fill("#share", "100")
    assert "vượt mức tối đa" in page.inner_text(".alert")
    assert page.input_value("#share") == "50"
    page.check("#clamp")
    assert page.input_value("#share") == "100"
    assert landed(page) == projected("--add", "par.1=+0.8", "--clamp")


@pytest.mark.parametrize(
    ("clipboard", "said", "selected"),
    [
        ("{ writeText: async () => {} }", "Đã sao chép", ""),
        ("{ writeText: () => Promise.reject(new Error('no')) }", "Trình duyệt không cho phép", "parplan project"),
        ("undefined", "Trình duyệt không cho phép", "parplan project"),  # over http
    ],
)
def test_copying_the_command_says_what_came_of_it(page: Page, file: Path, clipboard: str, said: str, selected: str) -> None:
    opened(page, file)
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard} }})")
    page.click("#copy")
    assert page.inner_text("#copied").startswith(said)
    assert page.evaluate("getSelection().toString()") == selected
    assert page.locator(".alert").is_hidden()
    page.fill("tr[data-id='par.1'] input", "0,5")
    assert page.inner_text("#copied") == ""


def test_what_is_set_as_a_whole_says_that_its_rows_are_not_known(page: Page, file: Path) -> None:
    opened(page, file)
    assert page.inner_text(".held") == ""
    page.fill("tfoot [data-id=par] input", "5")
    assert page.inner_text(".held") == "Đã đặt điểm cho cả tổng, nên chưa rõ từng tiêu chí trong đó được bao nhiêu."
    page.click("#reset")
    assert page.inner_text(".held") == ""


def test_the_chance_of_the_plan_is_not_that_of_what_is_tried(page: Page, file: Path) -> None:
    opened(page, file)
    planned, by_itself = page.locator("[data-id=papi] .inside"), page.locator("[data-id=papi] .outside")
    assert planned.is_visible()
    page.fill("tr[data-id='papi.1'] input", "0,5")
    assert planned.is_hidden()
    assert by_itself.is_visible()  # whatever is planned
    page.click("#reset")
    assert planned.is_visible()


def test_limits_are_held_again_when_the_page_is_opened_again(page: Page, file: Path) -> None:
    opened(page, file)
    page.check("#clamp")
    page.wait_for_url("**#clamp")
    page.reload()
    assert page.is_checked("#clamp")
    assert page.inner_text("#call") == "parplan project --clamp"


def test_an_address_that_is_none_is_told(page: Page, file: Path) -> None:
    opened(page, file, "#lang=constructor")
    assert page.inner_text(".alert") == "không hiểu “lang=constructor” trong địa chỉ trang"
    assert page.title().startswith("Kế hoạch")


def test_by_keyboard_alone(page: Page, file: Path) -> None:
    opened(page, file)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus("#share")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**#share=95%")
    assert landed(page) == projected("--share", "95%")
    page.focus("tr[data-id='par.2'] .toggle")
    assert page.locator("tr[data-id='par.2.survey']").is_hidden()
    page.keyboard.press("Enter")
    page.focus("tr[data-id='par.2.survey'] input")
    page.keyboard.type("0,3")
    page.wait_for_url("**#share=95%&par.2.survey=3.41")
    page.keyboard.press("Escape")
    page.focus("#reset")
    page.keyboard.press("Space")
    assert landed(page) == projected()


def test_the_switch_of_languages(page: Page, file: Path) -> None:
    opened(page, file, "#share=60%")
    page.click("[data-lang=en]")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Cao Bằng province, plan to raise PAR INDEX, SIPAS and PAPI in 2023"
    assert page.inner_text(".totals [data-id=papi]").split("\n") == ["PAPI", "41.29", "▾ 2.04 short"]
    assert page.inner_text("tr[data-id='papi.4'] td:nth-child(6)") == "≥\u00a06.63"
    assert page.inner_text("#h-findings") == "Contradictions in the document"
    page.wait_for_url("**#share=60%&lang=en")
    page.reload()
    assert page.inner_text(".totals [data-id=papi] .lands") == "41.29"
    page.click("[data-lang=vi]")
    assert page.inner_text("tr[data-id='papi.4'] td:nth-child(6)") == "≥\u00a06,63"


def test_an_address_that_is_not_clear_and_one_that_cannot_be(page: Page, file: Path) -> None:
    opened(page, file, "#par.1=a&par.99=1")
    assert "“par.1=a”" in page.inner_text(".alert")
    assert "par.99" in page.inner_text(".alert")
    assert landed(page) == projected()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1250, "dark")])
def test_whoever_cannot_see_or_point_can_use_it(page: Page, file: Path, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    opened(page, file, "#par.7.admin=9.00")
    page.check("#open")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page).response["violations"]
    assert [(it["id"], [node["html"] for node in it["nodes"]]) for it in found] == []


def test_it_prints_on_three_pages(page: Page, file: Path, tmp_path: Path) -> None:
    import pdfplumber

    opened(page, file)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "page.pdf") as pdf:
        assert len(pdf.pages) == 3
        first = "".join(letter["text"] for letter in pdf.pages[0].chars)
    assert "par.7.survey" in first  # parts that are closed on the screen are printed
    assert "parplan project" not in first


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_on_paper_nothing_is_cut(page: Page, file: Path, lang: str) -> None:
    opened(page, file, f"#lang={lang}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 within its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    ends = "all => all.map(at => at.getBoundingClientRect().right)"
    assert max(page.eval_on_selector_all("tr b, .card, figure", ends)) < 718


def test_a_scenario_keeps_the_language(page: Page, tmp_path: Path) -> None:
    made = tmp_path / "plan.html"
    assert parplan_here("report", "-o", str(made), "--scenario", "surveys-at-half", "--lang", "vi").code == 0
    opened(page, made)
    page.click("[data-lang=en]")
    page.click("[data-try]")
    page.wait_for_url("**&lang=en")
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_plan_that_passes_a_limit_is_held_in_each_language(page: Page, tmp_path: Path) -> None:
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices: [{id: y, name: Y, decimals: 2, max: 10, score: 6, rows: ["
    rows = "{id: y.1, name: A, max: 5, score: 4}, {id: y.2, name: B, max: 5, score: 2}]}]\n"
    plan = write_plan(tmp_path / "plan", head + rows, "targets: {y.1: {target: 5}, y.2: {planned: 4}}\n")
    made = tmp_path / "plan.html"
    assert parplan_here("report", "--plan", str(plan), "-o", str(made), "--lang", "en").code == 0
    opened(page, made)
    page.click("[data-lang=vi]")
    page.wait_for_url("**#lang=vi")
    page.reload()
    assert page.locator(".alert").is_hidden()
    assert page.inner_text("#call").endswith(" --clamp")


# Four decimals, three levels, targets that are ranks too, and names of several words.
FINE = """\
plan: {id: fine, name: Kế hoạch, year: 2024, target_year: 2025}
indices:
  - id: ict
    name: Mức độ sẵn sàng ứng dụng công nghệ thông tin
    decimals: 4
    max: 1
    score: 0.6304
    rank: 7/20
    rows:
      - id: ict.1
        name: Hạ tầng kỹ thuật
        max: 1
        score: 0.6304
        parts:
          - {id: ict.1.a, name: Hạ tầng, max: 1, score: 0.6304, parts: [{id: ict.1.a.1, name: Máy chủ, max: 1, score: 0.6304}]}
"""
OF_FINE = "targets: {ict: {target: {points: 0.7104, rank: 5/20}}, ict.1: {target: 0.7104}, ict.1.a.1: {planned: 0.0800}}\n"


@pytest.mark.parametrize("width", [360, 390, 1250, 1920, 718])
def test_figures_of_four_decimals_have_their_room(page: Page, tmp_path: Path, width: int) -> None:
    made = tmp_path / "fine.html"
    assert parplan_here("report", "--plan", str(write_plan(tmp_path / "plan", FINE, OF_FINE)), "-o", str(made), "--lang", "vi").code == 0
    opened(page, made)
    page.check("#open")
    page.set_viewport_size({"width": width, "height": 900})
    if width == 718:
        page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    cut = "all => all.filter(at => at.scrollWidth > at.clientWidth).map(at => at.value)"
    assert page.eval_on_selector_all(".rows input", cut) == []
    names = page.eval_on_selector_all(".rows tbody th > span", "all => all.map(at => at.getBoundingClientRect().left)")
    assert len(names) == 3
    assert names == sorted(set(names))


# Files and complaints counted, four levels down, ids that are long.
COUNTED = """\
plan: {id: counted, name: Chỉ tiêu, year: 2025, target_year: 2026}
indices:
  - id: par
    name: PAR INDEX
    decimals: 2
    max: 100
    score: 80
    rows:
      - id: par.1
        name: Dịch vụ công
        max: 100
        score: 80
        parts:
          - id: par.1.a
            name: Hồ sơ trực tuyến
            max: 40
            score: 35
            parts:
              - id: par.1.a.1
                name: Cấp bốn
                max: 20
                score: 18
                parts:
                  - {id: par.1.a.1.so_ho_so_tre_han_trong_nam, name: Hồ sơ trễ hạn, max: 9000000, score: 1234567.50, better: lower}
          - {id: par.1.b, name: Số hồ sơ trả lại, max: 90000, score: 12345, better: lower}
          - {id: par.1.c, name: Số phản ánh, max: 9000, score: 1234, better: lower}
"""
OF_COUNTED = """\
targets:
  par.1: {planned: 1, target: 81}
  par.1.a.1.so_ho_so_tre_han_trong_nam: {planned: -1000000, target: {at_most: 234567.50}}
  par.1.b: {planned: -2000, target: {at_most: 10000}}
  par.1.c: {planned: -200, target: {at_most: 1034}}
"""
# What of a row lies over something else of it: fields, buttons, bars, and lines of text.
OVER = """all => all.flatMap(row => {
    const boxes = [...row.querySelectorAll('input,svg,b')].map(at => at.getBoundingClientRect());
    for (const words = document.createTreeWalker(row, NodeFilter.SHOW_TEXT); words.nextNode();) {
        if (words.currentNode.parentElement.closest('b,button,.hidden') || !words.currentNode.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        boxes.push(...range.getClientRects());
    }
    const there = boxes.filter(box => box.width > 1 && box.height > 1);
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
    return there.some((box, at) => there.slice(at + 1).some(other => over(box, other))) ? [row.dataset.id] : [];
})"""


@pytest.mark.parametrize("font", ["", "DejaVu Sans Mono"])
def test_figures_of_any_length_lie_beside_each_other(page: Page, tmp_path: Path, font: str) -> None:
    made = tmp_path / "counted.html"
    assert (
        parplan_here("report", "--plan", str(write_plan(tmp_path / "plan", COUNTED, OF_COUNTED)), "-o", str(made), "--lang", "vi").code == 0
    )
    opened(page, made)
    page.check("#open")
    if font:
        page.evaluate("font => document.documentElement.style.fontFamily = font", font)
    for width in (360, 390, 768, 961, 1250, 1920, 718):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 718:
            page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.eval_on_selector_all("tr[data-id]", OVER) == []


# Words that nothing breaks by itself: an address in a name, an id, a unit, a scenario.
LONG = "https://dichvucong.gov.vn/p/trangchu/dvc_chi_tiet_thu_tuc_hanh_chinh.html?ma_thu_tuc=1.004082&loai=xa"
OF_LONG_WORDS = {
    "indicators": f"""\
plan: {{id: x, name: X, year: 2025, target_year: 2026}}
indices:
  - id: x
    name: "{LONG}"
    decimals: 2
    max: 100
    score: 46.75
    rows:
      - {{id: x.1, name: "{LONG}", max: 60, score: 31.20}}
      - {{id: x.2, name: Chỉ đạo, max: 40, score: 15.54}}
  - {{id: chi-so-cai-cach-hanh-chinh-cap-tinh, name: Chỉ số cải cách hành chính (PAR INDEX), decimals: 2, max: 100, score: 60}}
""",
    "targets": "targets:\n  x: {target: 60}\n  x.1: {planned: 4, target: 35.3}\n  x.2: {planned: 3.25}\n",
    "tasks": f"""\
plan: x
units: [{{id: u, name: "{LONG}"}}]
tasks: [{{id: t, clause: "1", name: "{LONG}", lead: [u], serves: [x.2], deadline: 2026-11-01}}]
""",
    "scenarios/s": f"plan: x\nname: {{vi: 'Một nửa {LONG}', en: Half}}\nchanges: [{{share: 50%, because: '{LONG}'}}]\n",
    "scenarios/t": "plan: x\nname: T\nchanges: [{id: x.1, set: 40}]\n",
}


@pytest.fixture(scope="module")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    (folder / "scenarios").mkdir()
    for kind, text in OF_LONG_WORDS.items():
        (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
    made = folder / "long.html"
    typed = ("--plan", str(folder), "--scenario", "s", "--scenario", "t", "--lang", "vi")
    assert parplan_here("report", *typed, "-o", str(made)).code == 0
    return made


@pytest.mark.parametrize("width", [360, 390, 1250, 718])
def test_words_of_any_length_leave_every_table_its_columns(page: Page, long_words: Path, width: int) -> None:
    opened(page, long_words)
    page.set_viewport_size({"width": width, "height": 900})
    if width == 718:
        page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    cut = "all => all.filter(at => at.scrollWidth > at.clientWidth + 1).map(at => at.closest('section').id)"
    assert page.eval_on_selector_all(".scroll", cut) == []


def test_the_panel_calls_indices_as_people_do(page: Page, long_words: Path) -> None:
    """By the capitals that a name ends with, else by the name, on a line that says all of it."""
    opened(page, long_words)
    for width in (390, 1250):
        page.set_viewport_size({"width": width, "height": 900})
        heights = page.eval_on_selector_all(".totals span:first-child", "all => all.map(at => at.getBoundingClientRect().height)")
        assert max(heights) < 24
        names = [(li.inner_text().split("\n")[0], li.get_attribute("title")) for li in page.locator(".totals li").all()]
        assert names == [(LONG, LONG), ("PAR INDEX", "Chỉ số cải cách hành chính (PAR INDEX)")]


def test_figures_of_many_scenarios_say_on_a_phone_what_they_are(page: Page, long_words: Path) -> None:
    opened(page, long_words)
    page.set_viewport_size({"width": 390, "height": 900})
    figure = page.locator("#s-scenarios tr", has_text="Chỉ đạo").locator("td").nth(2)
    head = "at => getComputedStyle(at, '::before').content"
    assert figure.evaluate(head) == f'"Một nửa {LONG}"'
    page.click("[data-lang=en]")
    assert figure.evaluate(head) == '"Half"'


SEEN = """() => {
  const bottom = document.querySelector(".panel").getBoundingClientRect().bottom;
  return document.activeElement.getBoundingClientRect().top > bottom && bottom < innerHeight / 2;
}"""


def test_what_has_the_focus_is_not_beneath_the_panel(page: Page, tmp_path: Path) -> None:
    indices = "".join(f"  - {{id: index_{at}, name: Index {at}, decimals: 2, max: 100, score: 61.25}}\n" for at in range(8))
    targets = "".join(f"  index_{at}: {{planned: 5.5, target: 66.75}}\n" for at in range(8))
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices:\n"
    made = tmp_path / "eight.html"
    plan = write_plan(tmp_path / "plan", head + indices, "targets:\n" + targets)
    assert parplan_here("report", "--plan", str(plan), "-o", str(made), "--lang", "vi").code == 0
    page.set_viewport_size({"width": 360, "height": 640})
    opened(page, made)
    page.focus("tr[data-id=index_7] input")
    page.keyboard.type("99")  # what is refused makes the panel taller
    for _ in range(7):
        page.keyboard.press("Shift+Tab")
        page.wait_for_function(SEEN, timeout=5_000)  # the browser scrolls in its own time
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", [860, 961, 1024, 1250, 1920])
def test_no_figure_leaves_its_cell(page: Page, file: Path, width: int) -> None:
    opened(page, file)
    page.set_viewport_size({"width": width, "height": 900})
    left = "all => all.filter(at => at.scrollWidth > at.clientWidth + 1).map(at => at.textContent)"
    assert page.eval_on_selector_all(".rows td, .rows th", left) == []


def test_on_paper_what_is_tried_says_that_it_is(page: Page, file: Path) -> None:
    opened(page, file, "#share=60%&lang=en")
    page.emulate_media(media="print")
    assert page.locator("#call").is_visible()
    assert page.evaluate("getComputedStyle(document.getElementById('call'), '::before').content") == '"What if: "'
    page.evaluate("document.getElementById('reset').click()")
    assert page.locator("#call").is_hidden()


def test_without_the_script_the_figures_stand(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.inner_text("tr[data-id='par.7.admin']").split("\t")[-4:] == ["2,92", "10,18", "10,18", "✓ dự báo đạt"]
    assert page.locator(".panel").is_hidden()
    context.close()


HOSTILE = "</script><img src=x onerror=alert(1)>\\\"'&amp; {id} $title =1+1 \\u202Eabc"


def test_names_stay_text(page: Page, tmp_path: Path) -> None:
    indicators = (
        f'plan: {{id: x, name: {{vi: "{HOSTILE}", en: "<b>{HOSTILE}"}}, year: 2022, target_year: 2023, unit: "<i>{HOSTILE}"}}\n'
        f'indices:\n  - {{id: a, name: "{HOSTILE}", decimals: 2, max: 10, score: 5, rows: ['
        f'{{id: a.1, name: "{HOSTILE}", max: 5, score: 2.4}}, {{id: a.2, name: "1,5", max: 5, score: 2.5}}]}}\n'
    )
    plan = write_plan(tmp_path / "it's a plan", indicators, "targets:\n  a.1: {planned: 1}\n  a: {target: 7}\n")
    made = tmp_path / "page.html"
    assert parplan_here("report", "--plan", str(plan), "-o", str(made), "--lang", "en").code == 0
    assert "\u202e" not in made.read_text(encoding="utf-8")
    opened(page, made)
    shown = "</script><img src=x onerror=alert(1)>\"'&amp; {id} $title =1+1 \ufffdabc"
    assert page.inner_text("h1") == f"<b>{shown}"
    assert page.inner_text("#n-a\\.1") == shown
    page.fill("tr[data-id='a.1'] input", "2")
    page.click("[data-lang=vi]")
    assert page.inner_text("h1") == shown
    assert page.title() == shown
    assert page.inner_text("#n-a\\.2") == "1,5"
    assert page.locator("img").count() == 0
    assert page.inner_text("#call").startswith("parplan project --plan '")


SHAPES = {
    "weighted": (
        "  - id: w\n    name: W\n    decimals: 2\n    max: 100\n    aggregate: weighted\n    scale: 10\n    rows:\n"
        "      - {id: w.1, name: A, weight: 5, max: 10, score: 7.69}\n"
        "      - {id: w.2, name: B, weight: 20, max: 10, aggregate: mean, parts: [{id: w.2.a, name: A, max: 10, score: 6.91},"
        " {id: w.2.b, name: B, max: 10, score: 3.3}, {id: w.2.c, name: C, max: 10, score: 5}]}\n",
        "  w.1: {planned: 0.31}\n  w.2: {planned: 0.50, target: 7.41}\n",
    ),
    "rebased": (
        "  - {id: r, name: R, decimals: 2, max: 100, rebase: 100, rows: [{id: r.1, name: A, max: 60, score: 30}, "
        "{id: r.2, name: B, max: 24, score: 12}, {id: r.3, name: C, max: 16, applies: false}]}\n",
        "  r.1: {planned: 7}\n  r: {target: 61}\n",
    ),
    "lower": (
        "  - {id: l, name: Late files, decimals: 1, max: 100, better: lower, score: 12.5}\n",
        "  l: {planned: -2.5, target: {at_most: 9}}\n",
    ),
    "unknown": (
        "  - {id: u, name: U, decimals: 2, max: 10, score: 4, rows: [{id: u.1, name: A, max: 5, score: 2}, {id: u.2, name: B, max: 5}]}\n",
        "  u: {planned: 1.5}\n",
    ),
    "years": (
        "  - {id: y, name: Y, decimals: 2, max: 10, score: 4}\n",
        "  y: {planned: {2026: 1, 2030: 2}, target: {2026: 5, 2030: 7}}\n",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_plans_of_other_shapes(page: Page, tmp_path: Path, shape: str) -> None:
    rows, targets = SHAPES[shape]
    year = 2030 if shape == "years" else 2023
    head = f"plan: {{id: x, name: X, year: 2022, target_year: {year}}}\nindices:\n"
    plan = write_plan(tmp_path / "plan", head + rows, "targets:\n" + targets)
    made = tmp_path / "page.html"
    ran = parplan_here("report", "--plan", str(plan), "-o", str(made), "--lang", "en")
    assert ran.code == 0, ran.err
    for address, typed in {"": [], "#share=40%": ["--share", "40%"]}.items():
        opened(page, made, address)
        values = page.evaluate(
            "[...document.querySelectorAll('tr[data-id]')].map(at => [at.dataset.id, at.querySelector('.lands data')?.value || null])"
        )
        ran = parplan_here("project", "--plan", str(plan), "--format", "json", *typed)
        found: dict[str, Decimal | None] = {}
        if ran.code == 0:
            left = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)["scenarios"][0]["indices"]
            while left:
                row = left.pop()
                found[row["id"]] = row["projected"]
                left += [*row.get("rows", ()), *row.get("parts", ())]
        for ident, value in values:
            expected = found[ident]
            assert (value is None) == (expected is None), ident
            assert expected is None or Decimal(value) == expected


def test_every_mark_of_a_cell_follows_the_language(page: Page, tmp_path: Path) -> None:
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices: [{id: y, name: Y, decimals: 2, max: 10, score: 6}]\n"
    plan = write_plan(tmp_path / "plan", head, "plan: x\ntargets: {y: {target: {percent: 85.5}}}\n")
    assert parplan_here("report", "--plan", str(plan), "-o", str(tmp_path / "page.html"), "--lang", "vi").code == 0
    opened(page, tmp_path / "page.html")
    target = page.locator("tr[data-id=y] td:nth-child(6)")
    assert target.inner_text().replace("\u00a0", " ") == "≥ 85,5% (8,55)"
    page.click("[data-lang=en]")
    assert target.inner_text().replace("\u00a0", " ") == "≥ 85.5% (8.55)"
    page.click("[data-lang=vi]")
    assert target.inner_text().replace("\u00a0", " ") == "≥ 85,5% (8,55)"


TRIED = {
    "a score below nothing": "{id: t.2, set: -1}",
    "a score above the most": "{id: t.1, set: 12}",
    "points, and a share of the rest": "{id: t.1, add: 0.5}, {share: 50%}",
}


@pytest.mark.parametrize("changes", TRIED.values(), ids=TRIED)
def test_a_scenario_tried_on_lands_where_its_table_has_it(page: Page, tmp_path: Path, changes: str) -> None:
    rows = "rows: [{id: t.1, name: A, max: 10, score: 7}, {id: t.2, name: Penalty, bonus: true, max: 0, floor: -5, score: -2}]"
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\n"
    indices = f"{head}indices: [{{id: t, name: T, decimals: 2, max: 10, score: 5, {rows}}}]\n"
    plan = write_plan(tmp_path / "plan", indices, "targets: {t.1: {planned: 1}, t.2: {planned: 0.5}}\n")
    (plan / "scenarios").mkdir()
    (plan / "scenarios" / "s.yaml").write_text(f"plan: x\nname: S\nchanges: [{changes}]\n", encoding="utf-8")
    made = tmp_path / "plan.html"
    assert parplan_here("report", "--plan", str(plan), "-o", str(made), "--scenario", "s", "--lang", "en").code == 0
    opened(page, made)
    page.click("[data-try]")
    assert page.locator(".alert").is_hidden()
    there = page.locator("#s-scenarios tr", has_text="Total").locator("td").all_inner_texts()
    assert page.inner_text("#i-t tfoot .lands") == there[2]
