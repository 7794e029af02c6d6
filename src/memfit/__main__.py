"""`python -m memfit` and the `memfit` script."""

from memfit.cli.main import main

if __name__ == "__main__":
    main()
