"""What the program of the folder runs (packaging/parplan.spec)."""

from multiprocessing import freeze_support

from parplan.cli import main

freeze_support()  # where processes are not forked, one of `validate -j` is this program again
main()
