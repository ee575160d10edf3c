"""report.yaml while it is checked: what stands around a document that is sent."""

from parplan.checks.companion import Companion
from parplan.model.findings import Read
from parplan.model.letterhead import Letterhead
from parplan.model.plan import Plan
from parplan.yaml_text.source import Source


def read_letterhead(source: Source, plan: Plan, name: str) -> Read[Letterhead]:
    """Check what stands around the documents that are sent: text and shape. Never raises for what
    the file holds.
    """
    file = Companion("report", source, plan, name, Letterhead)
    return Read(None if file.broken else file.record, file.findings)
