"""What every part stands on: settings, the database, the clock and the log lines that may be written."""
