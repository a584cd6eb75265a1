"""What the process that all staff is forked from imports, once."""

import workers.run
import workers.scheduler

workers.run.import_actors()
