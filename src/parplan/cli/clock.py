"""What time it is, for whatever says when it was made."""

import os
from datetime import UTC, datetime

from parplan.cli.output import stop
from parplan.text import Message, Text

VARIABLE = "SOURCE_DATE_EPOCH"


def now() -> datetime:
    """The moment a calendar is made; SOURCE_DATE_EPOCH where that is set, so that the
    same plan gives the same bytes (https://reproducible-builds.org/specs/source-date-epoch/).
    Raises Stop where that is no number of seconds.
    """
    said = os.environ.get(VARIABLE)
    if not said:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise stop(Message(_NO_SECONDS, {"name": VARIABLE, "value": said[:40]})) from error


_NO_SECONDS = Text(
    "{name}={value}: cần số giây tính từ 1970, ví dụ 1700000000",
    "{name}={value}: a number of seconds since 1970 is needed, such as 1700000000",
)
