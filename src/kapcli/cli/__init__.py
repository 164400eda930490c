"""The command line: one file a command, one owner of the terminal."""
