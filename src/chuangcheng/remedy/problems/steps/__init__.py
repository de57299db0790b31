"""The one way in which a problem goes a step further."""
