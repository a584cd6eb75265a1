"""The commands of the `competedexter` program, one a file: `describe(parser)` and `run(arguments) -> exit code`."""
