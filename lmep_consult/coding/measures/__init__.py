"""What codings come to: themes by group, quotations, the framework matrix, codes side by side."""
