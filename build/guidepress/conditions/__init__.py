"""Conditions on patients: evaluated by Kleene's three values, checked, and put into words.

Input is plain JSON data: a condition is a tree of ``all``, ``any``, ``not``, ``count``, ``ref`` and
leaves; ``Terms`` are the factors and named conditions of a guideline; facts are what is known of a
patient, by factor. ``site_overrides/assets/conditions.mjs`` does the same in JavaScript, and one
table of cases is run by both.
"""
