"""Files that are not plain text -> headings, paragraphs and rows: one module a family of formats."""

import errno
import warnings
from collections.abc import Callable, Mapping

from ingest.errors import UnreadableFileError
from ingest.formats import (
    captions,
    contacts,
    delimited,
    epub,
    invitations,
    json_rows,
    mail,
    pdf,
    sheets,
    slides,
    web,
    word,
)
from ingest.formats.blocks import Extracted

READERS: Mapping[str, Callable[[bytes], Extracted]] = {
    ".html": web.read,
    ".htm": web.read,
    ".pdf": pdf.read,
    ".docx": word.read,
    ".pptx": slides.read,
    ".xlsx": sheets.read_workbook,
    ".csv": delimited.read_csv,
    ".tsv": delimited.read_tsv,
    ".json": json_rows.read_json,
    ".jsonl": json_rows.read_lines,
    ".epub": epub.read,
    ".eml": mail.read,
    ".ics": invitations.read,
    ".vcf": contacts.read,
    ".vtt": captions.read,
    ".srt": captions.read,
}


def extract(suffix: str, data: bytes, *, bare: bool = False) -> Extracted:
    """The text of a file whose name ends with `suffix`, one of `READERS`; of a mail that is to be `bare` its own only.

    Raises:
        UnreadableFileError: it cannot be read; the message, without the file's name, says why and what to do.
        OSError, MemoryError: not the file is to blame, but what the machine could give for reading it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what libraries remark about a file's make is of no use to its reader
            return mail.read_bare(data) if bare and suffix == ".eml" else READERS[suffix](data)
    except (UnreadableFileError, MemoryError, TimeoutError):
        raise
    except RecursionError as error:
        raise UnreadableFileError("is nested too deeply. Remove it or make it flatter.") from error
    except Exception as error:  # a parser can fail in any way on a damaged file, and the others must go on
        # What has no number, or is about a value, is a library's word on the file, and not the system's on itself.
        if isinstance(error, OSError) and error.errno not in {None, errno.EINVAL, errno.EOVERFLOW}:
            raise
        raise UnreadableFileError(f"is damaged or not a {suffix} file. Get it again or remove it.") from error
