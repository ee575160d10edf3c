"""Archives of Office documents whose bytes depend on nothing but what is in them; and which of them
nobody has touched since: an archive may have a comment, which programs that save it leave out.
"""

import zipfile
from io import BytesIO

_UNIX = 3
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that an archive can hold
OURS = b"parplan"  # the comment, with which the file ends


def settled(data: bytes) -> bytes:
    """The same archive, every part dated alike: what wrote it dates them by the clock."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as made, zipfile.ZipFile(held, "w") as out:
        for part in made.infolist():
            info = zipfile.ZipInfo(part.filename, _DAY)
            info.create_system = _UNIX  # else the system that it is made on
            out.writestr(info, made.read(part), zipfile.ZIP_DEFLATED)
        out.comment = OURS
    return held.getvalue()


def marked(data: bytes) -> bytes:
    """An archive whose parts are dated alike already, with the comment of ours: it ends with the
    length of its comment, of which it has none yet.
    """
    return data[:-2] + len(OURS).to_bytes(2, "little") + OURS
