"""Chooses where this computer keeps secrets: its keyring, else a file under a passphrase."""

from dataclasses import dataclass
from pathlib import Path

from salondesk.app.secrets.file_store import FileSecrets
from salondesk.app.secrets.keyring_store import KeyringSecrets, KeyringTrouble
from salondesk.services.ports.secrets import Secrets

FILE_NAME = "secrets.db"


@dataclass(frozen=True, slots=True)
class KeptAt:
    """The place that was chosen; ``trouble`` says why it is not the keyring, None where a file was made before."""

    secrets: Secrets
    trouble: KeyringTrouble | None = None


def choose_secrets(configuration: Path, keyring: KeyringSecrets | None = None) -> KeptAt:
    """Choose where secrets are kept, for a worker thread: it tries the keyring out.

    A computer on which a file was made stays with it, or its passwords would seem lost on the day a keyring answers.
    ``configuration`` is the machine's own folder, never the shop's: no backup holds it.
    """
    file = FileSecrets(configuration / FILE_NAME)
    if file.is_made:
        return KeptAt(file)
    keyring = keyring or KeyringSecrets()
    trouble = keyring.trouble()
    return KeptAt(keyring) if trouble is None else KeptAt(file, trouble)
