"""Learns to tell the kinds of questions apart."""
