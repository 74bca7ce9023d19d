"""What admins keep: units, targets, imports, the times of digests, the state of the service."""
