"""Files that come in: read whole, checked whole, every fault named by row and column, kept all or not at all."""
