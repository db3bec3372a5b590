"""Tests of the learning of yes and no."""
