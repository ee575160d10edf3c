"""Printed documents as tables and sentences."""
