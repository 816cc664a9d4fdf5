"""Use cases of the diary: booking, moving, serving and cancelling visits."""
