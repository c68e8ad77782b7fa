"""`python -m question_bank` is `exam-bank`."""

import sys

from question_bank.cli.main import main

sys.exit(main())
