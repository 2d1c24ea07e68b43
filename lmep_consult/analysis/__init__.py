"""A study's data -> the frames that tables are made of. Frames in, frames out: nothing here knows of files."""
