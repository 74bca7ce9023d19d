"""Follow-up plans (rencana tindak lanjut): opened, carried out, shown."""
