"""Secrets in memory: for tests and demo shops, gone with the process."""

from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretName, SecretsKind


class MemorySecrets:
    """Keeps secrets as long as it lives."""

    kind = SecretsKind.MEMORY

    def __init__(self) -> None:
        self._kept: dict[SecretName, Secret] = {}

    def get(self, name: SecretName) -> Secret | None:
        """Return a secret, None when there is none of that name."""
        return self._kept.get(name)

    def set(self, name: SecretName, secret: Secret) -> None:
        """Keep a secret in place of an earlier one."""
        self._kept[name] = secret

    def delete(self, name: SecretName) -> None:
        """Forget a secret."""
        self._kept.pop(name, None)
