"""Settings come from arguments, then from the environment; each one changes something; unknown ones are errors."""

from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from ingest.documents import Document
from ingest.errors import SettingsError
from ingest.settings import ANSWERING, IngestSettings
from ingest.settings import load_settings as load_ingest_settings
from ingest.text.splitting import split
from tests.conftest import ROOT


def test_ingest_knows_the_names_that_only_the_bot_reads() -> None:
    assert set(Settings.model_fields) - set(IngestSettings.model_fields) == ANSWERING


def test_the_environment_is_read_and_arguments_go_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "3")
    monkeypatch.setenv("FOOTNOTE_HOST", "0.0.0.0")
    monkeypatch.setenv("FOOTNOTE_MODEL", "")
    assert load_settings().passages == 3
    assert load_settings(passages=4, host=None).passages == 4
    assert load_settings().host == "0.0.0.0"
    assert load_settings().model is None
    assert load_ingest_settings().passage_tokens == 200


def test_unknown_and_impossible_settings_are_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "many")
    with pytest.raises(SettingsError, match="FOOTNOTE_PASSAGES: .*'many'"):
        load_settings()
    with pytest.raises(SettingsError, match="^passages: .* 51"):  # by the name that was typed
        load_settings(passages=51)
    monkeypatch.delenv("FOOTNOTE_PASSAGES")
    monkeypatch.setenv("FOOTNOTE_PASAGES", "3")
    for load in (load_settings, load_ingest_settings):
        with pytest.raises(
            SettingsError, match=r"Unknown setting FOOTNOTE_PASAGES\. There are: .*FOOTNOTE_PASSAGE_TOKENS"
        ):
            load()
    monkeypatch.delenv("FOOTNOTE_PASAGES")
    with pytest.raises(SettingsError, match="^passags: "):
        load_settings(passags=3)


def test_default_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().documents_folder == ROOT / "seeds"
    (tmp_path / "seeds").mkdir()
    assert load_settings().documents_folder.resolve() == tmp_path / "seeds"
    assert load_settings().index_folder == tmp_path / ".footnote"
    assert load_settings(documents=Path("seeds")).index_folder == tmp_path / ".footnote"
    # Folders beside each other have an index each.
    assert load_settings(documents=tmp_path / "a" / "b").index_folder == tmp_path / "a" / ".footnote-b"
    assert load_settings(documents=tmp_path / "a" / "c" / ".." / "d").index_folder == tmp_path / "a" / ".footnote-d"
    assert load_settings(index=tmp_path / "i").index_folder == tmp_path / "i"


def test_passage_tokens_set_the_length_of_passages() -> None:
    document = Document("a.txt", "", "One short sentence follows the other here. " * 60, "")
    assert len(split(document, 60)) > 2 * len(split(document, 200))
