"""What is known of other units, for the commands that compare with them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import option
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.peers import Panel, Published
    from parplan.workspace import Workspace

Peers = Annotated[
    Path | None,
    option(
        "--peers",
        metavar="FILE",
        help=Text(
            "Bảng CSV điểm các đơn vị theo năm (docs/peers.md), hoặc một tệp như peers/*.yaml.",
            "A CSV table of units by year (docs/peers.md), or a file such as those in peers/.",
        ),
    ),
]


def field_in(file: Path, source: "Workspace") -> "Panel | Published":
    """A table, or a file of groups and summary figures; what else is worth knowing of it goes to standard error."""
    if file.suffix in (".yaml", ".yml"):
        return source.published_in(file, file.as_posix())
    panel, findings = source.panel_in(file)
    if findings:
        from parplan.cli.language import current
        from parplan.cli.output import tell
        from parplan.render.findings import concise

        tell(concise.render(findings, current()))
    return panel
