"""Official documents: composed of neutral blocks from one set of figures, checked, then set as PDF and DOCX."""
