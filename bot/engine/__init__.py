"""The interview. Pure: what was known and what happened go in, what to know and what to say come out."""
