"""What citizens wrote, sorted and made safe to show. Pure."""
