"""Letters about a case: templates that a school edits, filled with facts, drawn as a Word document and as a PDF."""
