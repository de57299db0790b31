"""Devices: phones paired to one person, which speak the field protocol and open no page."""
