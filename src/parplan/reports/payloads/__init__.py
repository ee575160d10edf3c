"""The shapes of the JSON answers, for `parplan schema` and for whoever reads them. Field by field the contract of each version."""

from pydantic import BaseModel

from parplan.reports.payloads import plans

PAYLOADS: dict[str, type[BaseModel]] = {
    "errata-suggest": plans.SuggestPayload,
    "errata-list": plans.ErrataListPayload,
    "errata-show": plans.ErrataShowPayload,
}
