"""The bundled model, its card, and how it was trained."""
