"""Runs the whole product on one machine: databases, migrations, pages, web, workers, scheduler - and stops them all."""
