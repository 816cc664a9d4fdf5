"""Says why a file could not be read or written: the system's own reasons come in its language.

They are shown within sentences in the user's language, so they need words of ours.
"""

import errno

from salondesk.core.message import Message, N_
from salondesk.storage.outside.held_files import is_held

_WORDS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EACCES: N_("you may not write or read there"),
    errno.EPERM: N_("you may not write or read there"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EEXIST: N_("there is a file of that name already"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("the name is not allowed here"),
    errno.EIO: N_("the disk does not answer as it should"),
    errno.ENODEV: N_("the disk does not answer as it should"),
    errno.ENXIO: N_("the disk does not answer as it should"),
    errno.ETIMEDOUT: N_("the disk does not answer as it should"),
}
_HELD = N_("another program holds it open, or you may not write there")


def why(error: OSError) -> Message:
    """Return the reason of a file's error as part of a sentence; of one without words here, the system's number."""
    if is_held(error):
        return Message(_HELD)
    words = _WORDS.get(error.errno or 0)
    return Message(words) if words else Message(N_("the system says {number}"), {"number": error.errno or 0})
