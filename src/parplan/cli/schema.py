"""`parplan schema`: JSON Schema of the data files and of the JSON answers."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from parplan.cli.output import deliver
from parplan.model.files import KINDS, model_of
from parplan.render import json as json_text
from parplan.reports import explain, gap, progress, review, tasks, units
from parplan.reports.payloads import PAYLOADS

FROM_FIELDS = {
    "explain": explain.schema,
    "gap": gap.schema,
    "progress": progress.schema,
    "review": review.schema,
    "task-list": tasks.schema,
    "units": units.schema,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def run(of: str, *, file: Path | None) -> int:
    """Print the schema of a data file or of a command's JSON."""
    deliver(json_text.render(schema_of(of)), file)
    return 0


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a data file (`indicators`, `scenario`, …), or of a command's payload."""
    if name in FROM_FIELDS:
        return {"$schema": DIALECT, **FROM_FIELDS[name](), "title": f"parplan {name}"}
    models: dict[str, type[BaseModel]] = dict(PAYLOADS)
    models.update({str(kind): model_of(kind) for kind in KINDS})
    body = models[name].model_json_schema(mode="validation", by_alias=True)
    return {"$schema": DIALECT, **body, "title": f"parplan {name}"}
