"""What tells a finding from all others, and stays the same when lines move."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from parplan.model.findings import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """32 hexadecimal digits a finding, all different, in the order given.

    Line numbers and words do not count, so that a moved line and another language leave them as
    they are.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    digests = []
    for finding in findings:
        subject = _subject(finding)
        digests.append(_digest(*subject, str(seen[subject])))
        seen[subject] += 1
    return digests


def _subject(finding: Finding) -> tuple[str, ...]:
    """Rule, file and figure; the line's text where no figure could be made out, nothing more where
    it is about the whole file.
    """
    if finding.path:
        return (finding.code, finding.file, "path", finding.path)
    span = finding.span
    whole_file = (span.line, span.column) == (span.end_line, span.end_column)
    return (finding.code, finding.file, "line", "" if whole_file else finding.line_text.strip())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
