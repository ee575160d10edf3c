"""Findings as JUnit XML, which every CI shows as tests."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from parplan.model.findings import Finding
from parplan.points import Lang
from parplan.text import Text, plain, plain_lines

NOTHING_FOUND = Text("không phát hiện sai sót", "nothing found")

# `plain` also keeps out what XML 1.0 has no way to write.
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(
    findings: Iterable[Finding],
    plans: Iterable[str],
    lang: Lang,
    *,
    fails: Callable[[Finding], bool],
) -> str:
    """One suite a plan, one case a finding; a plan without findings has one case, which passes."""
    found: dict[str, list[Finding]] = {plan: [] for plan in plans}
    for finding in findings:
        found.setdefault(finding.plan, []).append(finding)
    suites = Element("testsuites", {"name": "parplan"})
    suites.extend(_suite(plan, of_plan, lang, fails) for plan, of_plan in found.items())
    _count(suites, tests="testcase", failures="failure", errors="error")
    indent(suites)
    return _HEAD + tostring(suites, encoding="unicode") + "\n"


def _suite(
    plan: str, findings: Sequence[Finding], lang: Lang, fails: Callable[[Finding], bool]
) -> Element:
    suite = Element("testsuite", {"name": plain(plan)})
    for finding, name in zip(findings, _names(findings), strict=True):
        suite.append(_case(finding, name, lang, fails=fails(finding)))
    if not findings:
        SubElement(suite, "testcase", {"name": NOTHING_FOUND.say(lang), "classname": plain(plan)})
    _count(suite, tests="testcase", failures="failure", errors="error", skipped="skipped")
    return suite


def _names(findings: Iterable[Finding]) -> list[str]:
    """Rule and figure of each; repeats are numbered, because a CI keeps only one of two cases with
    the same name.
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        name = plain(f"{finding.code} {finding.path}".strip())
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _case(finding: Finding, name: str, lang: Lang, *, fails: bool) -> Element:
    case = Element("testcase", {"name": name, "classname": plain(finding.plan)})
    if fails:
        message = plain(finding.message.say(lang))
        SubElement(case, "failure", {"type": finding.code, "message": message}).text = _body(
            finding, lang
        )
    elif finding.known is not None:
        SubElement(case, "skipped", {"message": plain(finding.known.say(lang))})
    else:
        SubElement(case, "system-out").text = _body(finding, lang)
    return case


def _body(finding: Finding, lang: Lang) -> str:
    """The place, what is wrong, then what errata say of it or else the next step."""
    place = f"{finding.file}:{finding.span.line}:{finding.span.column}"
    further = finding.known or finding.help
    said = [f"{place}: {finding.message.say(lang)}"]
    return plain_lines(*said, *([] if further is None else [further.say(lang)]))


def _count(element: Element, **kinds: str) -> None:
    """Write into attributes how many elements of a kind there are."""
    for attribute, kind in kinds.items():
        element.set(attribute, str(sum(1 for _ in element.iter(kind))))
