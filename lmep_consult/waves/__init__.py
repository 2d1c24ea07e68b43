"""Two waves of a consultation compared: what rose, what fell, and what cannot be said."""
