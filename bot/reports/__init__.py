"""Results as people and programs read them. Every number comes from scoring."""
