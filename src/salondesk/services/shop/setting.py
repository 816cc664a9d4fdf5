"""Changing a declared setting of the shop, branch, till or user, or going back to its default."""

from dataclasses import dataclass, replace

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.settings import SETTINGS, SettingValue, setting_id
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting(Command[None]):
    """Set a setting at the place where the actor is. ``text`` is what a person writes; None goes back to the default."""

    setting: str
    text: str | None


def change_setting(command: ChangeSetting, work: Work) -> Outcome[None]:
    """Change it; no value. Raises UserError for an unknown setting or an impossible value, PermissionRefused."""
    setting = SETTINGS.find(command.setting)
    if setting.permission:
        work.require(Permission(setting.permission))
    level_id = work.setting_place.id_of(setting.level)
    if level_id is None:
        raise UserError(
            Message(
                N_("{setting} is kept on this computer, not in the shop."),
                {"setting": Message(setting.title)},
            )
        )
    row_id = setting_id(level_id, setting.key)
    before = work.uow.settings.find(row_id)
    value = None if command.text is None else setting.format(setting.parse(command.text))
    stands = None if before is None or before.deleted_at is not None else before.value
    if value == stands:
        return Outcome(None, unchanged=True)
    after = before or SettingValue(
        id=row_id, branch_id=work.actor.branch_id, level=setting.level.value, level_id=level_id, key=setting.key, value=""
    )  # fmt: skip
    if value is None:
        after = replace(after, deleted_at=work.now_ms)
    else:
        after = replace(after, value=value, deleted_at=None)
    work.uow.settings.save(before, after)
    return Outcome(None, Message(N_("{setting} changed"), {"setting": Message(setting.title)}), undoable=True)


HANDLERS: Handlers = {ChangeSetting: Handler(change_setting, None)}
