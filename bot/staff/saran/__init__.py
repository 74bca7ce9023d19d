"""What citizens wrote, as officials read, sort and answer it."""
