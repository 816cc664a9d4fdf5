"""Documents as the window handles them: looked at, printed again, saved as files. Drawing is printing's job."""
