"""A file as sheets of cells: what kind it is, how it is spelt, where in it the table stands. Not what it means."""
