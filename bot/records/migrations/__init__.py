"""The schema's history, run by Alembic at the start."""
