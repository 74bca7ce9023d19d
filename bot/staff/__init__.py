"""What heads and admins may do and see in chat: rights, commands, answers."""
