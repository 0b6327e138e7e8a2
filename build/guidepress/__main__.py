"""``python -m guidepress``."""

from guidepress.cli import main

if __name__ == "__main__":
    main()
