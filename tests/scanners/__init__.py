"""Scanners that others wrote, for the long job alone; `make scanners` installs them beside everything else."""
