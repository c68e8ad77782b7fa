"""What the candidate sees: tokens, texts, presenters (pure), screens.

Knows the core only; kiosk/app.py hands it what to show and hears what was done.
"""
