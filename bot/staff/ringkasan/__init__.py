"""The weekly digests of units, groups and all units."""
