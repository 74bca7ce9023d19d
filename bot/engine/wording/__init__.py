"""What people read. One module a language; Indonesian first."""
