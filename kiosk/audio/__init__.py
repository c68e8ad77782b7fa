"""The seat's sound: playing clips, recording spoken answers, judging what was heard."""
