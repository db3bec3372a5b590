"""What can go wrong while documents become an index. Every message is one line that says what to do."""


class FootnoteError(Exception):
    """The base of every error that Footnote raises on purpose; its text can be shown to a user."""


class DocumentsError(FootnoteError):
    """The documents' folder, or a file on its way there, is not as it has to be."""


class NoDocumentsError(DocumentsError):
    """The documents' folder is missing, empty, or holds nothing that can be read."""


class UnreadableFileError(FootnoteError):
    """One file cannot be read as a document; a sync reports it and goes on."""


class UnavailableFileError(UnreadableFileError):
    """The machine did not give one file, whatever is in it: that may pass, so it is never remembered."""


class IndexUnusableError(FootnoteError):
    """The index is missing, damaged, of another layout, or made with another embedding model."""


class VectorsError(IndexUnusableError):
    """The vectors are damaged; documents can still be read, and searched by words."""


class ForeignError(IndexUnusableError):
    """The index's folder holds another program's database, which is not to be touched."""


class IndexBusyError(FootnoteError):
    """Another process is writing to the index."""


class StorageError(FootnoteError):
    """The disk is full, a folder or file cannot be written, or a Chroma server cannot do what it was asked."""


class UnreachableError(StorageError):
    """A Chroma server cannot be reached; what its index holds is as it was."""


class WorkerError(FootnoteError):
    """A process that embeds has died, or a cluster does not answer."""


class ModelError(FootnoteError):
    """The embedding model is missing, or its files are not the ones that are expected."""


class SettingsError(FootnoteError):
    """A setting has an unknown name or an impossible value."""
