"""`parplan validate`: check plans, many at once if asked, and print what was found."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from parplan.cli.app import command
from parplan.cli.complete import complete_rule
from parplan.cli.options import Folders, Language, Plan, option, written_to
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.findings import Finding, Severity

Form = Literal["text", "concise", "json", "github", "sarif", "junit", "gitlab"]
_ENDINGS = {
    "": "text",
    ".txt": "text",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".xlsx": "xlsx",
}


@command(
    "validate",
    help=Text(
        "Tìm mọi chỗ sai hoặc mâu thuẫn trong tệp số liệu.",
        "Find everything in the data files that is wrong or contradicts itself.",
    ),
    example="parplan validate data --fail-on warning",
)
def validate(
    folders: Folders = None,
    plan: Plan = None,
    against: Annotated[
        Path | None,
        option(
            "--against",
            metavar="FILE",
            help=Text(
                "Văn bản kế hoạch (Word, bảng tính, PDF, CSV, hoặc chữ UTF-8 có tab giữa các ô): "
                "chứng minh từng số nằm đúng ô.",
                "The plan's document (Word, a workbook, PDF, CSV, or UTF-8 text with tabs between "
                "cells): prove that every figure stands in its cell.",
            ),
        ),
    ] = None,
    fail_on: Annotated[
        Literal["error", "warning", "note"],
        option(
            "--fail-on",
            show_default=True,
            help=Text(
                "Mức nhẹ nhất làm lệnh thoát với mã 1.",
                "The mildest severity that makes the exit code 1.",
            ),
        ),
    ] = "error",
    strict: Annotated[
        bool,
        option(
            "--strict",
            help=Text(
                "Mâu thuẫn đã ghi nhận trong errata.yaml cũng tính.",
                "Contradictions known to errata.yaml count as well.",
            ),
        ),
    ] = False,
    known: Annotated[
        bool,
        option(
            "--known",
            help=Text(
                "In cả những gì errata.yaml đã ghi nhận.",
                "Show what is known to errata.yaml as well.",
            ),
        ),
    ] = False,
    select: Annotated[
        list[str] | None,
        option(
            "--select",
            metavar="CODE",
            autocompletion=complete_rule,
            help=Text(
                "Chỉ những quy tắc này: A301, hoặc cả nhóm A. Lỗi làm tệp không đọc được (S) luôn "
                "được báo. Dùng được nhiều lần.",
                "Only these rules: A301, or a family: A. Errors that keep a file from being read "
                "(S) are always told. Repeatable.",
            ),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        option(
            "--ignore",
            metavar="CODE",
            autocompletion=complete_rule,
            help=Text(
                "Bỏ qua những quy tắc này, viết như --select, trừ lỗi làm tệp không đọc được (S).",
                "Not these rules, written as for --select; but errors that keep a file from being "
                "read (S). Repeatable.",
            ),
        ),
    ] = None,
    statistics: Annotated[
        bool,
        option(
            "--statistics",
            help=Text(
                "In mỗi quy tắc phát hiện bao nhiêu chỗ, thay cho từng chỗ.",
                "How often each rule was broken, instead of where.",
            ),
        ),
    ] = False,
    quiet: Annotated[
        bool,
        option(
            "-q",
            "--quiet",
            help=Text(
                "Không in gì: chỉ có mã thoát, và tệp của -o.",
                "Say nothing: the exit code tells, and -o's file.",
            ),
        ),
    ] = False,
    jobs: Annotated[
        int,
        option(
            "-j",
            "--jobs",
            metavar="N",
            min=1,
            max=256,
            show_default=True,
            help=Text(
                "Số tiến trình khi kiểm tra nhiều kế hoạch.", "Processes to use for many plans."
            ),
        ),
    ] = 1,
    form: Annotated[
        Form | None,
        option(
            "--format",
            help=Text(
                "Dạng kết quả (docs/ci.vi.md); mặc định text, hoặc github khi chạy trên GitHub "
                "Actions.",
                "Form of the answer (docs/ci.md). Default: text, or github under GitHub Actions.",
            ),
        ),
    ] = None,
    lang: Language = None,
    output: Annotated[Path | None, written_to(*filter(None, _ENDINGS))] = None,
) -> int:
    """Print the findings of every plan; returns 1 where one at or above `fail_on` is open (or
    known, if `strict`).
    """
    from parplan.cli.checking import checked
    from parplan.cli.language import current
    from parplan.cli.output import deliver, tell
    from parplan.render.findings import excerpt

    chosen = _chosen(form, output, statistics=statistics)
    counted = _rules(select, ignore or [])
    results = checked(folders or [], plan, jobs, against, gate=_in_ci())
    findings = [
        finding for result in results for finding in result.findings if finding.code in counted
    ]
    names = [result.name for result in results]
    fails = partial(_fails, fail_on=fail_on, strict=strict)
    hidden = (
        ()
        if known or strict or chosen not in ("text", "statistics")
        else tuple(it for it in findings if it.status == "known")
    )
    if output is not None or not quiet:
        told = [finding for finding in findings if finding not in hidden] if hidden else findings
        deliver(_rendered(told, names, chosen, fails, output, strict=strict), output)
    if chosen != "json" and not quiet:
        tell(excerpt.summed_up(findings, names, current(), hidden=bool(hidden)))
    return 1 if any(map(fails, findings)) else 0


def _rules(select: Sequence[str] | None, ignore: Sequence[str]) -> frozenset[str]:
    """The codes of the rules that count: a code, or what codes of a family begin with; errors in
    the text of a plan whatever was typed, because no rule sees what could not be read. Raises Stop
    with “did you mean”.
    """
    from parplan.cli.output import stop
    from parplan.ids import near
    from parplan.rules import REGISTRY

    def named(option: str, typed: Sequence[str]) -> Iterator[str]:
        for text in (part.strip().upper() for each in typed for part in each.split(",")):
            found = [code for code in REGISTRY if text and code.startswith(text)]
            if not found:
                raise stop(
                    Message(_UNKNOWN, {"option": option, "code": text}).or_near(
                        near(text, REGISTRY), "parplan rule"
                    )
                )
            yield from found

    unread = {code for code, it in REGISTRY.items() if code[0] == "S" and it.severity == "error"}
    chosen = REGISTRY if select is None else named("--select", select)
    return frozenset(chosen) - frozenset(named("--ignore", ignore)) | unread


def _chosen(form: Form | None, file: Path | None, *, statistics: bool) -> str:
    """The form asked for, else that of the file's ending, else what GitHub reads where it runs
    us.
    """
    import os

    from parplan.cli.answer import chosen
    from parplan.cli.output import stop

    if statistics:
        if chosen(form, file, _ENDINGS) != "text":
            raise stop(Message(_NOT_WITH, {"option": "--statistics"}))
        return "statistics"
    on_github = form is None and file is None and os.environ.get("GITHUB_ACTIONS") == "true"
    return "github" if on_github else chosen(form, file, _ENDINGS)


def _in_ci() -> bool:
    """Whether a service runs us, where nobody would read that it was the example."""
    import os

    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _rendered(
    findings: "Sequence[Finding]",
    names: Sequence[str],
    form: str,
    fails: "Callable[[Finding], bool]",
    file: Path | None,
    *,
    strict: bool,
) -> str | bytes:
    """The findings in a form. Each imports what it needs, and no other."""
    from parplan.cli.language import current

    lang = current()
    if form == "xlsx":
        from parplan.cli.output import needs
        from parplan.reports.validate import sheets

        needs("xlsxwriter", "office")
        from parplan.render import xlsx

        return xlsx.render(sheets(findings), lang)
    if form in ("json", "statistics"):
        from parplan.cli.answer import written
        from parplan.reports.validate import answer

        as_table = "json" if form == "json" else "table"
        return written(
            answer(findings, names),
            None,
            "printed",
            as_table,
            file,
            names[0] if len(names) == 1 else None,
        )
    if form == "sarif":
        from parplan import __version__
        from parplan.render.findings import sarif
        from parplan.reports.rule import described
        from parplan.rules import REGISTRY

        rules = [described(rule, lang) for rule in REGISTRY.values()]
        return sarif.render(findings, rules, lang, __version__, strict=strict)
    if form == "junit":
        from parplan.render.findings import junit

        return junit.render(findings, names, lang, fails=fails)
    if form == "text":
        from parplan.cli.screen import screen
        from parplan.render.findings import excerpt

        return excerpt.render(findings, lang, screen(file))
    if form == "concise":
        from parplan.render.findings import concise

        return concise.render(findings, lang)
    render: Callable[..., str] = import_module(f"parplan.render.findings.{form}").render
    return render(findings, lang, strict=strict)


def _fails(finding: "Finding", *, fail_on: "Severity", strict: bool) -> bool:
    """Whether a finding makes the run fail."""
    from parplan.model.findings import SEVERITIES

    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return finding.severity in counted and (strict or finding.status == "open")


_UNKNOWN = Text("{option}: không có quy tắc “{code}”", "{option}: there is no rule “{code}”")
_NOT_WITH = Text(
    "{option} chỉ in bảng, không có dạng khác", "{option} is a table and has no other form"
)
