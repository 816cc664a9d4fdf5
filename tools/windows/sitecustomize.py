"""Says which Qt platform to use: Wine passes no variable that begins with QT_ on to a Windows program."""

import os

if os.environ.get("SALONDESK_QT_PLATFORM"):
    os.environ["QT_QPA_PLATFORM"] = os.environ["SALONDESK_QT_PLATFORM"]
