"""What the columns of a file mean: by their headings, by a mapping, and never by a guess that might be another."""
