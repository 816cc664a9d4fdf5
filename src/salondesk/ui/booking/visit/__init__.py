"""One visit: the side panel and its parts, the card shown on hover, the arrival band."""
