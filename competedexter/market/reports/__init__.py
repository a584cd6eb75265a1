"""What is put together from several rooms, for one look at a competitor."""
